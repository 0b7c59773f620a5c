#pragma once

#include <vector>

#include "modules/ledger/rules.hpp"
#include "records/operation.hpp"

namespace klicnik::segmentation {

/// Models, scores, tiers, the portfolio, and the load of those who look after it.
std::vector<Operation> operations();

/// "2010-12" and "2011-12" as a window of months; nothing when both are empty. A missing `to` is the end of the books, a
/// missing `from` a year before `to`. Errors: fields from, to bad_month; to before_start.
Result<std::optional<ledger::rules::MonthWindow>> read_window(const Reader& reader, std::string_view from, std::string_view to);

}  // namespace klicnik::segmentation
