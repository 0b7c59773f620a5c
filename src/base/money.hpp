#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace klicnik {

/// An ISO 4217 code. The default is the Czech crown only so that aggregates can be made; a workspace sets its own.
struct Currency {
    std::array<char, 3> code{'C', 'Z', 'K'};

    std::string_view view() const { return {code.data(), 3}; }
    friend auto operator<=>(const Currency&, const Currency&) = default;
};

/// Three upper-case letters of a currency in use.
std::optional<Currency> parse_currency(std::string_view text);
/// Digits after the decimal point of the minor unit: 2 for most, 0 for JPY and HUF's minor in cash is still 2.
unsigned exponent(Currency currency);

/// Whole minor units (haléře, cents) of one currency. Different currencies do not add.
struct Money {
    std::int64_t minor = 0;
    Currency currency;

    friend bool operator==(const Money&, const Money&) = default;
};

/// "1250.00" in the currency's own number of places.
std::string amount_text(Money money);
std::optional<Money> parse_money(std::string_view amount, Currency currency);

/// A four-place amount rounded half-even to the minor unit: where ledger lines become money.
Money to_money(Decimal amount, Currency currency);

}  // namespace klicnik
