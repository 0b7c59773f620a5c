#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "modules/indicators/care_return.hpp"
#include "modules/indicators/suitability.hpp"
#include "records/operation.hpp"

/// What the owner assumes of care, read from a call. Nothing here is measured; every answer shows it.
namespace klicnik::indicators {

struct CareParameters {
    std::vector<accounts::Tier> tiers{accounts::Tier::A, accounts::Tier::B};  ///< whose clients are cared for
    std::int64_t lift_retention_bp = 500;
    std::int64_t lift_growth_bp = 300;
    std::optional<std::int64_t> cost;  ///< instead of what the ledger says
    std::int64_t referral = 0;
    std::int64_t attribution_bp = 5'000;
};

/// Parameters tiers ("A,B"), lift_retention and lift_growth (percentage points 0…100), cost and referral (money), attribution
/// (percent 0…100). Percents may have two decimals. Errors: fields tiers not_a_choice, the others out_of_range.
Result<CareParameters> read_care_parameters(const Call& call);
std::span<const std::string_view> care_parameter_names();

/// Parameters lift_retention (percentage points), win (percent of the potential), rate (money an hour), hours_a … hours_d (a year).
/// Errors: out_of_range.
Result<SuitabilityAssumptions> read_suitability_assumptions(const Call& call);
std::span<const std::string_view> suitability_parameter_names();

}  // namespace klicnik::indicators
