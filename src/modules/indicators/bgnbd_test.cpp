#include "modules/indicators/bgnbd.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "platform/numerics/minimise.hpp"
#include "platform/numerics/special.hpp"
#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

/// FHL05 Table 2 as fitted to weeks of two decimals, unrounded; BTYD's own fit; as printed.
constexpr BgNbdParameters fitted = {.24259, 4.41353, .79289, 2.42575};
constexpr BgNbdParameters btyd = {.2425967, 4.413659, .7929869, 2.426164};
constexpr BgNbdParameters printed = {.243, 4.414, .793, 2.426};
constexpr PurchaseTiming customer_1 = {2, 30.43, 38.86};
constexpr PurchaseTiming customer_1516 = {26, 216.0 / 7, 31};

double log_likelihood_of(const BgNbdParameters& parameters,
                         const std::vector<CustomerHistory>& histories) {
    double sum = 0;
    for (const CustomerHistory& history : histories)
        sum += log_likelihood(parameters, timing_of(history));
    return sum;
}

/// Customers as the model supposes them.
std::vector<CustomerHistory> simulated(const BgNbdParameters& truth, std::uint32_t customers,
                                       std::uint32_t seed) {
    std::mt19937_64 random(seed);
    std::gamma_distribution<double> rates(truth.r, 1 / truth.alpha);
    std::gamma_distribution<double> leaving(truth.a, 1);
    std::gamma_distribution<double> staying(truth.b, 1);
    std::vector<CustomerHistory> histories;
    for (std::uint32_t customer = 0; customer < customers; ++customer) {
        CustomerHistory history{.customer = customer};
        history.age_days = 100 + static_cast<std::int32_t>(random() % 600);
        const double rate = rates(random);
        const double left = leaving(random);
        const double chance = left / (left + staying(random));
        double day = 0;
        for (;;) {
            day += std::exponential_distribution<double>(rate)(random) * days_per_week;
            if (!(day <= history.age_days)) break;
            const auto whole = static_cast<std::int32_t>(day);
            if (whole > history.recency_days) {
                ++history.repeats;
                history.recency_days = whole;
            }
            if (std::bernoulli_distribution(chance)(random)) break;
        }
        histories.push_back(history);
    }
    return histories;
}

// --- published values, metrics (f.2)

struct LikelihoodCase {
    PurchaseTiming timing;
    double value;
};

TEST(BgNbd, the_likelihood_of_single_customers_equals_figure_1_metrics_f2) {
    constexpr LikelihoodCase cases[] = {
        {{2, 30.43, 38.86}, -9.4596},  {{1, 1.71, 38.86}, -4.4711}, {{0, 0, 38.86}, -.5538},
        {{7, 29.43, 38.86}, -21.8644}, {{1, 5.00, 38.86}, -4.8651}, {{2, 35.71, 38.86}, -9.5367},
        {{0, 0, 27}, -.4761},          {{4, 26.57, 27}, -14.1284},
    };
    for (const auto& [timing, value] : cases)
        EXPECT_NEAR(log_likelihood(fitted, timing), value, 1e-3);
}

TEST(BgNbd, the_likelihood_of_the_sample_at_ones_equals_note_004_metrics_f2) {
    CDNOW_OR_SKIP(sample);
    EXPECT_NEAR(log_likelihood_of({1, 1, 1, 1}, sample.histories()), -13887.7, .05);
}

