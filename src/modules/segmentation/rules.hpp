#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "modules/segmentation/model.hpp"

/// Which accounts deserve which care, and why: the priority score (domain I-1, S16, metrics (d)),
/// its explanation, the proposed tier and the portfolio map. Everything is integer arithmetic in
/// basis points (10 000 = 100 points), so that both engines and every machine tell the same number.
namespace klicnik::segmentation::rules {

/// Four criteria of S16: volume 30, potential 25, strategic 25, cost to serve 20 with direction -1.
/// Potential is judged until a workspace records whitespace.
Model default_model();

// --- facts and scores

/// What one criterion knows of one account, for judged criteria and account fields.
struct CriterionFact {
    std::optional<Decimal> value = {};
    /// when judged or confirmed; a judgement without a date is stale
    std::optional<Date> dated_on = {};
};

/// One account as the score sees it. Money is in the base currency over the model's window.
struct AccountFacts {
    std::optional<Decimal> revenue = {};
    std::optional<Decimal> margin = {};
    std::optional<Decimal> cost_to_serve = {};  ///< nothing recorded in the window is 0, not absent
    std::vector<CriterionFact> facts;  ///< by position of the criterion; missing ones are unknown
    /// AC12.2: an existential account is proposed for tier A whatever its score
    bool existential = false;
};

/// Why a line has no value.
enum class ValueReason {
    no_data,              ///< the ledger or the field says nothing
    not_judged,           ///< nobody has judged it
    nobody_to_compare,    ///< a percentile needs a second account
    no_cost_recorded,     ///< no account has any cost to serve, so its absence teaches nothing
    margin_not_positive,  ///< cost without margin: no ratio, but worse than every ratio; the line
                          ///< counts
};

enum class ValueKind { money, ratio, points, number };
ValueKind value_kind(Measure measure);

/// One criterion of the explanation: value → percentile or band → points × weight → contribution.
struct ScoreLine {
    std::optional<Decimal> value = {};
    std::optional<ValueReason> reason;
    std::optional<std::int32_t> percentile_bp;  ///< before the direction is applied
    std::optional<std::int32_t> band;           ///< index into Criterion::bands
    std::optional<std::int32_t>
        points_bp;  ///< 0..10 000, direction applied; absent = the line drops out
    std::int32_t weight = 0;
    std::int32_t contribution_bp = 0;
    bool stale = false;  ///< known, but older than 12 months (AC16.3)

    friend bool operator==(const ScoreLine&, const ScoreLine&) = default;
};

struct Score {
    std::optional<std::int32_t> total_bp;  ///< absent when no weighted criterion is known
    std::optional<std::int32_t>
        low_bp;  ///< the interval of I-1: every judged or stale line may be 15 points off
    std::optional<std::int32_t> high_bp;
    std::int32_t known_weight_bp = 0;  ///< share of the weight that is known
    std::int32_t fresh_weight_bp =
        0;                   ///< share of the weight that is known and not stale: the confidence
    bool incomplete = true;  ///< less than 70 % of the weight is known (metrics (d))
    std::optional<Tier> proposed_tier;
    std::vector<ScoreLine>
        lines;  ///< one per criterion, in order; Σ contribution_bp = total_bp exactly

