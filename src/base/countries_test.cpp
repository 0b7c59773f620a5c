#include "base/countries.hpp"

#include <gtest/gtest.h>

#include <string>

namespace klicnik {
namespace {

struct CountryCase {
    std::string_view text;
    std::string_view code;
};

TEST(Countries, are_found_by_what_people_write) {
    const CountryCase cases[] = {
        {"CZ", "CZ"},
        {"cz", "CZ"},
        {"CZE", "CZ"},
        {"Česko", "CZ"},
        {"ČESKÁ REPUBLIKA", "CZ"},
        {"Ceska republika", "CZ"},
        {"ČR", "CZ"},
        {"Czech Republic", "CZ"},
        {"Czechia", "CZ"},
        {"Tschechien", "CZ"},
        {" Česká\u00a0republika ", "CZ"},
        {"Německo", "DE"},
        {"Deutschland", "DE"},
        {"germany", "DE"},
        {"DEU", "DE"},
        {"SRN", "DE"},
        {"Slovensko", "SK"},
        {"Slovak Republic", "SK"},
        {"Rakousko", "AT"},
        {"Österreich", "AT"},
        {"Austria", "AT"},
        {"UK", "GB"},
        {"United Kingdom", "GB"},
        {"Velká Británie", "GB"},
        {"England", "GB"},
        {"Großbritannien", "GB"},
        {"EIRE", "IE"},
        {"Ireland", "IE"},
        {"USA", "US"},
        {"U.S.A.", "US"},
        {"United States", "US"},
        {"Spojené státy americké", "US"},
        {"The Netherlands", "NL"},
        {"Holandsko", "NL"},
        {"RSA", "ZA"},
        {"Korea", "KR"},
        {"Hong Kong", "HK"},
        {"United Arab Emirates", "AE"},
        {"EL", "GR"},
        {"Polska", "PL"},
        {"Thailand", "TH"},
        {"Trinidad & Tobago", "TT"},
        {"Turkey", "TR"},
        {"Türkiye", "TR"},
        {"Kosovo", "XK"},
        {"C\u030cesko", "CZ"},
    };
    for (const auto& [text, code] : cases) EXPECT_EQ(country_code(text), std::string(code)) << text;
}

TEST(Countries, that_are_none_or_several_are_not_guessed) {
    for (const auto text : {"", "  ", "Channel Islands", "European Community", "Unspecified", "XX",
                            "The", "Praha", "č"}) {
        EXPECT_EQ(country_code(text), std::nullopt) << text;
    }
}

TEST(Countries, codes_are_two_capital_letters_of_iso_3166) {
    for (const auto code : {"CZ", "SK", "GB", "ZW", "AD", "XK"})
        EXPECT_TRUE(is_country_code(code)) << code;
    for (const auto code : {"cz", "UK", "EU", "CZE", "", "XX", "ZZ"})
        EXPECT_FALSE(is_country_code(code)) << code;
}

TEST(Countries, have_names_in_czech_and_english) {
    EXPECT_EQ(country_name("CZ", "cs"), "Česko");
    EXPECT_EQ(country_name("CZ", "en"), "Czechia");
    EXPECT_EQ(country_name("GB", "cs"), "Spojené království");
    EXPECT_EQ(country_name("UK", "cs"), "");
}

TEST(Countries, every_code_and_name_leads_back_to_its_country) {
    int countries = 0;
    for (char first = 'A'; first <= 'Z'; ++first) {
        for (char second = 'A'; second <= 'Z'; ++second) {
            const std::string code = {first, second};
            if (!is_country_code(code)) continue;
            ++countries;
            EXPECT_EQ(country_code(code), code);
            EXPECT_EQ(country_code(country_name(code, "cs")), code);
            EXPECT_EQ(country_code(country_name(code, "en")), code);
        }
    }
    EXPECT_EQ(countries, 250) << "249 of ISO 3166-1 and Kosovo";
}

}  // namespace
}  // namespace klicnik
