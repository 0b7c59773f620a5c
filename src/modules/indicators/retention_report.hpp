#pragma once

#include "modules/indicators/question.hpp"
#include "modules/indicators/terms.hpp"
#include "modules/offerings/offering.hpp"

/// The report on retention: rates, the waterfall that ties with the ledger, who kept what, cohorts, why clients left, and from
/// what the kept ones grew.
namespace klicnik::indicators {

struct RetentionGroup {
    std::optional<std::string> key;
    std::optional<std::string> name;
    std::int64_t clients = 0;
    Decimal start;
    Decimal end;                ///< of the clients of the start
    Decimal expansion;
    Decimal contraction;
    Decimal churn;
    std::optional<std::int64_t> net_bp;
    std::optional<std::int64_t> gross_bp;
    std::optional<std::int64_t> logo_bp;
};

struct CohortCell {
    std::int64_t active = 0;
    std::optional<std::int64_t> active_bp;
    Decimal revenue;
    std::optional<std::int64_t> revenue_bp;  ///< of the revenue of the first step
};
struct CohortLine {
    Month first;
    std::int64_t size = 0;
    std::vector<CohortCell> cells;
};

struct ChurnReason {
    std::optional<std::string> reason;  ///< a leave reason of the account; null when none was recorded
    std::int64_t clients = 0;
    Decimal amount;
};

struct RetentionReport {
    AskedPeriod period;
    std::vector<IndicatorValue> values;    ///< net, gross and logo retention, expansion
    std::vector<WaterfallLine> waterfall;  ///< empty when there is no start to compare with
    Decimal credits_start;  ///< credit notes beyond the invoices of a client: the ledger's book is the waterfall and these
    Decimal credits_end;
    std::vector<RetentionGroup> groups;
    std::int32_t cohort_months = 3;        ///< the step of the cohorts
    std::vector<CohortLine> cohorts;
    std::vector<ChurnReason> reasons;
};

/// Additional parameter `step` (1, 3 or 12 months) of the cohorts.
RetentionReport retention_report(const Reader& reader, const Question& question, std::int32_t step);

struct OfferingGrowth {
    std::optional<Id<Offering>> offering_id;  ///< absent: lines without an offering
    std::string name;
    Decimal upsell;
    Decimal price;
    Decimal cross_sell;
    Decimal downsell;
    Decimal lost_offerings;
};

struct GrowthReport {
    AskedPeriod period;
    Decimal upsell;
    Decimal price;
    Decimal cross_sell;
    Decimal downsell;
    Decimal lost_offerings;
    Decimal net;
    std::int64_t clients = 0;
    std::vector<OfferingGrowth> items;  ///< the twenty that moved most
    std::optional<NoValue> reason;
};

/// Of the clients of the start, as known now, in base currency at the rates of the months. Reads the entries of both windows.
GrowthReport growth_report(const Reader& reader, const Question& question);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::RetentionGroup);
KLICNIK_SHAPE(indicators::CohortCell);
KLICNIK_SHAPE(indicators::CohortLine);
KLICNIK_SHAPE(indicators::ChurnReason);
KLICNIK_SHAPE(indicators::RetentionReport);
KLICNIK_SHAPE(indicators::OfferingGrowth);
KLICNIK_SHAPE(indicators::GrowthReport);
}  // namespace klicnik
