#include "modules/indicators/attention.hpp"

#include "base/ratio.hpp"

namespace klicnik::indicators {

AttentionBalance attention_balance(std::int64_t cost, std::int64_t all_cost, std::int64_t margin, std::int64_t all_margin) {
    AttentionBalance balance;
    if (all_cost <= 0 || margin <= 0 || all_margin <= 0) return balance;
    const __int128 spent = static_cast<__int128>(cost) * all_margin;
    const __int128 earned = static_cast<__int128>(all_cost) * margin;
    balance.balance_bp = ratio_bp(spent, earned);
    // Compared by their product, so that no rounding decides: spent / earned < 7/10, > 3/2.
    if (spent * 10 < earned * 7) balance.verdict = AttentionVerdict::under;
    else balance.verdict = spent * 2 > earned * 3 ? AttentionVerdict::over : AttentionVerdict::balanced;
    return balance;
}

WinAndKeep win_and_keep(std::int64_t acquisition_cost, std::int64_t won, std::int64_t care_cost, std::int64_t kept) {
    WinAndKeep found;
    const bool has_won = acquisition_cost > 0 && won > 0;
    const bool has_kept = care_cost > 0 && kept > 0;
    if (has_won) found.cost_to_win = Decimal{divide_half_even(acquisition_cost, won)};
    if (has_kept) found.cost_to_keep = Decimal{divide_half_even(care_cost, kept)};
    if (has_won && has_kept && won >= won_least) {
        const auto ratio = scaled_ratio(static_cast<__int128>(acquisition_cost) * kept, static_cast<__int128>(care_cost) * won, Decimal::one);
        if (ratio) found.ratio = Decimal{*ratio};
    }
    return found;
}

}  // namespace klicnik::indicators
