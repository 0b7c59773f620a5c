#include "modules/ledger/cnb_list.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace klicnik::ledger {
namespace {

// The excerpt of the list of 21 September 2022 in metrics (k).
constexpr std::string_view czech_list =
    "21.09.2022 #184\n"
    "země|měna|množství|kód|kurz\n"
    "Austrálie|dolar|1|AUD|16,588\n"
    "EMU|euro|1|EUR|24,635\n"
    "Filipíny|peso|100|PHP|43,006\n"
    "Indonesie|rupie|1000|IDR|1,658\n"
    "Japonsko|jen|100|JPY|17,273\n"
    "Maďarsko|forint|100|HUF|6,082\n"
    "MMF|ZPČ|1|XDR|32,207\n"
    "USA|dolar|1|USD|24,870\n";

constexpr std::string_view english_list =
    "30 Dec 2024 #250\n"
    "Country|Currency|Amount|Code|Rate\n"
    "Australia|dollar|1|AUD|15.078\n"
    "EMU|euro|1|EUR|25.170\n"
    "Turkey|lira|100|TRY|68.492\n";

CnbRate rate(std::string_view code, std::int64_t units, std::string_view crowns) {
    return {*parse_currency(code), units, *parse_decimal(crowns)};
}

std::vector<std::string> culprits(std::string_view text) {
    std::vector<std::string> found;
    const auto outcome = parse_cnb_list(text);
    if (outcome) return found;
    for (const auto& error : outcome.error().fields)
        found.push_back(error.code + " " + error.params[0].second);
    return found;
}

using Texts = std::vector<std::string>;

TEST(CnbList, the_published_czech_excerpt_is_read_to_the_last_digit_metrics_k) {
    const auto list = parse_cnb_list(czech_list);
    ASSERT_TRUE(list);
    EXPECT_EQ(to_text(list->on), "2022-09-21");
    EXPECT_EQ(list->number, 184);
    const std::vector<CnbRate> expected = {rate("AUD", 1, "16.588"),   rate("EUR", 1, "24.635"),
                                           rate("PHP", 100, "43.006"), rate("IDR", 1000, "1.658"),
                                           rate("JPY", 100, "17.273"), rate("HUF", 100, "6.082"),
                                           rate("XDR", 1, "32.207"),   rate("USD", 1, "24.87")};
    EXPECT_EQ(list->rates, expected);
    EXPECT_TRUE(list->skipped.empty());
}

TEST(CnbList, the_english_twin_has_a_decimal_point_and_a_month_in_words_metrics_k) {
    const auto list = parse_cnb_list(english_list);
    ASSERT_TRUE(list);
    EXPECT_EQ(to_text(list->on), "2024-12-30");
    EXPECT_EQ(list->number, 250);
    const std::vector<CnbRate> expected = {rate("AUD", 1, "15.078"), rate("EUR", 1, "25.17"),
                                           rate("TRY", 100, "68.492")};
    EXPECT_EQ(list->rates, expected);
}

TEST(CnbList, a_byte_order_mark_crlf_and_blank_ends_do_not_matter) {
    std::string text = "\xEF\xBB\xBF";
    for (const char c : czech_list) text += c == '\n' ? "\r\n" : std::string(1, c);
    const auto list = parse_cnb_list(text + "\r\n\r\n");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->rates.size(), 8U);
}

TEST(CnbList, an_unknown_currency_is_skipped_and_named) {
    const auto list = parse_cnb_list(
        "21.09.2022 #184\nzemě|měna|množství|kód|kurz\nX|x|1|QQQ|1,5\nUSA|dolar|1|USD|24,870\n");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->skipped, Texts{"QQQ"});
    EXPECT_EQ(list->rates.size(), 1U);
}

TEST(CnbList, every_broken_line_is_named) {
    EXPECT_EQ(culprits("21.09.2022 #184\nzemě|měna|množství|kód|kurz\n"
                       "USA|dolar|1|USD|24,870\n"
                       "USA|dolar|1|USD\n"
                       "EMU|euro|0|EUR|24,635\n"
                       "EMU|euro|1|EUR|24,6,35\n"
                       "EMU|euro|1|EUR|-24,635\n"
                       "EMU|euro|1|eur|24,635\n"
                       "USA|dolar|1|USD|24,871\n"),
              (Texts{"cnb.columns 4", "cnb.row 5", "cnb.row 6", "cnb.row 7", "cnb.row 8",
                     "cnb.duplicate 9"}));
}

TEST(CnbList, what_is_no_list_is_refused) {
    EXPECT_EQ(culprits(""), (Texts{"cnb.heading 1", "cnb.columns 2"}));
    EXPECT_EQ(culprits("<html><body>404</body></html>"), (Texts{"cnb.heading 1", "cnb.columns 2"}));
    EXPECT_EQ(culprits("31.02.2022 #1\na|b|c|d|e\nUSA|dolar|1|USD|24,870"), Texts{"cnb.heading 1"});
    EXPECT_EQ(culprits("30 Foo 2024 #1\na|b|c|d|e\nUSA|dolar|1|USD|24,870"),
              Texts{"cnb.heading 1"});
    EXPECT_EQ(culprits("21.09.2022\na|b|c|d|e\nUSA|dolar|1|USD|24,870"), Texts{"cnb.heading 1"});
    EXPECT_EQ(culprits("21.09.2022 #184\na|b|c|d|e\n"), Texts{"cnb.empty 3"});
}

TEST(CnbList, garbage_of_any_length_stops_after_twenty_errors) {
    std::string text = "21.09.2022 #184\na|b|c|d|e\n";
    for (int i = 0; i < 5000; ++i) text += "x\n";
    EXPECT_EQ(culprits(text).size(), 20U);
}

}  // namespace
}  // namespace klicnik::ledger
