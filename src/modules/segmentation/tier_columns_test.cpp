#include "modules/segmentation/tier_columns.hpp"

#include <gtest/gtest.h>

#include <random>

namespace klicnik::segmentation {
namespace {

/// Clients with random facts; some unknown.
std::vector<rules::AccountFacts> random_facts(std::mt19937_64& random, std::size_t count) {
    std::vector<rules::AccountFacts> facts(count);
    for (rules::AccountFacts& one : facts) {
        const auto some = [&](std::int64_t most) -> std::optional<Decimal> {
            if (random() % 5 == 0) return std::nullopt;
            return Decimal{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)) * 100};
        };
        one.revenue = one.margin = some(1'000'000);
        one.cost_to_serve = some(100'000);
        one.facts.resize(4);
        one.facts[1] = {some(10'000), Date{20'000}};
        one.facts[2] = {some(10'000), Date{20'000}};
        one.existential = random() % 40 == 0;
    }
    return facts;
}

TEST(TierColumns, give_the_totals_and_tiers_of_the_rules_for_any_weights_and_thresholds) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 50; ++round) {
        const auto facts = random_facts(random, 1 + random() % 300);
        std::vector<Uuid> ids(facts.size());
        Model model = rules::default_model();
        const TierColumns columns = columns_of(model, ids, rules::score_all(model, facts, Date{20'100}), facts);
        for (Criterion& criterion : model.criteria) criterion.weight = static_cast<std::int32_t>(random() % (round % 3 == 0 ? 1'000'000 : 100));
        model.threshold_a = 50 + static_cast<std::int32_t>(random() % 50);
        model.threshold_b = 25 + static_cast<std::int32_t>(random() % 25);
        std::vector<std::int32_t> weights;
        for (const Criterion& criterion : model.criteria) weights.push_back(criterion.weight);
        const Tiers found = retier(columns, weights, {model.threshold_a, model.threshold_b, model.threshold_c});
        const auto expected = rules::score_all(model, facts, Date{20'100});
        std::int64_t counted = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            ASSERT_EQ(found.total_bp[i], expected[i].total_bp.value_or(-1)) << "client " << i << " of round " << round;
            ASSERT_EQ(found.tier[i], expected[i].proposed_tier ? static_cast<TierCode>(*expected[i].proposed_tier) : no_tier);
        }
        for (const std::int64_t count : found.counts) counted += count;
        ASSERT_EQ(counted, static_cast<std::int64_t>(expected.size()));
    }
}

TEST(TierColumns, a_manual_decision_stays_whatever_the_weights) {
    Model model = rules::default_model();
    std::vector<rules::AccountFacts> facts(2);
    TierColumns columns = columns_of(model, std::vector<Uuid>(2), rules::score_all(model, facts, Date{20'000}), facts);
    columns.decided = {1, 2};
    columns.kept = {0, no_tier};
    const Tiers found = retier(columns, columns.weights, columns.thresholds);
    EXPECT_EQ(found.tier[0], 0) << "kept";
    EXPECT_EQ(found.tier[1], 2) << "nothing is known, so the decided tier stays";
}

}  // namespace
}  // namespace klicnik::segmentation
