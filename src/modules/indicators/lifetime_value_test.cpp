#include "modules/indicators/lifetime_value.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

constexpr ValueTerms terms_of_the_example = {
    .horizon_weeks = 52, .step_weeks = 4, .margin_share = .4, .yearly_discount_rate = .15};

TEST(LifetimeValue, of_the_first_customer_equals_the_worked_example_metrics_f5) {
    // Parameters as printed in the papers, weeks and mean as in Hardie's sheet.
    const LifetimeValue outcome =
        lifetime_value({.243, 4.414, .793, 2.426}, {2, 30.43, 38.86}, {6.25, 3.74, 15.44},
                       {2, 22.35}, terms_of_the_example);
    EXPECT_NEAR(outcome.purchases, 1.558721, 1e-6);
    EXPECT_NEAR(outcome.amount, 24.663714, 1e-6);
    EXPECT_NEAR(outcome.undiscounted, 15.377538, 1e-6);
    EXPECT_NEAR(outcome.value, 14.344718, 1e-6);
}

TEST(LifetimeValue, one_purchase_a_week_without_discount_is_weeks_times_margin) {
    const auto weekly = [](double weeks) { return weeks; };
    const LifetimeValue outcome =
        lifetime_value(weekly, 200, {.horizon_weeks = 10, .margin_share = .5});
    EXPECT_DOUBLE_EQ(outcome.purchases, 10) << "the last step is shorter";
    EXPECT_DOUBLE_EQ(outcome.undiscounted, 1000);
    EXPECT_DOUBLE_EQ(outcome.value, 1000);
}

TEST(LifetimeValue, what_comes_in_a_year_is_worth_one_part_in_one_and_the_rate) {
    const auto at_the_end = [](double weeks) { return weeks >= 52 ? 1.0 : 0.0; };
    const LifetimeValue outcome = lifetime_value(
        at_the_end, 115, {.horizon_weeks = 104, .step_weeks = 52, .yearly_discount_rate = .15});
    EXPECT_NEAR(outcome.value, 100, 1e-12);
    EXPECT_DOUBLE_EQ(outcome.undiscounted, 115);
}

TEST(LifetimeValue, small_steps_that_do_not_divide_exactly_add_none) {
    int asked = 0;
    const auto counted = [&](double weeks) {
        ++asked;
        return weeks;
    };
    lifetime_value(counted, 1, {.horizon_weeks = .3, .step_weeks = .1});
    EXPECT_EQ(asked, 3);
}

TEST(LifetimeValue, no_horizon_and_no_step_bring_nothing) {
    const auto weekly = [](double weeks) { return weeks; };
    EXPECT_EQ(lifetime_value(weekly, 1, {.horizon_weeks = 0}).value, 0);
    EXPECT_EQ(lifetime_value(weekly, 1, {.step_weeks = 0}).value, 0);
}

struct RetentionCaseValue {
    RetentionCase which;
    double value;
};

TEST(LifetimeValue, the_three_cases_of_constant_retention_equal_note_024_metrics_f5) {
    constexpr RetentionCaseValue cases[] = {{RetentionCase::first_payment_included, 366.67},
                                            {RetentionCase::just_paid, 266.67},
                                            {RetentionCase::paid_at_end, 333.33}};
    for (const auto& [which, value] : cases)
        EXPECT_NEAR(*constant_retention_value(100, .8, .1, which), value, .005);
}

TEST(LifetimeValue, the_cases_of_constant_retention_are_sums_of_payments) {
    double from_now = 0;
    double from_next = 0;
    double at_end = 0;
    for (int period = 0; period < 2000; ++period) {
        const double here = std::pow(.8, period);
        from_now += 100 * here / std::pow(1.1, period);
        from_next += 100 * here * .8 / std::pow(1.1, period + 1);
        at_end += 100 * here / std::pow(1.1, period + 1);
    }
    EXPECT_NEAR(*constant_retention_value(100, .8, .1, RetentionCase::first_payment_included),
                from_now, 1e-9);
    EXPECT_NEAR(*constant_retention_value(100, .8, .1, RetentionCase::just_paid), from_next, 1e-9);
    EXPECT_NEAR(*constant_retention_value(100, .8, .1, RetentionCase::paid_at_end), at_end, 1e-9);
}

TEST(LifetimeValue, a_client_for_ever_without_discount_has_no_finite_value) {
    EXPECT_EQ(constant_retention_value(100, 1, 0, RetentionCase::paid_at_end), std::nullopt);
    EXPECT_EQ(constant_retention_value(100, 1.1, .2, RetentionCase::paid_at_end), std::nullopt);
    EXPECT_EQ(constant_retention_value(100, -.1, .2, RetentionCase::paid_at_end), std::nullopt);
    EXPECT_EQ(constant_retention_value(100, .5, -.1, RetentionCase::paid_at_end), std::nullopt);
    EXPECT_EQ(constant_retention_value(100, 0, .1, RetentionCase::just_paid), 0);
}

}  // namespace
}  // namespace klicnik::indicators
