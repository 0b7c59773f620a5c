#include "modules/indicators/attention.hpp"

#include <gtest/gtest.h>

namespace klicnik::indicators {
namespace {

TEST(Attention, is_the_share_of_cost_over_the_share_of_margin) {  // AC6.1
    // 30 % of the cost for half of the margin.
    const AttentionBalance balance = attention_balance(30, 100, 500, 1'000);
    EXPECT_EQ(balance.balance_bp, 6'000);
    EXPECT_EQ(balance.verdict, AttentionVerdict::under);
    EXPECT_EQ(attention_balance(0, 100, 500, 1'000).verdict, AttentionVerdict::under) << "nothing at all is too little";
}

TEST(Attention, has_exact_bounds) {
    EXPECT_EQ(attention_balance(35, 100, 500, 1'000).verdict, AttentionVerdict::balanced) << "0.7";
    EXPECT_EQ(attention_balance(75, 100, 500, 1'000).verdict, AttentionVerdict::balanced) << "1.5";
    EXPECT_EQ(attention_balance(750'001, 1'000'000, 500, 1'000).verdict, AttentionVerdict::over) << "a hair above it, though it rounds to 1.5";
    EXPECT_EQ(attention_balance(349'999, 1'000'000, 500, 1'000).verdict, AttentionVerdict::under);
}

TEST(Attention, without_cost_or_margin_has_no_balance) {
    for (const AttentionBalance& balance : {attention_balance(0, 0, 500, 1'000), attention_balance(30, 100, 0, 1'000), attention_balance(30, 100, -5, 1'000),
                                            attention_balance(30, 100, 500, -1'000)}) {
        EXPECT_FALSE(balance.balance_bp);
        EXPECT_FALSE(balance.verdict);
    }
}

TEST(Attention, holds_the_largest_books) {
    const std::int64_t most = 900'000'000'000 * Decimal::one;
    EXPECT_EQ(attention_balance(most / 2, most, most, most).balance_bp, 5'000);
}

TEST(WinAndKeep, compares_the_firms_own_costs) {  // AC4.1
    const WinAndKeep found = win_and_keep(100 * Decimal::one, 5, 60 * Decimal::one, 12);
    EXPECT_EQ(found.cost_to_win, Decimal::from_integer(20));
    EXPECT_EQ(found.cost_to_keep, Decimal::from_integer(5));
    EXPECT_EQ(found.ratio, Decimal::from_integer(4)) << "measured, never the five to seven times of the literature (AC4.2)";
}

TEST(WinAndKeep, needs_five_clients_won_for_the_ratio) {  // AC4.1
    const WinAndKeep found = win_and_keep(100 * Decimal::one, 4, 60 * Decimal::one, 12);
    EXPECT_EQ(found.cost_to_win, Decimal::from_integer(25));
    EXPECT_FALSE(found.ratio);
}

TEST(WinAndKeep, without_a_recorded_cost_says_nothing) {
    const WinAndKeep found = win_and_keep(0, 8, 0, 12);
    EXPECT_FALSE(found.cost_to_win);
    EXPECT_FALSE(found.cost_to_keep);
    EXPECT_FALSE(found.ratio);
    EXPECT_FALSE(win_and_keep(100, 0, 60, 0).cost_to_win) << "nobody was won";
}

}  // namespace
}  // namespace klicnik::indicators
