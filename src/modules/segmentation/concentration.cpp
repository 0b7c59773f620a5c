#include "modules/segmentation/concentration.hpp"

#include <algorithm>
#include <limits>

#include "base/ratio.hpp"

namespace klicnik::segmentation {

namespace {

bool fits(__int128 number) {
    return number <= std::numeric_limits<std::int64_t>::max() &&
           number >= std::numeric_limits<std::int64_t>::min();
}

void classify(Concentration& outcome) {
    std::int64_t before = 0;
    for (RankedClient& client : outcome.ranked) {
        const __int128 hundredfold = static_cast<__int128>(before) * 100;
        if (hundredfold < static_cast<__int128>(outcome.total) * 80) {
            client.abc = AbcClass::A;
        } else if (hundredfold < static_cast<__int128>(outcome.total) * 95) {
            client.abc = AbcClass::B;
        } else {
            client.abc = AbcClass::C;
        }
        ++outcome.abc[static_cast<std::size_t>(client.abc)];
        before = client.cumulative;
    }
}

/// HHI, the effective number and Gini of the clients that are not negative; `total` is their sum.
void measure_inequality(Concentration& outcome, std::size_t count, std::int64_t total) {
    __int128 squares = 0;   // ≤ total² < 2^126
    __int128 weighted = 0;  // |Σ(2i−n−1)x| ≤ n · total
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t amount = outcome.ranked[i].amount;
        squares += static_cast<__int128>(amount) * amount;
        // The i-th largest is the (count − i)-th in ascending order.
        weighted += (static_cast<__int128>(count) - 2 * static_cast<__int128>(i) - 1) * amount;
    }
    const __int128 square = static_cast<__int128>(total) * total;
    const auto clients = static_cast<__int128>(count);
    outcome.hhi = scaled_ratio(squares, square, 10'000 * Concentration::hhi_scale);
    outcome.effective = scaled_ratio(square, squares, Concentration::hhi_scale);
    outcome.gini = scaled_ratio(weighted, clients * total, Concentration::gini_scale);
    outcome.gini_corrected =
        scaled_ratio(weighted, (clients - 1) * total, Concentration::gini_scale);
}

}  // namespace

Concentration concentration_of(std::span<const ClientAmount> clients) {
    Concentration outcome;
    outcome.ranked.reserve(clients.size());
    for (std::size_t i = 0; i < clients.size(); ++i)
        outcome.ranked.push_back({i, clients[i].amount});
    std::sort(outcome.ranked.begin(), outcome.ranked.end(),
              [&](const RankedClient& a, const RankedClient& b) {
                  if (a.amount != b.amount) return a.amount > b.amount;
                  return clients[a.index].id < clients[b.index].id;
              });

    __int128 sum = 0;
    __int128 positive = 0;
    bool too_large = false;
    for (RankedClient& client : outcome.ranked) {
        sum += client.amount;
        too_large = too_large || !fits(sum);
        client.cumulative = too_large ? 0 : static_cast<std::int64_t>(sum);
        if (client.amount >= 0) {
            positive = sum;
        } else {
            outcome.excluded.push_back(client.index);
        }
    }
    if (clients.empty()) {
        outcome.reason = ConcentrationReason::no_clients;
    } else if (too_large) {
        outcome.reason = ConcentrationReason::too_large;
    } else {
        outcome.total = static_cast<std::int64_t>(sum);
        if (sum <= 0) outcome.reason = ConcentrationReason::total_not_positive;
    }
    if (outcome.reason) return outcome;
    classify(outcome);
    measure_inequality(outcome, clients.size() - outcome.excluded.size(),
                       static_cast<std::int64_t>(positive));
    return outcome;
}

std::optional<std::int32_t> Concentration::share_bp(std::int64_t amount) const {
    if (reason) return std::nullopt;
    const auto share = ratio_bp(amount, total);
    if (!share || *share > std::numeric_limits<std::int32_t>::max() ||
        *share < std::numeric_limits<std::int32_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*share);
}

TopShare Concentration::top(std::size_t k) const {
    const std::size_t count = std::min(k, ranked.size());
    if (reason) return {count, std::nullopt};
    return {count, share_bp(count == 0 ? 0 : ranked[count - 1].cumulative)};
}

TopShare Concentration::top_percent(std::uint32_t percent) const {
    return top((ranked.size() * percent + 99) / 100);
}

std::vector<ParetoPoint> Concentration::pareto(std::size_t max_points) const {
    std::vector<ParetoPoint> points;
    if (reason || max_points == 0) return points;
    const std::size_t count = std::min(max_points, ranked.size());
    points.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at =
            count == 1 ? ranked.size() - 1 : i * (ranked.size() - 1) / (count - 1);
        if (const auto share = share_bp(ranked[at].cumulative)) points.push_back({at + 1, *share});
    }
    return points;
}

std::size_t Concentration::major_clients() const {
    if (reason) return 0;
    const auto is_minor = [this](const RankedClient& client) {
        return static_cast<__int128>(client.amount) * 10 < total;
    };
    return static_cast<std::size_t>(std::find_if(ranked.begin(), ranked.end(), is_minor) -
                                    ranked.begin());
}

bool Concentration::is_existential(std::int64_t amount) const {
    return !reason && is_existential_share(amount, total);
}

Decimal shown(std::int64_t figure, std::int64_t scale, unsigned places) {
    std::int64_t step = 1;  // ten-thousandths in the last place shown
    for (unsigned place = places; place < 4; ++place) step *= 10;
    const auto steps = scaled_ratio(figure, scale, Decimal::one / step);
    return {steps.value_or(0) * step};
}

}  // namespace klicnik::segmentation
