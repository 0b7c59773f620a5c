#include "platform/numerics/special.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

namespace klicnik::numerics {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Mistakes of the caller come back as "not a number" instead of an exception.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

bool is_pole_of_gamma(double x) {
    return x <= 0 && x == std::floor(x);
}

/// Σ_{n≥1} (a)_n (b)_n / ((c)_n n!) zⁿ, until all that is left cannot change the sum.
double series_without_one(double a, double b, double c, double z) {
    // Terms behave as nᵖ zⁿ: even z = 1 − 1e-5 needs fewer than this.
    constexpr int most_terms = 20'000'000;
    const double enough = epsilon * (1 - z);
    double term = 1;
    double sum = 0;
    for (int i = 0; i < most_terms; ++i) {
        const double n = i;
        const double factor = (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
        term *= factor;
        sum += term;
        // Later terms add up to about term / (1 − z). A small term says nothing while they still
        // grow.
        if (std::abs(term) <= enough * std::abs(sum) && std::abs(factor) < 1) return sum;
        if (!std::isfinite(sum)) return sum;
    }
    return nan;
}

/// Γ(above1)·Γ(above2) / (Γ(below1)·Γ(below2)); poles below make it zero.
double ratio_of_gammas(double above1, double above2, double below1, double below2) {
    if (is_pole_of_gamma(below1) || is_pole_of_gamma(below2)) return 0;
    int sign = 1;
    double logarithm = 0;
    const auto multiply = [&](double x, double exponent) {
        int own = 1;
        logarithm += exponent * boost::math::lgamma(x, &own, Quiet());
        sign *= own;
    };
    multiply(above1, 1);
    multiply(above2, 1);
    multiply(below1, -1);
    multiply(below2, -1);
    return sign * std::exp(logarithm);
}

/// Near z = 1 the series crawls, so it is summed in 1 − z (Abramowitz & Stegun 15.3.6). Two large
/// numbers cancel there when c − a − b is close to an integer or parameters are large; the caller
/// keeps away from that.
double around_one(double a, double b, double c, double z) {
    const double rest = 1 - z;
    const double excess = c - a - b;
    const double first = ratio_of_gammas(c, excess, c - a, c - b);
    const double second = ratio_of_gammas(c, -excess, a, b);
    return first * (1 + series_without_one(a, b, 1 - excess, rest)) +
           std::pow(rest, excess) * second *
               (1 + series_without_one(c - a, c - b, 1 + excess, rest));
}

/// So close to one that the series would need a hundred thousand terms and more.
bool is_very_near_one(double z) {
    return z > 0.9999;
}

/// The value by the way around one, where that is possible.
std::optional<double> if_around_one(double a, double b, double c, double z) {
    constexpr double near = 0.9;
    constexpr double largest = 20;
    constexpr double integral = 0.001;
    if (z <= near || std::max({std::abs(a), std::abs(b), std::abs(c)}) > largest)
        return std::nullopt;
    const double excess = c - a - b;
    const double nearest = std::round(excess);
    if (std::abs(excess - nearest) > integral) return around_one(a, b, c, z);
    if (!is_very_near_one(z)) return std::nullopt;
    // At an integer there is a limit, and the function is smooth in c: the cubic through four
    // neighbours who keep their distance gives six digits.
    const double offset = excess - nearest;
    const auto at = [&](double shift) { return around_one(a, b, c - offset + shift, z); };
    constexpr double step = 2 * integral;
    const double w = offset / step;
    const double inner_sum = at(step) + at(-step);
    const double outer_sum = at(2 * step) + at(-2 * step);
    const double inner_difference = at(step) - at(-step);
    const double outer_difference = at(2 * step) - at(-2 * step);
    return (4 * inner_sum - outer_sum) / 6 + w * (8 * inner_difference - outer_difference) / 12 +
           w * w * (outer_sum - inner_sum) / 6 +
           w * w * w * (outer_difference - 2 * inner_difference) / 12;
}

bool is_defined(double c, double z) {
    return z >= 0 && z < 1 && !is_pole_of_gamma(c);
}

}  // namespace

double log_gamma(double x) {
    return boost::math::lgamma(x, Quiet());
}

double digamma(double x) {
    return boost::math::digamma(x, Quiet());
}

double log_beta(double a, double b) {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

double regularised_beta(double a, double b, double x) {
    return boost::math::ibeta(a, b, x, Quiet());
}

double hypergeometric(double a, double b, double c, double z) {
    if (!is_defined(c, z)) return nan;
    if (const auto value = if_around_one(a, b, c, z)) return *value;
    // Euler's transformation: where the function grows towards z = 1 its own terms grow first,
    // those of the other form only fall.
    const double excess = c - a - b;
    if (excess < 0) return std::pow(1 - z, excess) * (1 + series_without_one(c - a, c - b, c, z));
    return 1 + series_without_one(a, b, c, z);
}

double hypergeometric_excess(double a, double b, double c, double z) {
    if (!is_defined(c, z)) return nan;
    std::optional<double> value = if_around_one(a, b, c, z);
    if (!value && c - a - b < 0) value = hypergeometric(a, b, c, z);
    // Taking one away costs no precision unless the function is close to one.
    if (value && (std::abs(*value - 1) > 0.1 || is_very_near_one(z))) return *value - 1;
    return series_without_one(a, b, c, z);
}

std::optional<double> correlation(std::span<const double> left, std::span<const double> right) {
    const std::size_t count = std::min(left.size(), right.size());
    if (count < 2) return std::nullopt;
    double mean_left = 0;
    double mean_right = 0;
    for (std::size_t i = 0; i < count; ++i) {
        mean_left += left[i];
        mean_right += right[i];
    }
    mean_left /= static_cast<double>(count);
    mean_right /= static_cast<double>(count);
    double squares_left = 0;
    double squares_right = 0;
    double products = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double a = left[i] - mean_left;
        const double b = right[i] - mean_right;
        squares_left += a * a;
        squares_right += b * b;
        products += a * b;
    }
    if (squares_left <= 0 || squares_right <= 0) return std::nullopt;
    return products / std::sqrt(squares_left * squares_right);
}

}  // namespace klicnik::numerics
