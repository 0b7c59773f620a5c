#include "modules/indicators/second_opinion.hpp"

#include <cmath>

#include "modules/indicators/lifetime_value.hpp"

namespace klicnik::indicators {

namespace {

std::vector<CustomerHistory> evenly_spread(std::span<const CustomerHistory> histories,
                                           std::size_t most) {
    if (histories.size() <= most) return {histories.begin(), histories.end()};
    std::vector<CustomerHistory> some;
    some.reserve(most);
    for (std::size_t i = 0; i < most; ++i) some.push_back(histories[i * histories.size() / most]);
    return some;
}

}  // namespace

ParetoNbdFit fit_second_opinion(std::span<const CustomerHistory> histories) {
    return fit_pareto_nbd(evenly_spread(histories, most_learned_from));
}

SecondOpinion::SecondOpinion(const ParetoNbdParameters& parameters, double horizon_weeks,
                             double yearly_discount_rate)
    : parameters_(parameters),
      horizon_weeks_(horizon_weeks),
      weekly_discount_(std::log1p(yearly_discount_rate) / weeks_per_year) {}

SecondOpinionOf SecondOpinion::of(const CustomerHistory& history) {
    const PurchaseTiming timing = timing_of(history);
    SecondOpinionOf opinion{chance_active(parameters_, timing)};
    const double rate = opinion.chance_active * purchase_rate(parameters_, timing);
    opinion.purchases = rate * weeks_active(parameters_, timing.age_weeks, horizon_weeks_);
    if (!(weekly_discount_ > 0)) return opinion;
    // The weeks to come depend on the age alone, which is the same day for many.
    const auto day = static_cast<std::size_t>(history.age_days);
    if (day >= weeks_to_come_.size()) weeks_to_come_.resize(day + 1, -1);
    double& weeks = weeks_to_come_[day];
    if (weeks < 0) weeks = discounted_weeks_active(parameters_, timing.age_weeks, weekly_discount_);
    opinion.all_purchases = rate * weeks;
    return opinion;
}

}  // namespace klicnik::indicators
