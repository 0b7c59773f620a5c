#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klicnik {

/// A civil calendar day without a time zone: due dates, invoice dates, birthdays. Days since 1970-01-01.
struct Date {
    std::int32_t days = 0;

    friend auto operator<=>(const Date&, const Date&) = default;
    Date operator+(std::int32_t count) const { return {days + count}; }
    std::int32_t operator-(Date other) const { return days - other.days; }
};

struct CivilDay {
    std::int32_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

/// A calendar month; `index` counts months since January 1970.
struct Month {
    std::int32_t index = 0;

    friend auto operator<=>(const Month&, const Month&) = default;
    Month operator+(std::int32_t count) const { return {index + count}; }
    std::int32_t operator-(Month other) const { return index - other.index; }
};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    std::int64_t micros = 0;

    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
    Timestamp operator+(std::int64_t count) const { return {micros + count}; }
};

/// The text of one value without an allocation, for lists that write thousands.
class ShortText {
  public:
    void put(char c) { bytes_[size_++] = c; }
    std::string_view view() const { return {bytes_, size_}; }

  private:
    char bytes_[64];
    std::size_t size_ = 0;
};

CivilDay civil(Date date);
/// Nothing for a day that does not exist (31 April) or a year outside 1..9999.
std::optional<Date> make_date(std::int32_t year, unsigned month, unsigned day);
/// "2026-11-03" exactly.
std::optional<Date> parse_date(std::string_view iso);
std::string to_text(Date date);
ShortText short_text(Date date);

Month month_of(Date date);
Date first_day(Month month);
Date last_day(Month month);
/// "2026-11" exactly.
std::optional<Month> parse_month(std::string_view text);
std::string to_text(Month month);
/// The same day `months` later, or the last day of that month when it is shorter.
Date add_months(Date date, std::int32_t months);

/// "2026-11-03T09:15:00.000000Z".
std::string to_text(Timestamp timestamp);
ShortText short_text(Timestamp timestamp);
/// Accepts the ISO form with Z and zero to six decimals.
std::optional<Timestamp> parse_timestamp(std::string_view iso);

}  // namespace klicnik