TEST(BgNbd, the_fit_of_the_sample_equals_table_2_and_the_raw_log_metrics_f2) {
    CDNOW_OR_SKIP(sample);
    const auto histories = sample.histories();
    const BgNbdFit fit = fit_bgnbd(histories);
    ASSERT_FALSE(fit.refusal);
    EXPECT_EQ(fit.customers, 2357U);
    EXPECT_EQ(fit.repeats, 2457U);
    EXPECT_NEAR(fit.parameters->r, .243, .001);
    EXPECT_NEAR(fit.parameters->alpha, 4.414, .01);
    EXPECT_NEAR(fit.parameters->a, .793, .002);
    EXPECT_NEAR(fit.parameters->b, 2.426, .01);
    EXPECT_NEAR(fit.log_likelihood, -9582.4, .05);
    EXPECT_NEAR(fit.parameters->r, .2425945, 1e-6);
    EXPECT_NEAR(fit.parameters->alpha, 4.4136019, 1e-5);
    EXPECT_NEAR(fit.parameters->a, .7929199, 1e-5);
    EXPECT_NEAR(fit.parameters->b, 2.4258881, 1e-4);
    EXPECT_NEAR(fit.log_likelihood, -9582.429, 1e-3);
    EXPECT_NEAR(fit.log_likelihood, log_likelihood_of(*fit.parameters, histories), 1e-8)
        << "classes add up to what single customers do";
    EXPECT_LT(fit.evaluations, 60);
}

TEST(BgNbd, expected_repeats_of_a_new_customer_equal_the_published_ones_metrics_f2) {
    EXPECT_NEAR(expected_repeats(btyd, 52), 1.444004, 2e-6);
    constexpr std::array<std::array<double, 2>, 6> sheet = {{{1.0 / 7, .0078},
                                                             {1, .0532},
                                                             {3, .1506},
                                                             {31 + 6.0 / 7, 1.0405},
                                                             {32, 1.0437},
                                                             {78, 1.8576}}};
    for (const auto& [weeks, repeats] : sheet)
        EXPECT_NEAR(expected_repeats(fitted, weeks), repeats, 5e-4) << weeks;
    EXPECT_EQ(expected_repeats(fitted, 0), 0);
}

TEST(BgNbd, expected_purchases_of_a_known_customer_equal_the_published_ones_metrics_f2) {
    EXPECT_NEAR(expected_purchases(fitted, customer_1, 39), 1.226, 1e-3);
    EXPECT_NEAR(expected_purchases(btyd, customer_1516, 52), 25.75659, 1e-5);
    EXPECT_NEAR(*chance_active(btyd, customer_1516).probability, .9688523, 1e-7);
    constexpr std::array<std::array<double, 2>, 4> by_frequency = {
        {{10, .3474606}, {15, .04283391}, {20, .004158973}, {25, .0003583685}}};
    for (const auto& [repeats, purchases] : by_frequency)
        EXPECT_NEAR(expected_purchases(btyd, {repeats, 20, 39}, 52), purchases, 1e-7) << repeats;
}

TEST(BgNbd, probabilities_of_counts_equal_the_published_ones_metrics_f2) {
    EXPECT_NEAR(probability_of_repeats(printed, 10, 2), 1.07869e-07, 1e-12);
    EXPECT_NEAR(probability_of_repeats(printed, 0, 39), .5737864, 1e-7);
    EXPECT_NEAR(probability_of_repeats(printed, 11, 30), .0019995214, 1e-10);
}

TEST(BgNbd, expected_and_actual_purchases_by_frequency_equal_figure_3_metrics_f2) {
    CDNOW_OR_SKIP(sample);
    constexpr std::array<std::size_t, 8> sizes = {1411, 439, 214, 100, 62, 38, 29, 64};
    constexpr std::array<double, 8> means = {.2250893, .5231364, 1.044126, 1.520256,
                                             2.163824, 2.653789, 3.503957, 6.157036};
    std::array<std::size_t, 8> count{};
    std::array<double, 8> expected{};
    std::array<double, 8> actual{};
    std::vector<double> all_expected;
    std::vector<double> all_actual;
    for (const CustomerHistory& history : sample.histories()) {
        const std::size_t group = std::min<std::size_t>(history.repeats, 7);
        all_expected.push_back(expected_purchases(btyd, timing_of(history), 39));
        all_actual.push_back(history.holdout_days);
        ++count[group];
        expected[group] += all_expected.back();
        actual[group] += all_actual.back();
    }
    EXPECT_EQ(count, sizes);
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_NEAR(expected[i] / static_cast<double>(count[i]), means[i], 2e-5) << i;
    EXPECT_NEAR(actual[0] / 1411, .2367116, 1e-7);
    EXPECT_NEAR(actual[7] / 64, 6.359375, 1e-9);
    EXPECT_NEAR(*numerics::correlation(all_actual, all_expected), .626, 6e-4);
}

