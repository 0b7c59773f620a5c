#include "modules/indicators/shifted_beta_geometric.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "platform/numerics/minimise.hpp"
#include "tests/support/shared_data.hpp"

namespace klicnik::indicators {
namespace {

// FH07 Table 1: of 1000 clients, those who survive years 0 to 12.
const CohortCounts regular_clients = {1000, 631, 468, 382, 326, 289, 262,
                                      241,  223, 207, 194, 183, 173};
const CohortCounts high_end_clients = {1000, 869, 743, 653, 593, 551, 517,
                                       491,  468, 445, 427, 409, 394};

CohortCounts years(const CohortCounts& cohort, std::size_t last) {
    return {cohort.begin(), cohort.begin() + static_cast<std::ptrdiff_t>(last) + 1};
}

SbgFit fit_one(const CohortCounts& cohort) {
    return fit_sbg(std::array{cohort});
}

double likelihood_of_one(const SbgParameters& parameters, const CohortCounts& cohort) {
    return log_likelihood(parameters, std::array{cohort});
}

TEST(ShiftedBetaGeometric, the_table_of_the_paper_is_the_one_in_the_shared_data) {
    SHARED_DATA_OR_SKIP(file, "cdnow/sbg_fader_hardie_2007_table1.csv");
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    std::size_t year = 0;
    for (; std::getline(stream, line); ++year) {
        const auto first = line.find(',');
        const auto second = line.find(',', first + 1);
        EXPECT_EQ(std::stoll(line.substr(first + 1)), regular_clients.at(year));
        EXPECT_EQ(std::stoll(line.substr(second + 1)), high_end_clients.at(year));
    }
    EXPECT_EQ(year, 13U);
}

TEST(ShiftedBetaGeometric, likelihoods_equal_appendix_B_metrics_f6) {
    const CohortCounts cohort = years(high_end_clients, 7);
    EXPECT_NEAR(likelihood_of_one({1, 1}, cohort), -2115.5, .06);
    EXPECT_NEAR(likelihood_of_one({.01, .01}, cohort), -2741.7, .06);
    constexpr std::array<double, 8> terms = {-90.8,  -225.8, -223.6, -179.7,
                                             -142.9, -127.1, -104.7, -1021.0};
    for (std::uint32_t t = 1; t <= 7; ++t) {
        const auto lost = static_cast<double>(cohort[t - 1] - cohort[t]);
        EXPECT_NEAR(lost * std::log(probability_of_leaving({1, 1}, t)), terms[t - 1], .06) << t;
    }
    EXPECT_NEAR(491 * std::log(survival({1, 1}, 7)), terms[7], .06);
}

struct FitCase {
    CohortCounts cohort;
    double alpha, alpha_tolerance;
    double beta, beta_tolerance;
    std::optional<double> log_likelihood;
    SbgParameters unrounded;
};

TEST(ShiftedBetaGeometric, fits_equal_the_published_ones_metrics_f6) {
    const FitCase cases[] = {
        {years(high_end_clients, 7), .668, .001, 3.806, .005, -1611.158, {.66809, 3.80609}},
        {years(regular_clients, 7), .704, .001, 1.182, .002, -1680.2652, {.70408, 1.18204}},
        {years(regular_clients, 4), .764, .001, 1.296, .001, std::nullopt, {.76367, 1.29583}},
    };
    for (const FitCase& each : cases) {
        const SbgFit fit = fit_one(each.cohort);
        ASSERT_FALSE(fit.refusal);
        EXPECT_NEAR(fit.parameters->alpha, each.alpha, each.alpha_tolerance);
        EXPECT_NEAR(fit.parameters->beta, each.beta, each.beta_tolerance);
        EXPECT_NEAR(fit.parameters->alpha, each.unrounded.alpha, 1e-5);
        EXPECT_NEAR(fit.parameters->beta, each.unrounded.beta, 1e-5);
        if (each.log_likelihood) {
            EXPECT_NEAR(fit.log_likelihood, *each.log_likelihood, 1e-3);
        }
        EXPECT_NEAR(fit.log_likelihood, likelihood_of_one(*fit.parameters, each.cohort), 1e-9);
        EXPECT_GT(fit.standard_errors->alpha, .01);
        EXPECT_LT(fit.standard_errors->alpha, .2);
    }
}

TEST(ShiftedBetaGeometric, retention_rates_equal_note_032_metrics_f6) {
    constexpr SbgParameters least_squares = {.760, 1.286};
    constexpr std::array<double, 5> rates = {.629, .751, .812, .849, .874};
    for (std::uint32_t t = 1; t <= rates.size(); ++t)
        EXPECT_NEAR(retention_rate(least_squares, t), rates[t - 1], 1.1e-3) << t;
    EXPECT_NEAR(retention_rate(least_squares, 12), .942, 1.1e-3);
    EXPECT_NEAR(173.0 / 183, .945, 1.1e-3) << "the actual one";
}

TEST(ShiftedBetaGeometric, least_squares_on_retention_rates_equal_note_032_metrics_f6) {
    const auto squares = [](std::span<const double> logarithms, std::span<double> gradient) {
        const double alpha = std::exp(logarithms[0]);
        const double beta = std::exp(logarithms[1]);
        double sum = 0;
        gradient[0] = gradient[1] = 0;
        for (std::uint32_t t = 1; t <= 4; ++t) {
            const double rate = retention_rate({alpha, beta}, t);
            const double below = alpha + beta + t - 1;
            const double miss = rate - static_cast<double>(regular_clients[t]) /
                                           static_cast<double>(regular_clients[t - 1]);
            sum += miss * miss;
            gradient[0] -= 2 * miss * rate / below * alpha;
            gradient[1] += 2 * miss * (1 - rate) / below * beta;
        }
        return sum;
    };
    const auto minimum =
        numerics::minimise(squares, std::array{0.0, 0.0}, {.gradient_tolerance = 1e-9});
    EXPECT_TRUE(minimum.converged);
    EXPECT_NEAR(std::exp(minimum.point[0]), .75976, 1e-4);
    EXPECT_NEAR(std::exp(minimum.point[1]), 1.28628, 2e-4);
    EXPECT_NEAR(minimum.value, 1.16e-4, 5e-7);
}

TEST(ShiftedBetaGeometric, several_cohorts_equal_note_017_metrics_f6) {
    const std::vector<CohortCounts> cohorts = {{10000, 8000, 6480, 5307, 4391},
                                               {10000, 8000, 6480, 5307},
                                               {10000, 8000, 6480},
                                               {10000, 8000},
                                               {10000}};
    const SbgFit fit = fit_sbg(cohorts);
    ASSERT_FALSE(fit.refusal);
    EXPECT_NEAR(fit.parameters->alpha, 3.80, .005);
    EXPECT_NEAR(fit.parameters->beta, 15.19, .01);
    EXPECT_NEAR(fit.parameters->alpha, 3.79813, 1e-4);
    EXPECT_NEAR(fit.parameters->beta, 15.19190, 1e-3);
}

TEST(ShiftedBetaGeometric, the_residual_lifetime_equals_the_published_one_metrics_f6) {
    const SbgFit fit = fit_one(years(high_end_clients, 7));
    ASSERT_TRUE(fit.parameters);
    EXPECT_NEAR(*residual_lifetime(*fit.parameters, 7, .1), 7.530, 1e-3);
    EXPECT_NEAR(*residual_lifetime({.668, 3.806}, 7, .1), 7.530, 1e-3);
    // It is Σ S(n + k) / S(n) · (1 + d)^(−k+1) over the payments to come, k ≥ 1.
    double sum = 0;
    for (std::uint32_t k = 1; k < 1000; ++k)
        sum += survival(*fit.parameters, 7 + k) / survival(*fit.parameters, 7) *
               std::pow(1.1, 1.0 - k);
    EXPECT_NEAR(*residual_lifetime(*fit.parameters, 7, .1), sum, 1e-9);
    EXPECT_EQ(residual_lifetime({.668, 3.806}, 7, 0), std::nullopt);
}

TEST(ShiftedBetaGeometric, leaving_retention_and_survival_agree) {
    constexpr SbgParameters parameters = {.668, 3.806};
    double still = 1;
    double left = parameters.alpha / (parameters.alpha + parameters.beta);
    for (std::uint32_t t = 1; t <= 30; ++t) {
        if (t > 1) left *= (parameters.beta + t - 2) / (parameters.alpha + parameters.beta + t - 1);
        EXPECT_NEAR(probability_of_leaving(parameters, t), left, 1e-13);
        EXPECT_NEAR(survival(parameters, t - 1) - survival(parameters, t), left, 1e-13);
        still *= retention_rate(parameters, t);
        EXPECT_NEAR(survival(parameters, t), still, 1e-13);
    }
    EXPECT_EQ(survival(parameters, 0), 1);
}

TEST(ShiftedBetaGeometric, the_year_twelve_is_underestimated_as_the_numbers_of_the_paper_say) {
    EXPECT_NEAR(100 * survival({.668, 3.806}, 12), 37.8, .06);
    EXPECT_NEAR(100 * survival({.704, 1.182}, 12), 17.0, .06);
}

struct RefusalCase {
    CohortCounts cohort;
    FitRefusal refusal;
};

TEST(ShiftedBetaGeometric, what_says_nothing_of_lifetimes_is_refused) {
    const RefusalCase cases[] = {
        {{}, FitRefusal::too_few_periods},
        {{100}, FitRefusal::too_few_periods},
        {{100, 80, 70}, FitRefusal::too_few_periods},
        {{100, 100, 100, 100}, FitRefusal::no_churn_yet},
        {{100, 80, 81, 70}, FitRefusal::impossible_counts},
        {{100, 80, 70, -1}, FitRefusal::impossible_counts},
        {{0, 0, 0, 0}, FitRefusal::impossible_counts},
        {{1000000, 800000, 640000, 512000, 409600}, FitRefusal::no_clear_maximum},
        {{100, 90, 70, 20}, FitRefusal::no_clear_maximum},
    };
    for (const auto& [cohort, refusal] : cases) {
        const SbgFit fit = fit_one(cohort);
        EXPECT_EQ(fit.refusal, refusal) << ::testing::PrintToString(cohort);
        EXPECT_FALSE(fit.parameters);
    }
    EXPECT_EQ(fit_sbg({}).refusal, FitRefusal::too_few_periods);
}

TEST(ShiftedBetaGeometric, a_cohort_of_which_nobody_is_left_is_fitted_by_those_who_went) {
    const SbgFit fit = fit_one({100, 40, 20, 12, 8, 5, 3, 2, 0});
    ASSERT_FALSE(fit.refusal);
    EXPECT_TRUE(std::isfinite(fit.log_likelihood));
}

}  // namespace
}  // namespace klicnik::indicators
