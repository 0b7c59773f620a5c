#include "base/ratio.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace klicnik {
namespace {

TEST(Ratio, rounds_half_to_the_even_neighbour) {
    EXPECT_EQ(scaled_ratio(1, 8, 100), 12);  // 12.5
    EXPECT_EQ(scaled_ratio(3, 8, 100), 38);  // 37.5
    EXPECT_EQ(scaled_ratio(-1, 8, 100), -12);
    EXPECT_EQ(scaled_ratio(1, -8, 100), -12);
    EXPECT_EQ(scaled_ratio(2, 3, 100), 67);
    EXPECT_EQ(ratio_bp(1, 4), 2500);
}

TEST(Ratio, of_nothing_is_unknown_and_never_zero) {
    EXPECT_EQ(scaled_ratio(5, 0, 100), std::nullopt);
    EXPECT_EQ(scaled_ratio(0, 5, 100), 0);
}

TEST(Ratio, stays_exact_when_the_product_exceeds_128_bits) {
    const auto big = static_cast<__int128>(std::numeric_limits<std::int64_t>::max());
    const __int128 square = big * big;
    constexpr std::int64_t scale = 1'000'000'000'000'000'000;
    EXPECT_EQ(scaled_ratio(square, square, scale), scale);
    EXPECT_EQ(scaled_ratio(square / 2, square, scale), scale / 2);
    EXPECT_EQ(scaled_ratio(square / 3, square, scale), scale / 3);
    EXPECT_EQ(scaled_ratio(-(square / 3), square, scale), -(scale / 3));
}

TEST(Ratio, that_does_not_fit_is_unknown) {
    const auto big = static_cast<__int128>(std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(scaled_ratio(big * big, 1, 10), std::nullopt);
    EXPECT_EQ(scaled_ratio(big, 1, 1), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(scaled_ratio(big + 1, 1, 1), std::nullopt);
}

}  // namespace
}  // namespace klicnik
