#include "modules/indicators/attention_report.hpp"
#include "modules/indicators/care_return_report.hpp"
#include "modules/indicators/suitability_report.hpp"
#include "records/entity.hpp"

/// The fields of the answers on care, so that the API describes itself.
namespace klicnik {

using indicators::AttentionLine;
using indicators::AttentionReport;
using indicators::CareArmLine;
using indicators::CareClient;
using indicators::CareEstimateLine;
using indicators::CareReturnReport;
using indicators::ProposalLine;
using indicators::SuitabilityItem;
using indicators::SuitabilityReport;
using indicators::SuitabilitySegment;

static constexpr Field care_arm_fields[] = {
    field<&CareArmLine::arm>(), field<&CareArmLine::clients>(), field<&CareArmLine::start>(), field<&CareArmLine::end>(),
    field<&CareArmLine::retention_bp>(), field<&CareArmLine::retention_error>(), field<&CareArmLine::expansion_bp>(),
    field<&CareArmLine::expansion_error>(),
};
KLICNIK_DEFINE_SHAPE(CareArmLine, "care_arm_line", care_arm_fields);

static constexpr Field care_estimate_fields[] = {
    field<&CareEstimateLine::estimate>(), field<&CareEstimateLine::benefit>(), field<&CareEstimateLine::cost>(),
    field<&CareEstimateLine::net>(), field<&CareEstimateLine::return_bp>(),
};
KLICNIK_DEFINE_SHAPE(CareEstimateLine, "care_estimate_line", care_estimate_fields);

static constexpr Field care_client_fields[] = {
    field<&CareClient::account_id>(), field<&CareClient::name>(), field<&CareClient::tier>(), field<&CareClient::margin>(),
    field<&CareClient::change>(), field<&CareClient::benefit>(), field<&CareClient::cost>(), field<&CareClient::net>(),
    field<&CareClient::negative_twice>(),
};
KLICNIK_DEFINE_SHAPE(CareClient, "care_client", care_client_fields);

static constexpr Field care_return_fields[] = {
    field<&CareReturnReport::period>(), field<&CareReturnReport::reason>(), field<&CareReturnReport::verdict>(),
    field<&CareReturnReport::return_bp>(), field<&CareReturnReport::net>(), field<&CareReturnReport::break_even_bp>(),
    field<&CareReturnReport::payback_months>(), field<&CareReturnReport::retained>(), field<&CareReturnReport::expanded>(),
    field<&CareReturnReport::referral>(), field<&CareReturnReport::benefit>(), field<&CareReturnReport::cost>(),
    field<&CareReturnReport::margin>(), field<&CareReturnReport::before_return_bp>(), field<&CareReturnReport::before_net>(),
    field<&CareReturnReport::negative_twice>(), field<&CareReturnReport::clients_negative_twice>(), field<&CareReturnReport::basis>(),
    field<&CareReturnReport::lift_retention_bp>(), field<&CareReturnReport::lift_growth_bp>(),
    field<&CareReturnReport::assumed_retention_bp>(), field<&CareReturnReport::assumed_growth_bp>(),
    field<&CareReturnReport::referral_margin>(), field<&CareReturnReport::attribution_bp>(), field<&CareReturnReport::cost_source>(),
    field<&CareReturnReport::tiers>(), field<&CareReturnReport::comparison_least>(), field<&CareReturnReport::band_from>(),
    field<&CareReturnReport::band_to>(), field<&CareReturnReport::margin_is_revenue>(), field<&CareReturnReport::unknown>(),
    field<&CareReturnReport::costs_without_rate>(), field<&CareReturnReport::estimates>(), field<&CareReturnReport::arms>(),
    field<&CareReturnReport::items>(), field<&CareReturnReport::total>(),
};
KLICNIK_DEFINE_SHAPE(CareReturnReport, "care_return_report", care_return_fields);

static constexpr Field attention_line_fields[] = {
    field<&AttentionLine::tier>(), field<&AttentionLine::clients>(), field<&AttentionLine::care_cost>(),
    field<&AttentionLine::cost_share_bp>(), field<&AttentionLine::margin>(), field<&AttentionLine::margin_share_bp>(),
    field<&AttentionLine::balance_bp>(), field<&AttentionLine::verdict>(),
};
KLICNIK_DEFINE_SHAPE(AttentionLine, "attention_line", attention_line_fields);

static constexpr Field attention_fields[] = {
    field<&AttentionReport::period>(), field<&AttentionReport::reason>(), field<&AttentionReport::care_cost>(),
    field<&AttentionReport::care_without_account>(), field<&AttentionReport::acquisition_cost>(),
    field<&AttentionReport::acquisition_share_bp>(), field<&AttentionReport::margin>(), field<&AttentionReport::clients_won>(),
    field<&AttentionReport::clients_kept>(), field<&AttentionReport::cost_to_win>(), field<&AttentionReport::cost_to_keep>(),
    field<&AttentionReport::ratio>(), field<&AttentionReport::ratio_reason>(), field<&AttentionReport::unknown>(),
    field<&AttentionReport::costs_without_rate>(), field<&AttentionReport::margin_is_revenue>(), field<&AttentionReport::lines>(),
};
KLICNIK_DEFINE_SHAPE(AttentionReport, "attention_report", attention_fields);

static constexpr Field suitability_segment_fields[] = {
    field<&SuitabilitySegment::key>(), field<&SuitabilitySegment::clients>(), field<&SuitabilitySegment::margin>(),
    field<&SuitabilitySegment::median_margin>(), field<&SuitabilitySegment::verdict>(),
};
KLICNIK_DEFINE_SHAPE(SuitabilitySegment, "suitability_segment", suitability_segment_fields);

static constexpr Field proposal_line_fields[] = {
    field<&ProposalLine::proposal>(), field<&ProposalLine::clients>(), field<&ProposalLine::margin>(), field<&ProposalLine::uplift>(),
    field<&ProposalLine::cost>(),
};
KLICNIK_DEFINE_SHAPE(ProposalLine, "proposal_line", proposal_line_fields);

static constexpr Field suitability_item_fields[] = {
    field<&SuitabilityItem::account_id>(), field<&SuitabilityItem::name>(), field<&SuitabilityItem::tier>(),
    field<&SuitabilityItem::care_model>(), field<&SuitabilityItem::margin>(), field<&SuitabilityItem::potential_points>(),
    field<&SuitabilityItem::complexity>(), field<&SuitabilityItem::uplift>(), field<&SuitabilityItem::cost>(),
    field<&SuitabilityItem::break_even_margin>(), field<&SuitabilityItem::proposal>(), field<&SuitabilityItem::differs>(),
    field<&SuitabilityItem::freed>(), field<&SuitabilityItem::reasons>(),
};
KLICNIK_DEFINE_SHAPE(SuitabilityItem, "suitability_item", suitability_item_fields);

static constexpr Field suitability_fields[] = {
    field<&SuitabilityReport::period>(), field<&SuitabilityReport::reason>(), field<&SuitabilityReport::clients>(),
    field<&SuitabilityReport::margin>(), field<&SuitabilityReport::promote>(), field<&SuitabilityReport::demote>(),
    field<&SuitabilityReport::freed>(), field<&SuitabilityReport::unknown_potential>(), field<&SuitabilityReport::lift_retention_bp>(),
    field<&SuitabilityReport::win_bp>(), field<&SuitabilityReport::rate>(), field<&SuitabilityReport::hours_a>(),
    field<&SuitabilityReport::hours_b>(), field<&SuitabilityReport::hours_c>(), field<&SuitabilityReport::hours_d>(),
    field<&SuitabilityReport::margin_is_revenue>(), field<&SuitabilityReport::unknown>(), field<&SuitabilityReport::costs_without_rate>(),
    field<&SuitabilityReport::segments>(), field<&SuitabilityReport::proposals>(), field<&SuitabilityReport::items>(),
};
KLICNIK_DEFINE_SHAPE(SuitabilityReport, "suitability_report", suitability_fields);

}  // namespace klicnik
