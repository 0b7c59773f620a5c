#include "platform/csv/values.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace klicnik::csv {
namespace {

std::string date_text(std::string_view cell, DateOrder order = DateOrder::unknown,
                      TwoDigitYears years = TwoDigitYears::refuse) {
    const auto parsed = parse_date_cell(cell, order, years);
    return parsed ? to_text(parsed.value) : std::string(parsed.problem);
}

std::string number_text(std::string_view cell, DecimalMark mark = DecimalMark::unknown) {
    const auto parsed = parse_number_cell(cell, mark);
    return parsed ? to_text(parsed.value.value) : std::string(parsed.problem);
}

DateVerdict weigh_dates(std::initializer_list<std::string_view> cells) {
    DateColumn column;
    for (const std::string_view cell : cells) {
        column.add(cell);
    }
    return column.verdict();
}

NumberVerdict weigh_numbers(std::initializer_list<std::string_view> cells) {
    NumberColumn column;
    for (const std::string_view cell : cells) {
        column.add(cell);
    }
    return column.verdict();
}

// metrics (j): input forms of dates.
TEST(CsvDates, czech_and_iso_forms_need_no_hint) {
    for (const std::string_view cell :
         {"3.11.2026", "3. 11. 2026", "03.11.2026", "2026-11-03", "2026/11/3", "2026.11.03",
          "20261103", " 3.\u00A011.\u00A02026 ", "2026-11-03 08:26:00", "2026-11-03T08:26:00.123Z",
          "3.11.2026 9:15", "2026-11-03T08:26:00+01:00", "3. listopadu 2026", "3 Nov 2026",
          "03-Nov-2026", "November 3, 2026", "Nov. 3 2026", "3.11.2026 0:00:00", "3. lis 2026"}) {
        EXPECT_EQ(date_text(cell), "2026-11-03") << cell;
    }
}

TEST(CsvDates, slashed_dates_follow_the_order_of_their_column) {
    EXPECT_EQ(date_text("11/3/2026"), "date.ambiguous");
    EXPECT_EQ(date_text("11/3/2026", DateOrder::day_first), "2026-03-11");
    EXPECT_EQ(date_text("11/3/2026", DateOrder::month_first), "2026-11-03");
    EXPECT_EQ(date_text("11/3/2026 9:15 PM", DateOrder::month_first), "2026-11-03");
    EXPECT_EQ(date_text("31/3/2026"), "2026-03-31");
    EXPECT_EQ(date_text("3/31/2026"), "2026-03-31");
    EXPECT_EQ(date_text("3/3/2026"), "2026-03-03");
    EXPECT_EQ(date_text("31-12-2026"), "2026-12-31");
    EXPECT_EQ(date_text("31/3/2026", DateOrder::month_first), "date.no_such_day");
    EXPECT_EQ(date_text("3.11.2026", DateOrder::month_first),
              "2026-11-03");  // dots are never American
}

TEST(CsvDates, days_that_do_not_exist_and_other_texts_are_refused) {
    EXPECT_EQ(date_text("31.4.2026"), "date.no_such_day");
    EXPECT_EQ(date_text("29.2.2027"), "date.no_such_day");
    EXPECT_EQ(date_text("2026-13-01"), "date.no_such_day");
    for (const std::string_view cell :
         {"", "hello", "3.11.", "3.11.202", "2026", "12.50", "1 234 567", "3.11.2026x",
          "3.11.2026 25:00", "99999999", "12345678", "3/11-2026", "2026-11", "10:15", "3. cer 2026",
          "192.168.10.1"}) {
        EXPECT_EQ(date_text(cell), "date.malformed") << cell;
    }
}

TEST(CsvDates, two_digit_years_are_refused_unless_asked_for) {
    EXPECT_EQ(date_text("3.11.26"), "date.two_digit_year");
    EXPECT_EQ(date_text("3.11.26", DateOrder::unknown, TwoDigitYears::accept), "2026-11-03");
    EXPECT_EQ(date_text("3.11.85", DateOrder::unknown, TwoDigitYears::accept), "1985-11-03");
    EXPECT_EQ(date_text("1/2/06", DateOrder::day_first, TwoDigitYears::accept), "2006-02-01");
    EXPECT_EQ(weigh_dates({"3.11.26", "4.11.2026"}).two_digit_years, 1U);
}

TEST(CsvDates, one_day_above_twelve_settles_the_column) {
    EXPECT_EQ(weigh_dates({"1/2/2026", "3/4/2026", "31/1/2026"}).order, DateOrder::day_first);
    EXPECT_EQ(weigh_dates({"1/2/2026", "3/4/2026", "1/31/2026"}).order, DateOrder::month_first);
    EXPECT_FALSE(weigh_dates({"1/2/2026", "31/1/2026"}).ambiguous);
}

TEST(CsvDates, a_column_that_fits_both_orders_is_ambiguous) {
    const DateVerdict both = weigh_dates({"1/2/2026", "3/4/2026", "", "5/5/2026"});
    EXPECT_TRUE(both.ambiguous);
    EXPECT_EQ(both.order, DateOrder::unknown);
    EXPECT_EQ(both.dates, 3U);
    EXPECT_EQ(both.cells, 3U);
    EXPECT_TRUE(weigh_dates({"31/1/2026", "1/31/2026"}).ambiguous);
    EXPECT_FALSE(weigh_dates({"5/5/2026"}).ambiguous);
    EXPECT_FALSE(weigh_dates({"2026-01-02", "3.4.2026"}).ambiguous);
    EXPECT_EQ(weigh_dates({"2026-01-02", "hello"}).dates, 1U);
}

// metrics (j): input forms of numbers.
TEST(CsvNumbers, grouping_signs_and_currencies_are_read_exactly) {
    const DecimalMark comma = DecimalMark::comma;
    EXPECT_EQ(number_text("1234,5", comma), "1234.5");
    EXPECT_EQ(number_text("1 234 567,89", comma), "1234567.89");
    EXPECT_EQ(number_text("1\u00A0234,50 Kč", comma), "1234.5");
    EXPECT_EQ(number_text("1\u202F234,50\u00A0€", comma), "1234.5");
    EXPECT_EQ(number_text("1'234.50", DecimalMark::point), "1234.5");
    EXPECT_EQ(number_text("1.234,56", comma), "1234.56");
    EXPECT_EQ(number_text("1,234.56", DecimalMark::point), "1234.56");
    EXPECT_EQ(number_text("1.234.567"), "1234567");
    EXPECT_EQ(number_text("1 200,-"), "1200");
    EXPECT_EQ(number_text("1 200,-- Kč"), "1200");
    EXPECT_EQ(number_text("17850.0"), "17850");
    EXPECT_EQ(number_text("€ 12.50"), "12.5");
    EXPECT_EQ(number_text("CZK 12,50"), "12.5");
    EXPECT_EQ(number_text("12 %"), "12");
    EXPECT_EQ(number_text(".5"), "0.5");
    EXPECT_EQ(number_text("0,125"), "0.125");
}

TEST(CsvNumbers, every_way_to_write_a_negative_is_understood) {
    for (const std::string_view cell : {"-12,5", "\u221212,5", "(12,5)", "12,5-", "- 12,5",
                                        "-12,5 Kč", "€ -12,5", "-€12,5", "(12,5 Kč)"}) {
        EXPECT_EQ(number_text(cell), "-12.5") << cell;
    }
    EXPECT_EQ(number_text("(-12,5)"), "decimal.malformed");
    EXPECT_EQ(number_text("--5"), "decimal.malformed");
}

TEST(CsvNumbers, the_currency_is_reported) {
    EXPECT_EQ(parse_number_cell("12 Kč", DecimalMark::comma).value.currency_code(), "CZK");
    EXPECT_EQ(parse_number_cell("12 EUR", DecimalMark::comma).value.currency_code(), "EUR");
    EXPECT_EQ(parse_number_cell("$12", DecimalMark::point).value.currency_code(), "USD");
    EXPECT_EQ(parse_number_cell("12", DecimalMark::point).value.currency_code(), "");
    EXPECT_TRUE(parse_number_cell("12%", DecimalMark::point).value.percent);
    EXPECT_EQ(weigh_numbers({"12 Kč", "13,50 Kč"}).currency[0], 'C');
    EXPECT_EQ(weigh_numbers({"12 Kč", "13,50 €"}).currency[0], '\0');
    EXPECT_EQ(weigh_numbers({"12 Kč", "13,50 €"}).with_currency, 2U);
}

TEST(CsvNumbers, precision_is_never_lost_silently) {
    EXPECT_EQ(number_text("1.12345"), "decimal.too_precise");
    EXPECT_EQ(number_text("1.123400000"), "1.1234");
    EXPECT_EQ(number_text("922337203685477.5807"), "922337203685477.5807");
    EXPECT_EQ(number_text("922337203685477.5808"), "decimal.too_large");
    EXPECT_EQ(number_text("9999999999999999"), "decimal.too_large");
    EXPECT_EQ(number_text("1,23E+11"), "decimal.exponent");
}

TEST(CsvNumbers, what_is_no_number_is_refused) {
    for (const std::string_view cell :
         {"", " ", "abc", "12abc", "1,2,3", "1.2.2026", "12 34", "256 27", "1 2345", "-", "Kč",
          "1..2", "85123A", "85123ABC", "1,234,56", "12:30", "1/2"}) {
        EXPECT_EQ(number_text(cell), "decimal.malformed") << cell;
    }
    EXPECT_EQ(number_text("12.5", DecimalMark::comma), "decimal.malformed");
    EXPECT_EQ(number_text("12,5", DecimalMark::point), "decimal.malformed");
}

TEST(CsvNumbers, a_thousand_or_a_decimal_part_is_decided_by_the_column) {
    EXPECT_EQ(number_text("1.234"), "decimal.ambiguous");
    EXPECT_EQ(number_text("1.234,56"), "decimal.ambiguous");
    EXPECT_EQ(number_text("1.234", DecimalMark::comma), "1234");
    EXPECT_EQ(number_text("1.234", DecimalMark::point), "1.234");
    EXPECT_TRUE(weigh_numbers({"1.234,56"}).ambiguous);
    EXPECT_TRUE(weigh_numbers({"1.234", "2.500", "17"}).ambiguous);
    EXPECT_EQ(weigh_numbers({"1.234,56", "12,5"}).mark, DecimalMark::comma);
    EXPECT_EQ(weigh_numbers({"1.234,56", "2.000,10"}).mark, DecimalMark::comma);
    EXPECT_EQ(weigh_numbers({"1.234", "12.50"}).mark, DecimalMark::point);
    EXPECT_EQ(weigh_numbers({"1.234", "1 500,25"}).mark, DecimalMark::comma);
    EXPECT_EQ(weigh_numbers({"1,234", "1,234,567"}).mark, DecimalMark::point);
    EXPECT_TRUE(weigh_numbers({"12,5", "12.5"}).ambiguous);
    EXPECT_FALSE(weigh_numbers({"12", "13"}).ambiguous);
}

TEST(CsvNumbers, the_verdict_counts_what_the_mapping_needs) {
    const NumberVerdict verdict = weigh_numbers({"12,50", "1.000", "-3", "", "x", "0012", "5 %"});
    EXPECT_EQ(verdict.cells, 6U);
    EXPECT_EQ(verdict.numbers, 5U);
    EXPECT_EQ(verdict.integers, 4U);
    EXPECT_EQ(verdict.max_places, 1U);
    EXPECT_EQ(verdict.negatives, 1U);
    EXPECT_EQ(verdict.leading_zeros, 1U);
    EXPECT_EQ(verdict.percents, 1U);
}

TEST(CsvBooleans, czech_and_english_words_are_understood) {
    for (const std::string_view cell :
         {"ano", "ANO", "yes", "1", "true", "Pravda", " a ", "y", "x"}) {
        EXPECT_TRUE(parse_boolean_cell(cell) && parse_boolean_cell(cell).value) << cell;
    }
    for (const std::string_view cell : {"ne", "No", "0", "FALSE", "nepravda", "n"}) {
        EXPECT_TRUE(parse_boolean_cell(cell) && !parse_boolean_cell(cell).value) << cell;
    }
    EXPECT_EQ(parse_boolean_cell("maybe").problem, "boolean.malformed");
    EXPECT_EQ(parse_boolean_cell("").problem, "boolean.malformed");
}

}  // namespace
}  // namespace klicnik::csv
