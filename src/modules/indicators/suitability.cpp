#include "modules/indicators/suitability.hpp"

#include <algorithm>

#include "base/ratio.hpp"

namespace klicnik::indicators {

namespace {

using accounts::CareModel;
using accounts::Tier;

constexpr std::int64_t full_share = 10'000;           // basis points
constexpr std::int64_t points_scale = 100 * Decimal::one;
constexpr Decimal complex_from{15'000};               // 1.5
constexpr std::int64_t large_share_parts = 20;        // more than one twentieth is more than 5 %
constexpr std::int64_t mass_hours = 8;

/// Lift and share won together, of margin 1: in 1 / (full_share · points_scale).
__int128 gain_of(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions) {
    const std::int64_t points = facts.potential_points.value_or(Decimal{}).units;
    return static_cast<__int128>(assumptions.lift_retention_bp) * points_scale + static_cast<__int128>(points) * assumptions.win_bp;
}

std::int64_t uplift_of(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions) {
    return divide_half_even(facts.margin * gain_of(facts, assumptions), full_share * points_scale);
}

Decimal hours_of(std::optional<Tier> tier, const SuitabilityAssumptions& assumptions) {
    return assumptions.hours[static_cast<std::size_t>(tier.value_or(Tier::D))];
}

std::int64_t cost_of_hours(Decimal hours, Decimal rate) {
    return divide_half_even(static_cast<__int128>(hours.units) * rate.units, Decimal::one);
}

std::int64_t care_cost_of(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions) {
    return cost_of_hours(hours_of(facts.tier, assumptions), assumptions.rate) + facts.other_cost;
}

bool is_large_share(const SuitabilityFacts& facts) {
    return facts.all_margin > 0 && static_cast<__int128>(facts.margin) * large_share_parts > facts.all_margin;
}

/// U ≥ 1.5·K; nothing gained is never worth it, even if it cost nothing.
bool is_worth_it(std::int64_t uplift, std::int64_t cost) {
    return uplift > 0 && static_cast<__int128>(uplift) * 2 >= static_cast<__int128>(cost) * 3;
}
bool is_covered(std::int64_t uplift, std::int64_t cost) {
    return uplift > 0 && static_cast<__int128>(uplift) * 2 >= cost;
}

}  // namespace

bool needs_complexity(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions) {
    return !is_large_share(facts) && is_worth_it(uplift_of(facts, assumptions), care_cost_of(facts, assumptions));
}

Suitability suitability_of(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions, bool in_mass_segment) {
    Suitability found;
    found.uplift = uplift_of(facts, assumptions);
    found.cost = care_cost_of(facts, assumptions);
    found.break_even_margin = scaled_ratio(static_cast<__int128>(found.cost) * full_share * points_scale, gain_of(facts, assumptions), 1);
    const bool is_complex = facts.complexity >= complex_from;
    const bool is_large = is_large_share(facts);
    if (is_worth_it(found.uplift, found.cost)) {
        found.reasons.push_back(SuitabilityReason::worth_it);
        found.proposal = is_complex || is_large ? CareModel::dedicated : CareModel::pooled;
        if (is_complex) found.reasons.push_back(SuitabilityReason::is_complex);
        if (is_large) found.reasons.push_back(SuitabilityReason::large_share);
        if (found.proposal == CareModel::pooled) found.reasons.push_back(SuitabilityReason::simple);
    } else if (is_covered(found.uplift, found.cost)) {
        found.reasons.push_back(SuitabilityReason::covered);
        found.proposal = CareModel::pooled;
    } else {
        found.reasons.push_back(SuitabilityReason::costs_more);
    }
    if (in_mass_segment && found.proposal == CareModel::pooled) {
        found.reasons.push_back(SuitabilityReason::mass_segment);
        found.proposal = CareModel::automated;
    }
    if (!facts.potential_points) found.reasons.push_back(SuitabilityReason::unknown_potential);
    if (!facts.tier) found.reasons.push_back(SuitabilityReason::without_tier);
    return found;
}

bool is_mass_segment(std::int64_t clients, std::int64_t median_margin, Decimal rate) {
    return clients > mass_clients && median_margin < rate.units * mass_hours;
}

std::int64_t median_of(std::span<std::int64_t> values) {
    const std::size_t half = values.size() / 2;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return divide_half_even(static_cast<__int128>(*middle) + *std::max_element(values.begin(), middle), 2);
}

std::int64_t freed_by(std::optional<Tier> tier, CareModel proposal, const SuitabilityAssumptions& assumptions) {
    Decimal needed = hours_of(tier, assumptions);
    switch (proposal) {
        case CareModel::dedicated: break;
        case CareModel::pooled: needed = hours_of(Tier::C, assumptions); break;
        case CareModel::automated: needed = hours_of(Tier::D, assumptions); break;
    }
    const Decimal hours = hours_of(tier, assumptions);
    return hours > needed ? cost_of_hours(Decimal{hours.units - needed.units}, assumptions.rate) : 0;
}

CareModel care_of(Tier tier) {
    switch (tier) {
        case Tier::A:
        case Tier::B: return CareModel::dedicated;
        case Tier::C: return CareModel::pooled;
        case Tier::D: return CareModel::automated;
    }
    return CareModel::automated;
}

}  // namespace klicnik::indicators
