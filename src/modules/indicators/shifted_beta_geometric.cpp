#include "modules/indicators/shifted_beta_geometric.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "platform/numerics/special.hpp"

namespace klicnik::indicators {

namespace {

/// Cohorts added up: what the likelihood needs is how many left and how many were last seen when.
struct LifetimeCounts {
    std::vector<double> lost;       ///< at renewal t + 1
    std::vector<double> survivors;  ///< of cohorts watched for t + 1 renewals
    double acquired = 0;
    double lost_in_all = 0;
    bool is_possible = true;
};

LifetimeCounts lifetime_counts(std::span<const CohortCounts> cohorts) {
    LifetimeCounts counts;
    for (const CohortCounts& alive : cohorts) {
        const std::size_t periods = alive.empty() ? 0 : alive.size() - 1;
        counts.lost.resize(std::max(counts.lost.size(), periods));
        counts.survivors.resize(counts.lost.size());
        if (periods == 0) continue;
        counts.acquired += static_cast<double>(alive[0]);
        for (std::size_t t = 0; t < periods; ++t) {
            const auto lost = static_cast<double>(alive[t] - alive[t + 1]);
            counts.is_possible = counts.is_possible && lost >= 0;
            counts.lost[t] += lost;
            counts.lost_in_all += lost;
        }
        counts.is_possible = counts.is_possible && alive[periods] >= 0;
        counts.survivors[periods - 1] += static_cast<double>(alive[periods]);
    }
    return counts;
}

/// ln L; gradient by α and β. Products of the rates of leaving and staying renewal by renewal,
/// because the beta functions of the textbook lose their digits where clients hardly differ.
double lifetimes_likelihood(const LifetimeCounts& counts, double alpha, double beta,
                            std::span<double> gradient) {
    double value = 0;
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double log_survival = 0;  // with its derivatives, at the renewal before
    double by_alpha = 0;
    double by_beta = 0;
    for (std::size_t i = 0; i < counts.lost.size(); ++i) {
        const auto before = static_cast<double>(i);
        const double all = alpha + beta + before;
        const double lost = counts.lost[i];
        const double survivors = counts.survivors[i];
        if (lost > 0) {
            value += lost * (log_survival + std::log(alpha / all));
            gradient[0] += lost * (by_alpha + 1 / alpha - 1 / all);
            gradient[1] += lost * (by_beta - 1 / all);
        }
        log_survival -= std::log1p(alpha / (beta + before));
        by_alpha -= 1 / all;
        by_beta += alpha / ((beta + before) * all);
        if (survivors > 0) {
            value += survivors * log_survival;
            gradient[0] += survivors * by_alpha;
            gradient[1] += survivors * by_beta;
        }
    }
    return value;
}

}  // namespace

double probability_of_leaving(const SbgParameters& parameters, std::uint32_t period) {
    const auto& [alpha, beta] = parameters;
    return std::exp(numerics::log_beta(alpha + 1, beta + period - 1) -
                    numerics::log_beta(alpha, beta));
}

double retention_rate(const SbgParameters& parameters, std::uint32_t period) {
    const auto& [alpha, beta] = parameters;
    return (beta + period - 1) / (alpha + beta + period - 1);
}

double survival(const SbgParameters& parameters, std::uint32_t period) {
    const auto& [alpha, beta] = parameters;
    return std::exp(numerics::log_beta(alpha, beta + period) - numerics::log_beta(alpha, beta));
}

std::optional<double> residual_lifetime(const SbgParameters& parameters, std::uint32_t renewals,
                                        double discount_rate) {
    if (!(discount_rate > 0)) return std::nullopt;
    const auto& [alpha, beta] = parameters;
    const double next = beta + renewals + 1;
    return retention_rate(parameters, renewals + 1) *
           numerics::hypergeometric(1, next, alpha + next, 1 / (1 + discount_rate));
}

double log_likelihood(const SbgParameters& parameters, std::span<const CohortCounts> cohorts) {
    std::array<double, 2> gradient{};
    return lifetimes_likelihood(lifetime_counts(cohorts), parameters.alpha, parameters.beta,
                                gradient);
}

SbgFit fit_sbg(std::span<const CohortCounts> cohorts) {
    SbgFit fit;
    const LifetimeCounts counts = lifetime_counts(cohorts);
    constexpr std::size_t fewest_periods = 3;
    if (counts.lost.size() < fewest_periods) {
        fit.refusal = FitRefusal::too_few_periods;
    } else if (!counts.is_possible || counts.acquired <= 0) {
        fit.refusal = FitRefusal::impossible_counts;
    } else if (counts.lost_in_all <= 0) {
        fit.refusal = FitRefusal::no_churn_yet;
    }
    if (fit.refusal) return fit;
    const auto likelihood = [&](std::span<const double> parameters, std::span<double> gradient) {
        return lifetimes_likelihood(counts, parameters[0], parameters[1], gradient);
    };
    const LikelihoodFit found =
        maximise_likelihood(likelihood, std::array{1.0, 1.0}, counts.acquired);
    fit.refusal = found.refusal;
    fit.evaluations = found.evaluations;
    fit.log_likelihood = found.log_likelihood;
    if (!found.refusal) {
        fit.parameters = {found.parameters[0], found.parameters[1]};
        fit.standard_errors = {found.standard_errors[0], found.standard_errors[1]};
    }
    return fit;
}

}  // namespace klicnik::indicators
