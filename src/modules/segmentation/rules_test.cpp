#include "modules/segmentation/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "base/enum_names.hpp"

namespace klicnik::segmentation::rules {
namespace {

Decimal decimal(std::string_view text) {
    return *parse_decimal(text);
}

Date day(std::string_view iso) {
    return *parse_date(iso);
}

const Date today = *parse_date("2026-11-23");

AccountFacts facts(std::string_view margin, std::string_view cost, std::string_view potential,
                   std::string_view strategic, std::string_view judged_on = "2026-06-01") {
    AccountFacts account;
    account.margin = decimal(margin);
    account.cost_to_serve = decimal(cost);
    const auto judged = [&](std::string_view value) {
        return value.empty() ? CriterionFact{} : CriterionFact{decimal(value), day(judged_on)};
    };
    account.facts = {{}, judged(potential), judged(strategic), {}};
    return account;
}

Model judged_model(std::vector<std::int32_t> weights) {
    Model model;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        Criterion criterion;
        criterion.code = "criterion_" + std::to_string(i);
        criterion.weight = weights[i];
        model.criteria.push_back(criterion);
    }
    return model;
}

AccountFacts judged(std::vector<std::string_view> values,
                    std::string_view judged_on = "2026-06-01") {
    AccountFacts account;
    for (const auto value : values) {
        account.facts.push_back(value.empty() ? CriterionFact{}
                                              : CriterionFact{decimal(value), day(judged_on)});
    }
    return account;
}

Score score_of(const Model& model, const AccountFacts& account) {
    return score_all(model, std::vector{account}, today).front();
}

// --- percentiles

TEST(SegmentationRules, a_percentile_is_the_share_of_the_other_accounts_that_are_lower) {
    const std::vector<std::optional<Decimal>> values = {decimal("10"), decimal("40"), decimal("20"),
                                                        decimal("30"), decimal("50")};
    const std::vector<std::optional<std::int32_t>> expected = {0, 7500, 2500, 5000, 10000};
    EXPECT_EQ(percentile_ranks(values), expected);
}

TEST(SegmentationRules, equal_values_share_a_percentile_and_unknown_ones_have_none) {
    const std::vector<std::optional<Decimal>> values = {decimal("5"), std::nullopt, decimal("5"),
                                                        decimal("9"), decimal("5")};
    const std::vector<std::optional<std::int32_t>> expected = {0, std::nullopt, 0, 10000, 0};
    EXPECT_EQ(percentile_ranks(values), expected);
}

TEST(SegmentationRules, a_single_account_has_nobody_to_compare_with) {
    EXPECT_EQ(percentile_ranks(std::vector<std::optional<Decimal>>{decimal("5")}).front(),
              std::nullopt);
    const auto line = score_of(default_model(), facts("100", "10", "50", "50")).lines[0];
    EXPECT_EQ(line.reason, ValueReason::nobody_to_compare);
    EXPECT_EQ(line.value, decimal("100"));
    EXPECT_FALSE(line.points_bp);
}

TEST(SegmentationRules, percentiles_do_not_depend_on_the_order_of_accounts) {
    std::mt19937 random(7);
    std::vector<std::optional<Decimal>> values;
    for (int i = 0; i < 500; ++i) {
        if (i % 11 == 0) {
            values.emplace_back();
        } else {
            values.emplace_back(Decimal{static_cast<std::int64_t>(random() % 90)});
        }
    }
    const auto ranks = percentile_ranks(values);
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), random);
    std::vector<std::optional<Decimal>> shuffled;
    for (const std::size_t i : order) shuffled.push_back(values[i]);
    const auto shuffled_ranks = percentile_ranks(shuffled);
    const auto known = std::count_if(values.begin(), values.end(),
                                     [](const auto& value) { return value.has_value(); });
    for (std::size_t i = 0; i < order.size(); ++i) {
        EXPECT_EQ(shuffled_ranks[i], ranks[order[i]]);
        if (!shuffled[i]) continue;
        const auto lower = std::count_if(values.begin(), values.end(), [&](const auto& value) {
            return value && *value < *shuffled[i];
        });
        EXPECT_EQ(*shuffled_ranks[i], divide_half_even(__int128{lower} * 10000, known - 1));
    }
}

