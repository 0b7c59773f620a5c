#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modules/indicators/maximum_likelihood.hpp"

/// The shifted-beta-geometric model of clients with a contract that is renewed period by period
/// (Fader & Hardie, J. Interactive Marketing 21(1) 2007; metrics (f.6)). Each client leaves at each
/// renewal with a probability of its own, beta distributed over clients; those who stay longest are
/// those who are likely to stay, so retention rises with time.
namespace klicnik::indicators {

/// Both positive. With alpha ≤ 1 the mean lifetime is infinite: take a horizon or
/// residual_lifetime(), never 1 / churn.
struct SbgParameters {
    double alpha = 0;
    double beta = 0;
};

/// Clients acquired together: alive[0] of them, and alive[t] still there after t periods.
using CohortCounts = std::vector<std::int64_t>;

struct SbgFit {
    std::optional<FitRefusal> refusal;  ///< set exactly when there are no parameters
    std::optional<SbgParameters> parameters = std::nullopt;
    std::optional<SbgParameters> standard_errors = std::nullopt;
    double log_likelihood = 0;
    int evaluations = 0;
};

/// P(T = t): the probability to leave at the t-th renewal, t ≥ 1.
double probability_of_leaving(const SbgParameters& parameters, std::uint32_t period);
/// r_t: the share of those still there before the t-th renewal who stay, t ≥ 1.
double retention_rate(const SbgParameters& parameters, std::uint32_t period);
/// S(t): the share still there after t renewals.
double survival(const SbgParameters& parameters, std::uint32_t period);
/// DERL: the discounted number of payments still to come from a client who has stayed `renewals`
/// times and has just paid. `discount_rate` > 0 per period; nothing otherwise, as the sum may be
/// infinite.
std::optional<double> residual_lifetime(const SbgParameters& parameters, std::uint32_t renewals,
                                        double discount_rate);

/// Σ lost_t · ln P(t) + survivors · ln S(last) over the cohorts, each as long as it has been
/// watched.
double log_likelihood(const SbgParameters& parameters, std::span<const CohortCounts> cohorts);

/// The most likely parameters, with standard errors. Refused without a cohort of three periods,
/// when nobody has left yet, when counts rise, and when retention does not rise with time (then the
/// clients do not differ, and constant retention says all).
SbgFit fit_sbg(std::span<const CohortCounts> cohorts);

}  // namespace klicnik::indicators
