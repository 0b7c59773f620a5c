#include "modules/indicators/order_rhythm.hpp"

#include <algorithm>
#include <vector>

#include "base/ratio.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int64_t least_orders = 6;
constexpr std::int64_t late_bp = 15'000;
constexpr std::int64_t silent_bp = 25'000;

std::int32_t doubled_median(std::vector<std::int32_t>& values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? 2 * values[middle] : values[middle - 1] + values[middle];
}

}  // namespace

OrderRhythm order_rhythm(std::span<const Date> days, Date on) {
    OrderRhythm rhythm;
    days = days.first(static_cast<std::size_t>(std::upper_bound(days.begin(), days.end(), on) - days.begin()));
    rhythm.orders = static_cast<std::int64_t>(days.size());
    if (days.empty()) return rhythm;
    rhythm.last = days.back();
    rhythm.days_since = on - days.back();
    if (rhythm.orders < least_orders) return rhythm;
    std::vector<std::int32_t> intervals;
    for (std::size_t i = 1; i < days.size(); ++i) intervals.push_back(days[i] - days[i - 1]);
    rhythm.median_doubled = doubled_median(intervals);
    rhythm.ratio_bp = ratio_bp(__int128{2} * rhythm.days_since, *rhythm.median_doubled);
    if (!rhythm.ratio_bp) return rhythm;
    if (*rhythm.ratio_bp > silent_bp) rhythm.state = RhythmState::silent;
    else rhythm.state = *rhythm.ratio_bp > late_bp ? RhythmState::late : RhythmState::regular;
    return rhythm;
}

}  // namespace klicnik::indicators
