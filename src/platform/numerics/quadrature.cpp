#include "platform/numerics/quadrature.hpp"

#include <array>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <cstddef>

namespace klicnik::numerics {

std::span<const QuadraturePoint> gauss_points() {
    using Rule = boost::math::quadrature::gauss<double, 30>;
    static const std::array<QuadraturePoint, 30> points = [] {
        std::array<QuadraturePoint, 30> all{};
        const auto& at = Rule::abscissa();  // the upper half of −1…1
        for (std::size_t i = 0; i < at.size(); ++i) {
            const double weight = Rule::weights()[i] / 2;
            all[15 + i] = {(1 + at[i]) / 2, weight};
            all[14 - i] = {(1 - at[i]) / 2, weight};
        }
        return all;
    }();
    return points;
}

double discounted_decay(double rate, double power) {
    if (!(rate > 0)) return std::nan("");
    // With 1 + t = e^u the integrand falls off faster than any exponential: beyond e^−40 of its
    // first value nothing is left that a double could tell.
    const double growth = std::max(0.0, 1 - power);
    double end = std::log1p(40 / rate);
    while (growth > 0 && rate * std::expm1(end) - growth * end < 40) end += 0.5;
    const int panels = 1 + static_cast<int>(end / 2);
    const double width = end / panels;
    double sum = 0;
    for (int panel = 0; panel < panels; ++panel) {
        for (const auto& [at, weight] : gauss_points()) {
            const double u = (panel + at) * width;
            sum += weight * std::exp((1 - power) * u - rate * std::expm1(u));
        }
    }
    return sum * width;
}

}  // namespace klicnik::numerics
