#include "base/ratio.hpp"

#include <limits>

namespace klicnik {

std::optional<std::int64_t> scaled_ratio(__int128 number, __int128 divisor, std::int64_t scale) {
    using Wide = unsigned __int128;
    if (divisor == 0 || scale <= 0) return std::nullopt;
    const bool negative = (number < 0) != (divisor < 0);
    const Wide magnitude = number < 0 ? 0 - static_cast<Wide>(number) : static_cast<Wide>(number);
    const Wide by = divisor < 0 ? 0 - static_cast<Wide>(divisor) : static_cast<Wide>(divisor);

    // magnitude × scale = high × 2^64 + low, then schoolbook division, the low half bit by bit when
    // it must be.
    const auto factor = static_cast<std::uint64_t>(scale);
    const Wide low_product = static_cast<Wide>(static_cast<std::uint64_t>(magnitude)) * factor;
    const Wide high = (magnitude >> 64) * factor + (low_product >> 64);
    const auto low = static_cast<std::uint64_t>(low_product);
    if (high / by != 0) return std::nullopt;
    Wide quotient = 0;
    Wide rest = 0;
    if (high >> 64 == 0) {
        const Wide product = (high << 64) | low;
        quotient = product / by;
        rest = product % by;
    } else {
        rest = high;
        for (int bit = 63; bit >= 0; --bit) {
            rest =
                (rest << 1) | ((low >> bit) & 1U);  // rest < by <= 2^127, so nothing is shifted out
            quotient <<= 1;
            if (rest >= by) {
                rest -= by;
                quotient |= 1;
            }
        }
    }
    const Wide to_next = by - rest;
    if (rest > to_next || (rest == to_next && (quotient & 1) != 0)) ++quotient;
    constexpr Wide max = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());
    if (quotient > max) return std::nullopt;
    const auto narrow = static_cast<std::int64_t>(quotient);
    return negative ? -narrow : narrow;
}

}  // namespace klicnik
