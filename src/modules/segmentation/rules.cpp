#include "modules/segmentation/rules.hpp"

#include <algorithm>
#include <utility>

#include "base/ratio.hpp"

namespace klicnik::segmentation::rules {

namespace {

constexpr std::int32_t full_bp = 10'000;
constexpr std::int32_t doubt_bp = 1'500;  // ±15 points, I-1
constexpr std::int32_t stale_months = 12;
constexpr std::int32_t high_bp = 5'000;

/// A value with what comparing it needs; `index` leads back to the account.
template <class Key>
struct Ranked {
    Key key;
    std::uint32_t index;
};

/// cost / margin without dividing: a quotient of integers, or worse than every quotient.
struct CostRatio {
    std::int64_t cost = 0;
    std::int64_t margin = 0;

    bool is_worst() const { return margin <= 0; }
    friend bool operator<(const CostRatio& a, const CostRatio& b) {
        if (a.is_worst() || b.is_worst()) return !a.is_worst() && b.is_worst();
        return static_cast<__int128>(a.cost) * b.margin < static_cast<__int128>(b.cost) * a.margin;
    }
};

template <class Key>
void rank(std::vector<Ranked<Key>>& known, std::vector<std::optional<std::int32_t>>& ranks) {
    if (known.size() < 2) return;
    std::sort(known.begin(), known.end(),
              [](const Ranked<Key>& a, const Ranked<Key>& b) { return a.key < b.key; });
    const auto others = static_cast<std::int64_t>(known.size() - 1);
    std::int32_t shared = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i > 0 && known[i - 1].key < known[i].key) {
            shared = static_cast<std::int32_t>(
                divide_half_even(static_cast<__int128>(i) * full_bp, others));
        }
        ranks[known[i].index] = shared;
    }
}

/// Value, reason and percentile of one criterion for every account.
struct Column {
    std::vector<std::optional<Decimal>> values;
    std::vector<std::optional<ValueReason>> reasons;
    std::vector<std::optional<std::int32_t>> percentiles;
};

void explain_missing_percentiles(Column& column) {
    for (std::size_t i = 0; i < column.values.size(); ++i) {
        if (column.values[i] && !column.percentiles[i])
            column.reasons[i] = ValueReason::nobody_to_compare;
    }
}

Column cost_column(std::span<const AccountFacts> accounts) {
    const std::size_t count = accounts.size();
    Column column{std::vector<std::optional<Decimal>>(count),
                  std::vector<std::optional<ValueReason>>(count, ValueReason::no_data),
                  std::vector<std::optional<std::int32_t>>(count)};
    bool any_cost = false;
    std::vector<Ranked<CostRatio>> known;
    known.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& [cost, margin] = std::pair(accounts[i].cost_to_serve, accounts[i].margin);
        if (!cost || !margin) continue;
        any_cost = any_cost || cost->units > 0;
        if (margin->units <= 0 && cost->units <= 0) continue;  // 0 / 0 says nothing
        if (margin->units > 0) {
            column.values[i] = divide(*cost, *margin);
            column.reasons[i].reset();
        } else {
            column.reasons[i] = ValueReason::margin_not_positive;
        }
        known.push_back({{cost->units, margin->units}, static_cast<std::uint32_t>(i)});
    }
    if (!any_cost) {
        std::fill(column.values.begin(), column.values.end(), std::nullopt);
        std::fill(column.reasons.begin(), column.reasons.end(), ValueReason::no_cost_recorded);
        return column;
    }
    rank(known, column.percentiles);
    explain_missing_percentiles(column);
    return column;
}

Column value_column(const Criterion& criterion, std::size_t position,
                    std::span<const AccountFacts> accounts) {
    const std::size_t count = accounts.size();
    Column column{std::vector<std::optional<Decimal>>(count),
                  std::vector<std::optional<ValueReason>>(count),
                  std::vector<std::optional<std::int32_t>>(count)};
    const bool judged = criterion.measure == Measure::judgement;
    for (std::size_t i = 0; i < count; ++i) {
        const AccountFacts& account = accounts[i];
        if (criterion.measure == Measure::margin_percentile) {
            column.values[i] = account.margin;
        } else if (criterion.measure == Measure::revenue_percentile) {
            column.values[i] = account.revenue;
        } else if (position < account.facts.size()) {
            column.values[i] = account.facts[position].value;
        }
        if (!column.values[i])
            column.reasons[i] = judged ? ValueReason::not_judged : ValueReason::no_data;
    }
    // A field with bands needs no comparison; a judgement never does.
    if (!judged && !(criterion.measure == Measure::account_field && !criterion.bands.empty())) {
        column.percentiles = percentile_ranks(column.values);
        explain_missing_percentiles(column);
    }
    return column;
}

