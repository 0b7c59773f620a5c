#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "modules/indicators/purchase_history.hpp"

/// Recency, frequency and monetary value (metrics (c)): how each customer stands among all, without
/// any model.
namespace klicnik::indicators {

struct RfmFigures {
    std::int32_t days_since_last = 0;  ///< fewer is better
    std::uint32_t purchases = 0;       ///< days of purchase in the window
    std::int64_t amount = 0;           ///< of the window together, ten-thousandths
};

/// Of the calibration window of the history; the amount is the total.
RfmFigures rfm_figures(const CustomerHistory& history);

/// Each 1 (worst) to 5 (best).
struct RfmScores {
    std::int8_t recency = 0;
    std::int8_t frequency = 0;
    std::int8_t monetary = 0;

    friend bool operator==(const RfmScores&, const RfmScores&) = default;
};

/// Scores by rank quintile among those given, in their order.
std::vector<RfmScores> rfm_scores(std::span<const RfmFigures> customers);

/// Terciles of the customers with repeats, in order of those given: of recency, of repeats and of
/// the mean amount of a repeat day, 1 (worst) to 3 (best). All are 0 for a customer without a
/// repeat (Fader, Hardie & Lee, RFM and CLV, Table 3).
std::vector<RfmScores> repeat_terciles(std::span<const CustomerHistory> histories);

enum class RfmSegment {
    champions,
    loyal,
    potential_loyalists,
    new_customers,
    promising,
    need_attention,
    about_to_sleep,
    at_risk,
    cannot_lose,
    lost,
};

/// The scores that a segment takes, ends included.
struct RfmSegmentRule {
    RfmSegment segment = RfmSegment::lost;
    RfmScores lowest = {};
    RfmScores highest = {};
};

/// The intervals of the R package `rfm` (rfm_segment 0.2.2). They overlap and the first that
/// matches wins, so narrow ones stand before the wide ones that contain them; in the published
/// order new, promising and cannot_lose would never be reached.
std::span<const RfmSegmentRule> rfm_segment_rules();

/// Nothing for scores that no interval covers: a recent customer with one large purchase.
std::optional<RfmSegment> rfm_segment(const RfmScores& scores);

}  // namespace klicnik::indicators
