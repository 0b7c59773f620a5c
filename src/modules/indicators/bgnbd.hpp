#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "modules/indicators/purchase_fit.hpp"

/// The BG/NBD model of customers without a contract: how many purchases to expect, and whether a
/// customer still buys at all (Fader, Hardie & Lee, Marketing Science 24(2) 2005; metrics (f.2)).
/// While active, a customer buys at a rate that is gamma distributed over customers (r, alpha);
/// after each purchase the customer leaves for good with a probability that is beta distributed (a,
/// b). Time is in weeks throughout.
namespace klicnik::indicators {

/// All positive. r / alpha is the mean number of purchases a week while active, a / (a + b) the
/// mean probability to leave after a purchase. a = 0 stands for the limit in which nobody leaves.
struct BgNbdParameters {
    double r = 0;
    double alpha = 0;
    double a = 0;
    double b = 0;
};

using BgNbdFit = PurchaseFit<BgNbdParameters>;

/// Why it is not known whether a customer is still active.
enum class ActivityUnknown {
    no_repeat_yet,  ///< the model lets nobody leave before the first repeat, so it would say 100 %
    nobody_seems_gone,  ///< the book does not tell, so it would say 100 % of everybody
};

struct ActivityChance {
    std::optional<double> probability;  ///< 0..1
    std::optional<ActivityUnknown> unknown = std::nullopt;
};

/// ln L of one customer.
double log_likelihood(const BgNbdParameters& parameters, const PurchaseTiming& timing);

/// The most likely parameters of a book, with standard errors, or why there are none. Where a book
/// is most likely when nobody ever leaves (short histories, long distances between purchases), r and
/// alpha are fitted alone, a and b are 0 and `nobody_seems_gone` is set: what is expected then is an
/// upper bound.
BgNbdFit fit_bgnbd(std::span<const CustomerHistory> histories,
                   const PurchaseBookLimits& limits = {});

/// P(alive): the probability that the customer still buys at the end of the calibration.
ActivityChance chance_active(const BgNbdParameters& parameters, const PurchaseTiming& timing);

/// E[X(t)]: repeat purchases of a new customer in the first `weeks` ≥ 0.
double expected_repeats(const BgNbdParameters& parameters, double weeks);

/// E[Y(t) | x, t_x, T]: purchases of this customer in the `weeks` ≥ 0 after the calibration.
double expected_purchases(const BgNbdParameters& parameters, const PurchaseTiming& timing,
                          double weeks);

/// P(X(t) = x): the probability of exactly `count` repeats of a new customer in the first `weeks`.
double probability_of_repeats(const BgNbdParameters& parameters, std::uint32_t count, double weeks);

}  // namespace klicnik::indicators
