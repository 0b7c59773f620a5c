#include "modules/indicators/order_rhythm.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ratio.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int64_t least_orders = 6;
constexpr std::int64_t late_bp = 15'000;
constexpr std::int64_t silent_bp = 25'000;

}  // namespace

std::int32_t doubled_median(std::span<const Date> days) {
    if (static_cast<std::int64_t>(days.size()) < least_orders) return 0;
    const std::size_t count = days.size() - 1;
    std::array<std::int32_t, 256> few;
    std::vector<std::int32_t> many;
    if (count > few.size()) many.resize(count);
    std::int32_t* const intervals = many.empty() ? few.data() : many.data();
    for (std::size_t i = 0; i < count; ++i) intervals[i] = days[i + 1] - days[i];
    std::int32_t* const middle = intervals + count / 2;
    std::nth_element(intervals, middle, intervals + count);
    if (count % 2 == 1) return 2 * *middle;
    return *middle + *std::max_element(intervals, middle);
}

RhythmState rhythm_state(std::int32_t median_doubled, std::int32_t days_since) {
    if (median_doubled == 0) return RhythmState::too_few;
    // days / median > 2.5, without dividing
    const std::int64_t scaled = std::int64_t{days_since} * 2 * 10'000;
    if (scaled > silent_bp * median_doubled) return RhythmState::silent;
    return scaled > late_bp * median_doubled ? RhythmState::late : RhythmState::regular;
}

OrderRhythm order_rhythm(std::span<const Date> days, Date on) {
    OrderRhythm rhythm;
    days = days.first(static_cast<std::size_t>(std::upper_bound(days.begin(), days.end(), on) - days.begin()));
    rhythm.orders = static_cast<std::int64_t>(days.size());
    if (days.empty()) return rhythm;
    rhythm.last = days.back();
    rhythm.days_since = on - days.back();
    if (rhythm.orders < least_orders) return rhythm;
    rhythm.median_doubled = doubled_median(days);
    rhythm.ratio_bp = ratio_bp(__int128{2} * rhythm.days_since, *rhythm.median_doubled);
    rhythm.state = rhythm_state(*rhythm.median_doubled, rhythm.days_since);
    return rhythm;
}

}  // namespace klicnik::indicators
