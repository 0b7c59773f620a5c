#include "modules/intake/firm_names.hpp"

#include <gtest/gtest.h>

namespace klicnik::intake {
namespace {

TEST(FirmNames, spellings_of_one_legal_form_have_one_key) {
    for (const std::string_view name : {"Kovo, spol. s r. o.", "KOVO s.r.o.", "Kovo s. r. o", "kovo SRO", "Kovo spol. s r.o."}) {
        EXPECT_EQ(firm_key(name), "kovo sro") << name;
    }
    EXPECT_EQ(firm_key("Kovo a.s."), "kovo as");
    EXPECT_EQ(firm_key("Kovo, akciová společnost"), "kovo as");
    EXPECT_EQ(firm_key("Müller GmbH & Co. KG"), "muller gmbh");
    EXPECT_EQ(firm_key("Łódź Sp. z o.o."), "lodz spzoo");
}

TEST(FirmNames, a_name_keeps_what_is_its_own) {
    EXPECT_EQ(firm_core("Kovo, spol. s r. o."), "kovo");
    EXPECT_EQ(firm_core("S.A."), "s a") << "nothing but a legal form";
    EXPECT_EQ(firm_core("AB"), "ab");
    EXPECT_EQ(firm_core("Sas Praha"), "sas praha");
    EXPECT_EQ(firm_core("– . –"), "");
    EXPECT_EQ(firm_key("B&B"), "b b");
}

TEST(FirmNames, a_list_is_taken_apart_at_its_semicolons) {
    EXPECT_EQ(names_in(" Kovo ;; Kovo Brno a.s.;"), (std::vector<std::string_view>{"Kovo", "Kovo Brno a.s."}));
    EXPECT_TRUE(names_in(" ; ").empty());
}

TEST(FirmNames, a_slip_of_the_pen_is_forgiven_in_a_long_name_only) {
    EXPECT_TRUE(may_be_one_firm("kovotechnika", "kovotecnika"));
    EXPECT_TRUE(may_be_one_firm("kovotechnika", "kovotehcnika")) << "swapped";
    EXPECT_TRUE(may_be_one_firm("melechov obaly", "obaly melechov"));
    EXPECT_TRUE(may_be_one_firm("alfa", "alfa"));
    EXPECT_FALSE(may_be_one_firm("alfa", "alba"));
    EXPECT_FALSE(may_be_one_firm("kovona", "kovotex"));
    EXPECT_FALSE(may_be_one_firm("", ""));
}

TEST(FirmNames, numbers_tell_firms_apart) {
    EXPECT_FALSE(may_be_one_firm("zakaznik 12345", "zakaznik 12346"));
    EXPECT_FALSE(may_be_one_firm("pobocka praha 1", "pobocka praha 10"));
    EXPECT_TRUE(may_be_one_firm("pobocka praha 10", "pobcka praha 10"));
}

}  // namespace
}  // namespace klicnik::intake
