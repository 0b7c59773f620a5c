#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

// The three numbers of a date in the order in which they stand, before anybody decides what they
// are.
struct DateShape {
    enum class Kind { year_first, dotted, slashed, named };

    Kind kind = Kind::year_first;
    unsigned first = 0;   // year_first: month; named: day; otherwise the first number
    unsigned second = 0;  // year_first: day; named: month; otherwise the second number
    unsigned year = 0;
    unsigned year_digits = 4;
    bool has_time = false;
};

class DateScanner {
  public:
    explicit DateScanner(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }

    bool take(char wanted) {
        if (peek() != wanted || at_end()) {
            return false;
        }
        ++at_;
        return true;
    }

    void skip_spaces() {
        for (;;) {
            if (take(' ')) {
                continue;
            }
            if (text_.substr(at_, 2) == "\u00A0") {
                at_ += 2;
                continue;
            }
            return;
        }
    }

    // Up to `max_digits` digits; nothing when there is none or there are more.
    std::optional<unsigned> number(unsigned max_digits, unsigned* digits = nullptr) {
        unsigned value = 0;
        unsigned count = 0;
        while (!at_end() && is_digit(text_[at_])) {
            if (++count > max_digits) {
                return std::nullopt;
            }
            value = value * 10 + static_cast<unsigned>(text_[at_] - '0');
            ++at_;
        }
        if (digits != nullptr) {
            *digits = count;
        }
        return count == 0 ? std::nullopt : std::optional<unsigned>(value);
    }

    std::string_view word() {
        const std::size_t start = at_;
        while (!at_end() && (static_cast<unsigned char>(text_[at_]) >= 0x80 ||
                             (ascii_lower(text_[at_]) >= 'a' && ascii_lower(text_[at_]) <= 'z'))) {
            if (text_.substr(at_, 2) == "\u00A0") {
                break;
            }
            ++at_;
        }
        return text_.substr(start, at_ - start);
    }

