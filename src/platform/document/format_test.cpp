#include "platform/document/format.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace klicnik::document {
namespace {

Cell money(std::string_view amount, std::string_view currency = "CZK") {
    return Amount{*parse_decimal(amount), *parse_currency(currency)};
}

/// With U+00A0 shown as '_'.
std::string written(const Cell& cell, const CellStyle& style = {}, Language language = Language::cs) {
    std::string text = cell_text(cell, style, language);
    for (std::size_t at = text.find(no_break_space); at != std::string::npos; at = text.find(no_break_space, at)) text.replace(at, no_break_space.size(), "_");
    return text;
}

TEST(DocumentFormat, czech_values_are_written_as_the_list_of_formats_says) {
    EXPECT_EQ(written(money("1234567.89")), "1_234_567,89_Kč");
    EXPECT_EQ(written(money("-1234.5", "EUR")), "−1_234,50_€");
    EXPECT_EQ(written(Ratio{1230}), "12,3_%");
    EXPECT_EQ(written(*parse_date("2026-11-03")), "3._11._2026");
    EXPECT_EQ(written(*parse_month("2026-11")), "listopad_2026");
    EXPECT_EQ(written(std::int64_t{10000}), "10_000");
    EXPECT_EQ(written(Number{*parse_decimal("1234.5"), 2}), "1_234,50");
    EXPECT_EQ(written(Empty{"bez dat"}), "–");
}

TEST(DocumentFormat, english_values_are_written_the_english_way) {
    const auto english = [](const Cell& cell) { return written(cell, {}, Language::en); };
    EXPECT_EQ(english(money("1234567.89")), "CZK_1,234,567.89");
    EXPECT_EQ(english(money("-1234.5", "EUR")), "−€1,234.50");
    EXPECT_EQ(english(Ratio{1230}), "12.3%");
    EXPECT_EQ(english(*parse_date("2026-11-03")), "3_Nov_2026");
    EXPECT_EQ(english(*parse_month("2026-11")), "November_2026");
}

TEST(DocumentFormat, rounding_is_half_even_to_the_minor_unit_or_to_whole_units) {
    const CellStyle whole{Rounding::whole};
    EXPECT_EQ(written(money("0.125")), "0,12_Kč");
    EXPECT_EQ(written(money("0.135")), "0,14_Kč");
    EXPECT_EQ(written(money("2.5"), whole), "2_Kč");
    EXPECT_EQ(written(money("3.5"), whole), "4_Kč");
    EXPECT_EQ(written(money("-2.5"), whole), "−2_Kč");
    EXPECT_EQ(written(money("1234.56", "JPY")), "1_235_JPY");
    EXPECT_EQ(written(Ratio{1225}), "12,2_%");
    EXPECT_EQ(written(Ratio{1250}, whole), "12_%");
}

TEST(DocumentFormat, what_rounds_to_zero_has_no_sign) {
    const CellStyle changes{.rounding = Rounding::whole, .sign = Sign::signed_values};
    EXPECT_EQ(written(money("-0.001")), "0,00_Kč");
    EXPECT_EQ(written(money("-0.4"), changes), "0_Kč");
    EXPECT_EQ(written(money("3"), changes), "+3_Kč");
}

TEST(DocumentFormat, compact_money_takes_the_next_unit_instead_of_a_thousand_of_the_last) {
    const CellStyle compact{.scale = Scale::compact};
    EXPECT_EQ(written(money("9999"), compact), "9_999_Kč");
    EXPECT_EQ(written(money("999949"), compact), "999,9_tis._Kč");
    EXPECT_EQ(written(money("999950"), compact), "1_mil._Kč");
    EXPECT_EQ(written(money("32400000"), compact), "32,4_mil._Kč");
    EXPECT_EQ(written(money("-1250000000"), compact), "−1,2_mld._Kč");
    EXPECT_EQ(written(money("32400000"), compact, Language::en), "CZK_32.4M");
}

TEST(DocumentFormat, the_largest_numbers_are_written_exactly) {
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "−9_223_372_036_854_775_808");
    EXPECT_EQ(written(money("922337203685477.5807")), "922_337_203_685_477,58_Kč");
}

TEST(DocumentFormat, a_small_single_letter_is_bound_to_the_next_word) {
    EXPECT_EQ(bound_letters("Obchod s. r. o. v Praze a Brně"), "Obchod s.\u00A0r.\u00A0o. v\u00A0Praze a\u00A0Brně");
    EXPECT_EQ(bound_letters("úroveň A klíčová"), "úroveň A klíčová");
}

}  // namespace
}  // namespace klicnik::document
