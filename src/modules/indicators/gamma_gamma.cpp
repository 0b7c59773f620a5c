#include "modules/indicators/gamma_gamma.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "platform/numerics/special.hpp"

namespace klicnik::indicators {

namespace {

using numerics::digamma;
using numerics::log_gamma;

/// Customers with repeats and a positive mean, in order of repeats, with their amounts as multiples
/// of the mean of all: γ is then near one whatever the currency.
class SpendBook {
  public:
    explicit SpendBook(std::span<const CustomerHistory> histories) {
        for (const CustomerHistory& each : histories) {
            if (each.repeats > 0 && each.repeat_amount > 0) spends_.push_back(spend_of(each));
        }
        std::ranges::sort(spends_, {}, &RepeatSpend::repeats);
        double sum = 0;
        for (const RepeatSpend& spend : spends_) sum += spend.mean_amount;
        if (!spends_.empty()) unit_ = sum / static_cast<double>(spends_.size());
        for (RepeatSpend& spend : spends_) {
            spend.mean_amount /= unit_;
            repeats_.push_back(spend.repeats);
            means_.push_back(spend.mean_amount);
            logarithms_ += std::log(spend.mean_amount);
            products_ += spend.repeats * std::log(spend.repeats * spend.mean_amount);
        }
    }

    std::size_t customers() const { return spends_.size(); }
    /// The mean of all means, by which amounts were divided.
    double unit() const { return unit_; }
    std::optional<double> correlation() const { return numerics::correlation(repeats_, means_); }

    /// ln L; parameters and gradient in the order p, q, γ.
    double operator()(std::span<const double> parameters, std::span<double> gradient) const {
        const double p = parameters[0];
        const double q = parameters[1];
        const double gamma = parameters[2];
        const auto count = static_cast<double>(spends_.size());
        double value = count * (q * std::log(gamma) - log_gamma(q)) + p * products_ - logarithms_;
        gradient[0] = products_;
        gradient[1] = count * (std::log(gamma) - digamma(q));
        gradient[2] = count * q / gamma;
        for (std::size_t i = 0; i < spends_.size();) {
            const double x = spends_[i].repeats;
            const double shape = p * x + q;
            double logarithms = 0;
            double reciprocals = 0;
            const std::size_t first = i;
            for (; i < spends_.size() && spends_[i].repeats == x; ++i) {
                const double sum = gamma + x * spends_[i].mean_amount;
                logarithms += std::log(sum);
                reciprocals += 1 / sum;
            }
            const auto same = static_cast<double>(i - first);
            value += same * (log_gamma(shape) - log_gamma(p * x)) - shape * logarithms;
            gradient[0] += x * (same * (digamma(shape) - digamma(p * x)) - logarithms);
            gradient[1] += same * digamma(shape) - logarithms;
            gradient[2] -= shape * reciprocals;
        }
        return value;
    }

  private:
    std::vector<RepeatSpend> spends_;
    std::vector<double> repeats_;
    std::vector<double> means_;
    double unit_ = 1;
    double logarithms_ = 0;  ///< Σ ln z̄
    double products_ = 0;    ///< Σ x·ln(x·z̄)
};

}  // namespace

RepeatSpend spend_of(const CustomerHistory& history) {
    return {static_cast<double>(history.repeats), history.mean_repeat_amount().value_or(0)};
}

double log_likelihood(const GammaGammaParameters& parameters, const RepeatSpend& spend) {
    const auto& [p, q, gamma] = parameters;
    const double x = spend.repeats;
    const double mean = spend.mean_amount;
    return log_gamma(p * x + q) - log_gamma(p * x) - log_gamma(q) + q * std::log(gamma) +
           (p * x - 1) * std::log(mean) + p * x * std::log(x) -
           (p * x + q) * std::log(gamma + x * mean);
}

GammaGammaFit fit_gamma_gamma(std::span<const CustomerHistory> histories,
                              const GammaGammaLimits& limits) {
    GammaGammaFit fit;
    const SpendBook book(histories);
    fit.customers = book.customers();
    fit.correlation = book.correlation();
    if (fit.customers == 0 || fit.customers < limits.customers) {
        fit.refusal = FitRefusal::too_few_customers;
        return fit;
    }
    const auto count = static_cast<double>(fit.customers);
    // The mean of the population at the start is that of the book: pγ / (q − 1) = 1.
    const LikelihoodFit found = maximise_likelihood(book, std::array{2.0, 3.0, 1.0}, count);
    fit.refusal = found.refusal;
    fit.evaluations = found.evaluations;
    // A density of amounts per unit becomes one of amounts.
    fit.log_likelihood = found.log_likelihood - count * std::log(book.unit());
    if (!fit.refusal && found.parameters[1] <= 1) fit.refusal = FitRefusal::no_finite_mean;
    if (fit.refusal) return fit;
    const auto scaled = [&](std::span<const double> values) {
        return GammaGammaParameters{values[0], values[1], values[2] * book.unit()};
    };
    fit.parameters = scaled(found.parameters);
    fit.standard_errors = scaled(found.standard_errors);
    return fit;
}

double expected_amount(const GammaGammaParameters& parameters, const RepeatSpend& spend) {
    const auto& [p, q, gamma] = parameters;
    const double x = spend.repeats;
    const double below = p * x + q - 1;
    if (below <= 0) return std::numeric_limits<double>::infinity();
    const double total = x > 0 ? x * spend.mean_amount : 0;
    return p * (gamma + total) / below;
}

double population_mean(const GammaGammaParameters& parameters) {
    return expected_amount(parameters, {});
}

}  // namespace klicnik::indicators
