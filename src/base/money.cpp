#include "base/money.hpp"

#include <cstddef>

namespace klicnik {

namespace {

// ISO 4217 currencies in use; those whose minor unit is not 1/100 are listed again below.
constexpr std::string_view currencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWL ";
constexpr std::string_view without_minor = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
constexpr std::string_view thousandths = "BHD IQD JOD KWD LYD OMR TND ";

constexpr std::size_t letters = 26;
constexpr std::size_t no_place = letters * letters * letters;

/// The place of a code among all codes of three upper-case letters; `no_place` for anything else.
constexpr std::size_t place_of(std::string_view code) {
    if (code.size() != 3) return no_place;
    std::size_t place = 0;
    for (const char letter : code) {
        if (letter < 'A' || letter > 'Z') return no_place;
        place = place * letters + static_cast<std::size_t>(letter - 'A');
    }
    return place;
}

/// Digits of the minor unit plus one; 0 = no currency. A table, because every line of a ledger asks.
using DigitsByPlace = std::array<std::uint8_t, no_place + 1>;
constexpr DigitsByPlace digits_plus_one = [] {
    DigitsByPlace table{};
    const auto fill = [&](std::string_view list, std::uint8_t value) {
        for (std::size_t at = 0; at < list.size(); at += 4) table[place_of(list.substr(at, 3))] = value;
    };
    fill(currencies, 3);
    fill(without_minor, 1);
    fill(thousandths, 4);
    return table;
}();

constexpr std::int64_t power_of_ten(unsigned exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

}  // namespace

std::optional<Currency> parse_currency(std::string_view text) {
    if (digits_plus_one[place_of(text)] == 0) return std::nullopt;
    return Currency{{text[0], text[1], text[2]}};
}

unsigned exponent(Currency currency) {
    const std::uint8_t digits = digits_plus_one[place_of(currency.view())];
    return digits == 0 ? 2 : digits - 1U;
}

std::string amount_text(Money money) {
    const unsigned places = exponent(money.currency);
    const bool negative = money.minor < 0;
    std::string digits = std::to_string(negative ? 0 - static_cast<std::uint64_t>(money.minor)
                                                 : static_cast<std::uint64_t>(money.minor));
    if (places > 0) {
        if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
        digits.insert(digits.size() - places, ".");
    }
    return negative ? "-" + digits : digits;
}

std::optional<Money> parse_money(std::string_view amount, Currency currency) {
    const auto decimal = parse_decimal(amount);
    if (!decimal) return std::nullopt;
    const std::int64_t step = power_of_ten(4 - exponent(currency));
    if (decimal->units % step != 0) return std::nullopt;
    return Money{decimal->units / step, currency};
}

Money to_money(Decimal amount, Currency currency) {
    return {divide_half_even(amount.units, power_of_ten(4 - exponent(currency))), currency};
}

}  // namespace klicnik
