#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.hpp"

/// What the fitted models share: the search for the most likely parameters and the reasons why
/// there may be none.
namespace klicnik::indicators {

/// Why a model was not fitted. A refusal is an answer: a book that is too small, or does not look
/// as the model assumes, gets rules per client instead of figures that nobody should trust.
enum class FitRefusal {
    too_few_customers,
    too_few_repeats,    ///< too few repeat purchases in the whole book
    too_few_periods,    ///< a cohort has been watched for too short
    no_churn_yet,       ///< everybody is still here, so any lifetime is possible
    impossible_counts,  ///< nobody acquired, or more clients survive than there were
    no_finite_mean,     ///< the spend per purchase has no mean under the fitted parameters
    not_converged,      ///< the search found no place where the likelihood stops rising
    nobody_seems_gone,  ///< the purchases do not tell who left from who has not bought for long
    no_clear_maximum,   ///< the likelihood is flat or rises without end: the data do not tell a
                        ///< parameter
};

/// The log likelihood at positive parameters; writes its derivatives into `gradient`.
using LogLikelihood =
    FunctionRef<double(std::span<const double> parameters, std::span<double> gradient)>;

struct LikelihoodFit {
    std::optional<FitRefusal> refusal;  ///< when set, all that follows is only the last place seen
    std::vector<double> parameters = {};
    std::vector<double> standard_errors = {};  ///< empty when refused
    double log_likelihood = 0;
    int evaluations = 0;
};

/// Maximises over the logarithms of the parameters, so that they stay positive, by L-BFGS from
/// `start`. `observations` scales the likelihood to the order of one, so that the same tolerance
/// serves books of all sizes. Standard errors are the roots of the diagonal of the inverse Hessian
/// of −ln L over the logarithms, times the parameter (delta method).
LikelihoodFit maximise_likelihood(LogLikelihood likelihood, std::span<const double> start,
                                  double observations);

}  // namespace klicnik::indicators
