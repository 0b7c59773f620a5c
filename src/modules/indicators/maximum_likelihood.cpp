#include "modules/indicators/maximum_likelihood.hpp"

#include <cmath>

#include "platform/numerics/minimise.hpp"

namespace klicnik::indicators {

namespace {

/// A likelihood that rises for ever towards an infinite parameter grows flat as well, and curved
/// like at a maximum. But Newton's step from there is as long as ever, while at a maximum it is
/// nothing.
bool is_summit(numerics::Objective objective, std::span<const double> point,
               const numerics::SymmetricMatrix& inverse) {
    constexpr double longest_step = 0.01;  // a hundredth of each parameter
    std::vector<double> gradient(point.size());
    objective(point, gradient);
    for (std::size_t row = 0; row < point.size(); ++row) {
        double step = 0;
        for (std::size_t i = 0; i < point.size(); ++i) step += inverse.at(row, i) * gradient[i];
        if (!(std::abs(step) <= longest_step)) return false;
    }
    return true;
}

}  // namespace

LikelihoodFit maximise_likelihood(LogLikelihood likelihood, std::span<const double> start,
                                  double observations) {
    const std::size_t size = start.size();
    std::vector<double> parameters(size);
    const auto mean_loss = [&](std::span<const double> logarithms, std::span<double> gradient) {
        for (std::size_t i = 0; i < size; ++i) parameters[i] = std::exp(logarithms[i]);
        const double value = likelihood(parameters, gradient);
        for (std::size_t i = 0; i < size; ++i) gradient[i] *= -parameters[i] / observations;
        return -value / observations;
    };
    std::vector<double> from(size);
    for (std::size_t i = 0; i < size; ++i) from[i] = std::log(start[i]);

    constexpr double widest = 14;  // parameters between 1e-6 and 1e6
    const numerics::Minimum minimum = numerics::minimise(
        mean_loss, from, {.most_evaluations = 2000, .lower_bound = -widest, .upper_bound = widest});
    LikelihoodFit fit;
    fit.evaluations = minimum.evaluations;
    fit.log_likelihood = -minimum.value * observations;
    for (const double logarithm : minimum.point) fit.parameters.push_back(std::exp(logarithm));
    const auto inverse =
        numerics::inverse_of_positive_definite(numerics::hessian(mean_loss, minimum.point));
    if (minimum.at_bound || !inverse) {
        fit.refusal = FitRefusal::no_clear_maximum;
    } else if (!minimum.converged) {
        fit.refusal = FitRefusal::not_converged;
    } else if (!is_summit(mean_loss, minimum.point, *inverse)) {
        fit.refusal = FitRefusal::no_clear_maximum;
    }
    if (fit.refusal) return fit;
    for (std::size_t i = 0; i < size; ++i) {
        fit.standard_errors.push_back(fit.parameters[i] *
                                      std::sqrt(inverse->at(i, i) / observations));
    }
    return fit;
}

}  // namespace klicnik::indicators
