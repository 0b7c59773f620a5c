#include "modules/indicators/book_report.hpp"
#include "modules/indicators/customer_value.hpp"
#include "modules/indicators/renewals.hpp"
#include "modules/indicators/retention_report.hpp"
#include "modules/indicators/terms.hpp"
#include "modules/indicators/what_if.hpp"
#include "records/entity.hpp"

/// The fields of the answers, so that the API describes itself.
namespace klicnik {

using indicators::AskedPeriod;
using indicators::BookMonth;
using indicators::BookReport;
using indicators::BookShares;
using indicators::ChurnReason;
using indicators::CohortCell;
using indicators::CohortLine;
using indicators::CriterionWeight;
using indicators::CustomerValue;
using indicators::FigureChange;
using indicators::FittedParameter;
using indicators::GrowthReport;
using indicators::IndicatorGroup;
using indicators::IndicatorReport;
using indicators::IndicatorRow;
using indicators::IndicatorRows;
using indicators::IndicatorValue;
using indicators::KeepingModel;
using indicators::LoadChange;
using indicators::MovedClient;
using indicators::OfferingGrowth;
using indicators::Overview;
using indicators::OverviewItem;
using indicators::RefusedRow;
using indicators::Renewal;
using indicators::RenewalMonth;
using indicators::RenewalsReport;
using indicators::RetentionGroup;
using indicators::RetentionReport;
using indicators::SegmentLine;
using indicators::TierChange;
using indicators::TrendPoint;
using indicators::ValueReport;
using indicators::WaterfallLine;
using indicators::WhatIf;
using indicators::WhatIfReport;

static constexpr Field indicator_value_fields[] = {
    field<&IndicatorValue::code>(), field<&IndicatorValue::unit>(), field<&IndicatorValue::value_bp>(),
    field<&IndicatorValue::value>(), field<&IndicatorValue::numerator>(), field<&IndicatorValue::denominator>(),
    field<&IndicatorValue::clients>(), field<&IndicatorValue::unknown>(), field<&IndicatorValue::reason>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorValue, "indicator_value", indicator_value_fields);

static constexpr Field trend_point_fields[] = {
    field<&TrendPoint::month>(), field<&TrendPoint::value_bp>(), field<&TrendPoint::value>(),
};
KLICNIK_DEFINE_SHAPE(TrendPoint, "trend_point", trend_point_fields);

static constexpr Field asked_period_fields[] = {
    field<&AskedPeriod::currency>(), field<&AskedPeriod::base>(), field<&AskedPeriod::known>(), field<&AskedPeriod::as_of>(),
    field<&AskedPeriod::window>(), field<&AskedPeriod::start_first>(), field<&AskedPeriod::start_last>(),
    field<&AskedPeriod::end_first>(), field<&AskedPeriod::end_last>(), field<&AskedPeriod::group>(), field<&AskedPeriod::family>(),
    field<&AskedPeriod::clients_chosen>(), field<&AskedPeriod::clients_without_rate>(), field<&AskedPeriod::books_first>(),
    field<&AskedPeriod::books_end>(),
};
KLICNIK_DEFINE_SHAPE(AskedPeriod, "asked_period", asked_period_fields);

static constexpr Field overview_item_fields[] = {
    field<&OverviewItem::value>(), field<&OverviewItem::trend>(),
};
KLICNIK_DEFINE_SHAPE(OverviewItem, "overview_item", overview_item_fields);

static constexpr Field overview_fields[] = {
    field<&Overview::period>(), field<&Overview::items>(), field<&Overview::without_account>(),
};
KLICNIK_DEFINE_SHAPE(Overview, "overview", overview_fields);

static constexpr Field indicator_group_fields[] = {
    field<&IndicatorGroup::key>(), field<&IndicatorGroup::name>(), field<&IndicatorGroup::value>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorGroup, "indicator_group", indicator_group_fields);

static constexpr Field indicator_report_fields[] = {
    field<&IndicatorReport::period>(), field<&IndicatorReport::value>(), field<&IndicatorReport::trend>(),
    field<&IndicatorReport::groups>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorReport, "indicator_report", indicator_report_fields);

static constexpr Field waterfall_line_fields[] = {
    field<&WaterfallLine::step>(), field<&WaterfallLine::amount>(), field<&WaterfallLine::clients>(),
};
KLICNIK_DEFINE_SHAPE(WaterfallLine, "waterfall_line", waterfall_line_fields);

static constexpr Field indicator_row_fields[] = {
    field<&IndicatorRow::account_id>(), field<&IndicatorRow::name>(), field<&IndicatorRow::movement>(),
    field<&IndicatorRow::start>(), field<&IndicatorRow::end>(), field<&IndicatorRow::change>(), field<&IndicatorRow::weight_bp>(),
    field<&IndicatorRow::margin>(), field<&IndicatorRow::share_bp>(), field<&IndicatorRow::days_since>(),
    field<&IndicatorRow::usual_days>(), field<&IndicatorRow::rhythm>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorRow, "indicator_row", indicator_row_fields);

static constexpr Field indicator_rows_fields[] = {
    field<&IndicatorRows::period>(), field<&IndicatorRows::items>(), field<&IndicatorRows::next>(),
    field<&IndicatorRows::total>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorRows, "indicator_rows", indicator_rows_fields);

static constexpr Field retention_group_fields[] = {
    field<&RetentionGroup::key>(), field<&RetentionGroup::name>(), field<&RetentionGroup::clients>(),
    field<&RetentionGroup::start>(), field<&RetentionGroup::end>(), field<&RetentionGroup::expansion>(),
    field<&RetentionGroup::contraction>(), field<&RetentionGroup::churn>(), field<&RetentionGroup::net_bp>(),
    field<&RetentionGroup::gross_bp>(), field<&RetentionGroup::logo_bp>(),
};
KLICNIK_DEFINE_SHAPE(RetentionGroup, "retention_group", retention_group_fields);

static constexpr Field cohort_cell_fields[] = {
    field<&CohortCell::active>(), field<&CohortCell::active_bp>(), field<&CohortCell::revenue>(),
    field<&CohortCell::revenue_bp>(),
};
KLICNIK_DEFINE_SHAPE(CohortCell, "cohort_cell", cohort_cell_fields);

static constexpr Field cohort_line_fields[] = {
    field<&CohortLine::first>(), field<&CohortLine::size>(), field<&CohortLine::cells>(),
};
KLICNIK_DEFINE_SHAPE(CohortLine, "cohort_line", cohort_line_fields);

static constexpr Field churn_reason_fields[] = {
    field<&ChurnReason::reason>(), field<&ChurnReason::clients>(), field<&ChurnReason::amount>(),
};
KLICNIK_DEFINE_SHAPE(ChurnReason, "churn_reason", churn_reason_fields);

static constexpr Field retention_report_fields[] = {
    field<&RetentionReport::period>(), field<&RetentionReport::values>(), field<&RetentionReport::waterfall>(),
    field<&RetentionReport::credits_start>(), field<&RetentionReport::credits_end>(), field<&RetentionReport::groups>(),
    field<&RetentionReport::cohort_months>(), field<&RetentionReport::cohorts>(), field<&RetentionReport::reasons>(),
};
KLICNIK_DEFINE_SHAPE(RetentionReport, "retention_report", retention_report_fields);

static constexpr Field offering_growth_fields[] = {
    field<&OfferingGrowth::offering_id>(), field<&OfferingGrowth::name>(), field<&OfferingGrowth::upsell>(),
    field<&OfferingGrowth::price>(), field<&OfferingGrowth::cross_sell>(), field<&OfferingGrowth::downsell>(),
    field<&OfferingGrowth::lost_offerings>(),
};
KLICNIK_DEFINE_SHAPE(OfferingGrowth, "offering_growth", offering_growth_fields);

static constexpr Field growth_report_fields[] = {
    field<&GrowthReport::period>(), field<&GrowthReport::upsell>(), field<&GrowthReport::price>(),
    field<&GrowthReport::cross_sell>(), field<&GrowthReport::downsell>(), field<&GrowthReport::lost_offerings>(),
    field<&GrowthReport::net>(), field<&GrowthReport::clients>(), field<&GrowthReport::items>(), field<&GrowthReport::reason>(),
};
KLICNIK_DEFINE_SHAPE(GrowthReport, "growth_report", growth_report_fields);

static constexpr Field fitted_parameter_fields[] = {
    field<&FittedParameter::model>(), field<&FittedParameter::name>(), field<&FittedParameter::value>(),
    field<&FittedParameter::standard_error>(),
};
KLICNIK_DEFINE_SHAPE(FittedParameter, "fitted_parameter", fitted_parameter_fields);

static constexpr Field customer_value_fields[] = {
    field<&CustomerValue::account_id>(), field<&CustomerValue::name>(), field<&CustomerValue::repeats>(),
    field<&CustomerValue::first_on>(), field<&CustomerValue::last_on>(), field<&CustomerValue::active_bp>(),
    field<&CustomerValue::active_reason>(), field<&CustomerValue::second_active_bp>(),
    field<&CustomerValue::expected_purchases>(), field<&CustomerValue::expected_amount>(), field<&CustomerValue::value>(),
    field<&CustomerValue::endless_value>(),
};
KLICNIK_DEFINE_SHAPE(CustomerValue, "customer_value", customer_value_fields);

static constexpr Field segment_line_fields[] = {
    field<&SegmentLine::segment>(), field<&SegmentLine::customers>(), field<&SegmentLine::amount>(),
};
KLICNIK_DEFINE_SHAPE(SegmentLine, "segment_line", segment_line_fields);

static constexpr Field value_report_fields[] = {
    field<&ValueReport::currency>(), field<&ValueReport::as_of>(), field<&ValueReport::horizon_weeks>(),
    field<&ValueReport::margin_bp>(), field<&ValueReport::discount_bp>(), field<&ValueReport::customers>(),
    field<&ValueReport::repeaters>(), field<&ValueReport::repeats>(), field<&ValueReport::without_repeat>(),
    field<&ValueReport::clients_without_rate>(),
    field<&ValueReport::purchases_refusal>(), field<&ValueReport::amounts_refusal>(),
    field<&ValueReport::nobody_seems_gone>(), field<&ValueReport::parameters>(),
    field<&ValueReport::purchases_log_likelihood>(), field<&ValueReport::amounts_log_likelihood>(),
    field<&ValueReport::correlation_bp>(), field<&ValueReport::expected_purchases>(), field<&ValueReport::active_customers>(),
    field<&ValueReport::value>(), field<&ValueReport::value_without_repeat>(), field<&ValueReport::second_refusal>(),
    field<&ValueReport::second_customers>(), field<&ValueReport::second_log_likelihood>(),
    field<&ValueReport::second_expected_purchases>(), field<&ValueReport::second_active_customers>(),
    field<&ValueReport::second_active_without_repeat>(), field<&ValueReport::endless_value>(),
    field<&ValueReport::endless_value_without_repeat>(), field<&ValueReport::items>(), field<&ValueReport::segments>(),
};
KLICNIK_DEFINE_SHAPE(ValueReport, "value_report", value_report_fields);

static constexpr Field book_month_fields[] = {
    field<&BookMonth::month>(), field<&BookMonth::revenue>(), field<&BookMonth::customers>(), field<&BookMonth::net_bp>(),
    field<&BookMonth::gross_bp>(), field<&BookMonth::logo_bp>(),
};
KLICNIK_DEFINE_SHAPE(BookMonth, "book_month", book_month_fields);

static constexpr Field book_shares_fields[] = {
    field<&BookShares::a>(), field<&BookShares::b>(), field<&BookShares::c>(),
};
KLICNIK_DEFINE_SHAPE(BookShares, "book_shares", book_shares_fields);

static constexpr Field refused_row_fields[] = {
    field<&RefusedRow::row>(), field<&RefusedRow::column>(), field<&RefusedRow::code>(), field<&RefusedRow::value>(),
};
KLICNIK_DEFINE_SHAPE(RefusedRow, "refused_row", refused_row_fields);

static constexpr Field book_report_fields[] = {
    field<&BookReport::rows>(), field<&BookReport::without_customer>(), field<&BookReport::refused>(),
    field<&BookReport::refusals>(), field<&BookReport::columns>(), field<&BookReport::customers>(), field<&BookReport::revenue>(),
    field<&BookReport::window>(), field<&BookReport::as_of>(), field<&BookReport::waterfall>(), field<&BookReport::net_bp>(),
    field<&BookReport::booked_bp>(), field<&BookReport::gross_bp>(), field<&BookReport::logo_bp>(), field<&BookReport::months>(),
    field<&BookReport::abc>(),
};
KLICNIK_DEFINE_SHAPE(BookReport, "book_report", book_report_fields);

static constexpr Field criterion_weight_fields[] = {
    field<&CriterionWeight::criterion>({.required = true, .max_length = 40}), field<&CriterionWeight::weight>({.min = 0, .max = 999999}),
};
KLICNIK_DEFINE_SHAPE(CriterionWeight, "criterion_weight", criterion_weight_fields);

static constexpr Field what_if_fields[] = {
    field<&WhatIf::weights>(), field<&WhatIf::threshold_a>({.min = 0, .max = 100}), field<&WhatIf::threshold_b>({.min = 0, .max = 100}), field<&WhatIf::threshold_c>({.min = 0, .max = 100}),
    field<&WhatIf::price_change_bp>({.min = -10000, .max = 100000}), field<&WhatIf::leaving>(),
};
KLICNIK_DEFINE_SHAPE(WhatIf, "what_if", what_if_fields);

static constexpr Field tier_change_fields[] = {
    field<&TierChange::from>(), field<&TierChange::to>(), field<&TierChange::clients>(),
};
KLICNIK_DEFINE_SHAPE(TierChange, "tier_change", tier_change_fields);

static constexpr Field moved_client_fields[] = {
    field<&MovedClient::account_id>(), field<&MovedClient::name>(), field<&MovedClient::from>(), field<&MovedClient::to>(),
    field<&MovedClient::score_before_bp>(), field<&MovedClient::score_bp>(),
};
KLICNIK_DEFINE_SHAPE(MovedClient, "moved_client", moved_client_fields);

static constexpr Field load_change_fields[] = {
    field<&LoadChange::user_id>(), field<&LoadChange::name>(), field<&LoadChange::points_before>(), field<&LoadChange::points>(),
    field<&LoadChange::load_before_bp>(), field<&LoadChange::load_bp>(),
};
KLICNIK_DEFINE_SHAPE(LoadChange, "load_change", load_change_fields);

static constexpr Field figure_change_fields[] = {
    field<&FigureChange::before>(), field<&FigureChange::after>(),
};
KLICNIK_DEFINE_SHAPE(FigureChange, "figure_change", figure_change_fields);

static constexpr Field what_if_report_fields[] = {
    field<&WhatIfReport::period>(), field<&WhatIfReport::tiers_before>(), field<&WhatIfReport::tiers>(),
    field<&WhatIfReport::moves>(), field<&WhatIfReport::clients>(), field<&WhatIfReport::load>(), field<&WhatIfReport::figures>(),
    field<&WhatIfReport::months_until_loss>(), field<&WhatIfReport::loss_reason>(),
};
KLICNIK_DEFINE_SHAPE(WhatIfReport, "what_if_report", what_if_report_fields);

static constexpr Field renewal_fields[] = {
    field<&Renewal::contract_id>(), field<&Renewal::account_id>(), field<&Renewal::name>(), field<&Renewal::contract>(),
    field<&Renewal::tier>(), field<&Renewal::term_ends_on>(), field<&Renewal::notice_deadline_on>(),
    field<&Renewal::auto_renew>(), field<&Renewal::annual_value>(), field<&Renewal::chance_bp>(), field<&Renewal::at_risk>(),
};
KLICNIK_DEFINE_SHAPE(Renewal, "renewal", renewal_fields);

static constexpr Field renewal_month_fields[] = {
    field<&RenewalMonth::month>(), field<&RenewalMonth::contracts>(), field<&RenewalMonth::annual_value>(),
    field<&RenewalMonth::forecast>(),
};
KLICNIK_DEFINE_SHAPE(RenewalMonth, "renewal_month", renewal_month_fields);

static constexpr Field keeping_model_fields[] = {
    field<&KeepingModel::period_months>(), field<&KeepingModel::contracts>(), field<&KeepingModel::refusal>(),
    field<&KeepingModel::alpha>(), field<&KeepingModel::beta>(), field<&KeepingModel::payments_to_come>(),
};
KLICNIK_DEFINE_SHAPE(KeepingModel, "keeping_model", keeping_model_fields);

static constexpr Field renewals_report_fields[] = {
    field<&RenewalsReport::period>(), field<&RenewalsReport::reason>(), field<&RenewalsReport::contracts>(),
    field<&RenewalsReport::annual_value>(), field<&RenewalsReport::contracted_12m>(),
    field<&RenewalsReport::contracted_share_bp>(), field<&RenewalsReport::at_risk_180d>(),
    field<&RenewalsReport::margin_variation_bp>(), field<&RenewalsReport::key_clients>(),
    field<&RenewalsReport::two_deciders_bp>(), field<&RenewalsReport::unknown>(), field<&RenewalsReport::months>(),
    field<&RenewalsReport::items>(), field<&RenewalsReport::keeping>(),
};
KLICNIK_DEFINE_SHAPE(RenewalsReport, "renewals_report", renewals_report_fields);

}  // namespace klicnik