TEST(BgNbd, cumulative_repeats_of_the_cohort_equal_the_published_ones_metrics_f2) {
    CDNOW_OR_SKIP(sample);
    constexpr std::array<double, 6> weeks_20_to_25 = {1312.458, 1387.346, 1460.392,
                                                      1531.713, 1601.418, 1669.6};
    const auto histories = sample.histories();
    constexpr double longest = 272.0 / 7;  // of a buyer of 1 January
    for (std::size_t i = 0; i < weeks_20_to_25.size(); ++i) {
        const double week = 20 + static_cast<double>(i);
        double sum = 0;
        for (const CustomerHistory& history : histories)
            sum += expected_repeats(btyd, week - (longest - history.age_weeks()));
        EXPECT_NEAR(sum, weeks_20_to_25[i], 2e-3) << week;
    }
}

// --- a book from which nobody seems to leave

TEST(BgNbd, a_book_without_leaving_is_fitted_by_rates_alone) {
    const BgNbdFit fit = fit_bgnbd(simulated({.8, 10, 1e-9, 1}, 3'000, 7));
    ASSERT_FALSE(fit.refusal);
    ASSERT_TRUE(fit.nobody_seems_gone);
    EXPECT_NEAR(fit.parameters->r, .8, 4 * fit.standard_errors->r);
    EXPECT_NEAR(fit.parameters->alpha, 10, 4 * fit.standard_errors->alpha);
    EXPECT_EQ(fit.parameters->a, 0);
    const BgNbdParameters staying = {.8, 10, 0, 0};
    const BgNbdParameters almost = {.8, 10, 1e-9, 1};
    for (const PurchaseTiming& timing : {PurchaseTiming{0, 0, 39}, {3, 20, 39}, {12, 38, 39}}) {
        EXPECT_NEAR(log_likelihood(staying, timing), log_likelihood(almost, timing), 1e-5);
        EXPECT_NEAR(expected_purchases(staying, timing, 52), expected_purchases(almost, timing, 52), 1e-5);
        EXPECT_EQ(chance_active(staying, timing).unknown, ActivityUnknown::nobody_seems_gone);
    }
    EXPECT_NEAR(probability_of_repeats(staying, 4, 30), probability_of_repeats(almost, 4, 30), 1e-8);
}

// --- agreement of the formulas with each other

/// E[Y(t)] by integration over what is not known of the customer: the rate λ and the probability p
/// to leave. Given both, an active customer makes (1 − e^(−λpt)) / p purchases.
double integrated_purchases(const BgNbdParameters& q, const PurchaseTiming& timing, double weeks) {
    constexpr int steps = 1500;
    double evidence = 0;
    double purchases = 0;
    for (int i = 0; i < steps; ++i) {
        // λ and the odds of p run over their logarithms, where the integrands are smooth.
        const double rate = std::exp(-14 + 16.0 * (i + .5) / steps);
        const double rate_weight = std::pow(rate, q.r + timing.repeats) * std::exp(-rate * q.alpha);
        const double active = std::exp(-rate * timing.age_weeks);
        const double left = std::exp(-rate * timing.recency_weeks);
        for (int j = 0; j < steps; ++j) {
            const double odds = std::exp(-36 + 72.0 * (j + .5) / steps);
            const double p = odds / (1 + odds);
            const double stays = 1 / (1 + odds);
            const double weight = rate_weight * std::pow(p, q.a) * std::pow(stays, q.b);
            const double seen_active = weight * std::pow(stays, timing.repeats) * active;
            const double seen_left = weight * std::pow(stays, timing.repeats - 1) * p * left;
            evidence += seen_active + (timing.repeats > 0 ? seen_left : 0);
            purchases += seen_active * -std::expm1(-rate * p * weeks) / p;
        }
    }
    return purchases / evidence;
}

TEST(BgNbd, expected_purchases_equal_integration_over_rate_and_leaving) {
    EXPECT_NEAR(
        expected_purchases(fitted, customer_1, 39) / integrated_purchases(fitted, customer_1, 39),
        1, 1e-6);
    constexpr BgNbdParameters large_a = {.9, 3, 4.5, 2.2};
    EXPECT_NEAR(
        expected_purchases(large_a, {3, 9, 12}, 26) / integrated_purchases(large_a, {3, 9, 12}, 26),
        1, 1e-6);
}

TEST(BgNbd, a_of_one_is_no_singularity) {
    for (const double weeks : {1.0, 39.0, 500.0}) {
        const auto at = [&](double a) {
            return expected_purchases({.25, 4.4, a, 2.4}, {2, 20, 39}, weeks);
        };
        EXPECT_NEAR(at(1) / ((at(.9999) + at(1.0001)) / 2), 1, 1e-7) << weeks;
        EXPECT_NEAR(at(1 + 1e-12) / at(1), 1, 1e-8) << weeks;
    }
    // a + b = 1 makes another one for new customers.
    const double below = expected_repeats({.25, 4.4, .4, .6 - 1e-5}, 30);
    const double above = expected_repeats({.25, 4.4, .4, .6 + 1e-5}, 30);
    EXPECT_NEAR(expected_repeats({.25, 4.4, .4, .6}, 30) / ((below + above) / 2), 1, 1e-6);
}

TEST(BgNbd, probabilities_of_counts_add_up_to_one_and_to_the_expectation) {
    double sum = 0;
    double mean = 0;
    for (std::uint32_t x = 0; x < 400; ++x) {
        const double probability = probability_of_repeats(printed, x, 39);
        sum += probability;
        mean += x * probability;
    }
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_NEAR(mean, expected_repeats(printed, 39), 1e-7);
}

TEST(BgNbd, standard_errors_equal_the_curvature_of_the_plain_likelihood) {
    CDNOW_OR_SKIP(sample);
    const auto histories = sample.histories();
    const BgNbdFit fit = fit_bgnbd(histories);
    ASSERT_TRUE(fit.parameters);
    // Second differences of ln L over the parameters themselves, without gradient and logarithms.
    const std::array at = {fit.parameters->r, fit.parameters->alpha, fit.parameters->a,
                           fit.parameters->b};
    const auto moved = [&](std::size_t i, double up_i, std::size_t j, double up_j) {
        auto point = at;
        point[i] *= 1 + 1e-3 * up_i;
        point[j] *= 1 + 1e-3 * up_j;
        return log_likelihood_of({point[0], point[1], point[2], point[3]}, histories);
    };
    numerics::SymmetricMatrix information(4);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            const double change =
                moved(i, 1, j, 1) - moved(i, 1, j, -1) - moved(i, -1, j, 1) + moved(i, -1, j, -1);
            information.set(i, j, -change / (4e-6 * at[i] * at[j]));
        }
    }
    const auto covariance = numerics::inverse_of_positive_definite(information);
    ASSERT_TRUE(covariance);
    const std::array errors = {fit.standard_errors->r, fit.standard_errors->alpha,
                               fit.standard_errors->a, fit.standard_errors->b};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(errors[i] / std::sqrt(covariance->at(i, i)), 1, 2e-3) << i;
}

