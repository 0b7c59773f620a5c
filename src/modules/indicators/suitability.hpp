#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/decimal.hpp"
#include "modules/accounts/terms.hpp"

/// Which care suits a client (domain I-26): what care could bring against what it costs. Everything assumed is a parameter. Pure;
/// money in ten-thousandths of the base currency, a year.
namespace klicnik::indicators {

struct SuitabilityAssumptions {
    std::int64_t lift_retention_bp = 500;  ///< by how much care lifts retention
    std::int64_t win_bp = 1'000;           ///< share of the potential that care wins
    Decimal rate{600 * Decimal::one};      ///< of an hour
    /// Hours of care a year by tier, A to D. A client without a tier has those of D.
    std::array<Decimal, 4> hours{Decimal{96 * Decimal::one}, Decimal{48 * Decimal::one}, Decimal{16 * Decimal::one}, Decimal{2 * Decimal::one}};
};

struct SuitabilityFacts {
    std::int64_t margin = 0;
    std::optional<Decimal> potential_points;  ///< judged, 0…100; unknown counts as none
    std::optional<accounts::Tier> tier;
    std::int64_t other_cost = 0;              ///< travel and service booked for the client
    Decimal complexity{Decimal::one};         ///< I-20
    std::int64_t all_margin = 0;              ///< of the whole book, for the share
};

/// Why; a proposal has one to four of these.
enum class SuitabilityReason {
    worth_it,           ///< U ≥ 1.5·K
    covered,            ///< U ≥ 0.5·K, less than 1.5·K
    costs_more,         ///< U < 0.5·K
    is_complex,         ///< complexity ≥ 1.5
    large_share,        ///< more than 5 % of the margin
    simple,             ///< worth it, but neither complex nor large: a pool does as well
    mass_segment,       ///< many clients with little margin each
    unknown_potential,  ///< nobody has judged it, so it counts as none
    without_tier,       ///< hours of tier D are assumed
};

struct Suitability {
    std::int64_t uplift = 0;   ///< U = margin·lift of retention + margin·points/100·share won
    std::int64_t cost = 0;     ///< K = hours of the tier·rate + other cost
    std::optional<std::int64_t> break_even_margin;  ///< margin with U = K; absent when nothing is assumed to be gained
    accounts::CareModel proposal = accounts::CareModel::automated;
    std::vector<SuitabilityReason> reasons;
};

/// Whether complexity decides: U ≥ 1.5·K, and the share of margin is not enough by itself.
bool needs_complexity(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions);

/// Dedicated if U ≥ 1.5·K and (complexity ≥ 1.5 or more than 5 % of the margin); pooled if U ≥ 0.5·K; else automated. In a mass
/// segment a pooled client is automated; a dedicated one stays, because the best of many are worth special care too.
Suitability suitability_of(const SuitabilityFacts& facts, const SuitabilityAssumptions& assumptions, bool in_mass_segment = false);

/// The hard rule of segments: more than 200 clients whose median margin is below the cost of eight hours.
inline constexpr std::int64_t mass_clients = 200;
bool is_mass_segment(std::int64_t clients, std::int64_t median_margin, Decimal rate);

/// The middle value; of an even number half-even between the two. `values` are put in another order; not empty.
std::int64_t median_of(std::span<std::int64_t> values);

/// What the hours cost that a client's tier has and the proposed care would not need: a pool works at the hours of C, automation
/// at those of D. Never negative.
std::int64_t freed_by(std::optional<accounts::Tier> tier, accounts::CareModel proposal, const SuitabilityAssumptions& assumptions);

/// The care that a tier stands for while no care model is decided: A and B dedicated, C pooled, D automated.
accounts::CareModel care_of(accounts::Tier tier);

}  // namespace klicnik::indicators
