#include "modules/indicators/care_parameters.hpp"

#include <algorithm>

#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::string_view care_names[] = {"tiers", "lift_retention", "lift_growth", "cost", "referral", "attribution"};
constexpr std::string_view suitability_names[] = {"lift_retention", "win", "rate", "hours_a", "hours_b", "hours_c", "hours_d"};
constexpr std::int64_t most_money = 1'000'000'000'000;
constexpr std::int64_t most_rate = 1'000'000;
constexpr std::int64_t most_hours = 10'000;
constexpr std::int64_t units_of_bp = Decimal::one / 100;  // a percent has a hundred basis points

Result<Decimal> decimal_param(const Call& call, std::string_view name, Decimal otherwise, std::int64_t most) {
    const std::string_view text = call.param(name);
    if (text.empty()) return otherwise;
    const auto number = parse_decimal(text);
    if (!number || number->units < 0 || number->units > most * Decimal::one) {
        return invalid(std::string(name), "out_of_range", {{"min", "0"}, {"max", std::to_string(most)}});
    }
    return *number;
}

Result<std::int64_t> percent_param(const Call& call, std::string_view name, std::int64_t otherwise_bp) {
    TRY(const Decimal percent, decimal_param(call, name, Decimal{otherwise_bp * units_of_bp}, 100));
    return divide_half_even(percent.units, units_of_bp);
}

Result<std::vector<accounts::Tier>> tiers_param(const Call& call, std::vector<accounts::Tier> otherwise) {
    std::string_view rest = call.param("tiers");
    if (rest.empty()) return otherwise;
    std::vector<accounts::Tier> tiers;
    while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(','));
        const auto tier = parse_enum<accounts::Tier>(word);
        if (!tier) return invalid("tiers", "not_a_choice", {{"value", std::string(word.substr(0, 40))}});
        if (std::find(tiers.begin(), tiers.end(), *tier) == tiers.end()) tiers.push_back(*tier);
        rest = rest.find(',') == std::string_view::npos ? std::string_view{} : rest.substr(rest.find(',') + 1);
    }
    return tiers;
}

}  // namespace

Result<CareParameters> read_care_parameters(const Call& call) {
    CareParameters parameters;
    TRY(parameters.tiers, tiers_param(call, parameters.tiers));
    TRY(parameters.lift_retention_bp, percent_param(call, "lift_retention", parameters.lift_retention_bp));
    TRY(parameters.lift_growth_bp, percent_param(call, "lift_growth", parameters.lift_growth_bp));
    TRY(parameters.attribution_bp, percent_param(call, "attribution", parameters.attribution_bp));
    TRY(const Decimal referral, decimal_param(call, "referral", Decimal{}, most_money));
    parameters.referral = referral.units;
    TRY(const Decimal cost, decimal_param(call, "cost", Decimal{}, most_money));
    if (!call.param("cost").empty()) parameters.cost = cost.units;
    return parameters;
}

std::span<const std::string_view> care_parameter_names() {
    return care_names;
}

Result<SuitabilityAssumptions> read_suitability_assumptions(const Call& call) {
    SuitabilityAssumptions assumptions;
    TRY(assumptions.lift_retention_bp, percent_param(call, "lift_retention", assumptions.lift_retention_bp));
    TRY(assumptions.win_bp, percent_param(call, "win", assumptions.win_bp));
    TRY(assumptions.rate, decimal_param(call, "rate", assumptions.rate, most_rate));
    static constexpr std::string_view hours[] = {"hours_a", "hours_b", "hours_c", "hours_d"};
    for (std::size_t i = 0; i < assumptions.hours.size(); ++i) {
        TRY(assumptions.hours[i], decimal_param(call, hours[i], assumptions.hours[i], most_hours));
    }
    return assumptions;
}

std::span<const std::string_view> suitability_parameter_names() {
    return suitability_names;
}

}  // namespace klicnik::indicators