/// The band that holds the value; the first also catches all below it and the last all above it.
std::size_t band_of(const std::vector<Band>& bands, Decimal value) {
    std::size_t found = 0;
    for (std::size_t i = 1; i < bands.size(); ++i) {
        if (bands[i].from && *bands[i].from <= value) found = i;
    }
    return found;
}

/// The number that bands and points are about, in the unit of the measure.
std::optional<Decimal> measured(const Criterion& criterion, const ScoreLine& line) {
    switch (criterion.measure) {
        case Measure::margin_percentile:
        case Measure::revenue_percentile:
            if (!line.percentile_bp) return std::nullopt;
            return Decimal{*line.percentile_bp * (Decimal::one / 100)};
        case Measure::cost_to_serve_ratio:
        case Measure::judgement:
        case Measure::account_field:
            return line.value;
    }
    return std::nullopt;
}

void set_points(const Criterion& criterion, ScoreLine& line) {
    std::optional<std::int32_t> points = line.percentile_bp;
    if (criterion.bands.empty()) {
        if (criterion.measure == Measure::judgement && line.value) {
            const std::int64_t bp = divide_half_even(line.value->units, Decimal::one / 100);
            points = static_cast<std::int32_t>(std::clamp<std::int64_t>(bp, 0, full_bp));
        }
    } else if (line.reason == ValueReason::margin_not_positive) {
        line.band = static_cast<std::int32_t>(criterion.bands.size() - 1);
        points = criterion.bands.back().points * 100;
    } else if (const auto number = measured(criterion, line)) {
        const std::size_t band = band_of(criterion.bands, *number);
        line.band = static_cast<std::int32_t>(band);
        points = criterion.bands[band].points * 100;
        line.reason.reset();  // a ratio in a band needs nobody to compare with
    } else {
        points.reset();
    }
    if (points) line.points_bp = criterion.direction < 0 ? full_bp - *points : *points;
}

bool is_stale(const Criterion& criterion, const std::optional<Date>& dated_on, Date as_of) {
    if (!dated_on) return criterion.source == CriterionSource::judged;
    return add_months(*dated_on, stale_months) < as_of;
}

/// Shares `total` out over the known lines: rounded down, then one hundredth each to the largest
/// remainders.
void share_out(std::vector<ScoreLine>& lines, std::int64_t known_weight, std::int32_t total_bp) {
    std::int32_t left = total_bp;
    std::vector<std::pair<std::int64_t, std::size_t>> remainders;
    remainders.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].points_bp) continue;
        const std::int64_t product = std::int64_t{lines[i].weight} * *lines[i].points_bp;
        lines[i].contribution_bp = static_cast<std::int32_t>(product / known_weight);
        left -= lines[i].contribution_bp;
        remainders.emplace_back(-(product % known_weight), i);
    }
    if (left == 0) return;
    std::sort(remainders.begin(), remainders.end());
    for (std::size_t i = 0; i < remainders.size() && left > 0; ++i, --left) {
        ++lines[remainders[i].second].contribution_bp;
    }
}

