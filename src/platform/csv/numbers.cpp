#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/text.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

constexpr std::size_t max_digits = 40;

// A number taken apart: the digits and marks without sign, currency, percent and grouping spaces.
struct NumberShape {
    std::array<char, max_digits> characters{};  // digits, ',' and '.'
    std::size_t length = 0;
    bool negative = false;
    bool spaced = false;  // grouped by spaces or apostrophes
    bool percent = false;
    bool exponent = false;
    std::array<char, 3> currency{};

    std::string_view text() const { return {characters.data(), length}; }
};

struct Sign {
    std::string_view text;
    std::array<char, 3> code;
};

constexpr std::array<Sign, 16> currency_signs = {{
    {"Kč", {'C', 'Z', 'K'}},
    {"kč", {'C', 'Z', 'K'}},
    {"KČ", {'C', 'Z', 'K'}},
    {"Kc", {'C', 'Z', 'K'}},
    {"kc", {'C', 'Z', 'K'}},
    {"€", {'E', 'U', 'R'}},
    {"US$", {'U', 'S', 'D'}},
    {"$", {'U', 'S', 'D'}},
    {"£", {'G', 'B', 'P'}},
    {"zł", {'P', 'L', 'N'}},
    {"Ft", {'H', 'U', 'F'}},
    {"¥", {'J', 'P', 'Y'}},
    {"kr", {'S', 'E', 'K'}},
    {"Fr.", {'C', 'H', 'F'}},
    {"lei", {'R', 'O', 'N'}},
    {"EURO", {'E', 'U', 'R'}},
}};

bool is_capital(char character) {
    return character >= 'A' && character <= 'Z';
}

// Takes one currency sign or three-letter code from the end or the beginning.
void take_currency(std::string_view& text, std::array<char, 3>& currency) {
    for (const Sign& sign : currency_signs) {
        if (text.size() > sign.text.size() &&
            text.substr(text.size() - sign.text.size()) == sign.text) {
            text.remove_suffix(sign.text.size());
            currency = sign.code;
            return;
        }
        if (text.size() > sign.text.size() && text.substr(0, sign.text.size()) == sign.text) {
            text.remove_prefix(sign.text.size());
            currency = sign.code;
            return;
        }
    }
    if (text.size() < 4) {
        return;
    }
    const auto is_code = [](std::string_view part, char outside) {
        return !is_capital(outside) && is_capital(part[0]) && parse_currency(part).has_value();
    };
    const std::string_view tail = text.substr(text.size() - 3);
    const std::string_view head = text.substr(0, 3);
    if (is_code(tail, text[text.size() - 4])) {
        currency = {tail[0], tail[1], tail[2]};
        text.remove_suffix(3);
    } else if (is_code(head, text[3])) {
        currency = {head[0], head[1], head[2]};
        text.remove_prefix(3);
    }
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) {
        return false;
    }
    text.remove_suffix(suffix.size());
    return true;
}

bool take_sign(std::string_view& text, bool& negative) {
    for (const std::string_view minus : {"-", "\u2212", "\u2013"}) {
        if (take_prefix(text, minus)) {
            negative = true;
            return true;
        }
    }
    return take_prefix(text, "+");
}

// Length of a grouping space or apostrophe that begins `text`, or 0.
std::size_t grouping_length(std::string_view text) {
    if (text[0] == ' ' || text[0] == '\'') {
        return 1;
    }
    if (text.substr(0, 2) == "\u00A0") {
        return 2;
    }
    for (const std::string_view space : {"\u202F", "\u2009", "\u2019"}) {
        if (text.substr(0, 3) == space) {
            return 3;
        }
    }
    return 0;
}

// The part between sign and currency: digits, marks, and grouping that stands between digits in
// threes ("1 234 567", not "12 34"). False when it is no number.
bool read_digits(std::string_view text, NumberShape& shape) {
    std::size_t since_group = 0;
    bool seen_mark = false;
    for (std::size_t at = 0; at < text.size();) {
        const char character = text[at];
        if (is_digit(character) || character == ',' || character == '.') {
            if (shape.length == max_digits) {
                return false;
            }
            if (is_digit(character)) {
                ++since_group;
            } else {
                if (shape.spaced && !seen_mark && since_group != 3) {
                    return false;
                }
                seen_mark = true;
            }
            shape.characters[shape.length++] = character;
            ++at;
            continue;
        }
        const std::size_t grouping = grouping_length(text.substr(at));
        if (grouping == 0 || seen_mark || since_group == 0 || since_group > 3 ||
            (shape.spaced && since_group != 3)) {
            return false;
        }
        shape.spaced = true;
        since_group = 0;
        at += grouping;
    }
    return !shape.spaced || seen_mark || since_group == 3;
}

