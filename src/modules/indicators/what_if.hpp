#pragma once

#include "modules/indicators/question.hpp"
#include "modules/segmentation/queries.hpp"

/// What would happen: other weights and thresholds, other prices, clients who leave. Nothing is stored.
namespace klicnik::indicators {

struct CriterionWeight {
    std::string criterion;
    std::int32_t weight = 0;
};

struct WhatIf {
    std::vector<CriterionWeight> weights;          ///< others keep those of the published model
    std::optional<std::int32_t> threshold_a;       ///< points 0…100
    std::optional<std::int32_t> threshold_b;
    std::optional<std::int32_t> threshold_c;
    std::optional<std::int32_t> price_change_bp;   ///< of all prices: +500 = 5 % dearer; costs and quantities stay
    std::vector<std::string> leaving;              ///< ids of clients who are gone
};

struct TierChange {
    std::string from;  ///< A…D or none
    std::string to;
    std::int64_t clients = 0;
};
struct MovedClient {
    Id<Account> account_id;
    std::string name;
    std::string from;
    std::string to;
    std::optional<std::int32_t> score_before_bp;
    std::optional<std::int32_t> score_bp;
};
struct LoadChange {
    Id<User> user_id;
    std::string name;
    Decimal points_before;
    Decimal points;
    std::optional<std::int64_t> load_before_bp;
    std::optional<std::int64_t> load_bp;
};
/// One figure today and as it would be.
struct FigureChange {
    IndicatorValue before;
    IndicatorValue after;
};

struct WhatIfReport {
    AskedPeriod period;
    segmentation::TierCounts tiers_before;
    segmentation::TierCounts tiers;
    std::vector<TierChange> moves;         ///< between different tiers only
    std::vector<MovedClient> clients;      ///< the first fifty who move, by score
    std::vector<LoadChange> load;          ///< of people whose load changes
    std::vector<FigureChange> figures;     ///< revenue, retention, dependence as they would be in a year of the same
    std::optional<std::int32_t> months_until_loss;   ///< reserve without those who leave (I-3); null: no threat or unknown
    std::optional<std::string> loss_reason;          ///< why it is unknown
};

/// Errors: field weights[i].criterion unknown; leaving[i] bad_id or not_found; thresholds mismatch when they do not fall.
Result<WhatIfReport> what_if(const Reader& reader, const Question& question, const WhatIf& wishes);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::CriterionWeight);
KLICNIK_SHAPE(indicators::WhatIf);
KLICNIK_SHAPE(indicators::TierChange);
KLICNIK_SHAPE(indicators::MovedClient);
KLICNIK_SHAPE(indicators::LoadChange);
KLICNIK_SHAPE(indicators::FigureChange);
KLICNIK_SHAPE(indicators::WhatIfReport);
}  // namespace klicnik
