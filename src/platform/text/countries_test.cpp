#include "platform/text/countries.hpp"

#include <gtest/gtest.h>

namespace klicnik::text {
namespace {

TEST(Countries, names_and_codes_of_several_languages_are_understood) {
    EXPECT_EQ(country_code("CZ"), "CZ");
    EXPECT_EQ(country_code("cze"), "CZ");
    EXPECT_EQ(country_code("Česko"), "CZ");
    EXPECT_EQ(country_code(" ČESKÁ  REPUBLIKA "), "CZ");
    EXPECT_EQ(country_code("ČR"), "CZ");
    EXPECT_EQ(country_code("Czech Republic"), "CZ");
    EXPECT_EQ(country_code("Slovensko"), "SK");
    EXPECT_EQ(country_code("Nemecko"), "DE");
    EXPECT_EQ(country_code("Deutschland"), "DE");
    EXPECT_EQ(country_code("United Kingdom"), "GB");
    EXPECT_EQ(country_code("EIRE"), "IE");
    EXPECT_EQ(country_code("USA"), "US");
    EXPECT_EQ(country_code("Velká Británie"), "GB");
}

TEST(Countries, other_texts_are_no_country) {
    EXPECT_EQ(country_code(""), "");
    EXPECT_EQ(country_code("Praha"), "");
    EXPECT_EQ(country_code("Unspecified"), "");
    EXPECT_EQ(country_code("XX"), "");
}

}  // namespace
}  // namespace klicnik::text
