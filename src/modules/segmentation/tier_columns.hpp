#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "modules/segmentation/model.hpp"
#include "modules/segmentation/rules.hpp"

/// Points of every client in columns, so that other weights and thresholds give other tiers at once: what follows a slider.
/// The same totals as rules::score_all, to the hundredth.
namespace klicnik::segmentation {

/// A tier as a small number: A…D are 0…3.
using TierCode = std::uint8_t;
constexpr TierCode no_tier = 4;

struct TierColumns {
    std::vector<Uuid> accounts;
    std::vector<std::string> criteria;             ///< codes
    std::vector<std::int32_t> weights;             ///< of the model that the points come from
    std::array<std::int32_t, 3> thresholds{};      ///< its thresholds of A, B and C, in points
    std::vector<std::vector<std::int16_t>> points; ///< by criterion: 0…10 000, −1 = unknown
    std::vector<std::uint8_t> existential;         ///< 1 = proposed for A whatever its points
    std::vector<TierCode> decided;
    std::vector<TierCode> kept;                    ///< a manual decision that holds; no_tier without one
};

/// The facts of scored clients as columns. `decided` and `kept` are left at no_tier.
TierColumns columns_of(const Model& model, std::span<const Uuid> accounts, std::span<const rules::Score> scores,
                       std::span<const rules::AccountFacts> facts);

struct Tiers {
    std::vector<std::int16_t> total_bp;  ///< −1 = no criterion with a weight is known
    std::vector<TierCode> tier;          ///< kept, else proposed, else decided
    std::array<std::int64_t, 5> counts{};
};

/// Weights by criterion, thresholds of A, B and C in points.
Tiers retier(const TierColumns& columns, std::span<const std::int32_t> weights, const std::array<std::int32_t, 3>& thresholds);

}  // namespace klicnik::segmentation
