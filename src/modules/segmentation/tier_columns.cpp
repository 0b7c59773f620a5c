#include "modules/segmentation/tier_columns.hpp"

#include <algorithm>

#include "base/in_parts.hpp"

namespace klicnik::segmentation {

namespace {

/// So many clients at a time that what is computed of them stays in the nearest cache. Every step over them is a loop without a
/// branch, which the compiler turns into one over several clients at once.
constexpr std::size_t block = 1024;

/// Whole numbers below 2^53, which doubles hold exactly and divide several times faster than integers of 64 bits do.
struct Sums {
    std::array<double, block> weighted;
    std::array<double, block> weights;  ///< of the criteria that are known
};

void add_criterion(const std::int16_t* points, double weight, std::size_t size, Sums& sums) {
    for (std::size_t i = 0; i < size; ++i) {
        const double known = points[i] >= 0 ? weight : 0;
        sums.weighted[i] += known * points[i];
        sums.weights[i] += known;
    }
}

/// The quotient rounded half-even: guessed by a division, then made exact.
void divide(const Sums& sums, std::size_t size, std::int16_t* total_bp) {
    for (std::size_t i = 0; i < size; ++i) {
        const double weight = sums.weights[i] > 0 ? sums.weights[i] : 1;
        auto down = static_cast<std::int32_t>(sums.weighted[i] / weight);
        double rest = sums.weighted[i] - down * weight;
        const std::int32_t too_far = rest < 0 ? 1 : 0;
        down -= too_far;
        rest += too_far * weight;
        const std::int32_t above = 2 * rest > weight ? 1 : 0;
        const std::int32_t at_half = 2 * rest == weight ? 1 : 0;
        const std::int32_t total = std::min(down + (above | (at_half & down)), 10'000);
        total_bp[i] = static_cast<std::int16_t>(sums.weights[i] > 0 ? total : -1);
    }
}

/// Thresholds in hundredths, as the totals are.
void decide(const TierColumns& columns, std::size_t begin, std::size_t size, const std::array<std::int32_t, 3>& thresholds_bp, const std::int16_t* total_bp,
            TierCode* tiers) {
    const std::uint8_t* const existential = columns.existential.data() + begin;
    const TierCode* const decided = columns.decided.data() + begin;
    const TierCode* const kept = columns.kept.data() + begin;
    const auto [a, b, c] = thresholds_bp;
    for (std::size_t i = 0; i < size; ++i) {
        const std::int32_t total = total_bp[i];
        const TierCode below_b = total >= c ? 2 : 3;
        const TierCode below_a = total >= b ? 1 : below_b;
        const TierCode by_total = total >= a ? 0 : below_a;
        const TierCode by_score = total >= 0 ? by_total : decided[i];
        const TierCode proposed = existential[i] ? 0 : by_score;
        tiers[i] = kept[i] != no_tier ? kept[i] : proposed;
    }
}

void count(const TierCode* tiers, std::size_t size, std::array<std::int64_t, 5>& counts) {
    for (std::size_t tier = 0; tier < counts.size(); ++tier) {
        std::int32_t found = 0;
        for (std::size_t i = 0; i < size; ++i) found += tiers[i] == tier ? 1 : 0;
        counts[tier] += found;
    }
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
    const std::size_t clients = columns.accounts.size();
    Tiers tiers{std::vector<std::int16_t>(clients), std::vector<TierCode>(clients), {}};
    std::array<std::int32_t, 3> thresholds_bp{};
    for (std::size_t i = 0; i < thresholds.size(); ++i) thresholds_bp[i] = thresholds[i] * 100;
    std::array<std::array<std::int64_t, 5>, 2> counts{};
    in_parts(clients, [&](std::size_t part, std::size_t from, std::size_t to) {
        Sums sums;
        for (std::size_t begin = from; begin < to; begin += block) {
            const std::size_t size = std::min(block, to - begin);
            sums.weighted.fill(0);
            sums.weights.fill(0);
            for (std::size_t criterion = 0; criterion < columns.points.size(); ++criterion) {
                add_criterion(columns.points[criterion].data() + begin, weights[criterion], size, sums);
            }
            divide(sums, size, tiers.total_bp.data() + begin);
            decide(columns, begin, size, thresholds_bp, tiers.total_bp.data() + begin, tiers.tier.data() + begin);
            count(tiers.tier.data() + begin, size, counts[part]);
        }
    });
    for (std::size_t tier = 0; tier < counts[0].size(); ++tier) tiers.counts[tier] = counts[0][tier] + counts[1][tier];
    return tiers;
}

}  // namespace klicnik::segmentation
