#include "platform/numerics/minimise.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace klicnik::numerics {
namespace {

using Point = std::span<const double>;
using Gradient = std::span<double>;

constexpr auto banana = [](Point x, Gradient gradient) {  // Rosenbrock 1960
    const double bend = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
    gradient[1] = 200 * bend;
    return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
};

TEST(Minimise, finds_the_bottom_of_the_banana_valley) {
    const auto minimum = minimise(banana, std::array{-1.2, 1.0});
    EXPECT_TRUE(minimum.converged);
    EXPECT_FALSE(minimum.at_bound);
    EXPECT_NEAR(minimum.point[0], 1, 1e-6);
    EXPECT_NEAR(minimum.point[1], 1, 1e-6);
    EXPECT_LT(minimum.evaluations, 100);
}

TEST(Minimise, says_when_the_evaluations_did_not_suffice) {
    const auto minimum = minimise(banana, std::array{-1.2, 1.0}, {.most_evaluations = 5});
    EXPECT_FALSE(minimum.converged);
    EXPECT_LE(minimum.evaluations, 6);
    EXPECT_LT(minimum.value, 24.2) << "the best point seen is better than the start";
}

TEST(Minimise, says_when_the_minimum_may_lie_beyond_the_bounds) {
    const auto falling = [](Point x, Gradient gradient) {
        gradient[0] = -1;
        return -x[0];
    };
    const auto minimum = minimise(falling, std::array{0.0}, {.lower_bound = -3, .upper_bound = 3});
    EXPECT_TRUE(minimum.at_bound);
    EXPECT_NEAR(minimum.point[0], 3, 1e-6);
}

TEST(Minimise, steps_back_from_where_the_function_is_no_number) {
    const auto barrier = [](Point x, Gradient gradient) {  // defined for x > 0, minimum at 1
        gradient[0] = 1 - 1 / x[0];
        return x[0] - std::log(x[0]);
    };
    const auto minimum = minimise(barrier, std::array{6.0});
    EXPECT_TRUE(minimum.converged);
    EXPECT_NEAR(minimum.point[0], 1, 1e-6);
}

TEST(Minimise, a_function_that_is_never_a_number_does_not_converge) {
    const auto nowhere = [](Point, Gradient gradient) {
        gradient[0] = 0;
        return std::numeric_limits<double>::quiet_NaN();
    };
    EXPECT_FALSE(minimise(nowhere, std::array{1.0}).converged);
}

TEST(Minimise, the_curvature_of_a_quadratic_form_is_its_matrix) {
    const auto quadratic = [](Point x, Gradient gradient) {
        gradient[0] = 4 * x[0] + x[1];
        gradient[1] = x[0] + 3 * x[1];
        return 2 * x[0] * x[0] + x[0] * x[1] + 1.5 * x[1] * x[1];
    };
    const auto curvature = hessian(quadratic, std::array{0.3, -0.7});
    EXPECT_NEAR(curvature.at(0, 0), 4, 1e-9);
    EXPECT_NEAR(curvature.at(0, 1), 1, 1e-9);
    EXPECT_NEAR(curvature.at(1, 1), 3, 1e-9);
    const auto inverse = inverse_of_positive_definite(curvature);
    ASSERT_TRUE(inverse);
    EXPECT_NEAR(inverse->at(0, 0), 3.0 / 11, 1e-9);
    EXPECT_NEAR(inverse->at(1, 0), -1.0 / 11, 1e-9);
    EXPECT_NEAR(inverse->at(0, 1), -1.0 / 11, 1e-9);
    EXPECT_NEAR(inverse->at(1, 1), 4.0 / 11, 1e-9);
}

TEST(Minimise, a_saddle_and_a_flat_valley_have_no_inverse) {
    SymmetricMatrix saddle(2);
    saddle.set(0, 0, 1);
    saddle.set(1, 1, -1);
    EXPECT_FALSE(inverse_of_positive_definite(saddle));
    SymmetricMatrix valley(2);
    valley.set(0, 0, 1);
    valley.set(0, 1, 1);
    valley.set(1, 1, 1);
    EXPECT_FALSE(inverse_of_positive_definite(valley));
    SymmetricMatrix unknown(1);
    unknown.set(0, 0, std::numeric_limits<double>::quiet_NaN());
    EXPECT_FALSE(inverse_of_positive_definite(unknown));
}

}  // namespace
}  // namespace klicnik::numerics
