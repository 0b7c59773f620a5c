#include "platform/numerics/proportion.hpp"

#include <algorithm>
#include <cmath>

namespace klicnik::numerics {

Interval wilson_interval(std::int64_t hits, std::int64_t of) {
    const auto n = static_cast<double>(of);
    const double share = static_cast<double>(hits) / n;
    const double z = normal_95;
    const double scale = 1 + z * z / n;
    const double centre = (share + z * z / (2 * n)) / scale;
    const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale;
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::int64_t sample_size(std::int64_t population) {
    constexpr double chi_square = 3.841;     // of one degree of freedom at 95 %
    constexpr double variance = 0.25;        // of an even split, the worst case
    constexpr double margin_squared = 0.0025;
    const auto n = static_cast<double>(population);
    const double exact = chi_square * n * variance / (margin_squared * (n - 1) + chi_square * variance);
    return static_cast<std::int64_t>(std::floor(exact + 0.5));
}

}  // namespace klicnik::numerics