// --- the score and its explanation

TEST(SegmentationRules, AC16_1_four_lines_explain_the_score_and_add_up_to_it) {
    // Three accounts; the middle one: margin percentile 50, potential 70, strategic 80, cost ratio
    // 0.2 in the middle → 50.
    const std::vector accounts = {facts("100", "50", "10", "20"), facts("200", "40", "70", "80"),
                                  facts("900", "90", "90", "90")};
    const auto scores = score_all(default_model(), accounts, today);
    const Score& middle = scores[1];
    ASSERT_EQ(middle.lines.size(), 4U);
    EXPECT_EQ(middle.lines[0].value, decimal("200"));
    EXPECT_EQ(middle.lines[0].percentile_bp, 5000);
    EXPECT_EQ(middle.lines[0].contribution_bp, 1500);
    EXPECT_EQ(middle.lines[1].points_bp, 7000);
    EXPECT_EQ(middle.lines[1].contribution_bp, 1750);
    EXPECT_EQ(middle.lines[2].contribution_bp, 2000);
    EXPECT_EQ(middle.lines[3].value, decimal("0.2"));
    EXPECT_EQ(middle.lines[3].percentile_bp, 5000);
    EXPECT_EQ(middle.lines[3].contribution_bp, 1000);
    EXPECT_EQ(middle.total_bp, 6250);
    EXPECT_EQ(middle.proposed_tier, Tier::B);
    EXPECT_FALSE(middle.incomplete);
    EXPECT_EQ(middle.known_weight_bp, 10000);
}

TEST(SegmentationRules, the_costliest_account_to_serve_gets_no_points_for_it_I_1) {
    const std::vector accounts = {facts("100", "50", "0", "0"), facts("200", "40", "0", "0"),
                                  facts("900", "90", "0", "0")};
    const auto scores = score_all(default_model(), accounts, today);
    EXPECT_EQ(scores[0].lines[3].percentile_bp, 10000);
    EXPECT_EQ(scores[0].lines[3].points_bp, 0);
    EXPECT_EQ(scores[2].lines[3].points_bp, 10000);
}

TEST(SegmentationRules, worked_examples_of_metrics_d) {
    // [O] weights 30/25/25/20, scores 8, 6, 7, 4 of ten → 6.45.
    EXPECT_EQ(score_of(judged_model({30, 25, 25, 20}), judged({"80", "60", "70", "40"})).total_bp,
              6450);
    // [P] 10 + 12 + 5 + 5 + 20 + 10 = 62 → class B with A ≥ 80, B ≥ 60.
    Model model = judged_model({10, 20, 10, 10, 30, 20});
    model.threshold_a = 80;
    model.threshold_b = 60;
    const Score score = score_of(model, judged({"100", "60", "50", "50", "66.6667", "50"}));
    EXPECT_EQ(score.total_bp, 6200);
    EXPECT_EQ(score.proposed_tier, Tier::B);
}

TEST(SegmentationRules, a_threshold_belongs_to_the_higher_tier_and_a_hundredth_below_does_not) {
    const Model model = default_model();
    const std::pair<std::int32_t, Tier> cases[] = {
        {10000, Tier::A}, {7000, Tier::A}, {6999, Tier::B}, {5000, Tier::B},
        {4999, Tier::C},  {3000, Tier::C}, {2999, Tier::D}, {0, Tier::D}};
    for (const auto& [total, tier] : cases) EXPECT_EQ(proposed_tier(model, total), tier) << total;
}

