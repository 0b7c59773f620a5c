#pragma once

#include <cstdint>
#include <optional>

namespace klicnik {

/// number / divisor × scale rounded half-even, exact for every operand (the product is kept in 192
/// bits). Nothing when the divisor is zero ("no data" is never 0) or the outcome does not fit 64
/// bits. `scale` > 0.
std::optional<std::int64_t> scaled_ratio(__int128 number, __int128 divisor, std::int64_t scale);

/// A ratio in basis points: 10 000 = 100 %.
inline std::optional<std::int64_t> ratio_bp(__int128 number, __int128 divisor) {
    return scaled_ratio(number, divisor, 10'000);
}

}  // namespace klicnik
