#include "platform/numerics/quadrature.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/expint.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace klicnik::numerics {
namespace {

TEST(Quadrature, the_points_integrate_polynomials_exactly) {
    double weights = 0;
    double power_59 = 0;
    double before = 0;
    for (const auto& [at, weight] : gauss_points()) {
        EXPECT_GT(at, before);
        before = at;
        weights += weight;
        power_59 += weight * std::pow(at, 59);
    }
    EXPECT_EQ(gauss_points().size(), 30U);
    EXPECT_NEAR(weights, 1, 1e-14);
    EXPECT_NEAR(power_59, 1.0 / 60, 1e-15);
}

TEST(Quadrature, the_discounted_decay_is_the_exponential_integral) {
    for (const double rate : {1e-5, .003, .05, .5, 1.0, 7.0, 60.0, 700.0}) {
        for (const unsigned order : {1U, 2U, 5U, 40U}) {
            // Boost underflows where e^−rate does; the recurrence says the same of what is scaled.
            if (rate > 100) continue;
            const double known = std::exp(rate) * boost::math::expint(order, rate);
            EXPECT_NEAR(discounted_decay(rate, order) / known, 1, 1e-11) << rate << ' ' << order;
        }
        for (const double power : {.1, .4081095, .61, .99}) {
            if (rate > 100) continue;
            const double known =
                std::exp(rate) * std::pow(rate, power - 1) * boost::math::tgamma(1 - power, rate);
            EXPECT_NEAR(discounted_decay(rate, power) / known, 1, 1e-11) << rate << ' ' << power;
        }
    }
    EXPECT_NEAR(discounted_decay(2, 0), .5, 1e-13) << "without a decay only the discount is left";
    EXPECT_NEAR(discounted_decay(2, -1), .75, 1e-13) << "∫ e^−2t (1 + t) = 1/2 + 1/4";
    EXPECT_NEAR(discounted_decay(700, 3) * 703, 1, 1e-4);
    EXPECT_TRUE(std::isnan(discounted_decay(0, 2)));
}

}  // namespace
}  // namespace klicnik::numerics
