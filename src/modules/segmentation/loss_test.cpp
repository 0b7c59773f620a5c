#include "modules/segmentation/loss.hpp"

#include <gtest/gtest.h>

namespace klicnik::segmentation {
namespace {

const Month december = *parse_month("2026-12");

LossInput steady(std::int64_t all, std::int64_t leaving, std::optional<std::int64_t> fixed,
                 std::optional<std::int64_t> reserve) {
    return {std::vector<std::int64_t>(6, all), std::vector<std::int64_t>(6, leaving), fixed,
            reserve, december};
}

struct LossCase {
    std::int64_t all, leaving, fixed, reserve;
    std::optional<std::int32_t> months;
    bool no_threat;
    bool existential;
};

TEST(Loss, counts_the_months_until_the_reserve_is_gone_I_3) {
    const LossCase cases[] = {
        {1000, 600, 700, 1000, 4, false, true},   // -300 a month: 700, 400, 100, -200
        {1000, 600, 700, 1499, 5, false, true},   // the fifth month ends at -1
        {1000, 600, 700, 1500, 6, false, false},  // the fifth month ends at exactly 0: not below
        {1000, 600, 700, 300 * 23, std::nullopt, true, false},  // the 24th month: no threat
        {1000, 600, 700, 300 * 23 - 1, 23, false, false},
        {1000, 300, 700, 0, std::nullopt, true, false},  // breaks even without them
        {1000, 100, 700, 0, std::nullopt, true, false},
        {1000, 600, 700, 0, 1, false, true},
        {500, 100, 700, 1000, 4, false, true},  // losing already: -300 a month
    };
    for (const auto& item : cases) {
        const Loss loss = simulate_loss(steady(item.all, item.leaving, item.fixed, item.reserve));
        EXPECT_EQ(loss.months_until_loss, item.months) << item.reserve;
        EXPECT_EQ(loss.no_threat, item.no_threat) << item.reserve;
        EXPECT_EQ(loss.is_existential(), item.existential) << item.reserve;
        EXPECT_EQ(loss.timeline.size(), 24U);
    }
}

TEST(Loss, the_example_of_metrics_c_lasts_ten_months) {
    // Margin 40 % of 6, 1.5, 1, 0.9 and 0.6 M a year; profit 1.2 M, so fixed costs 2.8 M; cash 1 M.
    // Amounts × 12.
    const Loss loss = simulate_loss(steady(4'000'000, 2'400'000, 2'800'000, 12'000'000));
    EXPECT_EQ(loss.runway_months, Decimal::from_integer(10));
    EXPECT_EQ(loss.months_until_loss, 11)
        << "the tenth month ends with exactly nothing, the eleventh below";
    EXPECT_EQ(loss.timeline[9].reserve_after, 0);
    EXPECT_EQ(loss.monthly_margin_after, 1'600'000);
}

TEST(Loss, the_timeline_compares_both_futures_month_by_month) {
    const Loss loss = simulate_loss(steady(1000, 600, 700, 1000));
    EXPECT_EQ(loss.timeline[0], (LossMonth{december, 1300, 700}));
    EXPECT_EQ(loss.timeline[1], (LossMonth{december + 1, 1600, 400}));
    EXPECT_EQ(to_text(loss.timeline[23].month), "2028-11");
}

TEST(Loss, the_run_rate_is_the_exact_mean_of_the_last_six_months) {
    LossInput input;
    input.margin_of_all = {999'999, 0, 0, 0, 0, 0, 100};  // the first is too old
    input.margin_of_leaving = {5, 0, 0, 0, 0, 0, 0};
    input.fixed_monthly_costs = 17;
    input.cash_reserve = 1;
    input.first_month = december;
    const Loss loss = simulate_loss(input);
    EXPECT_EQ(loss.monthly_margin_before, 17) << "100 / 6 = 16.67 for showing";
    // Exactly -1/3 a month: 1 - 4/3 < 0 in the fourth, which the rounded 17 - 17 = 0 would never
    // reach.
    EXPECT_EQ(loss.months_until_loss, 4);
}

TEST(Loss, a_short_history_averages_the_months_there_are) {
    LossInput input = steady(0, 0, 100, 1000);
    input.margin_of_all = {300, 500};
    input.margin_of_leaving = {200, 400};
    const Loss loss = simulate_loss(input);
    EXPECT_EQ(loss.monthly_margin_before, 400);
    EXPECT_EQ(loss.monthly_margin_after, 100);
    EXPECT_TRUE(loss.no_threat);
}

TEST(Loss, what_is_missing_is_named_and_nothing_is_guessed) {
    EXPECT_EQ(simulate_loss({}).reason, LossReason::no_history);
    const Loss without_costs = simulate_loss(steady(1000, 600, std::nullopt, 1000));
    EXPECT_EQ(without_costs.reason, LossReason::fixed_costs_missing);
    EXPECT_EQ(without_costs.monthly_margin_after, 400);
    EXPECT_FALSE(without_costs.no_threat);
    EXPECT_FALSE(without_costs.months_until_loss);
    EXPECT_EQ(simulate_loss(steady(1000, 600, 700, std::nullopt)).reason,
              LossReason::cash_reserve_missing);
}

}  // namespace
}  // namespace klicnik::segmentation