TEST(SegmentationRules, contributions_add_up_exactly_for_every_weighting) {
    std::mt19937 random(42);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::int32_t> weights(1 + random() % 8);
        for (auto& weight : weights) weight = static_cast<std::int32_t>(random() % 40);
        Model model = judged_model(weights);
        AccountFacts account;
        for (auto& criterion : model.criteria) {
            criterion.direction = random() % 3 == 0 ? -1 : 1;
            CriterionFact fact;
            if (random() % 4 != 0)
                fact = {Decimal{static_cast<std::int64_t>(random() % 1'000'001)}, today};
            account.facts.push_back(fact);
        }
        const Score score = score_of(model, account);
        std::int32_t sum = 0;
        for (const auto& line : score.lines) {
            sum += line.contribution_bp;
            if (!line.points_bp || line.weight == 0) {
                EXPECT_EQ(line.contribution_bp, 0);
            }
        }
        EXPECT_EQ(sum, score.total_bp.value_or(0));
        if (score.total_bp) {
            EXPECT_LE(*score.low_bp, *score.total_bp);
            EXPECT_GE(*score.high_bp, *score.total_bp);
        }
    }
}

TEST(SegmentationRules, the_largest_remainder_gets_the_missing_hundredth) {
    // Thirds: 33.33 + 33.33 + 33.33 would be 99.99; the earlier line gets the hundredth of equal
    // remainders.
    const Score score = score_of(judged_model({1, 1, 1}), judged({"100", "100", "100"}));
    EXPECT_EQ(score.total_bp, 10000);
    EXPECT_EQ(score.lines[0].contribution_bp, 3334);
    EXPECT_EQ(score.lines[1].contribution_bp, 3333);
    EXPECT_EQ(score.lines[2].contribution_bp, 3333);
}

// --- bands and directions

struct BandCase {
    std::string_view value;
    std::int32_t band;
    std::int32_t points_bp;
};

TEST(SegmentationRules, a_band_holds_its_lower_end_and_the_outer_bands_catch_the_rest) {
    Model model = judged_model({1});
    model.criteria[0].bands = {{decimal("0"), decimal("20"), 10},
                               {decimal("20"), decimal("60.5"), 55},
                               {decimal("60.5"), decimal("90"), 100}};
    const BandCase cases[] = {{"0", 0, 1000},       {"19.9999", 0, 1000}, {"20", 1, 5500},
                              {"60.4999", 1, 5500}, {"60.5", 2, 10000},   {"90", 2, 10000},
                              {"100", 2, 10000},    {"-3", 0, 1000}};
    for (const auto& [value, band, points] : cases) {
        const auto line = score_of(model, judged({value})).lines[0];
        EXPECT_EQ(line.band, band) << value;
        EXPECT_EQ(line.points_bp, points) << value;
    }
    model.criteria[0].direction = -1;
    EXPECT_EQ(score_of(model, judged({"25"})).lines[0].points_bp, 4500);
}

TEST(SegmentationRules, bands_of_a_percentile_are_read_in_points_of_the_percentile) {
    Model model = default_model();
    model.criteria = {model.criteria[0]};
    model.criteria[0].bands = {{decimal("0"), decimal("50"), 10},
                               {decimal("50"), decimal("100"), 90}};
    std::vector<AccountFacts> accounts(3);
    accounts[0].margin = decimal("1");
    accounts[1].margin = decimal("2");
    accounts[2].margin = decimal("3");
    const auto scores = score_all(model, accounts, today);
    EXPECT_EQ(scores[0].total_bp, 1000);
    EXPECT_EQ(scores[1].total_bp, 9000);
    EXPECT_EQ(scores[2].total_bp, 9000);
}

TEST(SegmentationRules, a_ratio_in_bands_needs_nobody_to_compare_with) {
    Model model = default_model();
    model.criteria = {model.criteria[3]};
    model.criteria[0].direction = 1;
    model.criteria[0].bands = {{std::nullopt, decimal("0.25"), 100},
                               {decimal("0.25"), std::nullopt, 0}};
    const auto line = score_of(model, facts("400", "99", "", "")).lines[0];
    EXPECT_EQ(line.value, decimal("0.2475"));
    EXPECT_EQ(line.points_bp, 10000);
    EXPECT_FALSE(line.reason);
}

