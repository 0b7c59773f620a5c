#include "modules/indicators/growth.hpp"

#include <gtest/gtest.h>

namespace klicnik::indicators {
namespace {

Growth sum_of(std::initializer_list<OfferingEnds> lines) {
    Growth sum;
    for (const OfferingEnds& line : lines) sum.add(growth_of(line));
    return sum;
}

TEST(Growth, the_worked_example_of_metrics_a_4_adds_up) {
    // A 100→130, B 50→50, C 0→40, D 20→0, E 60→45
    const Growth found = sum_of({{100, 130}, {50, 50}, {0, 40}, {20, 0}, {60, 45}});
    EXPECT_EQ(found.upsell, 30);
    EXPECT_EQ(found.price, 0);
    EXPECT_EQ(found.cross_sell, 40);
    EXPECT_EQ(found.downsell, 15);
    EXPECT_EQ(found.lost_offerings, 20);
    EXPECT_EQ(found.net(), 35);
}

TEST(Growth, the_same_quantity_at_a_higher_price_is_price_and_more_of_it_is_upsell) {
    EXPECT_EQ(growth_of({100, 120, 10, 10}).price, 20);
    EXPECT_EQ(growth_of({100, 120, 10, 10}).upsell, 0);
    // 10 pieces at 10, then 20 at 12: 20 for the price of the first ten, the rest for the second ten.
    const Growth both = growth_of({100, 240, 10, 20});
    EXPECT_EQ(both.price, 20);
    EXPECT_EQ(both.upsell, 120);
    // More pieces at a lower price: all of it is upsell.
    EXPECT_EQ(growth_of({100, 150, 10, 30}).price, 0);
    EXPECT_EQ(growth_of({100, 150, 10, 30}).upsell, 50);
}

TEST(Growth, without_quantities_nothing_is_called_a_price) {
    EXPECT_EQ(growth_of({100, 120, 0, 0}).price, 0);
    EXPECT_EQ(growth_of({100, 120, 10, 0}).upsell, 20);
}

TEST(Growth, more_credited_than_invoiced_counts_as_not_bought) {
    EXPECT_EQ(growth_of({-5, 40}).cross_sell, 40);
    EXPECT_EQ(growth_of({40, -5}).lost_offerings, 40);
    EXPECT_EQ(growth_of({40, -5}).net(), -40);
}

}  // namespace
}  // namespace klicnik::indicators
