#include "platform/numerics/proportion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace klicnik::numerics {
namespace {

TEST(Proportion, wilson_intervals_equal_newcombe_metrics_b) {
    struct Case {
        std::int64_t hits, of;
        double low, high;
    };
    for (const auto& [hits, of, low, high] : {Case{81, 263, .2553, .3662},
                                              {15, 148, .0624, .1605},
                                              {0, 20, 0, .1611},
                                              {1, 29, .0061, .1718}}) {
        const Interval interval = wilson_interval(hits, of);
        EXPECT_NEAR(interval.low, low, 5e-5) << hits;
        EXPECT_NEAR(interval.high, high, 5e-5) << hits;
    }
    EXPECT_DOUBLE_EQ(wilson_interval(5, 5).high, 1);
    EXPECT_LT(wilson_interval(5, 5).low, 0.6) << "five of five promise little";
}

TEST(Proportion, sample_sizes_equal_krejcie_and_morgan_metrics_b) {
    constexpr std::array<std::array<std::int64_t, 2>, 34> table = {{
        {10, 10},     {15, 14},     {20, 19},      {25, 24},         {30, 28},     {35, 32},
        {40, 36},     {45, 40},     {50, 44},      {60, 52},         {70, 59},     {80, 66},
        {90, 73},     {100, 80},    {120, 92},     {140, 103},       {160, 113},   {180, 123},
        {200, 132},   {250, 152},   {300, 169},    {400, 196},       {500, 217},   {600, 234},
        {700, 248},   {800, 260},   {900, 269},    {1'000, 278},     {1'500, 306}, {2'000, 322},
        {5'000, 357}, {9'000, 368}, {50'000, 381}, {1'000'000, 384},
    }};
    for (const auto& [population, needed] : table)
        EXPECT_EQ(sample_size(population), needed) << population;
    EXPECT_EQ(sample_size(1), 1);
}

}  // namespace
}  // namespace klicnik::numerics