TEST(SegmentationRules, a_field_of_the_account_counts_by_bands_or_by_percentile) {
    Model model = judged_model({1});
    model.criteria[0].source = CriterionSource::field;
    model.criteria[0].measure = Measure::account_field;
    model.criteria[0].field = "payment_terms_days";
    const std::vector accounts = {judged({"14"}), judged({"30"}), judged({"60"})};
    EXPECT_EQ(score_all(model, accounts, today)[1].total_bp, 5000);
    model.criteria[0].bands = {{std::nullopt, decimal("30"), 100},
                               {decimal("30"), std::nullopt, 40}};
    EXPECT_EQ(score_all(model, accounts, today)[1].total_bp, 4000);
    EXPECT_EQ(score_all(model, accounts, today)[0].total_bp, 10000);
}

// --- what is not known

TEST(SegmentationRules, a_missing_criterion_drops_out_and_the_others_share_its_weight) {
    const Score score = score_of(judged_model({30, 25, 25, 20}), judged({"80", "", "70", "40"}));
    // (30·80 + 25·70 + 20·40) / 75 = 66.00
    EXPECT_EQ(score.total_bp, 6600);
    EXPECT_EQ(score.known_weight_bp, 7500);
    EXPECT_EQ(score.lines[1].reason, ValueReason::not_judged);
    EXPECT_EQ(score.lines[1].contribution_bp, 0);
}

TEST(SegmentationRules, less_than_seventy_percent_of_the_weight_is_incomplete) {
    EXPECT_FALSE(score_of(judged_model({70, 30}), judged({"50", ""})).incomplete);
    EXPECT_TRUE(score_of(judged_model({69, 31}), judged({"50", ""})).incomplete);
    EXPECT_EQ(score_of(judged_model({69, 31}), judged({"50", ""})).total_bp, 5000);
}

TEST(SegmentationRules, nothing_known_is_no_score_and_no_tier_rather_than_zero) {
    const Score score = score_of(judged_model({50, 50}), judged({"", ""}));
    EXPECT_FALSE(score.total_bp);
    EXPECT_FALSE(score.low_bp);
    EXPECT_FALSE(score.proposed_tier);
    EXPECT_TRUE(score.incomplete);
    EXPECT_FALSE(score_of(judged_model({0, 50}), judged({"80", ""})).total_bp)
        << "a weight of zero decides nothing";
}

TEST(SegmentationRules, costs_without_margin_are_worse_than_every_ratio) {
    const std::vector accounts = {facts("100", "99", "", ""), facts("0", "1", "", ""),
                                  facts("-50", "20", "", ""), facts("100", "10", "", ""),
                                  facts("0", "0", "", "")};
    const auto scores = score_all(default_model(), accounts, today);
    EXPECT_EQ(scores[1].lines[3].reason, ValueReason::margin_not_positive);
    EXPECT_EQ(scores[1].lines[3].points_bp, scores[2].lines[3].points_bp);
    EXPECT_LT(*scores[1].lines[3].points_bp, *scores[0].lines[3].points_bp);
    EXPECT_FALSE(scores[1].lines[3].value) << "a ratio over nothing is unknown, never 0";
    EXPECT_EQ(scores[4].lines[3].reason, ValueReason::no_data);
    EXPECT_FALSE(scores[4].lines[3].points_bp);
}

TEST(SegmentationRules, costs_that_nobody_recorded_do_not_make_everybody_cheap) {
    const std::vector accounts = {facts("100", "0", "", ""), facts("50", "0", "", "")};
    const auto scores = score_all(default_model(), accounts, today);
    EXPECT_EQ(scores[0].lines[3].reason, ValueReason::no_cost_recorded);
    EXPECT_EQ(scores[0].total_bp, 10000);
    EXPECT_EQ(scores[1].total_bp, 0);
    EXPECT_TRUE(scores[0].incomplete) << "30 of 100 is known";
}

// --- the interval

