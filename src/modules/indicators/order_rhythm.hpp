#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/date.hpp"

/// How regularly a client buys, and whether he is late by his own habit (domain I-33).
namespace klicnik::indicators {

enum class RhythmState {
    too_few,  ///< fewer than six orders: no habit to speak of
    regular,
    late,     ///< the last order is more than 1.5 of his own intervals ago
    silent,   ///< more than 2.5 of them
};

struct OrderRhythm {
    RhythmState state = RhythmState::too_few;
    std::int64_t orders = 0;
    std::optional<Date> last;
    std::int32_t days_since = 0;
    /// The median number of days between two orders, doubled, because the median of an even number lies between two.
    std::optional<std::int32_t> median_doubled;
    /// days since / median in basis points.
    std::optional<std::int64_t> ratio_bp;
};

/// `days` of orders are ascending; those after `on` do not count.
OrderRhythm order_rhythm(std::span<const Date> days, Date on);

/// The median of the intervals alone, doubled; 0 for fewer than six orders.
std::int32_t doubled_median(std::span<const Date> days);

/// Late or not, where the median is known already: what a pass over all clients needs.
RhythmState rhythm_state(std::int32_t median_doubled, std::int32_t days_since);

}  // namespace klicnik::indicators
