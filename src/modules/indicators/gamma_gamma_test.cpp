#include "modules/indicators/gamma_gamma.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "platform/numerics/special.hpp"
#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

constexpr double dollar = 10'000;  // amounts are in ten-thousandths
constexpr GammaGammaParameters published = {6.25, 3.74, 15.44};

double spend_likelihood_of(const GammaGammaParameters& parameters,
                           const std::vector<CustomerHistory>& histories) {
    double sum = 0;
    for (const CustomerHistory& history : histories) {
        if (history.repeats > 0 && history.repeat_amount > 0)
            sum += log_likelihood(parameters, spend_of(history));
    }
    return sum;
}

/// Customers as the model supposes them.
std::vector<CustomerHistory> spenders(const GammaGammaParameters& truth, std::uint32_t count) {
    std::mt19937_64 random(7);
    std::gamma_distribution<double> rates(truth.q, 1 / truth.gamma);
    std::vector<CustomerHistory> histories;
    for (std::uint32_t i = 0; i < count; ++i) {
        CustomerHistory history{.customer = i, .repeats = 1 + i % 4};
        const double rate = rates(random);
        std::gamma_distribution<double> total(truth.p * history.repeats, 1 / rate);
        history.repeat_amount = std::llround(total(random) * dollar);
        histories.push_back(history);
    }
    return histories;
}

TEST(GammaGamma, the_fit_of_the_sample_equals_the_published_one_metrics_f4) {
    CDNOW_OR_SKIP(sample);
    const auto histories = sample.histories();
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    ASSERT_FALSE(fit.refusal);
    EXPECT_EQ(fit.customers, 946U);
    EXPECT_NEAR(fit.parameters->p, 6.25, .01);
    EXPECT_NEAR(fit.parameters->q, 3.74, .01);
    EXPECT_NEAR(fit.parameters->gamma / dollar, 15.44, .01);
    EXPECT_NEAR(fit.parameters->p, 6.24957, 5e-4);
    EXPECT_NEAR(fit.parameters->q, 3.74422, 5e-4);
    EXPECT_NEAR(fit.parameters->gamma / dollar, 15.44353, 5e-3);
    // In dollars: each density is per ten-thousandth here.
    const double in_dollars = fit.log_likelihood + 946 * std::log(dollar);
    EXPECT_NEAR(in_dollars, -4055.9177, 1e-3);
    EXPECT_NEAR(fit.log_likelihood, spend_likelihood_of(*fit.parameters, histories), 1e-7);
    // The density of the total instead of the mean, RFMCLV p. 17.
    double logarithms = 0;
    for (const CustomerHistory& history : histories)
        logarithms += history.repeats > 0 ? std::log(history.repeats) : 0;
    EXPECT_NEAR(in_dollars - logarithms, -4659.30, .01);
    EXPECT_GT(fit.standard_errors->q, .1);
    EXPECT_LT(fit.standard_errors->q, .5);
}

TEST(GammaGamma, means_of_the_first_ten_customers_equal_the_published_ones_metrics_f4) {
    CDNOW_OR_SKIP(sample);
    constexpr std::array<double, 10> means = {24.65, 18.91, 35.17, 35.17, 35.17,
                                              71.46, 18.91, 35.17, 27.28, 35.17};
    const auto histories = sample.histories();
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    ASSERT_TRUE(fit.parameters);
    const GammaGammaParameters rounded = {6.25, 3.74, 15.44 * dollar};
    for (std::size_t i = 0; i < means.size(); ++i) {
        const RepeatSpend spend = spend_of(histories[i]);
        EXPECT_NEAR(expected_amount(*fit.parameters, spend) / dollar, means[i], .012) << i;
        EXPECT_NEAR(expected_amount(rounded, spend) / dollar, means[i], .1) << i;
    }
}

TEST(GammaGamma, the_mean_of_the_population_is_nine_cents_above_the_observed_one_metrics_f4) {
    CDNOW_OR_SKIP(sample);
    const auto histories = sample.histories();
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    ASSERT_TRUE(fit.parameters);
    std::vector<double> means;
    for (const CustomerHistory& history : histories) {
        if (history.repeats > 0) means.push_back(*history.mean_repeat_amount() / dollar);
    }
    double sum = 0;
    for (const double mean : means) sum += mean;
    const double observed = sum / static_cast<double>(means.size());
    // The published mean is of averages that were rounded to cents, halves upwards.
    EXPECT_NEAR(observed, 35.079, .0015);
    EXPECT_NEAR(population_mean(*fit.parameters) / dollar, 35.171, .001);
    EXPECT_NEAR(population_mean(*fit.parameters) / dollar - observed, .09, .005);
    // RFMCLV Table 1.
    std::ranges::sort(means);
    EXPECT_NEAR(means.front(), 3, .5);
    EXPECT_NEAR(means[means.size() / 4], 16, .5);
    EXPECT_NEAR((means[means.size() / 2 - 1] + means[means.size() / 2]) / 2, 27, .5);
    EXPECT_NEAR(means[means.size() * 3 / 4], 42, .5);
    EXPECT_NEAR(means.back(), 300, .5);
}

