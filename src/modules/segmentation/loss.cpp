#include "modules/segmentation/loss.hpp"

#include <algorithm>
#include <limits>

#include "base/ratio.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t run_rate_months = 6;

/// Σ of the last `months` values.
__int128 recent_sum(const std::vector<std::int64_t>& values, std::size_t months) {
    __int128 sum = 0;
    for (std::size_t i = values.size() - std::min(months, values.size()); i < values.size(); ++i)
        sum += values[i];
    return sum;
}

std::int64_t saturated(__int128 number) {
    return static_cast<std::int64_t>(
        std::clamp<__int128>(number, std::numeric_limits<std::int64_t>::min(),
                             std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

Loss simulate_loss(const LossInput& input) {
    Loss loss;
    const std::size_t months = std::min(input.margin_of_all.size(), run_rate_months);
    if (months == 0) {
        loss.reason = LossReason::no_history;
        return loss;
    }
    // Everything is kept `months` times as large, so that the mean needs no rounding.
    const auto times = static_cast<std::int64_t>(months);
    const __int128 all = recent_sum(input.margin_of_all, months);
    const __int128 without = all - recent_sum(input.margin_of_leaving, months);
    loss.monthly_margin_before = divide_half_even(all, times);
    loss.monthly_margin_after = divide_half_even(without, times);
    if (!input.fixed_monthly_costs) {
        loss.reason = LossReason::fixed_costs_missing;
        return loss;
    }
    const __int128 fixed = static_cast<__int128>(*input.fixed_monthly_costs) * times;
    const __int128 step_after = without - fixed;
    if (!input.cash_reserve) {
        loss.reason = LossReason::cash_reserve_missing;
        return loss;
    }
    const __int128 reserve = static_cast<__int128>(*input.cash_reserve) * times;
    for (std::int32_t month = 1; month <= Loss::horizon_months; ++month) {
        const __int128 before = reserve + (all - fixed) * month;
        const __int128 after = reserve + step_after * month;
        if (after < 0 && !loss.months_until_loss) loss.months_until_loss = month;
        loss.timeline.push_back({input.first_month + (month - 1),
                                 saturated(scaled_ratio(before, times, 1).value_or(0)),
                                 saturated(scaled_ratio(after, times, 1).value_or(0))});
    }
    if (!loss.months_until_loss || *loss.months_until_loss >= Loss::horizon_months) {
        loss.months_until_loss.reset();
        loss.no_threat = true;
    }
    if (step_after < 0) {
        if (const auto runway =
                scaled_ratio(std::max<__int128>(reserve, 0), -step_after, Decimal::one)) {
            loss.runway_months = Decimal{*runway};
        }
    }
    return loss;
}

}  // namespace klicnik::segmentation