TEST(SegmentationRules, AC16_3_every_judged_line_may_be_fifteen_points_off) {
    const std::vector accounts = {facts("100", "50", "10", "20"), facts("200", "40", "70", "80"),
                                  facts("900", "90", "90", "90")};
    const Score middle = score_all(default_model(), accounts, today)[1];
    // 62.50 ± 15 · (25 + 25) / 100
    EXPECT_EQ(middle.low_bp, 5500);
    EXPECT_EQ(middle.high_bp, 7000);
    EXPECT_EQ(middle.fresh_weight_bp, 10000);
}

TEST(SegmentationRules,
     AC16_3_a_judgement_older_than_twelve_months_is_stale_and_lowers_the_confidence) {
    const std::pair<std::string_view, bool> cases[] = {
        {"2025-11-23", false}, {"2025-11-22", true}, {"2026-11-23", false}, {"2020-01-01", true}};
    for (const auto& [judged_on, stale] : cases) {
        const Score score = score_of(judged_model({60, 40}), judged({"50", ""}, judged_on));
        EXPECT_EQ(score.lines[0].stale, stale) << judged_on;
        EXPECT_FALSE(score.lines[1].stale) << "what is unknown is not stale";
        EXPECT_EQ(score.fresh_weight_bp, stale ? 0 : 6000) << judged_on;
        EXPECT_EQ(score.low_bp, 3500);
        EXPECT_EQ(score.high_bp, 6500);
    }
}

TEST(SegmentationRules, a_stale_field_widens_the_interval_and_a_fresh_one_does_not) {
    Model model = judged_model({1});
    model.criteria[0].source = CriterionSource::field;
    model.criteria[0].measure = Measure::account_field;
    model.criteria[0].bands = {{std::nullopt, std::nullopt, 50}};
    EXPECT_EQ(score_of(model, judged({"1"})).low_bp, 5000);
    EXPECT_EQ(score_of(model, judged({"1"}, "2025-01-01")).low_bp, 3500);
}

TEST(SegmentationRules, the_interval_stays_between_zero_and_a_hundred_points) {
    EXPECT_EQ(score_of(judged_model({1}), judged({"95"})).high_bp, 10000);
    EXPECT_EQ(score_of(judged_model({1}), judged({"4"})).low_bp, 0);
}

// --- the portfolio

TEST(SegmentationRules, AC12_2_an_existential_account_is_proposed_for_tier_A) {
    AccountFacts account = judged({"10"});
    account.existential = true;
    EXPECT_EQ(score_of(judged_model({1}), account).proposed_tier, Tier::A);
    EXPECT_EQ(score_of(judged_model({1}), account).total_bp, 1000);
}