    std::string_view rest() const { return text_.substr(at_); }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

// Number of the month of a Czech or English name, also shortened ("lis", "Nov", "listopadu").
std::optional<unsigned> month_of_name(std::string_view word) {
    if (word.size() < 3 || word.size() > 12) {
        return std::nullopt;
    }
    struct MonthName {
        std::string_view name;
        unsigned month;
    };
    // Folded; the Czech nominative and genitive, then English.
    static constexpr std::array<MonthName, 37> names = {{
        {"leden", 1},      {"ledna", 1},     {"unor", 2},      {"unora", 2},     {"brezen", 3},
        {"brezna", 3},     {"duben", 4},     {"dubna", 4},     {"kveten", 5},    {"kvetna", 5},
        {"cerven", 6},     {"cervna", 6},    {"cervenec", 7},  {"cervence", 7},  {"srpen", 8},
        {"srpna", 8},      {"zari", 9},      {"rijen", 10},    {"rijna", 10},    {"listopad", 11},
        {"listopadu", 11}, {"prosinec", 12}, {"prosince", 12}, {"january", 1},   {"february", 2},
        {"march", 3},      {"april", 4},     {"may", 5},       {"june", 6},      {"july", 7},
        {"august", 8},     {"september", 9}, {"october", 10},  {"november", 11}, {"december", 12},
        {"sept", 9},       {"cvc", 7},
    }};
    const std::string folded = text::fold(word);
    for (const MonthName& month : names) {
        if (month.name == folded) {
            return month.month;
        }
    }
    if (folded.size() != 3 || folded == "cer") {  // červen or červenec
        return std::nullopt;
    }
    for (const MonthName& month : names) {
        if (month.name.substr(0, 3) == folded) {
            return month.month;
        }
    }
    return std::nullopt;
}

// "9:15", "09:15:00.000", "9:15 PM", with an optional zone: nothing else may follow a date.
bool is_time_of_day(DateScanner& scanner) {
    const auto hour = scanner.number(2);
    if (!hour || *hour > 24 || !(scanner.take(':') || scanner.take('.'))) {
        return false;
    }
    const auto minute = scanner.number(2);
    if (!minute || *minute > 59) {
        return false;
    }
    if (scanner.take(':') || scanner.take('.')) {
        const auto second = scanner.number(2);
        if (!second || *second > 60) {
            return false;
        }
        if ((scanner.take('.') || scanner.take(',')) && !scanner.number(9)) {
            return false;
        }
    }
    scanner.skip_spaces();
    if (scanner.at_end() || scanner.rest() == "Z" || scanner.rest() == "UTC") {
        return true;
    }
    const std::string tail = ascii_lower(scanner.rest());
    if (tail == "am" || tail == "pm" || tail == "a.m." || tail == "p.m.") {
        return *hour <= 12;
    }
    if (!scanner.take('+') && !scanner.take('-')) {
        return false;
    }
    if (!scanner.number(4)) {
        return false;
    }
    if (scanner.take(':') && !scanner.number(2)) {
        return false;
    }
    return scanner.at_end();
}

bool reads_time(DateScanner& scanner, DateShape& shape) {
    if (scanner.at_end()) {
        return true;
    }
    const bool separated =
        scanner.take('T') || scanner.take(',') || scanner.peek() == ' ' || scanner.peek() == '\xC2';
    scanner.skip_spaces();
    if (scanner.at_end()) {
        return true;
    }
    shape.has_time = true;
    return separated && is_time_of_day(scanner);
}

std::optional<DateShape> year_first_shape(DateScanner& scanner, unsigned year) {
    const char mark = scanner.peek();
    if (!scanner.take('-') && !scanner.take('/') && !scanner.take('.')) {
        return std::nullopt;
    }
    const auto month = scanner.number(2);
    if (!month || !scanner.take(mark)) {
        return std::nullopt;
    }
    const auto day = scanner.number(2);
    if (!day) {
        return std::nullopt;
    }
    return DateShape{DateShape::Kind::year_first, *month, *day, year};
}

// The year at the end of a date, with its number of digits (2 or 4).
bool reads_year(DateScanner& scanner, DateShape& shape) {
    const auto year = scanner.number(4, &shape.year_digits);
    if (!year || (shape.year_digits != 2 && shape.year_digits != 4)) {
        return false;
    }
    shape.year = *year;
    return true;
}

// After the day: "." or a space or "-" and the name of a month.
std::optional<DateShape> named_shape(DateScanner& scanner, unsigned day) {
    const auto month = month_of_name(scanner.word());
    if (!month) {
        return std::nullopt;
    }
    DateShape shape{DateShape::Kind::named, day, *month};
    scanner.take('.');
    scanner.take(',');
    scanner.take('-');
    scanner.skip_spaces();
    if (!reads_year(scanner, shape)) {
        return std::nullopt;
    }
    return shape;
}

// "November 3, 2026".
std::optional<DateShape> month_name_first_shape(DateScanner& scanner) {
    const auto month = month_of_name(scanner.word());
    scanner.take('.');
    scanner.skip_spaces();
    const auto day = scanner.number(2);
    if (!month || !day) {
        return std::nullopt;
    }
    scanner.take(',');
    scanner.skip_spaces();
    DateShape shape{DateShape::Kind::named, *day, *month};
    if (!reads_year(scanner, shape)) {
        return std::nullopt;
    }
    return shape;
}

std::optional<DateShape> number_first_shape(DateScanner& scanner, unsigned first) {
    const char mark = scanner.peek();
    if (mark == ' ') {
        scanner.skip_spaces();
        return named_shape(scanner, first);
    }
    if (!scanner.take('.') && !scanner.take('/') && !scanner.take('-')) {
        return std::nullopt;
    }
    scanner.skip_spaces();
    if (!is_digit(scanner.peek())) {
        return named_shape(scanner, first);
    }
    const auto second = scanner.number(2);
    if (!second || !scanner.take(mark)) {
        return std::nullopt;
    }
    scanner.skip_spaces();
    DateShape shape{mark == '.' ? DateShape::Kind::dotted : DateShape::Kind::slashed, first,
                    *second};
    if (!reads_year(scanner, shape)) {
        return std::nullopt;
    }
    return shape;
}

std::optional<DateShape> compact_shape(std::string_view text) {
    DateShape shape;
    unsigned value = 0;
    for (const char character : text) {
        if (!is_digit(character)) {
            return std::nullopt;
        }
        value = value * 10 + static_cast<unsigned>(character - '0');
    }
    shape.year = value / 10000;
    shape.first = value / 100 % 100;
    shape.second = value % 100;
    // Any number of eight digits could be meant; only those that are days of our time are taken.
    if (shape.year < 1900 || shape.year > 2100 ||
        !make_date(static_cast<std::int32_t>(shape.year), shape.first, shape.second)) {
        return std::nullopt;
    }
    return shape;
}

std::optional<DateShape> shape_of(std::string_view text) {
    if (text.size() < 6 || text.size() > 40 || std::none_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    if (text.size() == 8) {
        if (auto compact = compact_shape(text)) {
            return compact;
        }
    }
    DateScanner scanner(text);
    std::optional<DateShape> shape;
    if (!is_digit(text[0])) {
        shape = month_name_first_shape(scanner);
    } else {
        unsigned digits = 0;
        const auto first = scanner.number(4, &digits);
        if (!first || digits == 3) {
            return std::nullopt;
        }
        shape =
            digits == 4 ? year_first_shape(scanner, *first) : number_first_shape(scanner, *first);
    }
    if (!shape || !reads_time(scanner, *shape)) {
        return std::nullopt;
    }
    return shape;
}

std::int32_t full_year(const DateShape& shape) {
    const auto year = static_cast<std::int32_t>(shape.year);
    if (shape.year_digits == 4) {
        return year;
    }
    return year < 70 ? 2000 + year : 1900 + year;
}

std::optional<Date> as_day_first(const DateShape& shape) {
    return make_date(full_year(shape), shape.second, shape.first);
}

std::optional<Date> as_month_first(const DateShape& shape) {
    return make_date(full_year(shape), shape.first, shape.second);
}

Parsed<Date> resolved(const DateShape& shape, DateOrder order) {
    std::optional<Date> date;
    switch (shape.kind) {
        case DateShape::Kind::year_first:
            date = as_month_first(shape);
            break;
        case DateShape::Kind::dotted:
        case DateShape::Kind::named:
            date = as_day_first(shape);
            break;
        case DateShape::Kind::slashed: {
            const auto day_first = as_day_first(shape);
            const auto month_first = as_month_first(shape);
            if (order == DateOrder::unknown && day_first && month_first &&
                day_first != month_first) {
                return {{}, "date.ambiguous"};
            }
            date = order == DateOrder::day_first     ? day_first
                   : order == DateOrder::month_first ? month_first
                   : day_first                       ? day_first
                                                     : month_first;
            break;
        }
    }
    if (!date) {
        return {{}, "date.no_such_day"};
    }
    return {*date, {}};
}

}  // namespace

Parsed<Date> parse_date_cell(std::string_view cell, DateOrder order,
                             TwoDigitYears two_digit_years) {
    const std::string_view text = text::stripped(cell);
    if (text.size() == 10 || (text.size() > 10 && (text[10] == ' ' || text[10] == 'T'))) {
        // The usual form of exports, "2010-12-01 08:26:00", without the general scanner.
        if (const auto date = klicnik::parse_date(text.substr(0, 10))) {
            DateShape shape;
            DateScanner scanner(text.substr(10));
            if (reads_time(scanner, shape)) {
                return {*date, {}};
            }
        }
    }
    const auto shape = shape_of(text);
    if (!shape) {
        return {{}, "date.malformed"};
    }
    if (shape->year_digits == 2 && two_digit_years == TwoDigitYears::refuse) {
        return {{}, "date.two_digit_year"};
    }
    return resolved(*shape, order);
}

void DateColumn::add(std::string_view cell) {
    const std::string_view text = text::stripped(cell);
    if (text.empty()) {
        return;
    }
    ++counts_.cells;
    const auto shape = shape_of(text);
    if (!shape) {
        return;
    }
    if (shape->kind == DateShape::Kind::slashed) {
        const bool day_first = as_day_first(*shape).has_value();
        const bool month_first = as_month_first(*shape).has_value();
        if (!day_first && !month_first) {
            return;
        }
        if (day_first && month_first) {
            either_ += shape->first == shape->second ? 0 : 1;
        } else {
            ++(day_first ? day_first_only_ : month_first_only_);
        }
    } else if (!resolved(*shape, DateOrder::unknown)) {
        return;
    }
    ++counts_.dates;
    counts_.two_digit_years += shape->year_digits == 2 ? 1 : 0;
    counts_.with_time += shape->has_time ? 1 : 0;
}

DateVerdict DateColumn::verdict() const {
    DateVerdict verdict = counts_;
    // A few cells against many are mistakes of the file, and will be refused one by one.
    if (day_first_only_ > month_first_only_ * 10) {
        verdict.order = DateOrder::day_first;
    } else if (month_first_only_ > day_first_only_ * 10) {
        verdict.order = DateOrder::month_first;
    } else {
        verdict.ambiguous = either_ > 0 || day_first_only_ > 0;
    }
    return verdict;
}

}  // namespace klicnik::csv
