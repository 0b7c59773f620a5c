#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::ledger {

/// Figures and shares follow the books and the calendar.
std::span<const Recurring> schedule();

}  // namespace klicnik::ledger
