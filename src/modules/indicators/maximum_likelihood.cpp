#include "modules/indicators/maximum_likelihood.hpp"

#include <algorithm>
#include <cmath>

#include "platform/numerics/minimise.hpp"

namespace klicnik::indicators {

namespace {

constexpr int most_evaluations = 2000;

/// The step from a point to the maximum of the parabola that touches the likelihood there.
struct NewtonStep {
    double longest = 0;  ///< over the parameters
    double gain = 0;     ///< by which the likelihood would still rise
};

NewtonStep newton_step(numerics::Objective loss, std::span<const double> point,
                       const numerics::SymmetricMatrix& inverse) {
    NewtonStep outcome;
    std::vector<double> gradient(point.size());
    loss(point, gradient);
    for (std::size_t row = 0; row < point.size(); ++row) {
        double step = 0;
        for (std::size_t i = 0; i < point.size(); ++i) step += inverse.at(row, i) * gradient[i];
        outcome.longest = std::max(outcome.longest, std::abs(step));
        outcome.gain += step * gradient[row] / 2;
    }
    return outcome;
}

/// Why the place where the search ended is no maximum, if it is none. How small a gradient can get
/// depends on the curvature, so we ask instead what is still to be gained.
std::optional<FitRefusal> doubt(const numerics::Minimum& minimum, numerics::Objective loss,
                                const std::optional<numerics::SymmetricMatrix>& inverse,
                                double observations) {
    if (minimum.evaluations >= most_evaluations) return FitRefusal::not_converged;
    if (minimum.at_bound || !inverse) return FitRefusal::no_clear_maximum;
    const NewtonStep step = newton_step(loss, minimum.point, *inverse);
    // A likelihood that rises for ever towards an infinite parameter grows flat as well, and curved
    // like at a maximum. But the step from there is as long as ever.
    constexpr double longest_step = 0.01;  // a hundredth of each parameter
    if (!(step.longest <= longest_step)) return FitRefusal::no_clear_maximum;
    constexpr double largest_gain = 1e-4;  // of ln L; a standard error is half a unit away
    if (!(step.gain * observations <= largest_gain)) return FitRefusal::not_converged;
    return std::nullopt;
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
        mean_loss, from,
        {.most_evaluations = most_evaluations, .lower_bound = -widest, .upper_bound = widest});
    LikelihoodFit fit;
    fit.evaluations = minimum.evaluations;
    fit.log_likelihood = -minimum.value * observations;
    for (const double logarithm : minimum.point) fit.parameters.push_back(std::exp(logarithm));
    const auto inverse =
        numerics::inverse_of_positive_definite(numerics::hessian(mean_loss, minimum.point));
    fit.refusal = doubt(minimum, mean_loss, inverse, observations);
    if (fit.refusal) return fit;
    for (std::size_t i = 0; i < size; ++i) {
        fit.standard_errors.push_back(fit.parameters[i] *
                                      std::sqrt(inverse->at(i, i) / observations));
    }
    return fit;
}

}  // namespace klicnik::indicators