void add_up(const Model& model, Score& score) {
    std::int64_t all = 0;
    std::int64_t known = 0;
    std::int64_t fresh = 0;
    std::int64_t doubtful = 0;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < score.lines.size(); ++i) {
        const ScoreLine& line = score.lines[i];
        all += line.weight;
        if (!line.points_bp) continue;
        known += line.weight;
        sum += std::int64_t{line.weight} * *line.points_bp;
        if (!line.stale) fresh += line.weight;
        if (line.stale || model.criteria[i].source == CriterionSource::judged)
            doubtful += line.weight;
    }
    if (all <= 0 || known <= 0) return;
    score.known_weight_bp =
        static_cast<std::int32_t>(divide_half_even(__int128{known} * full_bp, all));
    score.fresh_weight_bp =
        static_cast<std::int32_t>(divide_half_even(__int128{fresh} * full_bp, all));
    score.incomplete = known * 10 < all * 7;
    const auto mean = [known](std::int64_t number) {
        return static_cast<std::int32_t>(
            std::clamp<std::int64_t>(divide_half_even(number, known), 0, full_bp));
    };
    score.total_bp = mean(sum);
    score.low_bp = mean(sum - doubtful * doubt_bp);
    score.high_bp = mean(sum + doubtful * doubt_bp);
    share_out(score.lines, known, *score.total_bp);
}

}  // namespace

Model default_model() {
    Model model;
    model.criteria = {
        {"volume", "", CriterionSource::computed, Measure::margin_percentile, "", 30, 1, {}},
        {"potential", "", CriterionSource::judged, Measure::judgement, "", 25, 1, {}},
        {"strategic", "", CriterionSource::judged, Measure::judgement, "", 25, 1, {}},
        {"cost_to_serve",
         "",
         CriterionSource::computed,
         Measure::cost_to_serve_ratio,
         "",
         20,
         -1,
         {}},
    };
    return model;
}

ValueKind value_kind(Measure measure) {
    switch (measure) {
        case Measure::margin_percentile:
        case Measure::revenue_percentile:
            return ValueKind::money;
        case Measure::cost_to_serve_ratio:
            return ValueKind::ratio;
        case Measure::judgement:
            return ValueKind::points;
        case Measure::account_field:
            return ValueKind::number;
    }
    return ValueKind::number;
}

std::vector<std::optional<std::int32_t>> percentile_ranks(
    std::span<const std::optional<Decimal>> values) {
    std::vector<std::optional<std::int32_t>> ranks(values.size());
    std::vector<Ranked<std::int64_t>> known;
    known.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i]) known.push_back({values[i]->units, static_cast<std::uint32_t>(i)});
    }
    rank(known, ranks);
    return ranks;
}

Tier proposed_tier(const Model& model, std::int32_t total_bp) {
    if (total_bp >= model.threshold_a * 100) return Tier::A;
    if (total_bp >= model.threshold_b * 100) return Tier::B;
    return total_bp >= model.threshold_c * 100 ? Tier::C : Tier::D;
}

std::vector<Score> score_all(const Model& model, std::span<const AccountFacts> accounts,
                             Date as_of) {
    std::vector<Score> scores(accounts.size());
    for (Score& score : scores) score.lines.resize(model.criteria.size());
    for (std::size_t position = 0; position < model.criteria.size(); ++position) {
        const Criterion& criterion = model.criteria[position];
        const Column column = criterion.measure == Measure::cost_to_serve_ratio
                                  ? cost_column(accounts)
                                  : value_column(criterion, position, accounts);
        for (std::size_t i = 0; i < accounts.size(); ++i) {
            ScoreLine& line = scores[i].lines[position];
            line.weight = criterion.weight;
            line.value = column.values[i];
            line.reason = column.reasons[i];
            line.percentile_bp = column.percentiles[i];
            set_points(criterion, line);
            if (line.points_bp && criterion.source != CriterionSource::computed) {
                const auto& facts = accounts[i].facts;
                line.stale = is_stale(
                    criterion, position < facts.size() ? facts[position].dated_on : std::nullopt,
                    as_of);
            }
        }
    }
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        add_up(model, scores[i]);
        if (scores[i].total_bp) scores[i].proposed_tier = proposed_tier(model, *scores[i].total_bp);
        if (accounts[i].existential) scores[i].proposed_tier = Tier::A;
    }
    return scores;
}

