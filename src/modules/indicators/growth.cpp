#include "modules/indicators/growth.hpp"

#include <algorithm>

#include "base/ratio.hpp"

namespace klicnik::indicators {

namespace {

/// (end / quantity_end − start / quantity_start) × the smaller quantity: what the price alone added.
std::int64_t price_part(const OfferingEnds& line) {
    if (line.quantity_start <= 0 || line.quantity_end <= 0) return 0;
    const std::int64_t same = std::min(line.quantity_start, line.quantity_end);
    const auto now = scaled_ratio(line.end, line.quantity_end, same);
    const auto before = scaled_ratio(line.start, line.quantity_start, same);
    return now && before ? std::max<std::int64_t>(0, *now - *before) : 0;
}

}  // namespace

void Growth::add(const Growth& other) {
    upsell += other.upsell;
    price += other.price;
    cross_sell += other.cross_sell;
    downsell += other.downsell;
    lost_offerings += other.lost_offerings;
}

Growth growth_of(const OfferingEnds& line) {
    OfferingEnds bought = line;
    bought.start = std::max<std::int64_t>(bought.start, 0);
    bought.end = std::max<std::int64_t>(bought.end, 0);
    Growth growth;
    const std::int64_t change = bought.end - bought.start;
    if (bought.start == 0) {
        growth.cross_sell = bought.end;
    } else if (bought.end == 0) {
        growth.lost_offerings = bought.start;
    } else if (change < 0) {
        growth.downsell = -change;
    } else {
        growth.price = std::min(change, price_part(bought));
        growth.upsell = change - growth.price;
    }
    return growth;
}

}  // namespace klicnik::indicators
