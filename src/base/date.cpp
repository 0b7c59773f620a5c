#include "base/date.hpp"

#include <date/date.h>

#include <charconv>

namespace klicnik {

namespace {

/// Digits only, no sign, the whole text.
std::optional<std::int32_t> digits(std::string_view text) {
    std::int32_t number = 0;
    if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

void put_padded(ShortText& text, std::int64_t number, std::size_t width) {
    char buffer[20];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    for (auto length = static_cast<std::size_t>(end - buffer); length < width; ++length) text.put('0');
    for (const char* digit = buffer; digit != end; ++digit) text.put(*digit);
}

void put_date(ShortText& text, Date value) {
    const CivilDay day = civil(value);
    put_padded(text, day.year, 4);
    text.put('-');
    put_padded(text, day.month, 2);
    text.put('-');
    put_padded(text, day.day, 2);
}

}  // namespace

CivilDay civil(Date value) {
    const date::year_month_day day{date::sys_days{date::days{value.days}}};
    return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())};
}

std::optional<Date> make_date(std::int32_t year, unsigned month, unsigned day) {
    if (year < 1 || year > 9999) return std::nullopt;
    const date::year_month_day value{date::year{year}, date::month{month}, date::day{day}};
    if (!value.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(date::sys_days{value}.time_since_epoch().count())};
}

std::optional<Date> parse_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto year = digits(iso.substr(0, 4));
    const auto month = digits(iso.substr(5, 2));
    const auto day = digits(iso.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

ShortText short_text(Date value) {
    ShortText text;
    put_date(text, value);
    return text;
}

std::string to_text(Date value) {
    return std::string(short_text(value).view());
}

Month month_of(Date value) {
    const CivilDay day = civil(value);
    return {(day.year - 1970) * 12 + static_cast<std::int32_t>(day.month) - 1};
}

Date first_day(Month month) {
    const std::int32_t year = 1970 + (month.index >= 0 ? month.index / 12 : (month.index - 11) / 12);
    const auto number = static_cast<unsigned>(month.index - (year - 1970) * 12 + 1);
    const date::year_month_day value{date::year{year}, date::month{number}, date::day{1}};
    return {static_cast<std::int32_t>(date::sys_days{value}.time_since_epoch().count())};
}

Date last_day(Month month) {
    return first_day(month + 1) + -1;
}

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    if (!year || !month || *year < 1 || *month < 1 || *month > 12) return std::nullopt;
    return Month{(*year - 1970) * 12 + *month - 1};
}

std::string to_text(Month month) {
    return to_text(first_day(month)).substr(0, 7);
}

Date add_months(Date value, std::int32_t months) {
    const CivilDay day = civil(value);
    const Month month = month_of(value) + months;
    const Date last = last_day(month);
    const Date wanted = first_day(month) + (static_cast<std::int32_t>(day.day) - 1);
    return wanted < last ? wanted : last;
}

ShortText short_text(Timestamp timestamp) {
    constexpr std::int64_t day_micros = 86'400'000'000;
    std::int64_t days = timestamp.micros / day_micros;
    std::int64_t rest = timestamp.micros % day_micros;
    if (rest < 0) {
        rest += day_micros;
        --days;
    }
    ShortText text;
    put_date(text, Date{static_cast<std::int32_t>(days)});
    text.put('T');
    put_padded(text, rest / 3'600'000'000, 2);
    text.put(':');
    put_padded(text, rest / 60'000'000 % 60, 2);
    text.put(':');
    put_padded(text, rest / 1'000'000 % 60, 2);
    text.put('.');
    put_padded(text, rest % 1'000'000, 6);
    text.put('Z');
    return text;
}

std::string to_text(Timestamp timestamp) {
    return std::string(short_text(timestamp).view());
}

std::optional<Timestamp> parse_timestamp(std::string_view iso) {
    if (iso.size() < 20 || iso.size() > 27 || iso[10] != 'T' || iso.back() != 'Z') return std::nullopt;
    const auto day = parse_date(iso.substr(0, 10));
    if (!day || iso[13] != ':' || iso[16] != ':') return std::nullopt;
    const auto hour = digits(iso.substr(11, 2));
    const auto minute = digits(iso.substr(14, 2));
    const auto second = digits(iso.substr(17, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    std::int64_t micros = 0;
    const std::string_view fraction = iso.substr(19, iso.size() - 20);
    if (!fraction.empty()) {
        const auto number = fraction[0] == '.' ? digits(fraction.substr(1)) : std::nullopt;
        if (!number) return std::nullopt;
        micros = *number;
        for (std::size_t width = fraction.size() - 1; width < 6; ++width) micros *= 10;
    }
    const std::int64_t seconds = ((day->days * std::int64_t{24} + *hour) * 60 + *minute) * 60 + *second;
    return Timestamp{seconds * 1'000'000 + micros};
}

}  // namespace klicnik
