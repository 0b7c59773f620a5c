#include "base/decimal.hpp"

#include <charconv>
#include <limits>

namespace klicnik {

namespace {

std::optional<std::int64_t> narrowed(__int128 number) {
    if (number > std::numeric_limits<std::int64_t>::max() || number < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(number);
}

__int128 divided_half_even(__int128 number, __int128 divisor) {
    const bool negative = (number < 0) != (divisor < 0);
    const __int128 magnitude = number < 0 ? -number : number;
    const __int128 by = divisor < 0 ? -divisor : divisor;
    __int128 quotient = magnitude / by;
    const __int128 twice_rest = magnitude % by * 2;
    if (twice_rest > by || (twice_rest == by && quotient % 2 == 1)) ++quotient;
    return negative ? -quotient : quotient;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    __int128 units = 0;
    int places = -1;
    for (const char c : text) {
        if (c == '.') {
            if (places >= 0) return std::nullopt;
            places = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (places >= 0) ++places;
        if (places > 4) {
            if (c != '0') return std::nullopt;
            continue;
        }
        units = units * 10 + (c - '0');
        if (units > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    }
    if (places == 0 || text[0] == '.') return std::nullopt;
    for (int i = places < 0 ? 0 : (places > 4 ? 4 : places); i < 4; ++i) units *= 10;
    const auto narrow = narrowed(negative ? -units : units);
    if (!narrow) return std::nullopt;
    return Decimal{*narrow};
}

std::string to_text(Decimal value, unsigned min_places) {
    const bool negative = value.units < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value.units) : static_cast<std::uint64_t>(value.units);
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, magnitude / 10'000).ptr;
    std::string text = negative ? "-" : "";
    text.append(buffer, end);
    std::uint64_t rest = magnitude % 10'000;
    std::string places = {static_cast<char>('0' + rest / 1000), static_cast<char>('0' + rest / 100 % 10),
                          static_cast<char>('0' + rest / 10 % 10), static_cast<char>('0' + rest % 10)};
    while (places.size() > min_places && places.back() == '0') places.pop_back();
    if (!places.empty()) text.append(".").append(places);
    return text;
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
    const auto product = narrowed(divided_half_even(static_cast<__int128>(a.units) * b.units, Decimal::one));
    if (!product) return std::nullopt;
    return Decimal{*product};
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
    if (b.units == 0) return std::nullopt;
    const auto quotient = narrowed(divided_half_even(static_cast<__int128>(a.units) * Decimal::one, b.units));
    if (!quotient) return std::nullopt;
    return Decimal{*quotient};
}

std::int64_t divide_half_even(__int128 number, std::int64_t divisor) {
    return static_cast<std::int64_t>(divided_half_even(number, divisor));
}

}  // namespace klicnik
