#include "modules/indicators/rfm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

std::vector<int> monetary_scores(const std::vector<std::int64_t>& amounts) {
    std::vector<RfmFigures> customers;
    for (const std::int64_t amount : amounts) customers.push_back({.amount = amount});
    std::vector<int> scores;
    for (const RfmScores& each : rfm_scores(customers)) scores.push_back(each.monetary);
    return scores;
}

TEST(Rfm, each_fifth_of_the_ranks_has_its_score) {
    EXPECT_EQ(monetary_scores({10, 20, 30, 40, 50, 60, 70, 80, 90, 100}),
              (std::vector{1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
    EXPECT_EQ(monetary_scores({1, 2, 3}), (std::vector{2, 4, 5}));
    EXPECT_EQ(monetary_scores({7}), (std::vector{5}));
    EXPECT_TRUE(monetary_scores({}).empty());
}

TEST(Rfm, ties_share_the_score_of_their_first_rank) {
    EXPECT_EQ(monetary_scores({50, 50, 50, 50, 50}), (std::vector{5, 5, 5, 5, 5}));
    EXPECT_EQ(monetary_scores({90, 40, 40, 40, 10}), (std::vector{5, 4, 4, 4, 1}));
}

TEST(Rfm, a_more_recent_purchase_more_purchases_and_more_money_are_better) {
    const std::array<RfmFigures, 2> customers = {RfmFigures{3, 9, 900}, RfmFigures{90, 1, 10}};
    const auto scores = rfm_scores(customers);
    EXPECT_EQ(scores[0], (RfmScores{5, 5, 5}));
    EXPECT_EQ(scores[1], (RfmScores{3, 3, 3}));
}

TEST(Rfm, terciles_of_the_repeaters_have_the_published_sizes_metrics_c) {
    std::vector<CustomerHistory> histories(11'506 + 12'054);
    std::vector<std::int32_t> distinct(11'506);
    std::iota(distinct.begin(), distinct.end(), 1);
    std::ranges::shuffle(distinct, std::mt19937(2));
    for (std::size_t i = 0; i < distinct.size(); ++i) {
        const std::int32_t value = distinct[i];
        histories[2 * i] = {.repeats = static_cast<std::uint32_t>(value),
                            .recency_days = 20'000 - value,
                            .age_days = 20'000,
                            .repeat_amount = std::int64_t{value} * value};
    }
    std::array<std::map<int, int>, 3> sizes;
    for (const RfmScores& scores : repeat_terciles(histories)) {
        ++sizes[0][scores.recency];
        ++sizes[1][scores.frequency];
        ++sizes[2][scores.monetary];
    }
    for (const auto& each : sizes)
        EXPECT_EQ(each, (std::map<int, int>{{0, 12'054}, {1, 3835}, {2, 3835}, {3, 3836}}));
}

TEST(Rfm, figures_of_a_history_are_those_of_its_window) {
    const CustomerHistory history{
        .repeats = 2, .recency_days = 30, .age_days = 100, .repeat_amount = 7, .total_amount = 9};
    const RfmFigures figures = rfm_figures(history);
    EXPECT_EQ(figures.days_since_last, 70);
    EXPECT_EQ(figures.purchases, 3U);
    EXPECT_EQ(figures.amount, 9);
}

struct SegmentCase {
    RfmScores scores;
    RfmSegment segment;
};

TEST(Rfm, the_first_interval_that_matches_names_the_segment_metrics_c) {
    constexpr SegmentCase cases[] = {
        {{5, 5, 5}, RfmSegment::champions},
        {{4, 4, 4}, RfmSegment::champions},
        {{2, 3, 3}, RfmSegment::loyal},
        {{3, 5, 5}, RfmSegment::loyal},
        {{5, 1, 1}, RfmSegment::new_customers},
        {{4, 1, 1}, RfmSegment::new_customers},
        {{3, 1, 1}, RfmSegment::promising},
        {{5, 2, 2}, RfmSegment::potential_loyalists},
        {{3, 1, 3}, RfmSegment::potential_loyalists},
        {{2, 2, 2}, RfmSegment::need_attention},
        {{2, 1, 2}, RfmSegment::about_to_sleep},
        {{1, 2, 5}, RfmSegment::at_risk},
        {{1, 5, 5}, RfmSegment::cannot_lose},
        {{1, 4, 4}, RfmSegment::cannot_lose},
        {{1, 1, 1}, RfmSegment::lost},
    };
    for (const auto& [scores, segment] : cases)
        EXPECT_EQ(rfm_segment(scores), segment)
            << int{scores.recency} << int{scores.frequency} << int{scores.monetary};
}

TEST(Rfm, every_segment_can_be_reached_and_scores_that_no_interval_covers_have_none) {
    std::set<RfmSegment> reached;
    for (std::int8_t recency = 1; recency <= 5; ++recency) {
        for (std::int8_t frequency = 1; frequency <= 5; ++frequency) {
            for (std::int8_t monetary = 1; monetary <= 5; ++monetary) {
                if (const auto segment = rfm_segment({recency, frequency, monetary}))
                    reached.insert(*segment);
            }
        }
    }
    EXPECT_EQ(reached.size(), rfm_segment_rules().size());
    EXPECT_EQ(rfm_segment({5, 1, 5}), std::nullopt);
    EXPECT_EQ(rfm_segment({0, 0, 0}), std::nullopt);
}

TEST(Rfm, the_best_fifth_of_the_cdnow_sample_is_a_fifth_of_it) {
    CDNOW_OR_SKIP(sample);
    std::vector<RfmFigures> customers;
    for (const CustomerHistory& history : sample.histories())
        customers.push_back(rfm_figures(history));
    const auto scores = rfm_scores(customers);
    // Amounts are almost all different: 471.4 customers make a fifth.
    const auto best = std::ranges::count(scores, 5, &RfmScores::monetary);
    EXPECT_GE(best, 472);
    EXPECT_LE(best, 475);
    // Most have bought once; the tie reaches from the best rank of the single buyers to the last.
    const auto lowest = std::ranges::min(scores, {}, &RfmScores::frequency).frequency;
    EXPECT_EQ(lowest, 3);
}

}  // namespace
}  // namespace klicnik::indicators
