#pragma once

#include "modules/indicators/customer_value.hpp"
#include "modules/indicators/question.hpp"

namespace klicnik::indicators {

/// The value of the clients asked about, from the days on which the ledger says they bought. Parameters of `call`: horizon
/// (weeks 1…520), margin (percent of the amount 1…100; the share of the books when absent), discount (percent a year 0…100),
/// limit. Errors: fields horizon, margin, discount, limit out_of_range.
Result<ValueReport> value_report(const Reader& reader, const Question& question, const Call& call);

/// Names of the parameters above, for read_question.
std::span<const std::string_view> value_parameters();

}  // namespace klicnik::indicators
