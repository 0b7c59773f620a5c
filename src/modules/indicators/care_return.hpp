#pragma once

#include <cstdint>
#include <optional>

#include "base/decimal.hpp"
#include "modules/indicators/movements.hpp"

/// Whether care for key clients pays (domain I-27, metrics (h)): what it kept and what grew because of it, against what it cost.
/// Pure; money is exact, in ten-thousandths of the base currency. Doubles are used for standard errors only.
namespace klicnik::indicators {

/// So many comparable clients without the care are needed before they say what would have become of the others.
inline constexpr std::int64_t comparison_least = 8;

/// Retention and growth of a group of clients between two ends, with standard errors. The rates are ratios r = Σ x / Σ s over
/// the clients with a positive start s; the error of such a ratio is √(n / (n − 1) · Σ (x − r·s)²) / Σ s (ratio estimator over
/// clients, Cochran, Sampling Techniques, 6.4), with x = min(s, e) for retention, max(0, e − s) for growth and e for both.
struct CareArm {
    std::int64_t clients = 0;
    std::int64_t retention_bp = 0;  ///< gross
    std::int64_t expansion_bp = 0;
    std::optional<Decimal> retention_error_bp;  ///< absent for a single client
    std::optional<Decimal> expansion_error_bp;
    std::optional<Decimal> both_error_bp;       ///< of retention + growth; less than the two apart when they go together
};
CareArm care_arm_of(const Ends& ends, const Chosen& chosen);

/// Where the lift comes from.
enum class CareBasis {
    comparison,  ///< measured against comparable clients without the care
    assumption,  ///< said by the owner; never a measured value
};

/// How much better the clients with care do than they would without it.
struct CareLift {
    CareBasis basis = CareBasis::assumption;
    std::int64_t retention_bp = 0;
    std::int64_t growth_bp = 0;
    Decimal error_bp;  ///< of both together: one standard error, or half of the assumption
};

/// Measured, when there are enough clients to compare with and errors can be told; else nothing.
std::optional<CareLift> measured_lift(const CareArm& programme, const CareArm& comparison);
CareLift assumed_lift(std::int64_t retention_bp, std::int64_t growth_bp);

struct CareFacts {
    std::int64_t margin = 0;    ///< of the clients at the start (R0·gm)
    CareLift lift;
    std::int64_t referral = 0;  ///< margin of the first year of clients that they recommended
    std::int64_t attribution_bp = 5'000;  ///< how much of that care may claim
    std::int64_t cost = 0;      ///< of the care within the period
    std::int32_t months = 12;   ///< of the period
};

enum class CareVerdict {
    pays,        ///< the whole interval of the net is above zero
    loses,       ///< the whole interval is below zero
    indistinct,  ///< the interval contains zero
    no_sense,    ///< the cost eats the whole margin: even keeping everybody would not pay it; automate
    no_cost,     ///< no cost is recorded, so there is nothing to compare with
};

struct CareEstimate {
    std::int64_t benefit = 0;
    std::int64_t net = 0;                    ///< benefit − cost
    std::optional<std::int64_t> return_bp;   ///< net / cost; absent without a cost
};

struct CareReturn {
    std::int64_t retained = 0;  ///< margin · lift of retention
    std::int64_t expanded = 0;  ///< margin · lift of growth
    std::int64_t referral = 0;  ///< referral · attribution
    std::int64_t cost = 0;
    CareEstimate low;           ///< the lift less its error
    CareEstimate base;
    CareEstimate high;          ///< the lift and its error
    std::optional<std::int64_t> break_even_bp;  ///< lift at which the care pays for itself: cost / margin; absent without a margin
    std::optional<Decimal> payback_months;      ///< months · cost / benefit; absent when nothing is gained
    CareVerdict verdict = CareVerdict::no_cost;
};

/// A margin that is not positive has nothing to keep: then only referrals count.
CareReturn care_return(const CareFacts& facts);

/// What care of one client brought: with a comparison, margin · (end / start − what comparable clients have become, in basis
/// points of their start); with an assumption, margin · lift, for one client's change alone proves nothing. `start` > 0.
std::int64_t care_benefit_of(std::int64_t margin, std::int64_t start, std::int64_t end, std::int64_t comparison_bp);
std::int64_t care_benefit_of(std::int64_t margin, const CareLift& assumption);

}  // namespace klicnik::indicators
