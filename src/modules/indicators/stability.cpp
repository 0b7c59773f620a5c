#include "modules/indicators/stability.hpp"

#include <cmath>

namespace klicnik::indicators {

std::optional<std::int64_t> variation_bp(std::span<const std::int64_t> months) {
    constexpr std::size_t least_months = 12;
    if (months.size() < least_months) return std::nullopt;
    long double sum = 0;
    for (const std::int64_t month : months) sum += static_cast<long double>(month);
    const long double mean = sum / static_cast<long double>(months.size());
    if (mean <= 0) return std::nullopt;
    long double squares = 0;
    for (const std::int64_t month : months) squares += (static_cast<long double>(month) - mean) * (static_cast<long double>(month) - mean);
    const long double deviation = std::sqrt(squares / static_cast<long double>(months.size()));
    return static_cast<std::int64_t>(std::llround(deviation / mean * 10'000));
}

}  // namespace klicnik::indicators
