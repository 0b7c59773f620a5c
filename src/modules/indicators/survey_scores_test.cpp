#include "modules/indicators/survey_scores.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "platform/numerics/proportion.hpp"

namespace klicnik::indicators {
namespace {

TEST(SurveyScores, nps_equals_the_worked_examples_metrics_b) {
    const auto large = net_promoter_score({100, 60, 40});
    EXPECT_DOUBLE_EQ(large->score, 30);
    EXPECT_NEAR(large->standard_error, 5.52, .005);
    EXPECT_NEAR(large->margin, 10.8, .05);
    const auto ten = net_promoter_score({4, 3, 3});
    EXPECT_NEAR(ten->score, 10, 1e-12);
    EXPECT_NEAR(ten->margin, 51.5, .05) << "with ten clients a start of a talk, no more";
    EXPECT_NEAR(net_promoter_score({2, 0, 1})->score, 100.0 / 3, 1e-12) << "67 − 33 would be 34";
    EXPECT_NEAR(net_promoter_score({3, 2, 1})->score, 100.0 / 3, 1e-12);
    EXPECT_NEAR(std::pow(net_promoter_score({3, 2, 1})->standard_error / 100, 2) * 6, 5.0 / 9, 1e-12);
}

TEST(SurveyScores, a_score_of_all_clients_is_surer_metrics_b) {
    const auto some = net_promoter_score({10, 6, 4});
    const auto of_thirty = net_promoter_score({10, 6, 4}, 30);
    EXPECT_NEAR(of_thirty->standard_error / some->standard_error, .587, 5e-4);
    EXPECT_EQ(net_promoter_score({10, 6, 4}, 20)->margin, 0) << "everybody has answered";
    EXPECT_EQ(net_promoter_score({1, 0, 0}, 1)->score, 100);
}

TEST(SurveyScores, edges_of_nps_metrics_b) {
    EXPECT_FALSE(net_promoter_score({}));
    EXPECT_EQ(net_promoter_score({7, 0, 0})->standard_error, 0) << "show the interval of the share instead";
    EXPECT_LT(numerics::wilson_interval(7, 7).low, .7);
    for (const int wrong : {-1, 11, 100}) EXPECT_FALSE(promoter_band(wrong));
    EXPECT_EQ(promoter_band(0), PromoterBand::detractor);
    EXPECT_EQ(promoter_band(6), PromoterBand::detractor);
    EXPECT_EQ(promoter_band(7), PromoterBand::passive);
    EXPECT_EQ(promoter_band(9), PromoterBand::promoter);
    EXPECT_EQ(answers_for_margin(10, .5, .2), 235);
    const auto before = net_promoter_score({40, 30, 30});
    const auto after = net_promoter_score({60, 20, 20});
    EXPECT_NEAR(*difference_of_scores(*after, *before), 30 / std::hypot(before->standard_error, after->standard_error), 1e-12);
    EXPECT_FALSE(difference_of_scores(*net_promoter_score({1, 0, 0}), *net_promoter_score({2, 0, 0})));
}

TEST(SurveyScores, csat_and_ces_equal_the_published_ones_metrics_b) {
    EXPECT_DOUBLE_EQ(*satisfied_share({5, 5, 10, 40, 40}), .8);
    EXPECT_DOUBLE_EQ(*satisfied_share({1, 1, 1, 3, 2}), .625);  // 5, 4, 4, 3, 2, 5, 1, 4
    EXPECT_DOUBLE_EQ(*mean_answer(std::array<std::int64_t, 5>{1, 1, 1, 3, 2}), 3.5);
    const auto effort = effort_score({80, 210, 140, 110, 160, 180, 120});
    EXPECT_NEAR(effort->mean, 4.08, .005);
    EXPECT_NEAR(effort->agree, .46, .0005);
    EXPECT_DOUBLE_EQ(*satisfied_share({2, 4, 4, 5, 5}), .5);
    EXPECT_DOUBLE_EQ(*satisfied_share({1, 0, 1, 4, 4}), .8);
    EXPECT_FALSE(satisfied_share({}));
    EXPECT_FALSE(effort_score({}));
}

}  // namespace
}  // namespace klicnik::indicators
