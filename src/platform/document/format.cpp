#include "platform/document/format.hpp"

#include <array>
#include <type_traits>

namespace klicnik::document {

namespace {

constexpr std::string_view minus_sign = "\u2212";
constexpr std::string_view en_dash = "\u2013";

constexpr std::array<std::string_view, 12> czech_months = {"leden",    "únor",  "březen", "duben", "květen",   "červen",
                                                           "červenec", "srpen", "září",   "říjen", "listopad", "prosinec"};
constexpr std::array<std::string_view, 12> english_months = {"January", "February", "March",     "April",   "May",      "June",
                                                             "July",    "August",   "September", "October", "November", "December"};

std::int64_t power_of(unsigned exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

/// What a rounded number looks like before its unit: whole digits in groups of three, `places` after the mark.
struct Digits {
    std::string text;
    int sign = 0;
};

/// number / 10^scale rounded half-even to `places`; places ≤ scale ≤ 18.
Digits rounded_digits(std::int64_t number, unsigned scale, unsigned places, Language language) {
    const std::int64_t rounded = divide_half_even(number, power_of(scale - places));
    const std::uint64_t size = rounded < 0 ? 0 - static_cast<std::uint64_t>(rounded) : static_cast<std::uint64_t>(rounded);
    std::string digits = std::to_string(size);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    const std::size_t whole = digits.size() - places;
    Digits out;
    out.sign = rounded < 0 ? -1 : (rounded > 0 ? 1 : 0);
    for (std::size_t at = 0; at < whole; ++at) {
        if (at > 0 && (whole - at) % 3 == 0) out.text += language == Language::cs ? no_break_space : std::string_view(",");
        out.text += digits[at];
    }
    if (places > 0) out.text.append(language == Language::cs ? "," : ".").append(digits, whole);
    return out;
}

std::string_view sign_text(int sign, const CellStyle& style) {
    if (sign < 0) return minus_sign;
    return sign > 0 && style.sign == Sign::signed_values ? "+" : "";
}

struct Magnified {
    unsigned exponent;
    std::string_view czech;
    std::string_view english;
};
constexpr Magnified magnified[] = {{9, "mld.", "bn"}, {6, "mil.", "M"}, {3, "tis.", "k"}};

/// The size that keeps the text short; nothing below 10 000. What would round to 1 000,0 takes the next larger one.
const Magnified* size_for(std::int64_t units) {
    const std::int64_t size = divide_half_even(units < 0 ? -static_cast<__int128>(units) : static_cast<__int128>(units), Decimal::one);
    if (size < 10'000) return nullptr;
    for (const Magnified& each : magnified) {
        if (size >= power_of(each.exponent) - power_of(each.exponent) / 20'000) return &each;
    }
    return nullptr;
}

std::string amount_text_of(const Amount& amount, const CellStyle& style, Language language) {
    const Magnified* size = style.scale == Scale::compact ? size_for(amount.amount.units) : nullptr;
    const unsigned minor = style.rounding == Rounding::whole || style.scale == Scale::compact ? 0 : exponent(amount.currency);
    const Digits digits = size != nullptr ? rounded_digits(amount.amount.units, 4 + size->exponent, 1, language)
                                          : rounded_digits(amount.amount.units, 4, minor, language);
    std::string figures = digits.text;
    // 11,0 mil. is 11 mil.
    if (size != nullptr && figures.ends_with('0')) figures.resize(figures.size() - 2);
    const std::string symbol = style.unit == Unit::shown ? currency_sign(amount.currency, language) : std::string();
    std::string text(sign_text(digits.sign, style));
    if (language == Language::cs) {
        text += figures;
        if (size != nullptr) text.append(no_break_space).append(size->czech);
        if (!symbol.empty()) text.append(no_break_space).append(symbol);
        return text;
    }
    text += symbol;
    if (symbol == amount.currency.view()) text += no_break_space;
    text += figures;
    if (size != nullptr) text += size->english;
    return text;
}

std::string ratio_text(Ratio ratio, const CellStyle& style, Language language) {
    const Digits digits = rounded_digits(ratio.basis_points, 2, style.rounding == Rounding::whole ? 0 : 1, language);
    std::string text(sign_text(digits.sign, style));
    text += digits.text;
    if (style.unit == Unit::hidden) return text;
    if (language == Language::cs) text += no_break_space;
    return text + "%";
}

std::string date_text(Date date, Language language) {
    const CivilDay day = civil(date);
    const std::string space(no_break_space);
    if (language == Language::cs) {
        return std::to_string(day.day) + "." + space + std::to_string(day.month) + "." + space + std::to_string(day.year);
    }
    return std::to_string(day.day) + space + std::string(english_months[day.month - 1].substr(0, 3)) + space + std::to_string(day.year);
}

std::string month_text(Month month, Language language) {
    const CivilDay day = civil(first_day(month));
    const auto& names = language == Language::cs ? czech_months : english_months;
    return std::string(names[day.month - 1]) + std::string(no_break_space) + std::to_string(day.year);
}

}  // namespace

std::string currency_sign(Currency currency, Language language) {
    const std::string_view code = currency.view();
    if (code == "EUR") return "€";
    if (code == "GBP") return "£";
    if (code == "USD") return "US$";
    return code == "CZK" && language == Language::cs ? "Kč" : std::string(code);
}

std::string bound_letters(std::string_view text) {
    const auto is_letter = [&](std::size_t at) { return at < text.size() && text[at] >= 'a' && text[at] <= 'z'; };
    std::string bound;
    bound.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size(); ++at) {
        // An initial with a full stop is bound to the next one only: "s. r. o." may end a line.
        const bool is_initial = at >= 2 && text[at - 1] == '.' && is_letter(at + 1) && at + 2 < text.size() && text[at + 2] == '.';
        const std::size_t letter = is_initial ? at - 2 : at - 1;
        const bool is_after_letter = text[at] == ' ' && at > 0 && is_letter(letter) && (letter == 0 || text[letter - 1] == ' ' || text[letter - 1] == '(');
        bound += is_after_letter ? no_break_space : text.substr(at, 1);
    }
    return bound;
}

std::string month_tick(Month month) {
    const CivilDay day = civil(first_day(month));
    const std::string year = std::to_string(day.year + 10'000);
    return std::to_string(day.month) + "/" + year.substr(year.size() - 2);
}

std::string cell_text(const Cell& cell, const CellStyle& style, Language language) {
    return std::visit(
        [&](const auto& value) -> std::string {
            using Kind = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Kind, Empty>) return std::string(en_dash);
            if constexpr (std::is_same_v<Kind, std::string>) return value;
            if constexpr (std::is_same_v<Kind, std::int64_t>) {
                const Digits digits = rounded_digits(value, 0, 0, language);
                return std::string(sign_text(digits.sign, style)) + digits.text;
            }
            if constexpr (std::is_same_v<Kind, Amount>) return amount_text_of(value, style, language);
            if constexpr (std::is_same_v<Kind, Ratio>) return ratio_text(value, style, language);
            if constexpr (std::is_same_v<Kind, Date>) return date_text(value, language);
            if constexpr (std::is_same_v<Kind, Month>) return month_text(value, language);
            if constexpr (std::is_same_v<Kind, Number>) {
                const Digits digits = rounded_digits(value.value.units, 4, value.places > 4 ? 4 : value.places, language);
                return std::string(sign_text(digits.sign, style)) + digits.text;
            }
        },
        cell);
}

std::optional<std::int64_t> magnitude(const Cell& cell) {
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return *count;
    if (const auto* amount = std::get_if<Amount>(&cell)) return amount->amount.units;
    if (const auto* ratio = std::get_if<Ratio>(&cell)) return ratio->basis_points;
    if (const auto* number = std::get_if<Number>(&cell)) return number->value.units;
    return std::nullopt;
}

Cell with_magnitude(const Cell& like, std::int64_t number) {
    if (const auto* amount = std::get_if<Amount>(&like)) return Amount{{number}, amount->currency};
    if (std::holds_alternative<Ratio>(like)) return Ratio{number};
    if (const auto* decimal = std::get_if<Number>(&like)) return Number{{number}, decimal->places};
    return number;
}

bool is_numeric(const Cell& cell) {
    return magnitude(cell).has_value();
}

const Cell& cell_at(const std::vector<Cell>& cells, std::size_t column) {
    static const Cell missing = Empty{};
    return column < cells.size() ? cells[column] : missing;
}

}  // namespace klicnik::document
