#pragma once

// What the text of a cell means: dates, numbers, yes and no. How a number or a date is written is a
// property of the column, not of the cell ("1,234" and "3/4/2026" mean different things in
// different files), so a column is first weighed as a whole and each cell is then read under that
// verdict. Where the whole column leaves two readings, the verdict says so and nobody guesses.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace klicnik::csv {

/// A value, or the code of the problem (then the value means nothing).
template <class T>
struct Parsed {
    T value{};
    std::string_view problem = {};

    explicit operator bool() const { return problem.empty(); }
};

// --- Dates ---

/// Meaning of 3/4/2026. Dates that begin with the year, dotted dates (always day first) and dates
/// with a month's name are clear without it.
enum class DateOrder { unknown, day_first, month_first };

/// With `accept`, 00–69 is 2000–2069 and 70–99 is 1970–1999.
enum class TwoDigitYears { refuse, accept };

/// Reads "2026-11-03", "2026/11/3", "20261103", "3.11.2026", "3. 11. 2026", "03/11/2026",
/// "3-Nov-2026", "3. listopadu 2026", "November 3, 2026", each with an optional time of day, which
/// is checked and dropped. Problems: date.malformed, date.no_such_day, date.ambiguous,
/// date.two_digit_year.
Parsed<Date> parse_date_cell(std::string_view cell, DateOrder order,
                             TwoDigitYears two_digit_years = TwoDigitYears::refuse);

struct DateVerdict {
    std::uint64_t cells = 0;            ///< cells with content
    std::uint64_t dates = 0;            ///< of those, readable as a date in some way
    std::uint64_t two_digit_years = 0;  ///< of those
    std::uint64_t with_time = 0;        ///< of those
    DateOrder order =
        DateOrder::unknown;  ///< unknown when ambiguous, or when no cell depends on it
    bool ambiguous = false;  ///< both orders fit every cell, and they differ
};

/// Weighs the cells of a column: one 31/1/2026 settles the order for all.
class DateColumn {
  public:
    void add(std::string_view cell);
    DateVerdict verdict() const;

  private:
    DateVerdict counts_;
    std::uint64_t day_first_only_ = 0;
    std::uint64_t month_first_only_ = 0;
    std::uint64_t either_ = 0;
};

// --- Numbers ---

enum class DecimalMark { unknown, comma, point };

struct NumberCell {
    Decimal value;
    std::array<char, 3> currency{};  ///< zeros when none is written
    bool percent = false;            ///< "12 %" is 12 with this set

    std::string_view currency_code() const {
        return {currency.data(), currency[0] == '\0' ? std::size_t{0} : std::size_t{3}};
    }
};

/// Reads a number exactly: grouped by spaces (also U+00A0, U+2009, U+202F), apostrophes or the
/// other mark; negative by '-', U+2212, parentheses or a trailing minus; with a currency sign or
/// code
/// ("1 200,50 Kč", "€ 12.50", "1.200,-") or a percent sign. With `unknown` only cells with one
/// possible meaning are read. Problems: decimal.malformed, decimal.too_precise (more than four
/// places that are not zeros), decimal.too_large, decimal.ambiguous, decimal.exponent ("1,2E+05":
/// the spreadsheet has already lost digits).
Parsed<NumberCell> parse_number_cell(std::string_view cell, DecimalMark mark);

struct NumberVerdict {
    std::uint64_t cells = 0;          ///< cells with content
    std::uint64_t numbers = 0;        ///< of those, numbers under the verdict (or in some way)
    std::uint64_t integers = 0;       ///< of those, without a decimal part other than zeros
    std::uint64_t leading_zeros = 0;  ///< digits only, written with a zero in front: rather a code
    std::uint64_t negatives = 0;
    std::uint64_t percents = 0;
    std::uint64_t with_currency = 0;
    std::array<char, 3> currency{};           ///< when all cells with a currency agree
    unsigned max_places = 0;                  ///< decimal places, without trailing zeros
    DecimalMark mark = DecimalMark::unknown;  ///< unknown when ambiguous, or when no cell has one
    bool ambiguous = false;  ///< "1.234" alone, or marks that contradict each other
};

/// Weighs the cells of a column: "12,5" settles what "1.234" and "1.234,56" mean. A single cell
/// that holds both marks does not settle it alone; two that agree do.
class NumberColumn {
  public:
    void add(std::string_view cell);
    NumberVerdict verdict() const;

  private:
    void note_currency(std::array<char, 3> currency);

    NumberVerdict counts_;
    std::uint64_t comma_ = 0;  // a comma that can only be the decimal mark
    std::uint64_t point_ = 0;
    std::uint64_t comma_grouped_ = 0;  // a point that can only group, so the comma is the mark
    std::uint64_t point_grouped_ = 0;
    std::uint64_t comma_after_point_ = 0;  // both marks in one cell
    std::uint64_t point_after_comma_ = 0;
    std::uint64_t either_comma_ = 0;  // 1,234
    std::uint64_t either_point_ = 0;  // 1.234
    bool mixed_currencies_ = false;
};

// --- Yes and no ---

/// ano/ne, yes/no, true/false, pravda/nepravda, a/n, y/n, 1/0 in any case. Problem:
/// boolean.malformed.
Parsed<bool> parse_boolean_cell(std::string_view cell);

}  // namespace klicnik::csv
