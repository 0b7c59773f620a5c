#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "modules/indicators/cube.hpp"

/// How much of a book depends on its largest clients (domain I-2, metrics (c)), in one pass and without sorting: the figures
/// that follow a slider. The whole report is segmentation/concentration.
namespace klicnik::indicators {

struct Dependence {
    static constexpr std::size_t largest_kept = 5;

    std::int64_t clients = 0;   ///< with any amount
    __int128 total = 0;         ///< the net book
    __int128 positive = 0;      ///< of clients that are not negative: HHI is defined for these
    __int128 squares = 0;       ///< Σ x², at most positive²
    std::array<std::int64_t, largest_kept> largest{};  ///< descending
    std::int64_t over_a_quarter = 0;  ///< clients with more than a quarter of the net book

    /// Share of the k largest in the net book, k ≤ 5; absent when the book is not positive.
    std::optional<std::int64_t> top_share_bp(std::size_t k) const;
    /// Σ (100·share)², 0…10 000, in ten-thousandths.
    std::optional<std::int64_t> concentration_index() const;
};

/// What clients brought between two columns of sums.
Dependence dependence_of(std::span<const std::int64_t> before, std::span<const std::int64_t> until, const Chosen& chosen);

}  // namespace klicnik::indicators
