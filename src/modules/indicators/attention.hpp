#pragma once

#include <cstdint>
#include <optional>

#include "base/decimal.hpp"

/// Whether attention goes where the margin comes from (domain I-4), and what winning a client costs against keeping one (AC4.1).
/// Attention is measured by money: what was spent on clients. Pure; money in ten-thousandths of the base currency.
namespace klicnik::indicators {

enum class AttentionVerdict {
    under,     ///< less than 0.7 of the share of margin
    balanced,
    over,      ///< more than 1.5 of it
};

/// Of a group of clients: (cost / all cost) ÷ (margin / all margin).
struct AttentionBalance {
    std::optional<std::int64_t> balance_bp;  ///< absent when one of the shares has no meaning
    std::optional<AttentionVerdict> verdict;
};

/// Nothing unless all cost, the group's margin and all margin are positive.
AttentionBalance attention_balance(std::int64_t cost, std::int64_t all_cost, std::int64_t margin, std::int64_t all_margin);

/// So many clients must have been won before winning and keeping are compared.
inline constexpr std::int64_t won_least = 5;

struct WinAndKeep {
    std::optional<Decimal> cost_to_win;   ///< acquisition cost / clients won; absent without either
    std::optional<Decimal> cost_to_keep;  ///< cost of care / clients kept; absent without either
    std::optional<Decimal> ratio;         ///< of the two; absent under five clients won
};

WinAndKeep win_and_keep(std::int64_t acquisition_cost, std::int64_t won, std::int64_t care_cost, std::int64_t kept);

}  // namespace klicnik::indicators
