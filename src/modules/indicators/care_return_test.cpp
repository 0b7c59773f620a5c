#include "modules/indicators/care_return.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace klicnik::indicators {
namespace {

std::int64_t crowns(std::int64_t amount) { return amount * Decimal::one; }

Ends ends_from(std::vector<std::int64_t> start, std::vector<std::int64_t> end) {
    const std::size_t count = start.size();
    return {std::move(start), std::move(end), {}, std::vector<std::uint8_t>(count, 1), std::vector<std::uint8_t>(count)};
}

/// Metrics (h): 40 million at 45 %, retention 94 against 89 %, growth 11 against 7 %, referrals 0.6 million at 50 %, cost 1.6.
CareFacts worked_example() {
    CareFacts facts;
    facts.margin = crowns(40'000'000) / 100 * 45;
    facts.lift = {CareBasis::comparison, 9'400 - 8'900, 1'100 - 700, {}};
    facts.referral = crowns(600'000);
    facts.cost = crowns(1'600'000);
    return facts;
}

TEST(CareReturn, of_the_worked_example_is_twenty_percent) {  // AC43.1
    const CareReturn result = care_return(worked_example());
    EXPECT_EQ(result.retained, crowns(900'000));
    EXPECT_EQ(result.expanded, crowns(720'000));
    EXPECT_EQ(result.referral, crowns(300'000));
    EXPECT_EQ(result.base.benefit, crowns(1'920'000));
    EXPECT_EQ(result.base.net, crowns(320'000));
    EXPECT_EQ(result.base.return_bp, 2'000);
    EXPECT_EQ(result.break_even_bp, 889) << "8.89 percentage points";
    EXPECT_EQ(result.payback_months, Decimal::from_integer(10));
    EXPECT_EQ(result.verdict, CareVerdict::pays);
}

TEST(CareReturn, of_a_small_book_makes_no_sense) {
    CareFacts facts;
    facts.margin = crowns(2'000'000) / 100 * 30;
    facts.cost = crowns(600'000);
    facts.lift = assumed_lift(500, 300);
    const CareReturn result = care_return(facts);
    EXPECT_EQ(result.break_even_bp, 10'000) << "a lift of 100 % would be needed";
    EXPECT_EQ(result.verdict, CareVerdict::no_sense);
    EXPECT_EQ(result.base.benefit, crowns(48'000));
    EXPECT_EQ(result.base.return_bp, -9'200);
}

TEST(CareReturn, by_assumption_has_half_of_it_to_either_side) {  // AC43.1, AC4.2
    CareFacts facts;
    facts.margin = crowns(1'000'000);
    facts.lift = assumed_lift(500, 300);
    facts.cost = crowns(50'000);
    CareReturn result = care_return(facts);
    EXPECT_EQ(result.low.benefit, crowns(40'000));
    EXPECT_EQ(result.base.benefit, crowns(80'000));
    EXPECT_EQ(result.high.benefit, crowns(120'000));
    EXPECT_EQ(result.low.return_bp, -2'000);
    EXPECT_EQ(result.base.return_bp, 6'000);
    EXPECT_EQ(result.high.return_bp, 14'000);
    EXPECT_EQ(result.verdict, CareVerdict::indistinct) << "−10 000 to 70 000";
    facts.cost = crowns(200'000);
    result = care_return(facts);
    EXPECT_EQ(result.high.net, crowns(-80'000));
    EXPECT_EQ(result.verdict, CareVerdict::loses);
    EXPECT_EQ(result.payback_months, Decimal::from_integer(30));
    facts.cost = crowns(39'999);
    EXPECT_EQ(care_return(facts).verdict, CareVerdict::pays);
    facts.cost = crowns(40'000);
    EXPECT_EQ(care_return(facts).verdict, CareVerdict::indistinct) << "an interval that begins at zero contains it";
}

TEST(CareReturn, below_zero_is_told_as_plainly) {  // AC43.2
    CareFacts facts = worked_example();
    facts.lift.retention_bp = -500;
    facts.lift.growth_bp = 0;
    facts.lift.error_bp = Decimal::from_integer(100);
    facts.referral = 0;
    const CareReturn result = care_return(facts);
    EXPECT_EQ(result.retained, crowns(-900'000));
    EXPECT_EQ(result.base.net, crowns(-2'500'000));
    EXPECT_EQ(result.base.return_bp, -15'625);
    EXPECT_EQ(result.high.net, crowns(-2'320'000));
    EXPECT_EQ(result.verdict, CareVerdict::loses);
    EXPECT_FALSE(result.payback_months) << "what brings nothing is never paid back";
}

TEST(CareReturn, without_a_cost_has_no_ratio) {
    CareFacts facts = worked_example();
    facts.cost = 0;
    const CareReturn result = care_return(facts);
    EXPECT_EQ(result.verdict, CareVerdict::no_cost);
    EXPECT_FALSE(result.base.return_bp);
    EXPECT_FALSE(result.break_even_bp);
    EXPECT_FALSE(result.payback_months);
}

TEST(CareReturn, of_a_book_without_margin_makes_no_sense) {
    CareFacts facts;
    facts.margin = crowns(-1'000);
    facts.lift = {CareBasis::comparison, -2'000, -1'000, {}};
    facts.cost = crowns(10);
    const CareReturn result = care_return(facts);
    EXPECT_EQ(result.retained, 0) << "losing clients who cost money is no benefit of care";
    EXPECT_EQ(result.verdict, CareVerdict::no_sense);
    EXPECT_FALSE(result.break_even_bp);
}

TEST(CareReturn, of_half_a_year_is_paid_back_in_months_of_it) {
    CareFacts facts = worked_example();
    facts.months = 6;
    EXPECT_EQ(care_return(facts).payback_months, Decimal::from_integer(5));
}

TEST(CareReturn, holds_the_largest_books) {
    CareFacts facts;
    facts.margin = crowns(900'000'000'000);
    facts.lift = assumed_lift(10'000, 0);
    facts.cost = crowns(1);
    EXPECT_EQ(care_return(facts).high.benefit, crowns(1'350'000'000'000));
}

TEST(CareArm, has_the_error_of_a_ratio_over_clients) {
    // Starts 100, 100, 200; ends 120, 50, 200: retention 350/400, growth 20/400.
    const CareArm arm = care_arm_of(ends_from({100, 100, 200}, {120, 50, 200}), {1, 1, 1});
    EXPECT_EQ(arm.clients, 3);
    EXPECT_EQ(arm.retention_bp, 8'750);
    EXPECT_EQ(arm.expansion_bp, 500);
    // Residuals of min(s, e) − 0.875·s: 12.5, −37.5, 25 → Σ² = 2187.5; √(2187.5 · 3/2) / 400 = 0.143205.
    EXPECT_EQ(arm.retention_error_bp, Decimal{14'320'549});
    // 15, −5, −10 → 350; √525 / 400 = 0.0572822.
    EXPECT_EQ(arm.expansion_error_bp, Decimal{5'728'220});
    // e − 0.925·s: 27.5, −42.5, 15 → 2787.5; √4181.25 / 400 = 0.161656.
    EXPECT_EQ(arm.both_error_bp, Decimal{16'165'646});
}

TEST(CareArm, leaves_out_who_was_not_there_and_whom_a_rate_is_missing_for) {
    Ends ends = ends_from({100, 0, 100, 100}, {100, 500, 0, 100});
    ends.unknown[3] = 1;
    const CareArm arm = care_arm_of(ends, {1, 1, 1, 1});
    EXPECT_EQ(arm.clients, 2);
    EXPECT_EQ(arm.retention_bp, 5'000);
    EXPECT_EQ(arm.expansion_bp, 0);
    EXPECT_FALSE(care_arm_of(ends, {1, 0, 0, 0}).both_error_bp) << "one client has no spread";
    EXPECT_EQ(care_arm_of(ends, {0, 0, 0, 0}).clients, 0);
}

TEST(CareArm, of_credits_beyond_invoices_counts_as_nothing) {
    EXPECT_EQ(care_arm_of(ends_from({100, 100}, {-50, 100}), {1, 1}).retention_bp, 5'000);
}

TEST(CareLift, is_measured_with_eight_clients_to_compare_with) {  // AC43.1
    const CareArm programme{3, 9'400, 1'100, Decimal{}, Decimal{}, Decimal::from_integer(30)};
    CareArm comparison{8, 8'900, 700, Decimal{}, Decimal{}, Decimal::from_integer(40)};
    const auto lift = measured_lift(programme, comparison);
    ASSERT_TRUE(lift);
    EXPECT_EQ(lift->basis, CareBasis::comparison);
    EXPECT_EQ(lift->retention_bp, 500);
    EXPECT_EQ(lift->growth_bp, 400);
    EXPECT_EQ(lift->error_bp, Decimal::from_integer(50)) << "√(30² + 40²)";
    comparison.clients = 7;
    EXPECT_FALSE(measured_lift(programme, comparison));
    comparison.clients = 8;
    EXPECT_FALSE(measured_lift({.clients = 1, .retention_bp = 10'000}, comparison)) << "one client has no interval";
}

TEST(CareBenefit, of_one_client_is_its_change_against_the_others) {
    EXPECT_EQ(care_benefit_of(crowns(1'000), 200, 220, 9'000), crowns(200)) << "110 % against 90 %";
    EXPECT_EQ(care_benefit_of(crowns(1'000), 200, -10, 9'000), crowns(-900)) << "lost";
    EXPECT_EQ(care_benefit_of(crowns(-1'000), 200, 100, 9'000), 0);
    EXPECT_EQ(care_benefit_of(crowns(1'000), assumed_lift(500, 300)), crowns(80));
    EXPECT_EQ(care_benefit_of(crowns(900'000'000), crowns(900'000'000), crowns(900'000'000), 0), crowns(900'000'000));
}

}  // namespace
}  // namespace klicnik::indicators
