#include "modules/segmentation/dependence.hpp"
#include "records/entity.hpp"

/// The fields of map, concentration and loss, so that the API describes itself.
namespace klicnik {

namespace {

/// `class` is a word of C++.
constexpr Field named_class(Field made) {
    made.name = "class";
    return made;
}

}  // namespace

using segmentation::AbcCounts;
using segmentation::AffectedByLoss;
using segmentation::ConcentrationReport;
using segmentation::CurvePoint;
using segmentation::ExcludedClient;
using segmentation::LargeClient;
using segmentation::LossPoint;
using segmentation::LossReport;
using segmentation::MapItem;
using segmentation::MapThresholds;
using segmentation::PortfolioMap;
using segmentation::SegmentOutcome;
using segmentation::TopClients;
using segmentation::TopPercent;

static constexpr Field map_thresholds_fields[] = {field<&MapThresholds::x_bp>(), field<&MapThresholds::y_bp>()};
KLICNIK_DEFINE_SHAPE(MapThresholds, "map_thresholds", map_thresholds_fields);

static constexpr Field map_item_fields[] = {
    field<&MapItem::account_id>(), field<&MapItem::name>(), field<&MapItem::tier>(),     field<&MapItem::lead_name>(), field<&MapItem::x_bp>(),
    field<&MapItem::y_bp>(),       field<&MapItem::size>(), field<&MapItem::x_reason>(), field<&MapItem::y_reason>(),
};
KLICNIK_DEFINE_SHAPE(MapItem, "map_item", map_item_fields);

static constexpr Field portfolio_map_fields[] = {
    field<&PortfolioMap::currency>(), field<&PortfolioMap::as_of>(),     field<&PortfolioMap::thresholds>(),
    field<&PortfolioMap::items>(),    field<&PortfolioMap::truncated>(),
};
KLICNIK_DEFINE_SHAPE(PortfolioMap, "portfolio_map", portfolio_map_fields);

static constexpr Field excluded_client_fields[] = {
    field<&ExcludedClient::account_id>(), field<&ExcludedClient::name>(), field<&ExcludedClient::amount>(), field<&ExcludedClient::reason>(),
};
KLICNIK_DEFINE_SHAPE(ExcludedClient, "excluded_client", excluded_client_fields);

static constexpr Field top_clients_fields[] = {field<&TopClients::k>(), field<&TopClients::share_bp>()};
KLICNIK_DEFINE_SHAPE(TopClients, "top_clients", top_clients_fields);

static constexpr Field top_percent_fields[] = {field<&TopPercent::percent>(), field<&TopPercent::clients>(), field<&TopPercent::share_bp>()};
KLICNIK_DEFINE_SHAPE(TopPercent, "top_percent", top_percent_fields);

static constexpr Field abc_counts_fields[] = {field<&AbcCounts::a>(), field<&AbcCounts::b>(), field<&AbcCounts::c>()};
KLICNIK_DEFINE_SHAPE(AbcCounts, "abc_counts", abc_counts_fields);

static constexpr Field large_client_fields[] = {
    field<&LargeClient::account_id>(),    field<&LargeClient::name>(),
    field<&LargeClient::amount>(),        field<&LargeClient::share_bp>(),
    field<&LargeClient::cumulative_bp>(), named_class(field<&LargeClient::abc_class>()),
    field<&LargeClient::existential>(),
};
KLICNIK_DEFINE_SHAPE(LargeClient, "large_client", large_client_fields);

static constexpr Field curve_point_fields[] = {field<&CurvePoint::rank>(), field<&CurvePoint::cumulative_bp>()};
KLICNIK_DEFINE_SHAPE(CurvePoint, "curve_point", curve_point_fields);

static constexpr Field concentration_report_fields[] = {
    field<&ConcentrationReport::currency>(),          field<&ConcentrationReport::measure>(),
    field<&ConcentrationReport::from>(),              field<&ConcentrationReport::to>(),
    field<&ConcentrationReport::clients>(),           field<&ConcentrationReport::reason>(),
    field<&ConcentrationReport::excluded>(),          field<&ConcentrationReport::total>(),
    field<&ConcentrationReport::top>(),               field<&ConcentrationReport::top_percent>(),
    field<&ConcentrationReport::hhi>(),               field<&ConcentrationReport::effective_clients>(),
    field<&ConcentrationReport::gini>(),              field<&ConcentrationReport::abc>(),
    field<&ConcentrationReport::major_clients>(),     field<&ConcentrationReport::largest>(),
    field<&ConcentrationReport::pareto>(),            field<&ConcentrationReport::without_account>(),
    field<&ConcentrationReport::margin_is_revenue>(), field<&ConcentrationReport::rates_missing>(),
};
KLICNIK_DEFINE_SHAPE(ConcentrationReport, "concentration", concentration_report_fields);

static constexpr Field segment_outcome_fields[] = {field<&SegmentOutcome::segment>(), field<&SegmentOutcome::concentration>()};
KLICNIK_DEFINE_SHAPE(SegmentOutcome, "segment_outcome", segment_outcome_fields);

static constexpr Field loss_point_fields[] = {
    field<&LossPoint::month>(), field<&LossPoint::reserve_before>(), field<&LossPoint::reserve_after>(),
};
KLICNIK_DEFINE_SHAPE(LossPoint, "loss_month", loss_point_fields);

static constexpr Field affected_by_loss_fields[] = {
    field<&AffectedByLoss::lead_name>(), field<&AffectedByLoss::contacts>(), field<&AffectedByLoss::offerings>(),
    field<&AffectedByLoss::manager_points>(),
};
KLICNIK_DEFINE_SHAPE(AffectedByLoss, "affected_by_loss", affected_by_loss_fields);

static constexpr Field loss_report_fields[] = {
    field<&LossReport::currency>(),             field<&LossReport::on>(),
    field<&LossReport::share_bp>(),             field<&LossReport::monthly_margin_before>(),
    field<&LossReport::monthly_margin_after>(), field<&LossReport::fixed_monthly_costs>(),
    field<&LossReport::cash_reserve>(),         field<&LossReport::months_until_loss>(),
    field<&LossReport::runway_months>(),        field<&LossReport::no_threat>(),
    field<&LossReport::reason>(),               field<&LossReport::existential>(),
    field<&LossReport::existential_reasons>(),  field<&LossReport::timeline>(),
    field<&LossReport::affected>(),             field<&LossReport::margin_is_revenue>(),
};
KLICNIK_DEFINE_SHAPE(LossReport, "loss_simulation", loss_report_fields);

}  // namespace klicnik
