#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modules/segmentation/concentration.hpp"
#include "modules/segmentation/loss.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/query.hpp"

/// How much the firm depends on few clients: the map of the portfolio, concentration, and what happens if some leave.
namespace klicnik::segmentation {

// --- portfolio map (AC14.2)

struct MapThresholds {
    std::int32_t x_bp = 5000;
    std::int32_t y_bp = 5000;
};

struct MapItem {
    Id<Account> account_id;
    std::string name;
    std::optional<Tier> tier;
    std::optional<std::string> lead_name;
    std::optional<std::int32_t> x_bp;  ///< our position, 0..10 000
    std::optional<std::int32_t> y_bp;  ///< attractiveness
    std::optional<Decimal> size;       ///< margin of 12 months
    std::optional<std::string> x_reason;
    std::optional<std::string> y_reason;
};

struct PortfolioMap {
    Currency currency;
    std::optional<Month> as_of;
    MapThresholds thresholds;
    std::vector<MapItem> items;  ///< the 2 000 largest
    bool truncated = false;
};

/// The clients of a list request on the map, from their last score.
PortfolioMap portfolio_map(const Reader& reader, const ListRequest& request);

// --- concentration (I-2, metrics (c))

enum class AmountMeasure { revenue, margin };

struct ExcludedClient {
    Id<Account> account_id;
    std::string name;
    std::optional<Decimal> amount;
    std::string reason;  ///< negative, rate_missing
};
struct TopClients {
    std::int32_t k = 0;
    std::optional<std::int32_t> share_bp;
};
struct TopPercent {
    std::int32_t percent = 0;
    std::int64_t clients = 0;
    std::optional<std::int32_t> share_bp;
};
struct AbcCounts {
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t c = 0;
};
struct LargeClient {
    Id<Account> account_id;
    std::string name;
    Decimal amount;
    std::optional<std::int32_t> share_bp;
    std::optional<std::int32_t> cumulative_bp;
    AbcClass abc_class = AbcClass::C;  ///< sent as "class"
    bool existential = false;          ///< more than a quarter of the firm's margin (I-2), also when the report measures revenue
};
struct CurvePoint {
    std::int64_t rank = 0;
    std::int32_t cumulative_bp = 0;
};

struct ConcentrationReport {
    Currency currency;
    AmountMeasure measure = AmountMeasure::revenue;
    std::optional<Month> from;
    std::optional<Month> to;
    std::int64_t clients = 0;
    std::optional<std::string> reason;  ///< why there are no figures
    std::vector<ExcludedClient> excluded;
    Decimal total;
    std::vector<TopClients> top;
    std::vector<TopPercent> top_percent;
    std::optional<Decimal> hhi;
    std::optional<Decimal> effective_clients;
    std::optional<Decimal> gini;
    AbcCounts abc;
    std::int64_t major_clients = 0;  ///< at least 10 % of the book each
    std::vector<LargeClient> largest;
    std::vector<CurvePoint> pareto;
    std::optional<Decimal> without_account;
    bool margin_is_revenue = false;
    std::vector<ledger::MissingRate> rates_missing;
};

struct ConcentrationQuestion {
    std::optional<ledger::rules::MonthWindow> window;  ///< the last twelve months of the books when absent
    AmountMeasure measure = AmountMeasure::revenue;
    bool by_group = false;  ///< firms of one group are one client
};

/// `clients` limits the accounts; everybody the actor may see when absent.
ConcentrationReport concentration_report(const Reader& reader, const ConcentrationQuestion& question, const std::optional<ListRequest>& clients);

/// What `klicnik segment` prints: the tiers, and how much the firm depends on few clients.
struct SegmentOutcome {
    SegmentReport segment;
    ConcentrationReport concentration;
};

/// Scores everything as segment() does and measures concentration over the same window.
Result<SegmentOutcome> segment_and_measure(UnitOfWork& work, bool accept, std::optional<ledger::rules::MonthWindow> window);

// --- loss of clients (S12, I-3)

struct LossPoint {
    Month month;
    Decimal reserve_before;
    Decimal reserve_after;
};
struct AffectedByLoss {
    std::optional<std::string> lead_name;
    std::int64_t contacts = 0;
    std::int64_t offerings = 0;
    std::optional<Decimal> manager_points;  ///< load that would be free
};
struct LossReport {
    Currency currency;
    Date on;
    std::optional<std::int32_t> share_bp;  ///< of the margin of the last twelve months
    std::optional<Decimal> monthly_margin_before;
    std::optional<Decimal> monthly_margin_after;
    std::optional<Decimal> fixed_monthly_costs;
    std::optional<Decimal> cash_reserve;
    std::optional<std::int32_t> months_until_loss;
    std::optional<Decimal> runway_months;
    bool no_threat = false;
    std::optional<std::string> reason;  ///< no_history, fixed_costs_missing, cash_reserve_missing, rates_missing, not_allowed
    bool existential = false;
    std::vector<std::string> existential_reasons;  ///< share, months
    std::vector<LossPoint> timeline;
    AffectedByLoss affected;
    bool margin_is_revenue = false;
};

/// What happens if these clients leave on that day. Errors: not_found account.
Result<LossReport> loss_report(const Reader& reader, std::span<const Id<Account>> accounts, Date on);

}  // namespace klicnik::segmentation

namespace klicnik {
KLICNIK_SHAPE(segmentation::MapThresholds);
KLICNIK_SHAPE(segmentation::MapItem);
KLICNIK_SHAPE(segmentation::PortfolioMap);
KLICNIK_SHAPE(segmentation::ExcludedClient);
KLICNIK_SHAPE(segmentation::TopClients);
KLICNIK_SHAPE(segmentation::TopPercent);
KLICNIK_SHAPE(segmentation::AbcCounts);
KLICNIK_SHAPE(segmentation::LargeClient);
KLICNIK_SHAPE(segmentation::CurvePoint);
KLICNIK_SHAPE(segmentation::ConcentrationReport);
KLICNIK_SHAPE(segmentation::SegmentOutcome);
KLICNIK_SHAPE(segmentation::LossPoint);
KLICNIK_SHAPE(segmentation::AffectedByLoss);
KLICNIK_SHAPE(segmentation::LossReport);
}  // namespace klicnik