TEST(SegmentationRules, more_than_a_fifth_of_accounts_in_tier_A_warns_I_1) {
    const auto portfolio = [](std::size_t in_a, std::size_t all) {
        std::vector<Score> scores(all);
        for (std::size_t i = 0; i < all; ++i)
            scores[i].proposed_tier = i < in_a ? Tier::A : Tier::C;
        return share_of_a(default_model(), scores);
    };
    EXPECT_FALSE(portfolio(2, 10).warning);
    EXPECT_EQ(portfolio(2, 10).share_bp, 2000);
    EXPECT_TRUE(portfolio(3, 10).warning);
    EXPECT_TRUE(portfolio(200'001, 1'000'000).warning)
        << "the warning is exact, though 20.0001 % shows as 20 %";
    EXPECT_EQ(portfolio(0, 0).share_bp, std::nullopt);
    EXPECT_FALSE(portfolio(0, 0).warning);
}

TEST(SegmentationRules, AC14_1_before_and_after_counts_every_account_once) {
    using T = std::optional<Tier>;
    const std::vector<T> before = {Tier::A, Tier::B, Tier::C,     std::nullopt,
                                   Tier::D, Tier::A, std::nullopt};
    const std::vector<T> after = {Tier::B,      Tier::A, Tier::C,     Tier::D,
                                  std::nullopt, Tier::D, std::nullopt};
    const Comparison comparison = compare(before, after);
    EXPECT_EQ(comparison.up, 1U);
    EXPECT_EQ(comparison.down, 2U);
    EXPECT_EQ(comparison.same, 2U);
    EXPECT_EQ(comparison.appeared, 1U);
    EXPECT_EQ(comparison.vanished, 1U);
    EXPECT_EQ(comparison.changed(), 5U);
    EXPECT_EQ(comparison.matrix[0][3], 1U);
    EXPECT_EQ(comparison.matrix[Comparison::none][Comparison::none], 1U);
    std::size_t all = 0;
    for (const auto& row : comparison.matrix) all = std::accumulate(row.begin(), row.end(), all);
    EXPECT_EQ(all, before.size());
}

TEST(SegmentationRules, AC16_2_a_changed_weight_moves_accounts_between_tiers) {
    const std::vector accounts = {judged({"90", "10"}), judged({"10", "90"}), judged({"90", "90"})};
    const auto tiers = [&](const Model& model) {
        std::vector<std::optional<Tier>> proposed;
        for (const auto& score : score_all(model, accounts, today))
            proposed.push_back(score.proposed_tier);
        return proposed;
    };
    const Comparison comparison =
        compare(tiers(judged_model({90, 10})), tiers(judged_model({10, 90})));
    EXPECT_EQ(comparison.up, 1U);
    EXPECT_EQ(comparison.down, 1U);
    EXPECT_EQ(comparison.same, 1U);
}

struct MapCase {
    std::string_view potential;
    std::string_view strategic;
    std::size_t rank;  ///< 0 = the smallest margin of three
    std::int32_t x_bp;
    std::int32_t y_bp;
    Quadrant quadrant;
};

TEST(SegmentationRules, the_portfolio_map_has_the_four_fields_of_metrics_d) {
    const MapCase cases[] = {
        {"80", "60", 2, 10000, 7000, Quadrant::strategic},
        {"80", "60", 0, 0, 7000, Quadrant::star},
        {"20", "40", 2, 10000, 3000, Quadrant::status},
        {"20", "40", 0, 0, 3000, Quadrant::streamline},
        {"50", "50", 1, 5000, 5000, Quadrant::strategic},
        {"49.99", "49.99", 1, 5000, 4999, Quadrant::status},
    };
    for (const auto& item : cases) {
        std::vector<AccountFacts> accounts(3);
        for (std::size_t i = 0; i < 3; ++i)
            accounts[i] = facts(std::to_string(100 * (i + 1)), "0", "1", "1");
        accounts[item.rank].facts[1].value = decimal(item.potential);
        accounts[item.rank].facts[2].value = decimal(item.strategic);
        const auto scores = score_all(default_model(), accounts, today);
        const auto place = map_position(default_model(), scores[item.rank]);
        EXPECT_EQ(place.x_bp, item.x_bp);
        EXPECT_EQ(place.y_bp, item.y_bp);
        EXPECT_EQ(place.quadrant, item.quadrant) << to_text(item.quadrant);
    }
}

TEST(SegmentationRules, an_axis_without_knowledge_is_unknown_with_its_reason) {
    const auto scores = score_all(
        default_model(), std::vector{facts("1", "0", "", ""), facts("2", "0", "", "40")}, today);
    const auto nothing = map_position(default_model(), scores[0]);
    EXPECT_FALSE(nothing.y_bp);
    EXPECT_EQ(nothing.y_reason, ValueReason::not_judged);
    EXPECT_FALSE(nothing.quadrant);
    EXPECT_EQ(map_position(default_model(), scores[1]).y_bp, 4000);
}

TEST(SegmentationRules, the_unit_and_the_axis_follow_from_the_criterion) {
    EXPECT_EQ(value_kind(Measure::margin_percentile), ValueKind::money);
    EXPECT_EQ(value_kind(Measure::revenue_percentile), ValueKind::money);
    EXPECT_EQ(value_kind(Measure::cost_to_serve_ratio), ValueKind::ratio);
    EXPECT_EQ(value_kind(Measure::judgement), ValueKind::points);
    EXPECT_EQ(value_kind(Measure::account_field), ValueKind::number);

    Criterion criterion;
    const std::pair<Measure, Axis> by_measure[] = {{Measure::margin_percentile, Axis::position},
                                                   {Measure::revenue_percentile, Axis::position},
                                                   {Measure::judgement, Axis::attractiveness},
                                                   {Measure::account_field, Axis::attractiveness},
                                                   {Measure::cost_to_serve_ratio, Axis::neither}};
    for (const auto& [measure, axis] : by_measure) {
        criterion.code = "custom";
        criterion.measure = measure;
        EXPECT_EQ(axis_of(criterion), axis) << to_text(measure);
        criterion.code = "relationship";
        EXPECT_EQ(axis_of(criterion), Axis::position);
        criterion.code = "potential";
        EXPECT_EQ(axis_of(criterion), Axis::attractiveness);
    }
}

TEST(SegmentationRules, revenue_may_be_the_volume_instead_of_margin) {
    Model model = default_model();
    model.criteria = {model.criteria[0]};
    model.criteria[0].measure = Measure::revenue_percentile;
    std::vector<AccountFacts> accounts(3);
    accounts[0].revenue = decimal("5");
    accounts[1].revenue = decimal("7");
    const auto scores = score_all(model, accounts, today);
    EXPECT_EQ(scores[0].total_bp, 0);
    EXPECT_EQ(scores[1].total_bp, 10000);
    EXPECT_EQ(scores[2].lines[0].reason, ValueReason::no_data);
}

// --- checks

std::vector<std::string> culprits(const Result<>& outcome) {
    std::vector<std::string> found;
    if (outcome) return found;
    for (const auto& field : outcome.error().fields)
        found.push_back(field.field + " " + field.code);
    return found;
}

using Texts = std::vector<std::string>;

TEST(SegmentationChecks, the_default_model_is_valid_and_spells_the_four_criteria_of_S16) {
    EXPECT_TRUE(check_model(default_model(), {}));
    Texts codes;
    std::int32_t weights = 0;
    for (const auto& criterion : default_model().criteria) {
        codes.push_back(criterion.code);
        weights += criterion.weight;
    }
    EXPECT_EQ(codes, (Texts{"volume", "potential", "strategic", "cost_to_serve"}));
    EXPECT_EQ(weights, 100);
    EXPECT_EQ(to_text(default_model().criteria[3].measure), "cost_to_serve_ratio");
}

TEST(SegmentationChecks, every_culprit_of_a_model_is_named_at_once) {
    Model model = default_model();
    model.criteria[0].weight = -1;
    model.criteria[1].code = "volume";
    model.criteria[2].measure = Measure::margin_percentile;
    model.criteria[3].direction = 0;
    model.threshold_b = 70;
    model.max_share_a_bp = 10'001;
    EXPECT_EQ(culprits(check_model(model, {})),
              (Texts{"criteria[0].weight out_of_range", "criteria[1].code not_unique",
                     "criteria[2].measure mismatch", "criteria[3].direction out_of_range",
                     "threshold_b not_descending", "max_share_a_bp out_of_range"}));
}

TEST(SegmentationChecks, weights_must_not_all_be_zero) {
    EXPECT_EQ(culprits(check_model(judged_model({0, 0}), {})), Texts{"criteria sum_not_positive"});
    EXPECT_TRUE(check_model(judged_model({0, 1}), {}));
    EXPECT_EQ(culprits(check_model(Model{}, {})), Texts{"criteria required"});
}

struct BandsCase {
    std::vector<Band> bands;
    Texts culprits;
};

TEST(SegmentationChecks, bands_are_ordered_without_overlap_and_without_holes) {
    const auto band = [](std::string_view from, std::string_view to, std::int32_t points) {
        return Band{parse_decimal(from), parse_decimal(to), points};
    };
    const BandsCase cases[] = {
        {{band("0", "20", 10), band("20", "100", 90)}, {}},
        {{band("", "20", 10), band("20", "", 90)}, {}},
        {{band("0", "20", 10), band("19", "100", 90)}, {"criteria[0].bands[1].from overlaps"}},
        {{band("0", "20", 10), band("21", "100", 90)}, {"criteria[0].bands[1].from gap"}},
        {{band("20", "20", 10)}, {"criteria[0].bands[0].to not_ascending"}},
        {{band("0", "", 10), band("20", "100", 90)}, {"criteria[0].bands[0].to required"}},
        {{band("0", "20", 10), band("", "100", 90)}, {"criteria[0].bands[1].from required"}},
        {{band("0", "20", 101)}, {"criteria[0].bands[0].points out_of_range"}},
    };
    for (const auto& item : cases) {
        Model model = judged_model({1});
        model.criteria[0].bands = item.bands;
        EXPECT_EQ(culprits(check_model(model, {})), item.culprits);
    }
}

TEST(SegmentationChecks, a_criterion_may_name_only_numeric_fields_of_the_account) {
    Model model = judged_model({1});
    model.criteria[0].source = CriterionSource::field;
    model.criteria[0].measure = Measure::account_field;
    const std::vector<std::string_view> known = {"payment_terms_days"};
    EXPECT_EQ(culprits(check_model(model, known)), Texts{"criteria[0].field required"});
    model.criteria[0].field = "shoe_size";
    EXPECT_EQ(culprits(check_model(model, known)), Texts{"criteria[0].field unknown"});
    model.criteria[0].field = "payment_terms_days";
    EXPECT_TRUE(check_model(model, known));
}

TEST(SegmentationChecks, codes_and_labels_are_short_and_plain) {
    Model model = judged_model({1, 1, 1});
    model.criteria[0].code = "";
    model.criteria[1].code = std::string(41, 'a');
    model.criteria[2].code = "Strategický význam";
    model.criteria[2].label = std::string(101, 'a');
    EXPECT_EQ(culprits(check_model(model, {})),
              (Texts{"criteria[0].code required", "criteria[1].code too_long",
                     "criteria[2].code invalid", "criteria[2].label too_long"}));
    EXPECT_EQ(culprits(check_model(judged_model(std::vector<std::int32_t>(21, 1)), {})),
              Texts{"criteria too_many"});
}

TEST(SegmentationChecks, thresholds_descend) {
    Model model = default_model();
    model.threshold_a = 40;
    model.threshold_c = 50;
    EXPECT_EQ(culprits(check_model(model, {})),
              (Texts{"threshold_b not_descending", "threshold_c not_descending"}));
}

TEST(SegmentationChecks, a_judgement_needs_a_value_a_reason_and_a_day_S16) {
    EXPECT_TRUE(check_judgement(decimal("100"), "won the tender", today, today));
    EXPECT_EQ(culprits(check_judgement(std::nullopt, "  ", std::nullopt, today)),
              (Texts{"value required", "reason required", "judged_on required"}));
    EXPECT_EQ(culprits(check_judgement(decimal("100.0001"), "x", today + 1, today)),
              (Texts{"value out_of_range", "judged_on in_future"}));
}

TEST(SegmentationChecks, AC16_4_another_tier_than_proposed_needs_a_reason_and_a_review_day) {
    EXPECT_TRUE(check_tier_decision(Tier::B, Tier::B, "", today, std::nullopt));
    EXPECT_TRUE(check_tier_decision(std::nullopt, Tier::B, "", today, std::nullopt));
    EXPECT_EQ(culprits(check_tier_decision(Tier::B, Tier::A, "", today, std::nullopt)),
              (Texts{"reason required", "review_on required"}));
    EXPECT_EQ(culprits(check_tier_decision(Tier::B, Tier::A, "a reference client", today, today)),
              Texts{"review_on not_after"});
    EXPECT_TRUE(check_tier_decision(Tier::B, Tier::A, "a reference client", today, today + 180));
}

TEST(SegmentationChecks, AC14_1_publishing_confirms_the_number_of_changes) {
    EXPECT_TRUE(check_confirmation(5, 5));
    const auto refused = check_confirmation(4, 5);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(refused.error().code, "segmentation_model.changes_differ");
    EXPECT_FALSE(check_confirmation(-1, 5));
}

}  // namespace
}  // namespace klicnik::segmentation::rules
