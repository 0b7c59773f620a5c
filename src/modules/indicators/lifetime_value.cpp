#include "modules/indicators/lifetime_value.hpp"

#include <algorithm>
#include <cmath>

namespace klicnik::indicators {

LifetimeValue lifetime_value(FunctionRef<double(double weeks)> purchases_until, double amount,
                             const ValueTerms& terms) {
    LifetimeValue outcome{.amount = amount};
    if (!(terms.step_weeks > 0 && terms.horizon_weeks > 0)) return outcome;
    const double weekly_force = std::log1p(terms.yearly_discount_rate) / weeks_per_year;
    const double gain = amount * terms.margin_share;
    // Counted in whole steps, so that rounding never adds a sliver of one at the end.
    const auto steps = static_cast<int>(std::ceil(terms.horizon_weeks / terms.step_weeks - 1e-9));
    for (int step = 1; step <= steps; ++step) {
        const double until = std::min(step * terms.step_weeks, terms.horizon_weeks);
        const double purchases = purchases_until(until);
        outcome.value += (purchases - outcome.purchases) * gain * std::exp(-weekly_force * until);
        outcome.purchases = purchases;
    }
    outcome.undiscounted = outcome.purchases * gain;
    return outcome;
}

LifetimeValue lifetime_value(const BgNbdParameters& purchases, const PurchaseTiming& timing,
                             const GammaGammaParameters& amounts, const RepeatSpend& spend,
                             const ValueTerms& terms) {
    return lifetime_value(
        [&](double weeks) { return expected_purchases(purchases, timing, weeks); },
        expected_amount(amounts, spend), terms);
}

std::optional<double> constant_retention_value(double margin, double retention,
                                               double discount_rate, RetentionCase which) {
    const double below = 1 + discount_rate - retention;
    if (!(retention >= 0 && retention <= 1 && discount_rate >= 0 && below > 0)) return std::nullopt;
    switch (which) {
        case RetentionCase::first_payment_included:
            return margin * (1 + discount_rate) / below;
        case RetentionCase::just_paid:
            return margin * retention / below;
        case RetentionCase::paid_at_end:
            return margin / below;
    }
    return std::nullopt;
}

}  // namespace klicnik::indicators
