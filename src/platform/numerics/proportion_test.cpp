#include "platform/numerics/proportion.hpp"

#include <gtest/gtest.h>

namespace klicnik::numerics {
namespace {

TEST(Proportion, wilson_intervals_equal_newcombe_metrics_b) {
    struct Case {
        std::int64_t hits, of;
        double low, high;
    };
    for (const auto& [hits, of, low, high] : {Case{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}}) {
        const Interval interval = wilson_interval(hits, of);
        EXPECT_NEAR(interval.low, low, 5e-5) << hits;
        EXPECT_NEAR(interval.high, high, 5e-5) << hits;
    }
    EXPECT_DOUBLE_EQ(wilson_interval(5, 5).high, 1);
    EXPECT_LT(wilson_interval(5, 5).low, 0.6) << "five of five promise little";
}

TEST(Proportion, sample_sizes_equal_krejcie_and_morgan_metrics_b) {
    EXPECT_EQ(sample_size(10), 10);
    EXPECT_EQ(sample_size(50), 44);
    EXPECT_EQ(sample_size(100), 80);
    EXPECT_EQ(sample_size(140), 103);
    EXPECT_EQ(sample_size(1'000), 278);
    EXPECT_EQ(sample_size(9'000), 368);
    EXPECT_EQ(sample_size(1'000'000), 384);
    EXPECT_EQ(sample_size(1), 1);
}

}  // namespace
}  // namespace klicnik::numerics
