#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modules/indicators/maximum_likelihood.hpp"
#include "modules/indicators/purchase_history.hpp"

/// What the models of purchases (BG/NBD, Pareto/NBD) have in common: they learn from how often, how
/// recently and for how long customers buy, and have four positive parameters.
namespace klicnik::indicators {

/// What the models of purchases know of one customer.
struct PurchaseTiming {
    double repeats = 0;        ///< x
    double recency_weeks = 0;  ///< t_x ≤ age_weeks, 0 when x = 0
    double age_weeks = 0;      ///< T
};

PurchaseTiming timing_of(const CustomerHistory& history);

/// Customers with the same x, t_x and T, counted in days so that they compare exactly: what the
/// likelihoods are added up over.
struct TimingClass {
    double repeats = 0;
    std::int32_t recency_days = 0;
    std::int32_t age_days = 0;
    double customers = 0;
};

/// In order of x, T, t_x.
std::vector<TimingClass> timing_classes(std::span<const CustomerHistory> histories);

/// The smallest book that is fitted: below it parameters are mostly chance.
struct PurchaseBookLimits {
    std::size_t customers = 50;
    std::uint64_t repeats = 100;
};

/// A book in three numbers.
struct PurchaseBook {
    std::size_t customers = 0;
    std::uint64_t repeats = 0;  ///< of all
    double weeks = 0;           ///< Σ of the ages
};

PurchaseBook book_of(std::span<const CustomerHistory> histories);
std::optional<FitRefusal> too_small(const PurchaseBook& book, const PurchaseBookLimits& limits);

template <class Parameters>
struct PurchaseFit {
    std::optional<FitRefusal> refusal;  ///< set exactly when there are no parameters
    std::optional<Parameters> parameters = std::nullopt;
    std::optional<Parameters> standard_errors = std::nullopt;
    Parameters last_seen = {};       ///< where the search ended, also when it is no maximum
    bool nobody_seems_gone = false;  ///< fitted without leaving: see fit_bgnbd()
    double log_likelihood = 0;
    std::size_t customers = 0;
    std::uint64_t repeats = 0;  ///< repeat purchases of all
    std::size_t classes = 0;    ///< distinct (x, t_x, T): the work of one evaluation
    int evaluations = 0;
};

/// The most likely parameters of a book, or why there are none. `Likelihood` is made from the
/// classes; `start_of` says for a book where to begin.
template <class Parameters, class Likelihood, class Start>
PurchaseFit<Parameters> fit_purchases(std::span<const CustomerHistory> histories,
                                      const PurchaseBookLimits& limits, const Start& start_of) {
    const PurchaseBook book = book_of(histories);
    PurchaseFit<Parameters> fit{too_small(book, limits)};
    fit.customers = book.customers;
    fit.repeats = book.repeats;
    if (fit.refusal) return fit;
    Likelihood likelihood(timing_classes(histories));
    fit.classes = likelihood.classes();
    const std::array<double, 4> start = start_of(book);
    const LikelihoodFit found =
        maximise_likelihood(likelihood, start, static_cast<double>(book.customers));
    fit.refusal = found.refusal;
    fit.evaluations = found.evaluations;
    fit.log_likelihood = found.log_likelihood;
    const auto four = [](const std::vector<double>& of) {
        return Parameters{of[0], of[1], of[2], of[3]};
    };
    fit.last_seen = four(found.parameters);
    if (found.refusal) return fit;
    fit.parameters = fit.last_seen;
    fit.standard_errors = four(found.standard_errors);
    return fit;
}

}  // namespace klicnik::indicators
