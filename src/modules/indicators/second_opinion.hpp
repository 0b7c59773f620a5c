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

/// Pareto/NBD fitted to a book beside BG/NBD. Two models that agree are worth more than one; and
/// this one also tells who of the customers with a single purchase may still come.
class SecondOpinion {
  public:
    /// Of a book of more customers only so many are learned from, evenly spread: twenty thousand
    /// tell the parameters to one or two digits more than any use of them needs.
    static constexpr std::size_t most_learned_from = 20'000;

    SecondOpinion(std::span<const CustomerHistory> histories, double horizon_weeks,
                  double yearly_discount_rate);

    const ParetoNbdFit& fit() const { return fit_; }

    /// Only when the fit has parameters.
    SecondOpinionOf of(const CustomerHistory& history);

  private:
    double horizon_weeks_;
    double weekly_discount_;
    ParetoNbdFit fit_;
    std::vector<double> weeks_to_come_;  ///< by age in days; negative = not computed yet
};

}  // namespace klicnik::indicators
