#include "modules/segmentation/tier_columns.hpp"

#include <algorithm>

#include "base/in_parts.hpp"

namespace klicnik::segmentation {

namespace {

/// sum / weight rounded half-even; both not negative and below 2^53. The quotient is guessed by doubles, which divide several
/// times faster than integers of 64 bits, and then made exact.
std::int64_t half_even(std::int64_t sum, std::int64_t weight) {
    auto down = static_cast<std::int64_t>(static_cast<double>(sum) / static_cast<double>(weight));
    std::int64_t rest = sum - down * weight;
    if (rest < 0) {
        --down;
        rest += weight;
    }
    const std::int64_t twice = 2 * rest;
    return down + (twice > weight || (twice == weight && down % 2 != 0) ? 1 : 0);
}

TierCode tier_of(std::int64_t total_bp, const std::array<std::int32_t, 3>& thresholds) {
    for (TierCode tier = 0; tier < 3; ++tier) {
        if (total_bp >= std::int64_t{thresholds[tier]} * 100) return tier;
    }
    return 3;
}

}  // namespace

TierColumns columns_of(const Model& model, std::span<const Uuid> accounts, std::span<const rules::Score> scores,
                       std::span<const rules::AccountFacts> facts) {
    TierColumns columns;
    columns.accounts.assign(accounts.begin(), accounts.end());
    columns.thresholds = {model.threshold_a, model.threshold_b, model.threshold_c};
    for (const Criterion& criterion : model.criteria) {
        columns.criteria.push_back(criterion.code);
        columns.weights.push_back(criterion.weight);
    }
    columns.points.assign(model.criteria.size(), std::vector<std::int16_t>(scores.size(), -1));
    columns.existential.resize(scores.size());
    columns.decided.assign(scores.size(), no_tier);
    columns.kept.assign(scores.size(), no_tier);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        columns.existential[i] = facts[i].existential;
        for (std::size_t criterion = 0; criterion < scores[i].lines.size(); ++criterion) {
            if (const auto& points = scores[i].lines[criterion].points_bp) columns.points[criterion][i] = static_cast<std::int16_t>(*points);
        }
    }
    return columns;
}

Tiers retier(const TierColumns& columns, std::span<const std::int32_t> weights, const std::array<std::int32_t, 3>& thresholds) {
    const std::size_t count = columns.accounts.size();
    Tiers tiers{std::vector<std::int16_t>(count), std::vector<TierCode>(count), {}};
    std::array<std::array<std::int64_t, 5>, 2> counts{};
    in_parts(count, [&](std::size_t part, std::size_t from, std::size_t to) {
        constexpr std::size_t block = 1024;  // the sums of a block stay in the nearest cache
        std::array<std::int64_t, block> sum;
        std::array<std::int64_t, block> known;
        for (std::size_t begin = from; begin < to; begin += block) {
            const std::size_t size = std::min(block, to - begin);
            sum.fill(0);
            known.fill(0);
            for (std::size_t criterion = 0; criterion < columns.points.size(); ++criterion) {
                const std::int64_t weight = weights[criterion];
                const std::int16_t* const points = columns.points[criterion].data() + begin;
                for (std::size_t i = 0; i < size; ++i) {
                    const bool is_known = points[i] >= 0;
                    sum[i] += is_known ? weight * points[i] : 0;
                    known[i] += is_known ? weight : 0;
                }
            }
            for (std::size_t i = 0; i < size; ++i) {
                const std::size_t at = begin + i;
                const std::int64_t total = known[i] > 0 ? std::min<std::int64_t>(half_even(sum[i], known[i]), 10'000) : -1;
                tiers.total_bp[at] = static_cast<std::int16_t>(total);
                TierCode tier = columns.decided[at];
                if (columns.kept[at] != no_tier) tier = columns.kept[at];
                else if (columns.existential[at]) tier = 0;
                else if (total >= 0) tier = tier_of(total, thresholds);
                tiers.tier[at] = tier;
                ++counts[part][tier];
            }
        }
    });
    for (std::size_t tier = 0; tier < counts[0].size(); ++tier) tiers.counts[tier] = counts[0][tier] + counts[1][tier];
    return tiers;
}

}  // namespace klicnik::segmentation
