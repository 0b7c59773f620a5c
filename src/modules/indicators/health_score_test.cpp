#include "modules/indicators/health_score.hpp"

#include <gtest/gtest.h>

#include <array>

namespace klicnik::indicators {
namespace {

TEST(HealthScore, a_group_equals_the_published_one_metrics_e) {
    const auto health = health_score(std::array<HealthMeasure, 3>{{{20, 47}, {15, 59}, {22, 21}}});
    EXPECT_NEAR(*health.score, 2287.0 / 57, 1e-12);
    EXPECT_NEAR(*health.score, 40.122, 1e-3);
    EXPECT_EQ(health.colour, HealthColour::red);
    EXPECT_EQ(health.known_weight_bp, 10'000);
}

TEST(HealthScore, colours_do_not_include_where_they_begin_metrics_e) {
    const auto colour = [](double score) { return health_score(std::array<HealthMeasure, 1>{{{1, score}}}).colour; };
    EXPECT_EQ(colour(0), HealthColour::red);
    EXPECT_EQ(colour(50), HealthColour::red);
    EXPECT_EQ(colour(50.1), HealthColour::yellow);
    EXPECT_EQ(colour(75), HealthColour::yellow);
    EXPECT_EQ(colour(75.1), HealthColour::green);
    EXPECT_EQ(colour(100), HealthColour::green);
}

TEST(HealthScore, what_is_not_known_drops_out_and_too_little_has_no_colour_metrics_e) {
    const auto most = health_score(std::array<HealthMeasure, 3>{{{40, 80}, {20, 50}, {40, std::nullopt}}});
    EXPECT_DOUBLE_EQ(*most.score, 70);
    EXPECT_EQ(most.known_weight_bp, 6'000);
    EXPECT_EQ(most.colour, HealthColour::yellow);
    const auto little = health_score(std::array<HealthMeasure, 2>{{{59, 80}, {41, std::nullopt}}});
    EXPECT_DOUBLE_EQ(*little.score, 80);
    EXPECT_FALSE(little.colour) << "too little is not yellow";
    EXPECT_FALSE(health_score({}).score);
    EXPECT_FALSE(health_score(std::array<HealthMeasure, 1>{{{5, std::nullopt}}}).score);
    EXPECT_DOUBLE_EQ(weight_of_age(180), .5);
    EXPECT_DOUBLE_EQ(weight_of_age(0), 1);
}

}  // namespace
}  // namespace klicnik::indicators
