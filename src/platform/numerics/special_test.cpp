#include "platform/numerics/special.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace klicnik::numerics {
namespace {

TEST(Special, gamma_and_its_relatives_equal_their_closed_forms) {
    EXPECT_NEAR(log_gamma(0.5), std::log(std::numbers::pi) / 2, 1e-15);
    EXPECT_NEAR(log_gamma(11), std::log(3'628'800.0), 1e-13);
    EXPECT_NEAR(digamma(1), -std::numbers::egamma, 1e-15);
    EXPECT_NEAR(digamma(0.5), -std::numbers::egamma - 2 * std::numbers::ln2, 1e-14);
    EXPECT_NEAR(log_beta(2, 3), -std::log(12.0), 1e-15);
    EXPECT_NEAR(regularised_beta(2, 1, 0.3), 0.09, 1e-15);
    EXPECT_NEAR(regularised_beta(3, 0.25, 0), 0, 0);
}

struct HypergeometricCase {
    double a, b, c, z;
    double value;
    double excess;
};

// By mpmath 1.3 with forty digits.
constexpr HypergeometricCase hypergeometric_cases[] = {
    {0.2426, 2.426, 2.219, 0.5, 1.2067243535150238, 0.20672435351502384},
    {0.2426, 2.426, 2.219, 0.92, 2.0902326815273846, 1.0902326815273846},
    {0.2426, 2.426, 2.219, 0.995, 5.7172978351256928, 4.7172978351256928},
    {1, 11.806, 12.474, 0.9090909090909091, 7.9954322522369428, 6.9954322522369428},
    {26.24, 28.43, 28.22, 0.6, 33232145815.535446, 33232145814.535446},
    {-0.207, 2.97, 4.219, 0.999, 0.74059251505250122, -0.25940748494749878},
    {0.5, 0.7, 0.9, 0.99999, 43.485752229993794, 42.485752229993794},
    {3, 4, 2.5, 0.95, 912103.78458429021, 912102.78458429021},
    {1, 1, 2, 0.9999, 9.2112614981261054, 8.2112614981261054},
    {12.3, 9.1, 30.2, 0.97, 349.20066091386188, 348.20066091386188},
    {0.1, 0.2, -0.3, 0.7, 0.8659566885254772, -0.1340433114745228},
    {250.24, 252.43, 252.22, 0.3, 6.2370716983268835e+38, 6.2370716983268835e+38},
    {-3, 2, 1.5, 0.5, -0.028571428571428571, -1.0285714285714286},
    {1e-9, 2.2, 4.5, 0.95, 1.000000000713594, 7.13594004073253e-10},
    {-1e-9, 2.2, 3.1, 0.4, 0.99999999965860227, -3.4139772552082589e-10},
};

TEST(Special, the_hypergeometric_function_equals_forty_digits_in_all_its_ways) {
    for (const auto& [a, b, c, z, value, excess] : hypergeometric_cases) {
        EXPECT_NEAR(hypergeometric(a, b, c, z) / value, 1, 2e-11)
            << a << " " << b << " " << c << " " << z;
        EXPECT_NEAR(hypergeometric_excess(a, b, c, z) / excess, 1, 2e-11)
            << a << " " << b << " " << c << " " << z;
    }
}

TEST(Special, the_hypergeometric_function_is_known_very_near_one_also_at_its_limits) {
    constexpr HypergeometricCase cases[] = {
        {0.2426, 2.426, 3.6686, 0.99999, 1.4445805824223373, 0.4445805824223373},
        {0.2426, 2.426, 4.673, 0.9999999, 1.2444753561402488, 0.2444753561402488},
        {1, 1, 2, 0.999999, 13.815524373459892, 12.815524373459892},
        {-0.2, 2.97, 3.775, 0.99999999, 0.67428663027340437, -0.32571336972659563},
        {2.5, 1.5, 2.0, 0.99999, 8488284851.4192698, 8488284850.4192698},
        {2.5, 1.5, 2.003, 0.99999, 8200162699.7186664, 8200162698.7186664},
    };
    for (const auto& [a, b, c, z, value, excess] : cases) {
        EXPECT_NEAR(hypergeometric(a, b, c, z) / value, 1, 1e-6)
            << a << " " << b << " " << c << " " << z;
        EXPECT_NEAR(hypergeometric_excess(a, b, c, z) / excess, 1, 1e-6)
            << a << " " << b << " " << c << " " << z;
    }
}

TEST(Special, the_hypergeometric_function_equals_its_elementary_cases) {
    for (const double z : {0.0, 0.1, 0.5, 0.9, 0.95, 0.999}) {
        EXPECT_NEAR(hypergeometric(0.7, 1.3, 1.3, z) * std::pow(1 - z, 0.7), 1, 1e-12) << z;
        EXPECT_NEAR(hypergeometric(1, 1, 2, z) * z, -std::log1p(-z), 1e-12) << z;
        EXPECT_NEAR(hypergeometric(0.5, 0.5, 1.5, z * z) * z, std::asin(z), 1e-12) << z;
    }
}

TEST(Special, the_hypergeometric_function_is_no_number_where_it_is_not_defined) {
    EXPECT_TRUE(std::isnan(hypergeometric(1, 1, 2, 1)));
    EXPECT_TRUE(std::isnan(hypergeometric(1, 1, 2, -0.1)));
    EXPECT_TRUE(std::isnan(hypergeometric(1, 1, 0, 0.5)));
    EXPECT_TRUE(std::isnan(hypergeometric_excess(1, 1, -2, 0.5)));
    EXPECT_EQ(hypergeometric(1, 1, 2, 0), 1);
}

TEST(Special, correlation_is_unknown_without_variation) {
    const std::array<double, 4> rising = {1, 2, 3, 4};
    const std::array<double, 4> falling = {8, 6, 4, 2};
    const std::array<double, 4> uneven = {1, 3, 2, 4};
    const std::array<double, 4> constant = {5, 5, 5, 5};
    EXPECT_DOUBLE_EQ(*correlation(rising, rising), 1);
    EXPECT_DOUBLE_EQ(*correlation(rising, falling), -1);
    EXPECT_DOUBLE_EQ(*correlation(rising, uneven), 0.8);
    EXPECT_EQ(correlation(rising, constant), std::nullopt);
    EXPECT_EQ(correlation(std::span(rising).first(1), std::span(falling).first(1)), std::nullopt);
}

}  // namespace
}  // namespace klicnik::numerics