    friend bool operator==(const Score&, const Score&) = default;
};

/// Scores of all accounts, in the order given. Percentiles compare the accounts given, so pass the
/// whole portfolio.
///
/// total = Σ w·p / Σ w over known lines, rounded half-even once. Contributions are w·p / Σ w
/// rounded down; the missing hundredths go to the largest remainders (ties to the earlier line), so
/// the lines add up to the total exactly (AC16.1). O(criteria × n log n).
std::vector<Score> score_all(const Model& model, std::span<const AccountFacts> accounts,
                             Date as_of);

/// The score of one account after somebody judged it: judged lines are made anew from `account`, the
/// others stay as they are, because what they compare with has not changed.
Score rejudged(const Model& model, Score score, const AccountFacts& account, Date as_of);

/// Share of the *other* known values that are lower, in basis points: SQL's percent_rank(). Equal
/// values share a rank; the greatest has 10 000 when it is alone. Absent stays absent; a single
/// known value has nobody to compare with.
std::vector<std::optional<std::int32_t>> percentile_ranks(
    std::span<const std::optional<Decimal>> values);

/// A at or above the first threshold, then B and C, else D.
Tier proposed_tier(const Model& model, std::int32_t total_bp);

// --- consequences for the portfolio

struct ShareOfA {
    std::size_t accounts = 0;
    std::size_t in_a = 0;
    std::optional<std::int32_t> share_bp;  ///< absent without accounts
    bool warning = false;                  ///< more than Model::max_share_a_bp
};
ShareOfA share_of_a(const Model& model, std::span<const Score> scores);

/// How tiers change (AC14.1, AC16.2). Rows and columns of the matrix are A, B, C, D and, last,
/// none.
struct Comparison {
    static constexpr std::size_t none = 4;
    std::size_t up = 0;
    std::size_t down = 0;
    std::size_t same = 0;                                ///< also from none to none
    std::size_t appeared = 0;                            ///< from none to a tier
    std::size_t vanished = 0;                            ///< from a tier to none
    std::array<std::array<std::size_t, 5>, 5> matrix{};  ///< [from][to]

    std::size_t changed() const { return up + down + appeared + vanished; }
};
/// Both spans describe the same accounts in the same order.
Comparison compare(std::span<const std::optional<Tier>> before,
                   std::span<const std::optional<Tier>> after);

/// McDonald and Woodburn's four fields (metrics (d)).
enum class Quadrant {
    strategic,   ///< attractive, and we are strong there
    star,        ///< attractive, but we are weak
    status,      ///< less attractive, we are strong
    streamline,  ///< neither
};

struct MapPosition {
    std::optional<std::int32_t> x_bp;  ///< our position
    std::optional<std::int32_t> y_bp;  ///< attractiveness of the account
    std::optional<ValueReason> x_reason;
    std::optional<ValueReason> y_reason;
    std::optional<Quadrant> quadrant;  ///< only when both are known; 50 points and more are high
};

/// The axis a criterion speaks for. By code: volume and relationship → position, potential and
/// strategic → attractiveness; others by source: percentiles of money → position, judgements and
/// fields → attractiveness, cost to serve → neither.
enum class Axis { position, attractiveness, neither };
Axis axis_of(const Criterion& criterion);

/// The weighted mean of the points of each axis; unknown lines drop out.
MapPosition map_position(const Model& model, const Score& score);

// --- checks of what people enter (all field errors at once)

/// Codes: required, too_long, invalid, not_unique, out_of_range, mismatch, unknown, overlaps, gap,
/// not_ascending, not_descending, sum_not_positive. `account_fields` are the numeric fields a
/// criterion may name.
Result<> check_model(const Model& model, std::span<const std::string_view> account_fields);

/// A judgement needs a value 0..100, a reason and a day that is not in the future (its author is
/// the actor).
Result<> check_judgement(std::optional<Decimal> value, std::string_view reason,
                         std::optional<Date> judged_on, Date today);

/// Deciding another tier than the proposed one needs a reason and a review day after the decision
/// (AC16.4). An account without a proposal may be decided freely.
Result<> check_tier_decision(std::optional<Tier> proposed, std::optional<Tier> decided,
                             std::string_view reason, Date decided_on,
                             std::optional<Date> review_on);

/// Publishing confirms the number of accounts that change tier; conflict
/// `segmentation_model.changes_differ` when the portfolio has moved since the preview (AC14.1).
Result<> check_confirmation(std::int64_t confirmed, std::size_t actual);

}  // namespace klicnik::segmentation::rules
