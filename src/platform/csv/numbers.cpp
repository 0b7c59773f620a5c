#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "platform/csv/number_shape.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

// The decimal mark that a single cell implies, whatever the column says; '\0' when it needs the
// column.
char implied_mark(MarkReading reading) {
    switch (reading) {
        case MarkReading::comma:
        case MarkReading::comma_grouped:
            return ',';
        case MarkReading::point:
        case MarkReading::point_grouped:
            return '.';
        case MarkReading::none:
            return '.';
        case MarkReading::comma_after_point:
        case MarkReading::point_after_comma:
        case MarkReading::either:
        case MarkReading::broken:
            break;
    }
    return '\0';
}

bool fits(MarkReading reading, DecimalMark mark) {
    switch (reading) {
        case MarkReading::none:
        case MarkReading::either:
            return true;
        case MarkReading::comma:
        case MarkReading::comma_grouped:
        case MarkReading::comma_after_point:
            return mark == DecimalMark::comma;
        case MarkReading::point:
        case MarkReading::point_grouped:
        case MarkReading::point_after_comma:
            return mark == DecimalMark::point;
        case MarkReading::broken:
            break;
    }
    return false;
}

// Digits with one decimal mark, and the other mark for grouping, as ten-thousandths.
std::string_view to_decimal(std::string_view text, char mark, bool negative, Decimal& out) {
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 10;
    std::int64_t units = 0;
    int places = -1;
    for (const char character : text) {
        if (character == mark) {
            places = 0;
            continue;
        }
        if (!is_digit(character)) {
            continue;
        }
        if (places == 4) {
            if (character != '0') {
                return "decimal.too_precise";
            }
            continue;
        }
        const std::int64_t digit = character - '0';
        if (units > limit || (units == limit && digit > 7)) {
            return "decimal.too_large";
        }
        units = units * 10 + digit;
        places += places >= 0 ? 1 : 0;
    }
    for (int place = std::max(places, 0); place < 4; ++place) {
        if (units > limit) {
            return "decimal.too_large";
        }
        units *= 10;
    }
    out.units = negative ? -units : units;
    return {};
}

unsigned places_of(std::string_view text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return 0;
    }
    std::size_t end = text.size();
    while (end > at + 1 && text[end - 1] == '0') {
        --end;
    }
    return static_cast<unsigned>(end - at - 1);
}

// Plain "-123.4500": the form of almost every cell of an export; false leaves it to the general
// path.
bool read_plain(std::string_view cell, char mark, Decimal& out) {
    std::size_t at = 0;
    const bool negative = !cell.empty() && cell[0] == '-';
    at += negative ? 1 : 0;
    if (at == cell.size() || cell.size() > 14) {
        return false;
    }
    std::int64_t units = 0;
    std::size_t places = 0;
    std::size_t whole_digits = 0;
    bool seen_mark = false;
    for (; at < cell.size(); ++at) {
        if (is_digit(cell[at])) {
            units = units * 10 + (cell[at] - '0');
            ++(seen_mark ? places : whole_digits);
        } else if (cell[at] == mark && !seen_mark) {
            seen_mark = true;
        } else {
            return false;
        }
    }
    if (whole_digits == 0 || places > 4 || (seen_mark && places == 0)) {
        return false;
    }
    static constexpr std::array<std::int64_t, 5> scale = {10'000, 1'000, 100, 10, 1};
    units *= scale[places];
    out.units = negative ? -units : units;
    return true;
}

}  // namespace

Parsed<NumberCell> parse_number_cell(std::string_view cell, DecimalMark mark) {
    Parsed<NumberCell> parsed;
    const char plain_mark = mark == DecimalMark::comma   ? ','
                            : mark == DecimalMark::point ? '.'
                                                         : '\0';
    if (read_plain(cell, plain_mark, parsed.value.value)) {
        return parsed;
    }
    NumberShape shape;
    if (!take_apart(cell, shape)) {
        parsed.problem = "decimal.malformed";
        return parsed;
    }
    if (shape.exponent) {
        parsed.problem = "decimal.exponent";
        return parsed;
    }
    const MarkReading reading = reading_of(shape);
    char decimal_mark = plain_mark;
    if (reading == MarkReading::broken || (mark != DecimalMark::unknown && !fits(reading, mark))) {
        parsed.problem = "decimal.malformed";
        return parsed;
    }
    if (mark == DecimalMark::unknown) {
        decimal_mark = implied_mark(reading);
        if (decimal_mark == '\0') {
            parsed.problem = "decimal.ambiguous";
            return parsed;
        }
    }
    parsed.value.currency = shape.currency;
    parsed.value.percent = shape.percent;
    parsed.problem = to_decimal(shape.text(), decimal_mark, shape.negative, parsed.value.value);
    return parsed;
}

