#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/decimal.hpp"
#include "base/id.hpp"

/// How much the firm depends on few clients (domain I-2, metrics (c)): shares, ABC, HHI, Gini and
/// the Pareto curve. Amounts are integers of any one scale (minor units or ten-thousandths);
/// nothing passes through floating point.
///
/// Clients with a negative amount (net credits) take part in ranks, shares and ABC: shares are of
/// the net book, so that they tie with the ledger. HHI and Gini are not defined for them, so there
/// they are left out and listed in `excluded`, and the shares behind HHI are of the positive book.
/// A group under common control is one client: roll it up before.
namespace klicnik::segmentation {

struct ClientAmount {
    Uuid id;
    std::int64_t amount = 0;
};

enum class AbcClass { A, B, C };

/// Why there are no figures.
enum class ConcentrationReason { no_clients, total_not_positive, too_large };

struct RankedClient {
    std::size_t index = 0;  ///< into the clients given
    std::int64_t amount = 0;
    std::int64_t cumulative = 0;  ///< of this and all larger clients
    AbcClass abc = AbcClass::C;   ///< meaningful only when Concentration::reason is absent
};

struct TopShare {
    std::size_t clients = 0;
    std::optional<std::int32_t> share_bp;  ///< may exceed 10 000 when others are negative
};

struct ParetoPoint {
    std::size_t rank = 0;  ///< 1 = the largest client
    std::int32_t cumulative_bp = 0;
};

struct Concentration {
    static constexpr std::int64_t hhi_scale = 1'000'000;
    static constexpr std::int64_t gini_scale = 1'000'000'000'000'000;

    std::vector<RankedClient> ranked;  ///< descending by amount, ties by id
    std::vector<std::size_t>
        excluded;            ///< negative clients, as indexes into those given, in order of rank
    std::int64_t total = 0;  ///< the net book
    std::optional<ConcentrationReason> reason;
    std::array<std::size_t, 3> abc{};  ///< number of clients in A, B, C; zeros when `reason` is set
    std::optional<std::int64_t> hhi;   ///< Σ (100·share)², 0..10 000, × hhi_scale
    std::optional<std::int64_t> effective;  ///< 10 000 / HHI: as many equal clients, × hhi_scale
    std::optional<std::int64_t> gini;       ///< 0 = all equal, × gini_scale
    std::optional<std::int64_t> gini_corrected;  ///< × n/(n−1); absent for a single client

    /// Share of the k largest of the net book.
    TopShare top(std::size_t k) const;
    /// Share of the largest `percent` of clients, their number rounded up: 1 % of 4 372 clients
    /// are 44.
    TopShare top_percent(std::uint32_t percent) const;
    std::optional<std::int32_t> share_bp(std::int64_t amount) const;
    /// At most `max_points` ranks spread evenly from the first to the last; empty when `reason` is
    /// set.
    std::vector<ParetoPoint> pareto(std::size_t max_points = 200) const;
    /// Clients with at least 10 % of the book: those IFRS 8.34 and ASC 280-10-50-42 make a listed
    /// firm disclose.
    std::size_t major_clients() const;
    /// More than a quarter of the book (I-2), compared exactly.
    bool is_existential(std::int64_t amount) const;
};

/// I-2: more than a quarter, compared exactly.
constexpr bool is_existential_share(__int128 part, __int128 total) {
    return total > 0 && part * 4 > total;
}

/// Ranks and measures; O(n log n). ABC: by the cumulative share *before* the client: below 80 % A,
/// below 95 % B, else C, so a single giant is always A.
Concentration concentration_of(std::span<const ClientAmount> clients);

/// A fixed-point figure rounded half-even to at most four places, for showing: HHI to 2, Gini to 4.
Decimal shown(std::int64_t figure, std::int64_t scale, unsigned places);

}  // namespace klicnik::segmentation
