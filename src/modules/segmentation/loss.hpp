#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

/// What happens if a client leaves (S12, domain I-3): monthly margin against fixed costs, and how
/// long the reserve lasts. Amounts are integers of one scale in the base currency.
namespace klicnik::segmentation {

struct LossInput {
    /// Margin of the whole book in the last closed months, at most six; the run-rate is their mean.
    std::vector<std::int64_t> margin_of_all;
    /// Margin of those who leave, in the same months.
    std::vector<std::int64_t> margin_of_leaving;
    std::optional<std::int64_t> fixed_monthly_costs = {};
    std::optional<std::int64_t> cash_reserve = {};  ///< on the day they leave
    Month first_month;  ///< the first month without them: the month of the day they leave
};

enum class LossReason { no_history, fixed_costs_missing, cash_reserve_missing };

struct LossMonth {
    Month month;
    std::int64_t reserve_before = 0;  ///< at its end when nobody leaves
    std::int64_t reserve_after = 0;   ///< at its end when they leave

    friend bool operator==(const LossMonth&, const LossMonth&) = default;
};

struct Loss {
    static constexpr std::int32_t horizon_months = 24;
    static constexpr std::int32_t existential_months = 6;

    std::optional<std::int64_t> monthly_margin_before;  ///< known as soon as there is history
    std::optional<std::int64_t> monthly_margin_after;
    std::optional<LossReason> reason;  ///< why the rest is unknown
    /// The smallest m for which the reserve is below zero at the end of the m-th month (I-3);
    /// absent when no threat.
    std::optional<std::int32_t> months_until_loss;
    bool no_threat = false;  ///< 24 months and more, or never
    /// Reserve / monthly loss, to four places: 10 = the reserve pays for ten months. Absent when
    /// nothing is lost.
    std::optional<Decimal> runway_months;
    std::vector<LossMonth> timeline;  ///< 24 months, empty when `reason` is set

    bool is_existential() const {
        return months_until_loss && *months_until_loss < existential_months;
    }
};

Loss simulate_loss(const LossInput& input);

}  // namespace klicnik::segmentation
