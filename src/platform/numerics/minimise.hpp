#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/function_ref.hpp"

/// Minimisation of smooth functions of a few variables, and the curvature at the minimum, from
/// which standard errors follow.
namespace klicnik::numerics {

/// Returns the value at `point` and writes the derivatives into `gradient`, which is as long. A
/// value that is no finite number marks a point that must not be entered.
using Objective = FunctionRef<double(std::span<const double> point, std::span<double> gradient)>;

struct MinimiseSettings {
    int most_evaluations = 1000;
    /// The search has converged when no derivative is larger; those that point out of the bounds do
    /// not count. Scale the objective so that it is of the order of one.
    double gradient_tolerance = 1e-7;
    double lower_bound = -20;  ///< of every variable
    double upper_bound = 20;
};

struct Minimum {
    std::vector<double> point;
    double value = 0;
    int evaluations = 0;
    bool converged = false;  ///< otherwise the point is only the best one seen
    bool at_bound = false;   ///< some variable ended at its bound, so the minimum may lie beyond
};

/// The local minimum near `start` by L-BFGS (Nocedal 1980, as in NLopt).
Minimum minimise(Objective objective, std::span<const double> start,
                 const MinimiseSettings& settings = {});

/// A symmetric matrix of few rows.
class SymmetricMatrix {
  public:
    explicit SymmetricMatrix(std::size_t size) : size_(size), cells_(size * size) {}

    std::size_t size() const { return size_; }
    double at(std::size_t row, std::size_t column) const { return cells_[row * size_ + column]; }
    /// Sets the cell and its mirror.
    void set(std::size_t row, std::size_t column, double value) {
        cells_[row * size_ + column] = value;
        cells_[column * size_ + row] = value;
    }

  private:
    std::size_t size_;
    std::vector<double> cells_;
};

/// Second derivatives by central differences of the gradient.
SymmetricMatrix hessian(Objective objective, std::span<const double> point, double step = 1e-4);

/// By Cholesky's decomposition; nothing when the matrix is not positive definite, also when only
/// rounding errors make it so.
std::optional<SymmetricMatrix> inverse_of_positive_definite(const SymmetricMatrix& matrix);

}  // namespace klicnik::numerics
