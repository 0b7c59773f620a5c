#include "base/money.hpp"

#include <gtest/gtest.h>

namespace klicnik {
namespace {

TEST(Money, only_currencies_in_use_are_read) {
    for (const char* code : {"CZK", "EUR", "USD", "AED", "ZWL", "JPY", "KWD"}) EXPECT_EQ(parse_currency(code)->view(), code);
    for (const char* text : {"", "CZ", "CZKK", "czk", "AAA", "ZZZ", "C@K", "Kč", "\xff\xff\xff"}) EXPECT_FALSE(parse_currency(text)) << text;
}

TEST(Money, minor_units_are_those_of_the_currency) {
    EXPECT_EQ(exponent(*parse_currency("CZK")), 2U);
    EXPECT_EQ(exponent(*parse_currency("JPY")), 0U);
    EXPECT_EQ(exponent(*parse_currency("KWD")), 3U);
    EXPECT_EQ(exponent(*parse_currency("HUF")), 2U);
    EXPECT_EQ(amount_text({-5, *parse_currency("CZK")}), "-0.05");
    EXPECT_EQ(amount_text({1250, *parse_currency("JPY")}), "1250");
    EXPECT_EQ(amount_text({7, *parse_currency("KWD")}), "0.007");
    EXPECT_EQ(parse_money("12.5", *parse_currency("CZK"))->minor, 1250);
    EXPECT_FALSE(parse_money("12.5", *parse_currency("JPY")));
}

}  // namespace
}  // namespace klicnik