TEST(GammaGamma, the_correlation_of_how_often_and_how_much_equals_the_published_one_metrics_f4) {
    CDNOW_OR_SKIP(sample);
    auto histories = sample.histories();
    EXPECT_NEAR(*fit_gamma_gamma(histories).correlation, .1139, 5e-5);
    // Without the one outlier.
    const auto most = std::ranges::max_element(histories, {}, &CustomerHistory::repeat_amount);
    histories.erase(most);
    EXPECT_NEAR(*fit_gamma_gamma(histories).correlation, .0570, 5e-5);
}

struct MeanCase {
    RepeatSpend spend;
    double mean;
};

TEST(GammaGamma, means_equal_exact_fractions_metrics_f4) {
    constexpr GammaGammaParameters parameters = {6, 4, 16};
    constexpr MeanCase cases[] = {{{3, 35}, 242.0 / 7}, {{0, 0}, 32}, {{1, 10}, 52.0 / 3}};
    for (const auto& [spend, mean] : cases)
        EXPECT_DOUBLE_EQ(expected_amount(parameters, spend), mean);
    EXPECT_DOUBLE_EQ(population_mean(parameters), 32);
}

TEST(GammaGamma, the_likelihood_is_a_density) {
    double sum = 0;
    constexpr double step = .01;
    for (double mean = step / 2; mean < 5000; mean += step)
        sum += std::exp(log_likelihood(published, {2, mean})) * step;
    EXPECT_NEAR(sum, 1, 1e-4);
}

TEST(GammaGamma, the_fit_finds_the_parameters_that_made_the_book_in_any_unit) {
    const auto histories = spenders(published, 20'000);
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    ASSERT_FALSE(fit.refusal);
    EXPECT_NEAR(fit.parameters->p, published.p, 4 * fit.standard_errors->p);
    EXPECT_NEAR(fit.parameters->q, published.q, 4 * fit.standard_errors->q);
    EXPECT_NEAR(fit.parameters->gamma, published.gamma * dollar, 4 * fit.standard_errors->gamma);
    EXPECT_LT(fit.standard_errors->q, .1);
    auto larger = histories;
    for (CustomerHistory& history : larger) history.repeat_amount *= 1'000'000;
    const GammaGammaFit again = fit_gamma_gamma(larger);
    ASSERT_FALSE(again.refusal);
    EXPECT_NEAR(again.parameters->q, fit.parameters->q, 1e-4);
    EXPECT_NEAR(again.parameters->gamma / fit.parameters->gamma, 1e6, 100);
}

TEST(GammaGamma, a_spend_without_a_finite_mean_is_refused) {
    const GammaGammaFit fit = fit_gamma_gamma(spenders({3, .6, 5}, 2000));
    EXPECT_EQ(fit.refusal, FitRefusal::no_finite_mean);
    EXPECT_FALSE(fit.parameters);
    EXPECT_TRUE(std::isinf(population_mean({3, .6, 5})));
}

TEST(GammaGamma, too_few_who_repeat_and_pay_are_refused) {
    EXPECT_EQ(fit_gamma_gamma({}, {0}).refusal, FitRefusal::too_few_customers);
    auto histories = spenders(published, 51);
    EXPECT_FALSE(fit_gamma_gamma(histories, {51}).refusal);
    histories[0].repeats = 0;
    histories[1].repeat_amount = 0;
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    EXPECT_EQ(fit.refusal, FitRefusal::too_few_customers);
    EXPECT_EQ(fit.customers, 49U);
    EXPECT_TRUE(fit.correlation) << "it is worth knowing also without a fit";
}

TEST(GammaGamma, customers_who_all_spend_alike_have_no_clear_maximum) {
    std::vector<CustomerHistory> histories;
    for (std::uint32_t i = 0; i < 100; ++i)
        histories.push_back({.customer = i, .repeats = 2, .repeat_amount = 200});
    const GammaGammaFit fit = fit_gamma_gamma(histories);
    EXPECT_TRUE(fit.refusal);
    EXPECT_EQ(fit.correlation, std::nullopt);
}

}  // namespace
}  // namespace klicnik::indicators
