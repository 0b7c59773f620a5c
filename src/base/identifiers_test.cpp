#include "base/identifiers.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/support/shared_data.hpp"

namespace klicnik::identifiers {
namespace {

using Texts = std::vector<std::string_view>;

// --- IČO, metrics (j)

TEST(Ico, published_numbers_are_valid) {
    for (const auto ico :
         {"25123891", "46505334", "04626133", "27074358", "4626133", " 251 23\u00a0891 "}) {
        EXPECT_TRUE(is_valid_ico(ico)) << ico;
    }
}

TEST(Ico, a_wrong_digit_zeros_letters_and_nine_digits_are_not) {
    for (const auto ico : {"25123890", "00000000", "0", "", "2512389A", "251238911", "-2512389"}) {
        EXPECT_FALSE(is_valid_ico(ico)) << ico;
    }
}

TEST(Ico, all_eleven_remainders_have_their_check_digit) {
    for (const auto ico : {"25123891", "25123840", "25123939", "25123858", "25123807", "25123866",
                           "25123815", "25123874", "25123823", "25123882", "25123831"}) {
        EXPECT_TRUE(is_valid_ico(ico)) << ico;
    }
}

TEST(Ico, each_prefix_has_exactly_one_check_digit) {
    for (int prefix = 2'500'000; prefix < 2'500'300; ++prefix) {
        int valid = 0;
        for (char digit = '0'; digit <= '9'; ++digit)
            valid += is_valid_ico(std::to_string(prefix) + digit);
        EXPECT_EQ(valid, 1) << prefix;
    }
}

TEST(Ico, is_padded_to_eight_digits) {
    EXPECT_EQ(normalised_ico("4626133"), "04626133");
    EXPECT_EQ(normalised_ico("046 26 133"), "04626133");
    EXPECT_EQ(normalised_ico("123456789"), std::nullopt);
    EXPECT_EQ(normalised_ico("CZ4626133"), std::nullopt);
}

TEST(Ico, of_five_thousand_registered_firms_are_valid) {
    SHARED_DATA_OR_SKIP(file, "cz_open_data/firmy_res_legal_entities.csv");
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    int firms = 0;
    for (; std::getline(stream, line); ++firms) {
        EXPECT_TRUE(is_valid_ico(line.substr(0, line.find(',')))) << line;
    }
    EXPECT_EQ(firms, 5000);
}

// --- DIČ, metrics (j)

TEST(Dic, published_numbers_are_valid_in_all_three_forms) {
    EXPECT_EQ(dic_kind("CZ25123891"), DicKind::ico);
    EXPECT_EQ(dic_kind("CZ7103192745"), DicKind::birth_number);
    EXPECT_EQ(dic_kind("CZ640903926"), DicKind::special);
    EXPECT_EQ(dic_kind("cz 251 23 891"), DicKind::ico);
    EXPECT_EQ(dic_kind("25123891"), DicKind::ico);
}

TEST(Dic, wrong_ones_are_not) {
    for (const auto dic : {"CZ7103192746", "CZ1103492745", "CZ1234567", "CZ25123890", "CZ640903927",
                           "CZ90000008", "CZ", "SK2020202020", "CZ12345678901", "CZ2512389A", ""}) {
        EXPECT_FALSE(is_valid_dic(dic)) << dic;
    }
}

TEST(Dic, a_birth_number_knows_women_overflow_days_and_the_nine_digits_of_old_people) {
    EXPECT_TRUE(is_valid_birth_number("7103192745"));
    EXPECT_TRUE(is_valid_birth_number("7153192750")) << "month + 50 for women";
    EXPECT_TRUE(is_valid_birth_number("530101123"));
    EXPECT_TRUE(is_valid_birth_number("901231123")) << "1890";
    EXPECT_FALSE(is_valid_birth_number("540101123")) << "nine digits ended with 1953";
    EXPECT_FALSE(is_valid_birth_number("7113192745")) << "month 13";
    EXPECT_FALSE(is_valid_birth_number("530230123")) << "30 February";
    EXPECT_FALSE(is_valid_birth_number("71031927"));
}

TEST(Dic, a_remainder_of_ten_was_written_as_zero_before_1985) {
    ASSERT_EQ(780'123'354 % 11, 10);
    EXPECT_TRUE(is_valid_birth_number("7801233540"));
    ASSERT_EQ(880'123'353 % 11, 10);
    EXPECT_FALSE(is_valid_birth_number("8801233530"));
}

TEST(Dic, that_may_hold_a_birth_number_is_masked) {
    EXPECT_EQ(masked_dic("CZ7103192745"), "CZ71********");
    EXPECT_EQ(masked_dic("CZ530101123"), "CZ53*******");
    EXPECT_EQ(masked_dic("7103192745"), "CZ71********");
    EXPECT_EQ(masked_dic("CZ25123891"), "CZ25123891");
    EXPECT_EQ(masked_dic("CZ699001234"), "CZ699001234") << "a VAT group";
    EXPECT_EQ(masked_dic("DE136695976"), "DE136695976");
    EXPECT_EQ(masked_dic("2020202020", "SK"), "2020202020");
}

// --- bank accounts, metrics (j)

TEST(BankAccount, published_numbers) {
    EXPECT_TRUE(is_valid_czech_account("34278-0727558021/0100"));
    EXPECT_FALSE(is_valid_czech_account("4278-0727558021/0100"));
    EXPECT_FALSE(is_valid_czech_account("34278-0727558021/0000"));
    EXPECT_TRUE(is_valid_czech_account("19-2000145399/0800"));
    EXPECT_TRUE(is_valid_czech_account("2000145399 / 0800"));
    for (const auto text :
         {"", "/0800", "19-/0800", "1/0800", "1234567-2000145399/0800", "2000145399/800",
          "0000000000/0100", "2000145399", "12345678901/0100", "19-20001a5399/0800"}) {
        EXPECT_FALSE(is_valid_czech_account(text)) << text;
    }
}

TEST(BankAccount, iban_of_the_published_pair) {
    EXPECT_EQ(iban_of_czech_account("19-2000145399/0800"), "CZ6508000000192000145399");
    EXPECT_EQ(iban_of_czech_account("4278-0727558021/0100"), std::nullopt);
}

TEST(BankAccount, published_ibans) {
    for (const auto iban :
         {"CZ6508000000192000145399", "CZ65 0800 0000 1920 0014 5399", "CZ9455000000001011038930",
          "SK3112000000198742637541", "DE89370400440532013000", "de89370400440532013000"}) {
        EXPECT_TRUE(is_valid_iban(iban)) << iban;
    }
    for (const auto iban : {"CZ6508000000192000145398", "CZ650800000019200014539",
                            "XX6508000000192000145399", "", "CZ65", "CZ65080000001920001453-9"}) {
        EXPECT_FALSE(is_valid_iban(iban)) << iban;
    }
}

// --- e-mail

TEST(Email, plausible_ones) {
    for (const auto email : {"jan.novak@firma.cz", "a@b.co", "O'Neil+sales@sub.example.com",
                             "info@čížek.cz", " x_y@z-w.eu ", "jméno@firma.cz"}) {
        EXPECT_TRUE(is_plausible_email(email)) << email;
    }
}

TEST(Email, implausible_ones) {
    const std::string long_local(65, 'a');
    for (const std::string& email :
         {std::string(""), std::string("novak"), std::string("@firma.cz"), std::string("novak@"),
          std::string("novak@firma"), std::string("no vak@firma.cz"), std::string("a@b@c.cz"),
          std::string("a..b@c.cz"), std::string(".a@c.cz"), std::string("a@-c.cz"),
          std::string("a@c..cz"), std::string("a@c.1"), std::string("a@c.cz, b@c.cz"),
          std::string("Jan <a@c.cz>"), long_local + "@c.cz", std::string("a@c.c"),
          std::string("a@192.168.1.1")}) {
        EXPECT_FALSE(is_plausible_email(email)) << email;
    }
}

// --- telephone

TEST(Phone, an_input_looks_like_one) {
    for (const auto phone : {"158", "+420 222 333 444", "(02) 1234-5678", "222 333 444 kl. 12", "222333444 x12", "222 333 444 linka 5",
                             "+44 (0)20 7946 0958 ext. 3", "00420.222.333.444/5"}) {
        EXPECT_TRUE(is_plausible_phone(phone)) << phone;
    }
    for (const auto phone : {"", "12", "volat ráno", "222333444 nebo 555666777", "1234567890123456789012", "12+345", "javascript:1234"}) {
        EXPECT_FALSE(is_plausible_phone(phone)) << phone;
    }
}

struct PhoneCase {
    std::string_view text;
    std::string_view country;
    std::string_view e164;  ///< empty = nothing
};

TEST(Phone, becomes_international) {
    const PhoneCase cases[] = {
        {"251566363", "CZ", "+420251566363"},
        {"251 566 363", "CZ", "+420251566363"},
        {"+420 251 566 363", "CZ", "+420251566363"},
        {"00420 251 566 363", "SK", "+420251566363"},
        {"420251566363", "CZ", "+420251566363"},
        {"(+420) 251-566-363", "CZ", "+420251566363"},
        {"251.566/363", "CZ", "+420251566363"},
        {"+420\u00a0251\u00a0566\u00a0363", "", "+420251566363"},
        {"0903 123 456", "SK", "+421903123456"},
        {"+44 (0)20 7946 0958", "CZ", "+442079460958"},
        {"030 123456", "DE", "+4930123456"},
        {"(503) 555-9831", "US", "+15035559831"},
        {"1-503-555-9831", "US", "+15035559831"},
        {"06 1 234 5678", "HU", "+3612345678"},
        {"+1 503 555 9831", "CZ", "+15035559831"},
        {"+972 3 123 4567", "CZ", "+97231234567"},
        {"25156636", "CZ", ""},
        {"2515663634", "CZ", ""},
        {"+420 251 566 36", "CZ", ""},
        {"251 566 363, 777 111 222", "CZ", ""},
        {"251 566 363 kl. 12", "CZ", ""},
        {"call me", "CZ", ""},
        {"", "CZ", ""},
        {"+0 123 456 789", "CZ", ""},
        {"+12345678901234567", "CZ", ""},
        {"123456789", "JP", ""},
    };
    for (const auto& [text, country, e164] : cases) {
        const auto phone = normalised_phone(text, country);
        EXPECT_EQ(phone.value_or(""), e164) << text;
    }
}

TEST(Phone, is_written_in_groups_of_three_metrics_j) {
    EXPECT_EQ(phone_text("+420251566363"), "+420 251 566 363");
    EXPECT_EQ(phone_text("+421903123456"), "+421 903 123 456");
    EXPECT_EQ(phone_text("+15035559831"), "+1 503 555 9831");
    EXPECT_EQ(phone_text("+442079460958"), "+44 207 946 0958");
    EXPECT_EQ(phone_text("kl. 12"), "kl. 12");
    EXPECT_EQ(phone_text("+"), "+");
}

// --- web addresses

TEST(Url, only_web_mail_and_telephone_are_allowed) {
    for (const auto url : {"https://example.cz", "http://example.cz:8080/a?b=c#d",
                           "HTTPS://EXAMPLE.CZ", "mailto:a@b.cz", "mailto:a@b.cz?subject=x",
                           "tel:+420251566363", "https://příklad.cz/č"}) {
        EXPECT_TRUE(is_allowed_url(url)) << url;
    }
    for (const auto url : {"javascript:alert(1)",
                           "JaVaScRiPt:alert(1)",
                           "data:text/html,x",
                           "file:///etc/passwd",
                           "//example.cz",
                           "example.cz",
                           "https:example.cz",
                           "https://",
                           "https:///path",
                           "ftp://example.cz",
                           "https://user:secret@example.cz",
                           "https://example.cz\\@evil.cz",
                           "java\nscript:alert(1)",
                           " https://example.cz",
                           "https://exa mple.cz",
                           "https://example.cz/\"onclick=",
                           "tel:javascript",
                           "mailto:nobody",
                           "https://example.cz:port/",
                           "",
                           "vbscript:x"}) {
        EXPECT_FALSE(is_allowed_url(url)) << url;
    }
}

TEST(Url, a_bare_host_becomes_a_web_address) {
    EXPECT_EQ(normalised_website("www.firma.cz"), "https://www.firma.cz");
    EXPECT_EQ(normalised_website(" firma.cz/kontakt "), "https://firma.cz/kontakt");
    EXPECT_EQ(normalised_website("http://firma.cz"), "http://firma.cz");
    EXPECT_EQ(normalised_website("firma.cz:8080"), "https://firma.cz:8080");
    for (const auto text : {"firma", "mailto:a@b.cz", "javascript:alert(1)", "www.a.cz, www.b.cz",
                            "#homepage", "", "ftp://a.cz"}) {
        EXPECT_EQ(normalised_website(text), std::nullopt) << text;
    }
}

// --- postal codes

TEST(PostalCode, is_five_digits_shown_as_three_and_two) {
    EXPECT_EQ(normalised_psc("110 00"), "11000");
    EXPECT_EQ(normalised_psc("CZ-110 00"), "11000");
    EXPECT_EQ(normalised_psc("110\u00a000"), "11000");
    EXPECT_EQ(psc_text("11000"), "110 00");
    EXPECT_EQ(psc_text("SW1A 1AA"), "SW1A 1AA");
    for (const auto psc : {"1100", "110000", "01000", "81101", "1100A", ""})
        EXPECT_EQ(normalised_psc(psc), std::nullopt) << psc;
}

// --- all together

std::vector<std::string> codes(const Identifiers& known) {
    std::vector<std::string> found;
    for (const auto& warning : warnings(known)) found.push_back(warning.field + " " + warning.code);
    return found;
}

using Codes = std::vector<std::string>;

TEST(Warnings, a_firm_in_order_has_none) {
    EXPECT_EQ(codes({.reg_no = "25123891",
                     .vat_no = "CZ25123891",
                     .country = "CZ",
                     .email = "info@firma.cz",
                     .phone = "251 566 363",
                     .website = "www.firma.cz",
                     .postal_code = "110 00"}),
              Codes{});
    EXPECT_EQ(codes({}), Codes{});
}

TEST(Warnings, name_every_doubt_at_once) {
    EXPECT_EQ(
        codes({.reg_no = "25123890",
               .vat_no = "CZ123",
               .country = "",
               .email = "info",
               .phone = "12",
               .website = "javascript:x",
               .postal_code = "99"}),
        (Codes{"reg_no ico.checksum", "vat_no dic.format", "email email.format",
               "phone phone.format", "website url.not_allowed", "postal_code postal_code.format"}));
    EXPECT_EQ(codes({.reg_no = "ABC"}), Codes{"reg_no ico.format"});
    EXPECT_EQ(codes({.vat_no = "CZ25123890"}), Codes{"vat_no dic.checksum"});
    EXPECT_EQ(codes({.reg_no = "46505334", .vat_no = "CZ25123891"}), Codes{"vat_no dic.not_ico"});
    EXPECT_EQ(codes({.reg_no = "46505334", .vat_no = "CZ640903926"}), Codes{})
        << "a VAT group has another number";
    EXPECT_EQ(codes({.country = "UK"}), Codes{"country country.unknown"});
}

TEST(Warnings, leave_foreign_numbers_alone) {
    EXPECT_EQ(codes({.reg_no = "HRB 86891",
                     .vat_no = "DE136695976",
                     .country = "DE",
                     .postal_code = "SW1A 1AA"}),
              Codes{});
    EXPECT_EQ(
        codes({.reg_no = "1", .vat_no = "2020202020", .country = "SK", .postal_code = "811 01"}),
        Codes{});
    EXPECT_EQ(codes({.vat_no = "ATU12345678"}), Codes{});
    EXPECT_EQ(codes({.vat_no = "CZ25123890", .country = "SK"}), Codes{"vat_no dic.checksum"})
        << "it says CZ itself";
}

}  // namespace
}  // namespace klicnik::identifiers
