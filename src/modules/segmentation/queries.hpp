#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/segmentation/account_judgement.hpp"
#include "modules/segmentation/actions.hpp"
#include "modules/segmentation/scoring.hpp"
#include "modules/segmentation/tier_columns.hpp"

/// What screens ask of segmentation: how a model would change the tiers, and why a client has its score.
namespace klicnik::segmentation {

// --- before and after

struct ChangeCounts {
    std::int64_t up = 0;
    std::int64_t down = 0;  ///< also those who would have no tier any more
    std::int64_t same = 0;
    std::int64_t appeared = 0;  ///< had no tier; sent as "new"
};

struct TierMove {
    std::string from;  ///< A…D or "none"
    std::string to;
    std::int64_t count = 0;
};

struct TierCounts {
    std::int64_t A = 0;
    std::int64_t B = 0;
    std::int64_t C = 0;
    std::int64_t D = 0;
    std::int64_t none = 0;
};

struct ChangedAccount {
    Id<Account> account_id;
    std::string name;
    std::optional<Tier> from;
    std::optional<Tier> to;
    std::optional<std::int32_t> score_before_bp;
    std::optional<std::int32_t> score_bp;
};

struct Preview {
    std::int64_t accounts = 0;
    ChangeCounts changes;
    std::vector<TierMove> matrix;  ///< only moves that happen, unchanged tiers too
    TierCounts tiers;
    std::optional<std::int32_t> share_a_bp;
    bool share_a_warning = false;
    std::vector<ChangedAccount> items;  ///< the first 200 that change, the best score first
    std::int64_t incomplete = 0;        ///< less than 70 % of the weight is known
    std::int64_t existential = 0;       ///< proposed for A because their loss would threaten the firm
    std::optional<Month> as_of;         ///< the end of the books
    bool margin_is_revenue = false;     ///< no direct costs are recorded
    std::vector<ledger::MissingRate> rates_missing;
};

/// How the portfolio would look under a model that need not be stored. Errors: those of rules::check_model.
Result<Preview> preview(const Reader& reader, const SegmentationModel& model);

/// The same of a scoring that has been made.
Preview preview_of(const Reader& reader, const Scoring& scoring);

// --- the explanation of one score

struct ExplainedLine {
    std::string criterion;
    std::optional<std::string> label;  ///< the workspace's own words
    CriterionSource source = CriterionSource::computed;
    std::optional<Decimal> value;
    rules::ValueKind value_kind = rules::ValueKind::number;
    std::optional<std::string> value_reason;
    std::optional<std::int32_t> percentile_bp;
    std::optional<std::int32_t> points_bp;
    std::int32_t weight = 0;
    std::int32_t contribution_bp = 0;
    bool stale = false;
    std::optional<Id<User>> judged_by;
    std::optional<std::string> judged_by_name;
    std::optional<Date> judged_on;
    std::optional<std::string> judgement_reason;
};

struct Override {
    std::optional<Tier> tier;
    std::optional<std::string> reason;
    std::optional<std::string> decided_by_name;
    std::optional<Date> decided_on;
    std::optional<Date> review_on;
};

struct Explanation {
    Id<Account> account_id;
    Date as_of;
    std::int32_t model_version = 0;
    std::optional<std::int32_t> total_bp;
    std::optional<std::int32_t> low_bp;
    std::optional<std::int32_t> high_bp;
    std::optional<Tier> proposed_tier;
    std::optional<Tier> tier;
    bool incomplete = true;
    bool existential = false;
    std::int32_t known_weight_bp = 0;
    std::vector<ExplainedLine> lines;  ///< Σ contribution_bp = total_bp exactly (AC16.1)
    std::optional<Override> manual;    ///< the manual decision that holds; sent as "override"
};

/// The score as it stood on that day, line by line. Errors: not_found account, account_score.
Result<Explanation> explain(const Reader& reader, Id<Account> account, Date as_of);

struct ScoreOnDay {
    Date as_of;
    std::int32_t model_version = 0;
    std::optional<std::int32_t> total_bp;
    std::optional<std::int32_t> low_bp;
    std::optional<std::int32_t> high_bp;
    std::optional<Tier> proposed_tier;
};
struct ScoreHistory {
    std::vector<ScoreOnDay> items;  ///< newest first, at most 500
};
Result<ScoreHistory> score_history(const Reader& reader, Id<Account> account);

// --- accepting

/// The input of accepting proposals; no ids are all clients.
struct Acceptance {
    std::vector<std::string> account_ids;
};

/// What scoring everything did, for the command line and the API.
struct SegmentReport {
    std::int32_t model_version = 0;
    std::string model_name;
    std::int64_t accounts = 0;
    std::int64_t stored = 0;
    std::int64_t decided = 0;
    TierCounts proposed;  ///< tiers by score
    TierCounts tiers;     ///< tiers as decided now
    std::int64_t incomplete = 0;
    std::int64_t existential = 0;
    std::optional<std::int32_t> share_a_bp;
    bool share_a_warning = false;
    std::optional<Month> as_of;
    bool margin_is_revenue = false;
};
SegmentReport report_of(const Reader& reader, const Segmented& done);

// --- what if

/// The published model's points of everybody who takes part, kept until something that they depend on changes.
std::shared_ptr<const TierColumns> tier_columns(const Reader& reader);

/// The load of one person, and what of it some clients make.
struct LoadWithout {
    Id<User> user_id;
    std::string user_name;
    Decimal points;
    Decimal capacity_points;
    Decimal freed;  ///< points that would be free without the clients
};
std::vector<LoadWithout> load_without(const Reader& reader, std::span<const Id<Account>> clients);

/// Names of some accounts, whatever the scope.
std::vector<std::pair<Id<Account>, std::string>> names_of(const Reader& reader, std::span<const Id<Account>> ids);

/// Complexity (I-20) of some accounts as it is on the day, in their order, however many.
std::vector<Decimal> complexity_points(const Reader& reader, std::span<const Uuid> accounts, Date day);

}  // namespace klicnik::segmentation

namespace klicnik {
KLICNIK_SHAPE(segmentation::ChangeCounts);
KLICNIK_SHAPE(segmentation::TierMove);
KLICNIK_SHAPE(segmentation::TierCounts);
KLICNIK_SHAPE(segmentation::ChangedAccount);
KLICNIK_SHAPE(segmentation::Preview);
KLICNIK_SHAPE(segmentation::ExplainedLine);
KLICNIK_SHAPE(segmentation::Override);
KLICNIK_SHAPE(segmentation::Explanation);
KLICNIK_SHAPE(segmentation::ScoreOnDay);
KLICNIK_SHAPE(segmentation::ScoreHistory);
KLICNIK_SHAPE(segmentation::Acceptance);
KLICNIK_SHAPE(segmentation::SegmentReport);
}  // namespace klicnik