// --- edges

TEST(BgNbd, whoever_has_not_bought_again_is_unknown_and_never_certainly_active) {
    const ActivityChance chance = chance_active(fitted, {0, 0, 39});
    EXPECT_EQ(chance.probability, std::nullopt);
    EXPECT_EQ(chance.unknown, ActivityUnknown::no_repeat_yet);
    EXPECT_GT(expected_purchases(fitted, {0, 0, 39}, 39), 0);
    EXPECT_FALSE(chance_active(fitted, customer_1).unknown);
}

TEST(BgNbd, a_thousand_purchases_and_a_long_silence_give_zero_and_a_number) {
    const PurchaseTiming silent = {1000, 10, 100};
    EXPECT_EQ(expected_purchases(printed, silent, 52), 0);
    EXPECT_EQ(*chance_active(printed, silent).probability, 0);
    EXPECT_TRUE(std::isfinite(log_likelihood(printed, silent)));
    const PurchaseTiming busy = {1000, 100, 100};
    // Ten a week, less those whom the small chance to leave takes away.
    EXPECT_GT(expected_purchases(printed, busy, 10), 90);
    EXPECT_LT(expected_purchases(printed, busy, 10), 96);
}

TEST(BgNbd, the_fit_finds_the_parameters_that_made_the_book) {
    constexpr BgNbdParameters truth = {.8, 6, .9, 3};
    const BgNbdFit fit = fit_bgnbd(simulated(truth, 20'000, 5));
    ASSERT_FALSE(fit.refusal);
    // Purchases of one day count as one, which makes the book a little quieter than the truth.
    EXPECT_NEAR(fit.parameters->r, truth.r, 4 * fit.standard_errors->r + .03);
    EXPECT_NEAR(fit.parameters->alpha, truth.alpha, 4 * fit.standard_errors->alpha + .3);
    EXPECT_NEAR(fit.parameters->a / (fit.parameters->a + fit.parameters->b), .9 / 3.9, .02);
    EXPECT_LT(fit.standard_errors->r, .05);
}

TEST(BgNbd, a_sharp_maximum_counts_although_its_gradient_never_gets_small) {
    // Few customers with many repeats: rounding errors end the search early.
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const BgNbdFit fit = fit_bgnbd(simulated({4.6, .94, .19, .51}, 80, seed));
        EXPECT_FALSE(fit.refusal) << seed;
    }
}

TEST(BgNbd, a_small_book_is_refused_with_the_reason) {
    const auto histories = simulated(printed, 2000, 1);
    EXPECT_EQ(fit_bgnbd({}).refusal, FitRefusal::too_few_customers);
    EXPECT_EQ(fit_bgnbd({}, {0, 0}).refusal, FitRefusal::too_few_customers);
    const std::span few(histories.begin(), 49);
    EXPECT_EQ(fit_bgnbd(few).refusal, FitRefusal::too_few_customers);
    const BgNbdFit refused = fit_bgnbd(std::span(histories).first(50));
    EXPECT_EQ(refused.refusal, FitRefusal::too_few_repeats);
    EXPECT_EQ(refused.customers, 50U);
    EXPECT_LT(refused.repeats, 100U);
    EXPECT_FALSE(refused.parameters);
    EXPECT_FALSE(refused.standard_errors);
    EXPECT_FALSE(fit_bgnbd(histories, {2000, 100}).refusal);
    EXPECT_EQ(fit_bgnbd(histories, {2001, 100}).refusal, FitRefusal::too_few_customers);
}

TEST(BgNbd, a_book_that_nobody_ever_left_has_rates_and_says_so) {
    std::vector<CustomerHistory> histories;
    for (std::uint32_t i = 0; i < 200; ++i)
        histories.push_back(
            {.customer = i, .repeats = 20 + i % 30, .recency_days = 350, .age_days = 350});
    const BgNbdFit fit = fit_bgnbd(histories);
    ASSERT_TRUE(fit.parameters);
    EXPECT_TRUE(fit.nobody_seems_gone);
    EXPECT_NEAR(expected_purchases(*fit.parameters, timing_of(histories[15]), 50), 35, 3);
}

}  // namespace
}  // namespace klicnik::indicators
