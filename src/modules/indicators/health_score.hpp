#pragma once

#include <cstdint>
#include <optional>
#include <span>

/// The health of a relationship from several measures (metrics (e)). It orders clients by who needs attention; it is no probability
/// to stay, for which see the models of value.
namespace klicnik::indicators {

/// 0…100; a measure without a score is not known and drops out, the weights of the others take its place.
struct HealthMeasure {
    std::int64_t weight = 0;  ///< 0…999 999
    std::optional<double> score;
};

enum class HealthColour { red, yellow, green };

struct HealthScore {
    std::optional<double> score;          ///< Σ weight · score / Σ weight of what is known; none without any
    std::int64_t known_weight_bp = 0;     ///< share of all weight
    std::optional<HealthColour> colour;   ///< to 50 red, above that to 75 yellow, above that green; none below 60 % of weight known
};

HealthScore health_score(std::span<const HealthMeasure> measures);

/// How much an answer still says after so many days: half after 180.
double weight_of_age(std::int32_t days);

}  // namespace klicnik::indicators
