#include "modules/indicators/dependence.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "base/ratio.hpp"
#include "base/in_parts.hpp"

namespace klicnik::indicators {

namespace {

void add_client(Dependence& sums, std::int64_t amount) {
    if (amount == 0) return;
    ++sums.clients;
    sums.total += amount;
    if (amount < 0) return;
    sums.positive += amount;
    sums.squares += static_cast<__int128>(amount) * amount;
    if (amount <= sums.largest.back()) return;
    auto at = std::upper_bound(sums.largest.begin(), sums.largest.end(), amount, std::greater<>());
    std::move_backward(at, sums.largest.end() - 1, sums.largest.end());
    *at = amount;
}

void merge(Dependence& into, const Dependence& other) {
    into.clients += other.clients;
    into.total += other.total;
    into.positive += other.positive;
    into.squares += other.squares;
    std::array<std::int64_t, 2 * Dependence::largest_kept> all{};
    std::merge(into.largest.begin(), into.largest.end(), other.largest.begin(), other.largest.end(), all.begin(), std::greater<>());
    std::copy_n(all.begin(), into.largest.size(), into.largest.begin());
}

}  // namespace

std::optional<std::int64_t> Dependence::top_share_bp(std::size_t k) const {
    if (total <= 0) return std::nullopt;
    __int128 sum = 0;
    for (std::size_t i = 0; i < std::min(k, largest.size()); ++i) sum += largest[i];
    return ratio_bp(sum, total);
}

std::optional<std::int64_t> Dependence::concentration_index() const {
    if (total <= 0) return std::nullopt;
    return scaled_ratio(squares, positive * positive, 10'000 * Decimal::one);
}

Dependence dependence_of(std::span<const std::int64_t> before, std::span<const std::int64_t> until, const Chosen& chosen) {
    Dependence parts[2];
    in_parts(chosen.size(), [&](std::size_t part, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (chosen[i]) add_client(parts[part], until[i] - before[i]);
        }
    });
    merge(parts[0], parts[1]);
    // At most three clients can have more than a quarter each.
    for (const std::int64_t amount : parts[0].largest) parts[0].over_a_quarter += static_cast<__int128>(amount) * 4 > parts[0].total && amount > 0;
    if (parts[0].total <= 0) parts[0].over_a_quarter = 0;
    return parts[0];
}

}  // namespace klicnik::indicators
