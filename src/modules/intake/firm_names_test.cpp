#include "modules/intake/firm_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

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

/// The textbook's table, whole.
std::size_t slips_between(const std::string& from, const std::string& to) {
    std::vector<std::vector<std::size_t>> table(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
    for (std::size_t i = 0; i <= from.size(); ++i) {
        for (std::size_t j = 0; j <= to.size(); ++j) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[from.size()][to.size()];
}

TEST(FirmNames, slips_are_counted_as_the_textbook_counts_them) {
    std::mt19937 random(7);
    std::size_t forgiven = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string name;
        for (std::size_t i = 0; i < 6 + round % 12U; ++i) name.push_back(static_cast<char>('a' + random() % 3));
        std::string other = name;
        for (int change = 0; change < round % 4; ++change) {
            const std::size_t at = random() % other.size();
            switch (random() % 4) {
                case 0: other[at] = static_cast<char>('a' + random() % 3); break;
                case 1: other.insert(at, 1, 'b'); break;
                case 2: other.erase(at, 1); break;
                default: std::swap(other[at], other[(at + 1) % other.size()]);
            }
        }
        const std::size_t shorter = std::min(name.size(), other.size());
        const std::size_t most = shorter < 6 ? 0 : shorter < 12 ? 1 : 2;
        const bool expected = slips_between(name, other) <= most;
        EXPECT_EQ(may_be_one_firm(name, other), expected) << name << " " << other;
        EXPECT_EQ(may_be_one_firm(other, name), expected) << other << " " << name;
        forgiven += expected;
    }
    EXPECT_GT(forgiven, 5'000U);
    EXPECT_LT(forgiven, 19'000U);
}

TEST(FirmNames, numbers_tell_firms_apart) {
    EXPECT_FALSE(may_be_one_firm("zakaznik 12345", "zakaznik 12346"));
    EXPECT_FALSE(may_be_one_firm("pobocka praha 1", "pobocka praha 10"));
    EXPECT_TRUE(may_be_one_firm("pobocka praha 10", "pobcka praha 10"));
}

}  // namespace
}  // namespace klicnik::intake
