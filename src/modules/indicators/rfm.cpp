#include "modules/indicators/rfm.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace klicnik::indicators {

namespace {

/// Ranks `order` from the best to the worst and cuts it into groups whose sizes differ by one at
/// most, larger ones first: 11 506 in three are 3 836, 3 835 and 3 835. Equal values form a block
/// that gets the score of its first rank, whatever their order. The best group has the score
/// `groups`.
template <class Value, class Give>
void score_by_rank(std::vector<std::uint32_t>& order, std::int64_t groups, Value value, Give give) {
    std::ranges::sort(order, std::ranges::greater(), value);
    const auto count = static_cast<std::int64_t>(order.size());
    for (std::size_t i = 0; i < order.size();) {
        const auto group = static_cast<std::int64_t>(i) * groups / count;
        const auto best = value(order[i]);
        for (; i < order.size() && value(order[i]) == best; ++i)
            give(order[i], static_cast<std::int8_t>(groups - group));
    }
}

bool is_within(std::int8_t score, std::int8_t lowest, std::int8_t highest) {
    return score >= lowest && score <= highest;
}

// Recency, frequency, monetary: the lowest and the highest scores.
constexpr RfmSegmentRule segment_rules[] = {
    {RfmSegment::champions, {4, 4, 4}, {5, 5, 5}},
    {RfmSegment::loyal, {2, 3, 3}, {5, 5, 5}},
    {RfmSegment::new_customers, {4, 1, 1}, {5, 1, 1}},
    {RfmSegment::promising, {3, 1, 1}, {4, 1, 1}},
    {RfmSegment::potential_loyalists, {3, 1, 1}, {5, 3, 3}},
    {RfmSegment::need_attention, {2, 2, 2}, {3, 3, 3}},
    {RfmSegment::about_to_sleep, {2, 1, 1}, {3, 2, 2}},
    {RfmSegment::cannot_lose, {1, 4, 4}, {1, 5, 5}},
    {RfmSegment::at_risk, {1, 2, 2}, {2, 5, 5}},
    {RfmSegment::lost, {1, 1, 1}, {2, 2, 2}},
};

}  // namespace

RfmFigures rfm_figures(const CustomerHistory& history) {
    return {history.age_days - history.recency_days, history.repeats + 1, history.total_amount};
}

std::vector<RfmScores> rfm_scores(std::span<const RfmFigures> customers) {
    constexpr std::int64_t quintiles = 5;
    std::vector<RfmScores> scores(customers.size());
    std::vector<std::uint32_t> order(customers.size());
    std::iota(order.begin(), order.end(), 0U);
    score_by_rank(
        order, quintiles,
        [&](std::uint32_t i) { return -std::int64_t{customers[i].days_since_last}; },
        [&](std::uint32_t i, std::int8_t score) { scores[i].recency = score; });
    score_by_rank(
        order, quintiles, [&](std::uint32_t i) { return customers[i].purchases; },
        [&](std::uint32_t i, std::int8_t score) { scores[i].frequency = score; });
    score_by_rank(
        order, quintiles, [&](std::uint32_t i) { return customers[i].amount; },
        [&](std::uint32_t i, std::int8_t score) { scores[i].monetary = score; });
    return scores;
}

std::vector<RfmScores> repeat_terciles(std::span<const CustomerHistory> histories) {
    constexpr std::int64_t terciles = 3;
    std::vector<RfmScores> scores(histories.size());
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < histories.size(); ++i) {
        if (histories[i].repeats > 0) order.push_back(i);
    }
    score_by_rank(
        order, terciles,
        [&](std::uint32_t i) { return histories[i].recency_days - histories[i].age_days; },
        [&](std::uint32_t i, std::int8_t score) { scores[i].recency = score; });
    score_by_rank(
        order, terciles, [&](std::uint32_t i) { return histories[i].repeats; },
        [&](std::uint32_t i, std::int8_t score) { scores[i].frequency = score; });
    score_by_rank(
        order, terciles,
        [&](std::uint32_t i) { return histories[i].mean_repeat_amount().value_or(0); },
        [&](std::uint32_t i, std::int8_t score) { scores[i].monetary = score; });
    return scores;
}

std::span<const RfmSegmentRule> rfm_segment_rules() {
    return segment_rules;
}

std::optional<RfmSegment> rfm_segment(const RfmScores& scores) {
    for (const auto& [segment, lowest, highest] : segment_rules) {
        if (is_within(scores.recency, lowest.recency, highest.recency) &&
            is_within(scores.frequency, lowest.frequency, highest.frequency) &&
            is_within(scores.monetary, lowest.monetary, highest.monetary)) {
            return segment;
        }
    }
    return std::nullopt;
}

}  // namespace klicnik::indicators
