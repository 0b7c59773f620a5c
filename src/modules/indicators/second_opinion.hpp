#pragma once

#include <optional>
#include <span>
#include <vector>

#include "modules/indicators/pareto_nbd.hpp"

namespace klicnik::indicators {

/// What Pareto/NBD says of one customer.
struct SecondOpinionOf {
    double chance_active = 0;  ///< 0..1, also of a customer without a repeat
    double purchases = 0;      ///< expected within the horizon
    std::optional<double>
        all_purchases;  ///< without a horizon, discounted; none without a discount
};

/// Of a book of more customers the second model learns from only so many, evenly spread: twenty
/// thousand tell the parameters to one or two digits more than any use of them needs.
constexpr std::size_t most_learned_from = 20'000;

ParetoNbdFit fit_second_opinion(std::span<const CustomerHistory> histories);

/// Pareto/NBD beside BG/NBD. Two models that agree are worth more than one; and this one also tells
/// who of the customers with a single purchase may still come.
class SecondOpinion {
  public:
    SecondOpinion(const ParetoNbdParameters& parameters, double horizon_weeks,
                  double yearly_discount_rate);

    SecondOpinionOf of(const CustomerHistory& history);

  private:
    ParetoNbdParameters parameters_;
    double horizon_weeks_;
    double weekly_discount_;
    std::vector<double> weeks_to_come_;  ///< by age in days; negative = not computed yet
};

}  // namespace klicnik::indicators
