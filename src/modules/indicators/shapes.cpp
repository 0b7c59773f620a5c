#include "modules/indicators/retention_report.hpp"
#include "modules/indicators/terms.hpp"
#include "records/entity.hpp"

/// The fields of the answers, so that the API describes itself.
namespace klicnik {

using indicators::AskedPeriod;
using indicators::ChurnReason;
using indicators::CohortCell;
using indicators::CohortLine;
using indicators::GrowthReport;
using indicators::IndicatorGroup;
using indicators::IndicatorReport;
using indicators::IndicatorRow;
using indicators::IndicatorRows;
using indicators::IndicatorValue;
using indicators::OfferingGrowth;
using indicators::Overview;
using indicators::OverviewItem;
using indicators::RetentionGroup;
using indicators::RetentionReport;
using indicators::TrendPoint;
using indicators::WaterfallLine;

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
    field<&AskedPeriod::end_first>(), field<&AskedPeriod::end_last>(), field<&AskedPeriod::group>(),
    field<&AskedPeriod::clients_chosen>(), field<&AskedPeriod::books_first>(), field<&AskedPeriod::books_end>(),
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

static constexpr Field indicator_row_fields[] = {
    field<&IndicatorRow::account_id>(), field<&IndicatorRow::name>(), field<&IndicatorRow::movement>(),
    field<&IndicatorRow::start>(), field<&IndicatorRow::end>(), field<&IndicatorRow::change>(), field<&IndicatorRow::weight_bp>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorRow, "indicator_row", indicator_row_fields);

static constexpr Field indicator_rows_fields[] = {
    field<&IndicatorRows::period>(), field<&IndicatorRows::items>(), field<&IndicatorRows::next>(),
    field<&IndicatorRows::total>(),
};
KLICNIK_DEFINE_SHAPE(IndicatorRows, "indicator_rows", indicator_rows_fields);

static constexpr Field waterfall_line_fields[] = {
    field<&WaterfallLine::step>(), field<&WaterfallLine::amount>(), field<&WaterfallLine::clients>(),
};
KLICNIK_DEFINE_SHAPE(WaterfallLine, "waterfall_line", waterfall_line_fields);

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

}  // namespace klicnik
