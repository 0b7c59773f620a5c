#include "modules/indicators/health_score.hpp"

#include <cmath>

#include "base/ratio.hpp"

namespace klicnik::indicators {

HealthScore health_score(std::span<const HealthMeasure> measures) {
    constexpr std::int64_t enough_known_bp = 6'000;
    std::int64_t all = 0;
    std::int64_t known = 0;
    double sum = 0;
    for (const HealthMeasure& measure : measures) {
        all += measure.weight;
        if (!measure.score) continue;
        known += measure.weight;
        sum += static_cast<double>(measure.weight) * *measure.score;
    }
    HealthScore health;
    if (known <= 0) return health;
    health.score = sum / static_cast<double>(known);
    health.known_weight_bp = ratio_bp(known, all).value_or(0);
    if (health.known_weight_bp < enough_known_bp) return health;
    health.colour = *health.score <= 50 ? HealthColour::red : *health.score <= 75 ? HealthColour::yellow : HealthColour::green;
    return health;
}

double weight_of_age(std::int32_t days) {
    constexpr double half_life_days = 180;
    return std::exp2(-days / half_life_days);
}

}  // namespace klicnik::indicators