bool is_exponent_form(std::string_view text) {
    const std::size_t at = text.find_first_of("eE");
    if (at == std::string_view::npos || at == 0 || !is_digit(text[0]) || at + 1 == text.size()) {
        return false;
    }
    std::string_view power = text.substr(at + 1);
    if (power[0] == '+' || power[0] == '-') {
        power.remove_prefix(1);
    }
    return !power.empty() && power.find_first_not_of("0123456789") == std::string_view::npos &&
           text.substr(0, at).find_first_not_of("0123456789,.") == std::string_view::npos;
}

bool take_apart(std::string_view cell, NumberShape& shape) {
    std::string_view text = text::stripped(cell);
    if (text.empty() || text.size() > 80) {
        return false;
    }
    if (text.front() == '(' && text.back() == ')' && text.size() > 2) {
        shape.negative = true;
        text = text::stripped(text.substr(1, text.size() - 2));
    }
    bool negative = false;
    bool signed_once = take_sign(text, negative);
    text = text::stripped(text);
    if (take_suffix(text, "%")) {
        shape.percent = true;
        text = text::stripped(text);
    } else if (!text.empty() && !is_digit(text.back())) {
        take_currency(text, shape.currency);
        text = text::stripped(text);
    } else if (!text.empty() && !is_digit(text.front())) {
        take_currency(text, shape.currency);
        text = text::stripped(text);
    }
    if (!signed_once) {
        signed_once = take_sign(text, negative);  // "€ -12.50"
        text = text::stripped(text);
    }
    // "1 200,-" and "1 200,--" are whole crowns, "1200-" is a negative number.
    if (take_suffix(text, ",--") || take_suffix(text, ",-") || take_suffix(text, ".-") ||
        take_suffix(text, ",\u2013") || take_suffix(text, ",\u2014")) {
        text = text::stripped(text);
    } else if (!signed_once && (take_suffix(text, "-") || take_suffix(text, "\u2212"))) {
        negative = true;
        text = text::stripped(text);
    }
    if (text.empty() || (shape.negative && negative)) {
        return false;
    }
    shape.negative = shape.negative || negative;
    if (is_exponent_form(text)) {
        shape.exponent = true;
        return true;
    }
    return read_digits(text, shape) && shape.length > 0 &&
           std::any_of(shape.characters.begin(),
                       shape.characters.begin() + static_cast<std::ptrdiff_t>(shape.length),
                       is_digit);
}

// Groups of exactly three digits after the first, which has one to three.
bool is_grouped(std::string_view whole, char mark) {
    std::size_t digits = 0;
    bool first = true;
    for (const char character : whole) {
        if (character != mark) {
            ++digits;
            continue;
        }
        if (first ? digits == 0 || digits > 3 : digits != 3) {
            return false;
        }
        first = false;
        digits = 0;
    }
    return first || digits == 3;
}

enum class MarkReading {
    none,   // digits only
    comma,  // a comma that can only be the decimal mark
    point,
    comma_grouped,  // points that can only group
    point_grouped,
    comma_after_point,  // 1.234,56
    point_after_comma,
    either,  // 1,234 or 1.234
    broken,
};

MarkReading reading_of(const NumberShape& shape) {
    const std::string_view text = shape.text();
    const auto commas = std::count(text.begin(), text.end(), ',');
    const auto points = std::count(text.begin(), text.end(), '.');
    if (commas == 0 && points == 0) {
        return MarkReading::none;
    }
    const char last = text[text.find_last_of(",.")];
    const char other = last == ',' ? '.' : ',';
    const std::string_view whole = text.substr(0, text.find_last_of(",."));
    const std::size_t places = text.size() - whole.size() - 1;
    const bool is_comma = last == ',';
    if (commas > 0 && points > 0) {
        if (whole.find(last) != std::string_view::npos || shape.spaced ||
            !is_grouped(whole, other)) {
            return MarkReading::broken;
        }
        return is_comma ? MarkReading::comma_after_point : MarkReading::point_after_comma;
    }
    if (commas + points > 1) {
        if (shape.spaced || !is_grouped(text, last)) {
            return MarkReading::broken;
        }
        return is_comma ? MarkReading::point_grouped : MarkReading::comma_grouped;
    }
    const bool could_group =
        places == 3 && !whole.empty() && whole.size() <= 3 && whole[0] != '0' && !shape.spaced;
    if (could_group) {
        return MarkReading::either;
    }
    return is_comma ? MarkReading::comma : MarkReading::point;
}

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
