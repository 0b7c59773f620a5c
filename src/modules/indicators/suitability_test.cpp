#include "modules/indicators/suitability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klicnik::indicators {
namespace {

using accounts::CareModel;
using accounts::Tier;
using ::testing::ElementsAre;
using enum SuitabilityReason;

std::int64_t crowns(std::int64_t amount) { return amount * Decimal::one; }

/// A client of tier B: 48 hours at 600 are 28 800.
SuitabilityFacts client_with(std::int64_t margin, std::int64_t points) {
    SuitabilityFacts facts;
    facts.margin = crowns(margin);
    facts.potential_points = Decimal::from_integer(points);
    facts.tier = Tier::B;
    facts.all_margin = crowns(100'000'000);
    return facts;
}

TEST(Suitability, weighs_what_care_may_bring_against_its_cost) {  // AC39.2, I-26
    SuitabilityFacts facts = client_with(400'000, 50);
    facts.other_cost = crowns(1'200);
    facts.complexity = Decimal{15'000};
    const Suitability found = suitability_of(facts, {});
    EXPECT_EQ(found.uplift, crowns(40'000)) << "400 000 · 5 % + 200 000 · 10 %";
    EXPECT_EQ(found.cost, crowns(30'000)) << "48 · 600 + 1 200";
    EXPECT_EQ(found.break_even_margin, crowns(300'000)) << "300 000 · (5 % + 50 % · 10 %)";
    EXPECT_EQ(found.proposal, CareModel::pooled) << "40 000 < 1.5 · 30 000";
    EXPECT_THAT(found.reasons, ElementsAre(covered));
}

TEST(Suitability, is_dedicated_for_complex_or_large_clients_who_are_worth_it) {
    SuitabilityFacts facts = client_with(432'000, 50);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::pooled) << "43 200 = 1.5 · 28 800, but simple and small";
    EXPECT_THAT(suitability_of(facts, {}).reasons, ElementsAre(worth_it, simple));
    facts.complexity = Decimal{14'999};
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::pooled);
    facts.complexity = Decimal{15'000};
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::dedicated);
    EXPECT_THAT(suitability_of(facts, {}).reasons, ElementsAre(worth_it, is_complex));
    facts.complexity = Decimal::from_integer(1);
    facts.all_margin = crowns(8'640'000);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::pooled) << "5 % exactly is not more";
    facts.all_margin = crowns(8'639'999);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::dedicated);
    facts.margin -= 1;
    facts.all_margin = crowns(1'000'000);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::dedicated) << "half a unit less still rounds to 1.5·K";
    facts.margin -= crowns(1);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::pooled);
}

TEST(Suitability, is_automated_when_care_costs_more_than_it_could_bring) {  // AC39.1
    SuitabilityFacts facts = client_with(31'000, 0);
    facts.tier = Tier::A;
    const Suitability found = suitability_of(facts, {});
    EXPECT_EQ(found.cost, crowns(57'600));
    EXPECT_EQ(found.uplift, crowns(1'550));
    EXPECT_EQ(found.proposal, CareModel::automated);
    EXPECT_THAT(found.reasons, ElementsAre(costs_more));
    EXPECT_EQ(found.break_even_margin, crowns(1'152'000));
    facts.margin = crowns(-31'000);
    EXPECT_EQ(suitability_of(facts, {}).proposal, CareModel::automated);
    facts.margin = 0;
    SuitabilityAssumptions free;
    free.rate = Decimal{};
    EXPECT_EQ(suitability_of(facts, free).proposal, CareModel::automated) << "nothing gained for nothing is no reason for care";
}

TEST(Suitability, says_what_it_does_not_know) {
    SuitabilityFacts facts = client_with(400'000, 0);
    facts.potential_points.reset();
    facts.tier.reset();
    const Suitability found = suitability_of(facts, {});
    EXPECT_EQ(found.uplift, crowns(20'000));
    EXPECT_EQ(found.cost, crowns(1'200)) << "the two hours of D";
    EXPECT_THAT(found.reasons, ElementsAre(worth_it, simple, unknown_potential, without_tier));
}

TEST(Suitability, follows_its_assumptions) {
    SuitabilityAssumptions assumptions;
    assumptions.lift_retention_bp = 0;
    assumptions.win_bp = 0;
    const Suitability found = suitability_of(client_with(400'000, 50), assumptions);
    EXPECT_EQ(found.uplift, 0);
    EXPECT_FALSE(found.break_even_margin) << "no margin is enough when care gains nothing";
    assumptions.lift_retention_bp = 2'000;
    assumptions.rate = Decimal::from_integer(1'000);
    assumptions.hours[1] = Decimal::from_integer(10);
    EXPECT_EQ(suitability_of(client_with(400'000, 50), assumptions).uplift, crowns(80'000));
    EXPECT_EQ(suitability_of(client_with(400'000, 50), assumptions).cost, crowns(10'000));
}

TEST(Suitability, asks_for_complexity_only_where_it_decides) {
    SuitabilityFacts facts = client_with(432'000, 50);
    EXPECT_TRUE(needs_complexity(facts, {}));
    facts.all_margin = crowns(1'000'000);
    EXPECT_FALSE(needs_complexity(facts, {})) << "large anyway";
    EXPECT_FALSE(needs_complexity(client_with(300'000, 50), {}));
}

TEST(Suitability, of_a_mass_segment_is_automation_but_for_the_best) {  // I-26, S39-S40
    EXPECT_TRUE(is_mass_segment(201, crowns(4'799), Decimal::from_integer(600)));
    EXPECT_FALSE(is_mass_segment(200, crowns(4'799), Decimal::from_integer(600)));
    EXPECT_FALSE(is_mass_segment(201, crowns(4'800), Decimal::from_integer(600)));
    SuitabilityFacts facts = client_with(400'000, 50);
    EXPECT_EQ(suitability_of(facts, {}, true).proposal, CareModel::automated);
    EXPECT_THAT(suitability_of(facts, {}, true).reasons, ElementsAre(covered, mass_segment));
    facts.all_margin = crowns(1'000'000);
    facts.margin = crowns(500'000);
    EXPECT_EQ(suitability_of(facts, {}, true).proposal, CareModel::dedicated);
}

TEST(Suitability, frees_the_hours_that_the_proposal_does_not_need) {  // AC39.2
    EXPECT_EQ(freed_by(Tier::A, CareModel::automated, {}), crowns(56'400)) << "(96 − 2) · 600";
    EXPECT_EQ(freed_by(Tier::A, CareModel::pooled, {}), crowns(48'000));
    EXPECT_EQ(freed_by(Tier::A, CareModel::dedicated, {}), 0);
    EXPECT_EQ(freed_by(Tier::D, CareModel::pooled, {}), 0) << "more hours free nothing";
    EXPECT_EQ(freed_by(std::nullopt, CareModel::automated, {}), 0);
    EXPECT_EQ(care_of(Tier::A), CareModel::dedicated);
    EXPECT_EQ(care_of(Tier::C), CareModel::pooled);
}

TEST(Median, is_the_middle_or_between_the_two) {
    std::int64_t odd[] = {9, 1, 5};
    EXPECT_EQ(median_of(odd), 5);
    std::int64_t even[] = {9, 1, 5, -3};
    EXPECT_EQ(median_of(even), 3);
    std::int64_t one[] = {7};
    EXPECT_EQ(median_of(one), 7);
}

}  // namespace
}  // namespace klicnik::indicators
