#include "modules/indicators/care_return.hpp"

#include <algorithm>
#include <cmath>

#include "base/ratio.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int64_t whole_bp = 10'000;

/// Money · a share in ten-thousandths of a basis point.
std::int64_t care_share(std::int64_t amount, __int128 share_units) {
    return divide_half_even(amount * share_units, whole_bp * Decimal::one);
}

Decimal rounded_error(double bp) {
    return {std::llround(bp * static_cast<double>(Decimal::one))};
}

/// The error in basis points from Σ of squared residuals.
Decimal ratio_error(double squares, double clients, double start) {
    return rounded_error(std::sqrt(squares * clients / (clients - 1)) / start * static_cast<double>(whole_bp));
}

CareEstimate care_estimate(std::int64_t benefit, std::int64_t cost) {
    CareEstimate estimate{benefit, benefit - cost, std::nullopt};
    if (cost > 0) estimate.return_bp = ratio_bp(estimate.net, cost);
    return estimate;
}

CareVerdict care_verdict(const CareReturn& result, std::int64_t margin) {
    if (result.cost <= 0) return CareVerdict::no_cost;
    if (result.low.net > 0) return CareVerdict::pays;
    if (result.cost >= margin) return CareVerdict::no_sense;
    return result.high.net < 0 ? CareVerdict::loses : CareVerdict::indistinct;
}

}  // namespace

CareArm care_arm_of(const Ends& ends, const Chosen& chosen) {
    CareArm arm;
    const Movements movements = movements_of(ends, chosen);
    arm.clients = movements.clients;
    arm.retention_bp = movements.gross_retention_bp().value_or(0);
    arm.expansion_bp = movements.expansion_bp().value_or(0);
    if (arm.clients < 2) return arm;
    const auto start = static_cast<double>(movements.start);
    const double kept = static_cast<double>(movements.start - movements.contraction - movements.churn) / start;
    const double grown = static_cast<double>(movements.expansion) / start;
    double of_kept = 0;
    double of_grown = 0;
    double of_both = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i] || ends.unknown[i] || ends.start[i] <= 0) continue;
        const auto s = static_cast<double>(ends.start[i]);
        const auto e = static_cast<double>(std::max<std::int64_t>(ends.end[i], 0));
        of_kept += std::pow(std::min(s, e) - kept * s, 2);
        of_grown += std::pow(std::max(0.0, e - s) - grown * s, 2);
        of_both += std::pow(e - (kept + grown) * s, 2);
    }
    const auto clients = static_cast<double>(arm.clients);
    arm.retention_error_bp = ratio_error(of_kept, clients, start);
    arm.expansion_error_bp = ratio_error(of_grown, clients, start);
    arm.both_error_bp = ratio_error(of_both, clients, start);
    return arm;
}

std::optional<CareLift> measured_lift(const CareArm& programme, const CareArm& comparison) {
    if (comparison.clients < comparison_least || !programme.both_error_bp || !comparison.both_error_bp) return std::nullopt;
    const auto one = static_cast<double>(Decimal::one);
    const double error = std::hypot(static_cast<double>(programme.both_error_bp->units) / one, static_cast<double>(comparison.both_error_bp->units) / one);
    return CareLift{CareBasis::comparison, programme.retention_bp - comparison.retention_bp, programme.expansion_bp - comparison.expansion_bp,
                    rounded_error(error)};
}

CareLift assumed_lift(std::int64_t retention_bp, std::int64_t growth_bp) {
    return {CareBasis::assumption, retention_bp, growth_bp, Decimal{(retention_bp + growth_bp) * (Decimal::one / 2)}};
}

CareReturn care_return(const CareFacts& facts) {
    CareReturn result;
    const std::int64_t margin = std::max<std::int64_t>(facts.margin, 0);
    result.retained = care_share(margin, static_cast<__int128>(facts.lift.retention_bp) * Decimal::one);
    result.expanded = care_share(margin, static_cast<__int128>(facts.lift.growth_bp) * Decimal::one);
    result.referral = care_share(facts.referral, static_cast<__int128>(facts.attribution_bp) * Decimal::one);
    result.cost = facts.cost;
    const std::int64_t error = care_share(margin, facts.lift.error_bp.units);
    const std::int64_t benefit = result.retained + result.expanded + result.referral;
    result.low = care_estimate(benefit - error, facts.cost);
    result.base = care_estimate(benefit, facts.cost);
    result.high = care_estimate(benefit + error, facts.cost);
    if (margin > 0 && facts.cost > 0) result.break_even_bp = ratio_bp(facts.cost, margin);
    if (benefit > 0 && facts.cost > 0) {
        const auto months = scaled_ratio(static_cast<__int128>(facts.cost) * facts.months, benefit, Decimal::one);
        if (months) result.payback_months = Decimal{*months};
    }
    result.verdict = care_verdict(result, margin);
    return result;
}

std::int64_t care_benefit_of(std::int64_t margin, std::int64_t start, std::int64_t end, std::int64_t comparison_bp) {
    const std::int64_t brought = std::max<std::int64_t>(end, 0);
    const __int128 change = static_cast<__int128>(brought) * whole_bp - static_cast<__int128>(comparison_bp) * start;
    return scaled_ratio(change * std::max<std::int64_t>(margin, 0), static_cast<__int128>(start) * whole_bp, 1).value_or(0);
}

std::int64_t care_benefit_of(std::int64_t margin, const CareLift& assumption) {
    return care_share(std::max<std::int64_t>(margin, 0), static_cast<__int128>(assumption.retention_bp + assumption.growth_bp) * Decimal::one);
}

}  // namespace klicnik::indicators
