#include "platform/numerics/minimise.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace klicnik::numerics {

namespace {

/// What the search has seen so far. The library keeps the last point, we keep the best one.
struct Search {
    Objective objective;
    Minimum best = {};
    std::vector<double> best_gradient = {};
    std::vector<double> scratch = {};
};

double evaluate(unsigned size, const double* point, double* gradient, void* data) {
    auto& search = *static_cast<Search*>(data);
    const std::span<const double> at(point, size);
    const double value = search.objective(at, search.scratch);
    ++search.best.evaluations;
    // Infinity makes the line search step back.
    if (!std::isfinite(value)) return std::numeric_limits<double>::infinity();
    if (search.best.point.empty() || value <= search.best.value) {
        search.best.point.assign(at.begin(), at.end());
        search.best.value = value;
        search.best_gradient = search.scratch;
    }
    if (gradient) std::copy(search.scratch.begin(), search.scratch.end(), gradient);
    return value;
}

bool is_at(double value, double bound) {
    return std::abs(value - bound) < 1e-6;
}

void judge(Search& search, const MinimiseSettings& settings) {
    Minimum& best = search.best;
    best.converged = !best.point.empty();
    best.at_bound = false;
    for (std::size_t i = 0; i < best.point.size(); ++i) {
        const double slope = search.best_gradient[i];
        const bool at_lower = is_at(best.point[i], settings.lower_bound);
        const bool at_upper = is_at(best.point[i], settings.upper_bound);
        best.at_bound = best.at_bound || at_lower || at_upper;
        const bool points_out = (at_lower && slope > 0) || (at_upper && slope < 0);
        const bool is_flat = std::abs(slope) <= settings.gradient_tolerance;
        best.converged = best.converged && (is_flat || points_out);
    }
}

}  // namespace

Minimum minimise(Objective objective, std::span<const double> start,
                 const MinimiseSettings& settings) {
    Search search{objective};
    search.scratch.resize(start.size());
    std::vector<double> from(start.begin(), start.end());
    for (double& each : from) each = std::clamp(each, settings.lower_bound, settings.upper_bound);
    // A line search may give up early for rounding errors; started again from the best point it has
    // no memory of what misled it.
    constexpr int most_starts = 5;
    for (int round = 0; round < most_starts; ++round) {
        const int left = settings.most_evaluations - search.best.evaluations;
        if (left <= 0) break;
        const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> optimiser(
            nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(from.size())), nlopt_destroy);
        if (!optimiser) break;
        nlopt_set_min_objective(optimiser.get(), evaluate, &search);
        nlopt_set_lower_bounds1(optimiser.get(), settings.lower_bound);
        nlopt_set_upper_bounds1(optimiser.get(), settings.upper_bound);
        nlopt_set_maxeval(optimiser.get(), left);
        nlopt_set_ftol_rel(optimiser.get(), std::numeric_limits<double>::epsilon());
        double value = 0;
        nlopt_optimize(optimiser.get(), from.data(), &value);
        judge(search, settings);
        if (search.best.converged || search.best.point.empty()) break;
        from = search.best.point;
    }
    if (search.best.point.empty()) search.best.point = from;
    return search.best;
}

SymmetricMatrix hessian(Objective objective, std::span<const double> point, double step) {
    const std::size_t size = point.size();
    std::vector<double> at(point.begin(), point.end());
    std::vector<double> above(size);
    std::vector<double> below(size);
    std::vector<double> slopes(size * size);
    for (std::size_t row = 0; row < size; ++row) {
        at[row] = point[row] + step;
        objective(at, above);
        at[row] = point[row] - step;
        objective(at, below);
        at[row] = point[row];
        for (std::size_t column = 0; column < size; ++column)
            slopes[row * size + column] = (above[column] - below[column]) / (2 * step);
    }
    SymmetricMatrix outcome(size);
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column <= row; ++column)
            outcome.set(row, column,
                        (slopes[row * size + column] + slopes[column * size + row]) / 2);
    }
    return outcome;
}

std::optional<SymmetricMatrix> inverse_of_positive_definite(const SymmetricMatrix& matrix) {
    const std::size_t size = matrix.size();
    std::vector<double> factor(size * size);  // lower triangle L with L·Lᵀ = matrix
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double rest = matrix.at(row, column);
            for (std::size_t k = 0; k < column; ++k)
                rest -= factor[row * size + k] * factor[column * size + k];
            if (row != column) {
                factor[row * size + column] = rest / factor[column * size + column];
                continue;
            }
            // Also refuses what is not a number.
            if (!(rest > 1e-12 * std::abs(matrix.at(row, row)))) return std::nullopt;
            factor[row * size + row] = std::sqrt(rest);
        }
    }
    SymmetricMatrix outcome(size);
    std::vector<double> solution(size);
    for (std::size_t unit = 0; unit < size; ++unit) {
        for (std::size_t row = 0; row < size; ++row) {
            double rest = row == unit ? 1 : 0;
            for (std::size_t k = 0; k < row; ++k) rest -= factor[row * size + k] * solution[k];
            solution[row] = rest / factor[row * size + row];
        }
        for (std::size_t row = size; row-- > 0;) {
            double rest = solution[row];
            for (std::size_t k = row + 1; k < size; ++k)
                rest -= factor[k * size + row] * solution[k];
            solution[row] = rest / factor[row * size + row];
        }
        for (std::size_t row = unit; row < size; ++row) outcome.set(row, unit, solution[row]);
    }
    return outcome;
}

}  // namespace klicnik::numerics
