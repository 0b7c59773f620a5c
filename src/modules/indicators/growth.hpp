#pragma once

#include <cstdint>
#include <span>

/// Where the growth and the shrinking of kept clients come from, offering by offering (domain I-8, metrics (a.3)).
namespace klicnik::indicators {

/// What one client bought of one offering in two windows: money in ten-thousandths, quantities in ten-thousandths of the unit
/// (0 = not recorded).
struct OfferingEnds {
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::int64_t quantity_start = 0;
    std::int64_t quantity_end = 0;
};

/// upsell + price + cross-sell − downsell − lost offerings = end − start of these lines, exactly.
struct Growth {
    __int128 upsell = 0;         ///< more of an offering that was bought before
    __int128 price = 0;          ///< the same quantity at a higher price: the part of the increase that the price explains
    __int128 cross_sell = 0;     ///< offerings not bought before
    __int128 downsell = 0;       ///< less of an offering, or cheaper
    __int128 lost_offerings = 0; ///< offerings not bought any more

    __int128 net() const { return upsell + price + cross_sell - downsell - lost_offerings; }
    void add(const Growth& other);
};

/// Splits the change of one line; negative money (credit notes beyond the invoices) counts as nothing bought.
Growth growth_of(const OfferingEnds& line);

}  // namespace klicnik::indicators
