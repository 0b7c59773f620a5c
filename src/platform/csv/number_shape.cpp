#include "platform/csv/number_shape.hpp"

#include <algorithm>

#include "base/money.hpp"
#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

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
        return !is_capital(outside) && is_capital(part[0]) && is_capital(part[1]) &&
               is_capital(part[2]) && parse_currency(part).has_value();
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
            if (shape.length == NumberShape::max_length) {
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

}  // namespace

bool take_apart(std::string_view cell, NumberShape& shape) {
    std::string_view text = text::stripped(cell);
    // Beside the digits there is room for a sign and a currency, not for words.
    const std::size_t first_digit = text.find_first_of("0123456789");
    if (text.size() > 80 || first_digit == std::string_view::npos || first_digit > 12 ||
        text.size() - text.find_last_of("0123456789") > 16) {
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

}  // namespace klicnik::csv
