#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klicnik {

/// An exact decimal with four places, stored as ten-thousandths: quantities, unit prices, exchange rates and the amounts
/// of invoice lines. Range ±922 337 203 685 477.5807.
struct Decimal {
    std::int64_t units = 0;

    static constexpr std::int64_t one = 10'000;
    static Decimal from_integer(std::int64_t number) { return {number * one}; }
    friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

/// "12.5", "-0.0001": a point, at most four places, no sign but '-'. Nothing on overflow or more places.
std::optional<Decimal> parse_decimal(std::string_view text);
/// At least `min_places` decimals, no trailing zeros beyond them: 12.5 → "12.50" for 2.
std::string to_text(Decimal value, unsigned min_places = 0);

/// a × b rounded half-even to four places; nothing on overflow.
std::optional<Decimal> multiply(Decimal a, Decimal b);
/// a / b rounded half-even to four places; nothing when b is zero or on overflow.
std::optional<Decimal> divide(Decimal a, Decimal b);
/// number / divisor rounded half-even; `divisor` > 0.
std::int64_t divide_half_even(__int128 number, std::int64_t divisor);

}  // namespace klicnik