void NumberColumn::note_currency(std::array<char, 3> currency) {
    if (currency[0] == '\0') {
        return;
    }
    mixed_currencies_ =
        mixed_currencies_ || (counts_.with_currency > 0 && counts_.currency != currency);
    counts_.currency = currency;
    ++counts_.with_currency;
}

void NumberColumn::add(std::string_view cell) {
    const std::string_view text = text::stripped(cell);
    if (text.empty()) {
        return;
    }
    ++counts_.cells;
    NumberShape shape;
    if (!take_apart(text, shape)) {
        return;
    }
    if (shape.exponent) {
        ++counts_.numbers;
        return;
    }
    const MarkReading reading = reading_of(shape);
    const bool is_comma = shape.text().find(',') != std::string_view::npos;
    switch (reading) {
        case MarkReading::none:
            break;
        case MarkReading::comma:
            ++comma_;
            break;
        case MarkReading::point:
            ++point_;
            break;
        case MarkReading::comma_grouped:
            ++comma_grouped_;
            break;
        case MarkReading::point_grouped:
            ++point_grouped_;
            break;
        case MarkReading::comma_after_point:
            ++comma_after_point_;
            break;
        case MarkReading::point_after_comma:
            ++point_after_comma_;
            break;
        case MarkReading::either:
            ++(is_comma ? either_comma_ : either_point_);
            break;
        case MarkReading::broken:
            return;
    }
    ++counts_.numbers;
    counts_.negatives += shape.negative ? 1 : 0;
    counts_.percents += shape.percent ? 1 : 0;
    note_currency(shape.currency);
    const char mark = reading == MarkReading::comma_after_point   ? ','
                      : reading == MarkReading::point_after_comma ? '.'
                                                                  : implied_mark(reading);
    const unsigned places = mark == '\0' ? 0 : places_of(shape.text(), mark);
    counts_.max_places = std::max(counts_.max_places, places);
    counts_.integers += places == 0 && reading != MarkReading::either ? 1 : 0;
    counts_.leading_zeros += text.size() > 1 && text[0] == '0' && is_digit(text[1]) ? 1 : 0;
}

NumberVerdict NumberColumn::verdict() const {
    NumberVerdict verdict = counts_;
    if (mixed_currencies_) {
        verdict.currency = {};
    }
    const std::uint64_t for_comma = comma_ * 2 + comma_grouped_ * 2 + comma_after_point_;
    const std::uint64_t for_point = point_ * 2 + point_grouped_ * 2 + point_after_comma_;
    // Two points make a verdict: one plain "12,5", or two cells that hold both marks alike. A few
    // contrary cells among many are mistakes of the file.
    if (for_comma >= 2 && for_comma > for_point * 10) {
        verdict.mark = DecimalMark::comma;
    } else if (for_point >= 2 && for_point > for_comma * 10) {
        verdict.mark = DecimalMark::point;
    } else {
        verdict.ambiguous = either_comma_ + either_point_ > 0 || for_comma > 0 || for_point > 0;
    }
    // Now it is known which of the doubtful cells have a decimal part.
    const bool has_comma_mark = verdict.mark == DecimalMark::comma;
    if (verdict.mark != DecimalMark::unknown) {
        verdict.integers += has_comma_mark ? either_point_ : either_comma_;
        if ((has_comma_mark ? either_comma_ : either_point_) > 0) {
            verdict.max_places = std::max(verdict.max_places, 3U);
        }
    }
    return verdict;
}

Parsed<bool> parse_boolean_cell(std::string_view cell) {
    struct Word {
        std::string_view text;
        bool value;
    };
    static constexpr std::array<Word, 14> words = {{
        {"1", true},
        {"0", false},
        {"ano", true},
        {"ne", false},
        {"yes", true},
        {"no", false},
        {"true", true},
        {"false", false},
        {"pravda", true},
        {"nepravda", false},
        {"a", true},
        {"n", false},
        {"y", true},
        {"x", true},
    }};
    const std::string_view text = text::stripped(cell);
    if (text.size() <= 8) {
        const std::string lower = ascii_lower(text);
        for (const Word& word : words) {
            if (word.text == lower) {
                return {word.value, {}};
            }
        }
    }
    return {false, "boolean.malformed"};
}

}  // namespace klicnik::csv
