#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "modules/indicators/maximum_likelihood.hpp"
#include "modules/indicators/purchase_history.hpp"

/// The Gamma-Gamma model of spend per purchase (Fader, Hardie & Lee, RFM and CLV, JMR 42(4) 2005;
/// metrics (f.4)): the amounts of a customer vary around a mean, the means vary over customers. It
/// moves the observed mean of few purchases towards the mean of all. It assumes that how much does
/// not depend on how often; the correlation says whether that is so. Amounts may be in any unit,
/// gamma and all outcomes are in the same one.
namespace klicnik::indicators {

/// All positive; q > 1, or the mean of the population is infinite. The amount of one purchase is
/// gamma distributed with shape p; its rate is gamma distributed over customers (q, gamma).
struct GammaGammaParameters {
    double p = 0;
    double q = 0;
    double gamma = 0;  ///< in the unit of the amounts
};

struct RepeatSpend {
    double repeats = 0;      ///< x
    double mean_amount = 0;  ///< z̄ of the repeat days; ignored when x = 0
};

/// In ten-thousandths.
RepeatSpend spend_of(const CustomerHistory& history);

/// Only customers with x > 0 and z̄ > 0 count.
struct GammaGammaLimits {
    std::size_t customers = 50;
};

struct GammaGammaFit {
    std::optional<FitRefusal> refusal;  ///< set exactly when there are no parameters
    std::optional<GammaGammaParameters> parameters = std::nullopt;
    std::optional<GammaGammaParameters> standard_errors = std::nullopt;
    double log_likelihood = 0;
    std::size_t customers = 0;  ///< that counted
    int evaluations = 0;
    /// Of x and z̄; the model is good only near 0. Unknown when all are alike.
    std::optional<double> correlation = std::nullopt;
};

/// ln f(z̄ | x) of one customer; x and z̄ > 0.
double log_likelihood(const GammaGammaParameters& parameters, const RepeatSpend& spend);

/// The most likely parameters of a book, with standard errors, or why there are none.
GammaGammaFit fit_gamma_gamma(std::span<const CustomerHistory> histories,
                              const GammaGammaLimits& limits = {});

/// E[M | z̄, x]: what a purchase of this customer will amount to on average. The mean of the
/// population for x = 0; infinite when px + q ≤ 1.
double expected_amount(const GammaGammaParameters& parameters, const RepeatSpend& spend);

/// E[M]: the mean over all customers, pγ / (q − 1); infinite when q ≤ 1.
double population_mean(const GammaGammaParameters& parameters);

}  // namespace klicnik::indicators