Score rejudged(const Model& model, Score score, const AccountFacts& account, Date as_of) {
    score.lines.resize(model.criteria.size());
    for (std::size_t position = 0; position < model.criteria.size(); ++position) {
        const Criterion& criterion = model.criteria[position];
        if (criterion.measure != Measure::judgement) continue;
        const CriterionFact fact =
            position < account.facts.size() ? account.facts[position] : CriterionFact{};
        ScoreLine line;
        line.weight = criterion.weight;
        line.value = fact.value;
        if (!fact.value) line.reason = ValueReason::not_judged;
        set_points(criterion, line);
        line.stale = line.points_bp && is_stale(criterion, fact.dated_on, as_of);
        score.lines[position] = line;
    }
    Score again;
    again.lines = std::move(score.lines);
    for (ScoreLine& line : again.lines) line.contribution_bp = 0;
    add_up(model, again);
    if (again.total_bp) again.proposed_tier = proposed_tier(model, *again.total_bp);
    if (account.existential) again.proposed_tier = Tier::A;
    return again;
}

ShareOfA share_of_a(const Model& model, std::span<const Score> scores) {
    ShareOfA share;
    share.accounts = scores.size();
    for (const Score& score : scores) share.in_a += score.proposed_tier == Tier::A;
    if (const auto bp =
            ratio_bp(static_cast<__int128>(share.in_a), static_cast<__int128>(share.accounts))) {
        share.share_bp = static_cast<std::int32_t>(*bp);
    }
    share.warning = static_cast<__int128>(share.in_a) * full_bp >
                    static_cast<__int128>(share.accounts) * model.max_share_a_bp;
    return share;
}

Comparison compare(std::span<const std::optional<Tier>> before,
                   std::span<const std::optional<Tier>> after) {
    Comparison comparison;
    const auto row = [](const std::optional<Tier>& tier) {
        return tier ? static_cast<std::size_t>(*tier) : Comparison::none;
    };
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        const std::size_t from = row(before[i]);
        const std::size_t to = row(after[i]);
        ++comparison.matrix[from][to];
        if (from == to) {
            ++comparison.same;
        } else if (from == Comparison::none) {
            ++comparison.appeared;
        } else if (to == Comparison::none) {
            ++comparison.vanished;
        } else {
            ++(to < from ? comparison.up : comparison.down);
        }
    }
    return comparison;
}

Axis axis_of(const Criterion& criterion) {
    if (criterion.code == "volume" || criterion.code == "relationship") return Axis::position;
    if (criterion.code == "potential" || criterion.code == "strategic") return Axis::attractiveness;
    switch (criterion.measure) {
        case Measure::margin_percentile:
        case Measure::revenue_percentile:
            return Axis::position;
        case Measure::judgement:
        case Measure::account_field:
            return Axis::attractiveness;
        case Measure::cost_to_serve_ratio:
            return Axis::neither;
    }
    return Axis::neither;
}

MapPosition map_position(const Model& model, const Score& score) {
    struct Mean {
        std::int64_t sum = 0;
        std::int64_t weight = 0;
        std::optional<ValueReason> reason = {};
    };
    Mean means[2];
    for (std::size_t i = 0; i < std::min(model.criteria.size(), score.lines.size()); ++i) {
        const Axis axis = axis_of(model.criteria[i]);
        if (axis == Axis::neither) continue;
        Mean& mean = means[axis == Axis::position ? 0 : 1];
        const ScoreLine& line = score.lines[i];
        if (line.points_bp) {
            mean.sum += std::int64_t{line.weight} * *line.points_bp;
            mean.weight += line.weight;
        } else if (!mean.reason) {
            mean.reason = line.reason;
        }
    }
    MapPosition place;
    const auto settle = [](const Mean& mean, std::optional<std::int32_t>& bp,
                           std::optional<ValueReason>& reason) {
        if (mean.weight > 0) {
            bp = static_cast<std::int32_t>(divide_half_even(mean.sum, mean.weight));
        } else {
            reason = mean.reason.value_or(ValueReason::no_data);
        }
    };
    settle(means[0], place.x_bp, place.x_reason);
    settle(means[1], place.y_bp, place.y_reason);
    if (place.x_bp && place.y_bp) {
        const bool strong = *place.x_bp >= high_bp;
        if (*place.y_bp >= high_bp) {
            place.quadrant = strong ? Quadrant::strategic : Quadrant::star;
        } else {
            place.quadrant = strong ? Quadrant::status : Quadrant::streamline;
        }
    }
    return place;
}

}  // namespace klicnik::segmentation::rules
