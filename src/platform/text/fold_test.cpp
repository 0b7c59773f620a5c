#include "platform/text/fold.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "platform/text/utf8.hpp"

namespace klicnik::text {
namespace {

TEST(Fold, czech_letters_lose_their_marks_and_case) {
    EXPECT_EQ(fold("Příliš žluťoučký KŮŇ úpěl ďábelské ódy"),
              "prilis zlutoucky kun upel dabelske ody");
    EXPECT_EQ(fold("ŘEŽ ŠČŤĎŇ ĚÁÍÉÝÓÚŮ"), "rez sctdn eaieyouu");
}

TEST(Fold, composed_and_decomposed_text_fold_alike) {
    EXPECT_EQ(fold("Čížek"), fold("C\u030Ci\u0301z\u030Cek"));
    EXPECT_EQ(fold("Čížek"), "cizek");
}

TEST(Fold, letters_that_do_not_decompose_are_spelled_out) {
    EXPECT_EQ(fold("Straße GROẞ"), "strasse gross");
    EXPECT_EQ(fold("Łódź Đorđe Ørsted Æsir Œuvre Þór"), "lodz dorde orsted aesir oeuvre thor");
    EXPECT_EQ(fold("İstanbul ılık"), "istanbul ilik");
}

TEST(Fold, white_space_collapses_and_invisible_characters_vanish) {
    EXPECT_EQ(fold("  Alfa\u00A0\u202F s.\tr.\r\n o. "), "alfa s. r. o.");
    EXPECT_EQ(fold("Al\u00ADfa\u200B"), "alfa");
    EXPECT_EQ(fold("\uFEFF Alfa"), "alfa");
    EXPECT_EQ(fold(" \u0301 "), "");
    EXPECT_EQ(fold(""), "");
}

TEST(Fold, other_scripts_fold_by_unicode) {
    EXPECT_EQ(fold("ΆΛΦΑ ΣΊΣΥΦΟΣ"), fold("άλφα σίσυφος"));
    EXPECT_EQ(fold("ЁЛКА"), "елка");
    EXPECT_EQ(fold("Việt Nam"), "viet nam");
}

TEST(Fold, a_space_survives_between_scripts) {
    EXPECT_EQ(fold(" Alfa \u4F01\u696D  Béta "), "alfa \u4F01\u696D beta");
    EXPECT_EQ(fold("Alfa \u4F01 "), "alfa \u4F01");
    EXPECT_EQ(fold("Alfa \u200B "), "alfa");
}

TEST(Fold, bytes_that_are_not_utf8_become_the_replacement_character) {
    EXPECT_EQ(fold("A\xFF"
                   "b"),
              "a\uFFFD"
              "b");
    EXPECT_TRUE(is_valid_utf8(fold("\xC3")));
    EXPECT_TRUE(is_valid_utf8(fold("\xED\xA0\x80 \xF8\x88\x80\x80\x80")));
}

TEST(Fold, folding_twice_changes_nothing) {
    std::string all;
    for (char32_t code = 1; code < 0x3000; ++code) {
        append_utf8(code, all);
    }
    const std::string once = fold(all);
    EXPECT_EQ(fold(once), once);
}

TEST(SortKey, follows_the_czech_alphabet) {
    std::vector<std::string> words = {"zebra", "žába",  "čáp",     "cyklus", "chata", "hora",
                                      "idea",  "řeka",  "rosa",    "šála",   "sova",  "den",
                                      "ďábel", "Cecil", "Chrudim", "Hradec", "auto",  "Áčko"};
    std::sort(words.begin(), words.end(),
              [](const std::string& a, const std::string& b) { return sort_key(a) < sort_key(b); });
    const std::vector<std::string> expected = {
        "Áčko",  "auto",    "Cecil", "cyklus", "čáp",  "ďábel", "den",  "hora",  "Hradec",
        "chata", "Chrudim", "idea",  "rosa",   "řeka", "sova",  "šála", "zebra", "žába"};
    EXPECT_EQ(words, expected);
}

TEST(SortKey, accents_decide_only_between_equal_words) {
    EXPECT_LT(sort_key("mala"), sort_key("malá"));
    EXPECT_LT(sort_key("malá"), sort_key("malba"));
    EXPECT_LT(sort_key("Alfa"), sort_key("Alfa a syn"));
    EXPECT_EQ(sort_key(""), "");
    EXPECT_EQ(sort_key("  Alfa "), sort_key("Alfa"));
}

TEST(SortKey, is_made_of_digits_and_small_letters) {
    for (const char character : sort_key("Žluťoučký kůň, s. r. o. — 企業")) {
        EXPECT_TRUE((character >= '0' && character <= '9') ||
                    (character >= 'a' && character <= 'v'));
    }
}

TEST(Utf8, well_formed_text_is_told_from_malformed) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("Žluťoučký kůň \U0001F40E"));
    EXPECT_FALSE(is_valid_utf8("\xC0\x80"));          // overlong
    EXPECT_FALSE(is_valid_utf8("\xE0\x80\x80"));      // overlong
    EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
    EXPECT_FALSE(is_valid_utf8("\x80"));
    EXPECT_FALSE(is_valid_utf8("0123456789abcdef\xC5"));
    EXPECT_EQ(first_invalid_utf8("0123456789abcdefgh\x8A rest"), 18U);
}

TEST(Utf8, stored_text_is_composed_and_trimmed) {
    EXPECT_EQ(nfc_trimmed(" \u00A0 Alfa  beta\u202F\n"), "Alfa  beta");
    EXPECT_EQ(nfc_trimmed("C\u030Ci\u0301z\u030Cek"), "Čížek");
    EXPECT_EQ(nfc_trimmed("Čížek"), "Čížek");
    EXPECT_EQ(nfc_trimmed("a\xFF"), "a\uFFFD");
    EXPECT_EQ(nfc_trimmed("\u00A0"), "");
}

}  // namespace
}  // namespace klicnik::text
