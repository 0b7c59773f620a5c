#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"

/// The fields of what segmentation answers, so that the API describes itself.
namespace klicnik {

namespace {

/// A member whose name in the API is a word of C++.
constexpr Field renamed_field(Field made, std::string_view name) {
    made.name = name;
    return made;
}

}  // namespace

using segmentation::Acceptance;
using segmentation::ChangeCounts;
using segmentation::ChangedAccount;
using segmentation::ExplainedLine;
using segmentation::Explanation;
using segmentation::Override;
using segmentation::Preview;
using segmentation::ScoreHistory;
using segmentation::ScoreOnDay;
using segmentation::SegmentReport;
using segmentation::TierCounts;
using segmentation::TierMove;

static constexpr Field change_counts_fields[] = {
    field<&ChangeCounts::up>(),
    field<&ChangeCounts::down>(),
    field<&ChangeCounts::same>(),
    renamed_field(field<&ChangeCounts::appeared>(), "new"),
};
KLICNIK_DEFINE_SHAPE(ChangeCounts, "change_counts", change_counts_fields);

static constexpr Field tier_move_fields[] = {field<&TierMove::from>(), field<&TierMove::to>(), field<&TierMove::count>()};
KLICNIK_DEFINE_SHAPE(TierMove, "tier_move", tier_move_fields);

static constexpr Field tier_counts_fields[] = {
    field<&TierCounts::A>(), field<&TierCounts::B>(), field<&TierCounts::C>(), field<&TierCounts::D>(), field<&TierCounts::none>(),
};
KLICNIK_DEFINE_SHAPE(TierCounts, "tier_counts", tier_counts_fields);

static constexpr Field changed_account_fields[] = {
    field<&ChangedAccount::account_id>(), field<&ChangedAccount::name>(),           field<&ChangedAccount::from>(),
    field<&ChangedAccount::to>(),         field<&ChangedAccount::score_before_bp>(), field<&ChangedAccount::score_bp>(),
};
KLICNIK_DEFINE_SHAPE(ChangedAccount, "changed_account", changed_account_fields);

static constexpr Field preview_fields[] = {
    field<&Preview::accounts>(),    field<&Preview::changes>(),           field<&Preview::matrix>(),
    field<&Preview::tiers>(),       field<&Preview::share_a_bp>(),        field<&Preview::share_a_warning>(),
    field<&Preview::items>(),       field<&Preview::incomplete>(),        field<&Preview::existential>(),
    field<&Preview::as_of>(),       field<&Preview::margin_is_revenue>(), field<&Preview::rates_missing>(),
};
KLICNIK_DEFINE_SHAPE(Preview, "segmentation_preview", preview_fields);

static constexpr Field explained_line_fields[] = {
    field<&ExplainedLine::criterion>(),     field<&ExplainedLine::label>(),           field<&ExplainedLine::source>(),
    field<&ExplainedLine::value>(),         field<&ExplainedLine::value_kind>(),      field<&ExplainedLine::value_reason>(),
    field<&ExplainedLine::percentile_bp>(), field<&ExplainedLine::points_bp>(),       field<&ExplainedLine::weight>(),
    field<&ExplainedLine::contribution_bp>(), field<&ExplainedLine::stale>(),         field<&ExplainedLine::judged_by>(),
    field<&ExplainedLine::judged_by_name>(), field<&ExplainedLine::judged_on>(),      field<&ExplainedLine::judgement_reason>(),
};
KLICNIK_DEFINE_SHAPE(ExplainedLine, "score_line", explained_line_fields);

static constexpr Field override_fields[] = {
    field<&Override::tier>(),       field<&Override::reason>(),    field<&Override::decided_by_name>(),
    field<&Override::decided_on>(), field<&Override::review_on>(),
};
KLICNIK_DEFINE_SHAPE(Override, "tier_override", override_fields);

static constexpr Field explanation_fields[] = {
    field<&Explanation::account_id>(),    field<&Explanation::as_of>(),       field<&Explanation::model_version>(),
    field<&Explanation::total_bp>(),      field<&Explanation::low_bp>(),      field<&Explanation::high_bp>(),
    field<&Explanation::proposed_tier>(), field<&Explanation::tier>(),        field<&Explanation::incomplete>(),
    field<&Explanation::existential>(),   field<&Explanation::known_weight_bp>(), field<&Explanation::lines>(),
    renamed_field(field<&Explanation::manual>(), "override"),
};
KLICNIK_DEFINE_SHAPE(Explanation, "score_explanation", explanation_fields);

static constexpr Field score_on_day_fields[] = {
    field<&ScoreOnDay::as_of>(),  field<&ScoreOnDay::model_version>(), field<&ScoreOnDay::total_bp>(),
    field<&ScoreOnDay::low_bp>(), field<&ScoreOnDay::high_bp>(),       field<&ScoreOnDay::proposed_tier>(),
};
KLICNIK_DEFINE_SHAPE(ScoreOnDay, "score_on_day", score_on_day_fields);

static constexpr Field score_history_fields[] = {field<&ScoreHistory::items>()};
KLICNIK_DEFINE_SHAPE(ScoreHistory, "score_history", score_history_fields);

static constexpr Field acceptance_fields[] = {field<&Acceptance::account_ids>({.required = true})};
KLICNIK_DEFINE_SHAPE(Acceptance, "tier_acceptance", acceptance_fields);

static constexpr Field segment_report_fields[] = {
    field<&SegmentReport::model_version>(), field<&SegmentReport::model_name>(),  field<&SegmentReport::accounts>(),
    field<&SegmentReport::stored>(),        field<&SegmentReport::decided>(),     field<&SegmentReport::proposed>(),
    field<&SegmentReport::tiers>(),         field<&SegmentReport::incomplete>(),  field<&SegmentReport::existential>(),
    field<&SegmentReport::share_a_bp>(),    field<&SegmentReport::share_a_warning>(), field<&SegmentReport::as_of>(),
    field<&SegmentReport::margin_is_revenue>(),
};
KLICNIK_DEFINE_SHAPE(SegmentReport, "segment_report", segment_report_fields);

}  // namespace klicnik
