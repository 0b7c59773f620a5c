#pragma once

#include <span>

#include "modules/indicators/purchase_fit.hpp"

/// The Pareto/NBD model of customers without a contract (Schmittlein, Morrison & Colombo,
/// Management Science 33(1) 1987; Fader & Hardie, note 009; metrics (f.3), (f.5)): a second opinion
/// beside BG/NBD. Here a customer may leave at any moment, not only after a purchase, so the model
/// has something to say about those who bought once, and about all time to come. While active, a
/// customer buys at a rate that is gamma distributed over customers (r, alpha); each leaves at a
/// rate that is gamma distributed too (s, beta). Time is in weeks.
namespace klicnik::indicators {

/// All positive. r / alpha is the mean number of purchases a week while active, s / beta the mean
/// rate of leaving a week.
struct ParetoNbdParameters {
    double r = 0;
    double alpha = 0;
    double s = 0;
    double beta = 0;
};

using ParetoNbdFit = PurchaseFit<ParetoNbdParameters>;

/// ln L of one customer.
double log_likelihood(const ParetoNbdParameters& parameters, const PurchaseTiming& timing);

/// The most likely parameters of a book, with standard errors, or why there are none.
ParetoNbdFit fit_pareto_nbd(std::span<const CustomerHistory> histories,
                            const PurchaseBookLimits& limits = {});

/// P(alive): the probability 0..1 that the customer still buys at the end of the calibration, also
/// of one without a repeat.
double chance_active(const ParetoNbdParameters& parameters, const PurchaseTiming& timing);

/// E[X(t)]: repeat purchases of a new customer in the first `weeks` ≥ 0.
double expected_repeats(const ParetoNbdParameters& parameters, double weeks);

/// Purchases a week of this customer if still active: (r + x) / (alpha + T).
double purchase_rate(const ParetoNbdParameters& parameters, const PurchaseTiming& timing);

/// Of the `weeks` ≥ 0 after an age, how many a customer who is active at that age stays for.
double weeks_active(const ParetoNbdParameters& parameters, double age_weeks, double weeks);

/// The same without an end, each week discounted continuously by `weekly_discount` > 0 (ln 1.15 /
/// 52 for 15 % a year). Not a number otherwise.
double discounted_weeks_active(const ParetoNbdParameters& parameters, double age_weeks,
                               double weekly_discount);

/// E[Y(t) | x, t_x, T]: purchases of this customer in the `weeks` ≥ 0 after the calibration.
double expected_purchases(const ParetoNbdParameters& parameters, const PurchaseTiming& timing,
                          double weeks);

/// DERT: all purchases still to come from this customer, without a horizon, each discounted
/// continuously by `weekly_discount` > 0. Not a number otherwise.
double discounted_purchases(const ParetoNbdParameters& parameters, const PurchaseTiming& timing,
                            double weekly_discount);

}  // namespace klicnik::indicators
