#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "modules/accounts/terms.hpp"

/// The parts of a segmentation model (S14, S16): plain data, the same in the stored record, in the
/// API and in the rules. Enumerators and members are spelled as stored.
namespace klicnik::segmentation {

using accounts::Tier;

/// Who says the value: the ledger, a person, or a field of the account.
enum class CriterionSource { computed, judged, field };

enum class Measure {
    margin_percentile,    ///< share of the other accounts whose margin in the window is lower
    revenue_percentile,   ///< the same of revenue
    cost_to_serve_ratio,  ///< cost to serve / margin in the window
    judgement,            ///< 0..100, said by a person with a date and a reason
    account_field,        ///< a numeric field of the account, named by Criterion::field
};

/// Values from `from` (inclusive) to `to` (exclusive) earn `points`; an absent bound is open. The
/// unit is that of the measure: percentile 0..100, ratio as a fraction (0.25), judgement 0..100, or
/// the number in the field.
struct Band {
    std::optional<Decimal> from = {};
    std::optional<Decimal> to = {};
    std::int32_t points = 0;  ///< 0..100

    friend bool operator==(const Band&, const Band&) = default;
};

struct Criterion {
    std::string code;   ///< "volume"; unique in the model; [a-z0-9_]
    std::string label;  ///< the workspace's own words; empty = the translation of the code
    CriterionSource source = CriterionSource::judged;
    Measure measure = Measure::judgement;
    std::string field;           ///< the account's field; only for Measure::account_field
    std::int32_t weight = 0;     ///< 0..999 999; only the ratio of weights matters
    std::int32_t direction = 1;  ///< +1: more is better; -1: points = 100 - points
    std::vector<Band> bands;     ///< empty: the percentile, or the judgement itself, are the points

    friend bool operator==(const Criterion&, const Criterion&) = default;
};

/// What decides scores and tiers; the stored record adds name, version and status.
struct Model {
    std::vector<Criterion> criteria;
    std::int32_t threshold_a = 70;  ///< points 0..100; a total at or above it proposes tier A
    std::int32_t threshold_b = 50;
    std::int32_t threshold_c = 30;
    std::int32_t max_share_a_bp = 2000;  ///< more accounts than this in tier A raise a warning
    std::int32_t window_months = 12;     ///< the window of money measures

    friend bool operator==(const Model&, const Model&) = default;
};

}  // namespace klicnik::segmentation
