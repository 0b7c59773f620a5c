#include "modules/indicators/attention_report.hpp"

#include <array>

#include "modules/indicators/care_book.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

using ledger::EntryKind;

constexpr EntryKind kinds_of_attention[] = {EntryKind::time_cost, EntryKind::service_cost, EntryKind::travel, EntryKind::care_cost};
constexpr EntryKind kinds_of_acquisition[] = {EntryKind::acquisition_cost};

/// Sums of one tier.
struct TierSums {
    std::int64_t clients = 0;
    std::int64_t care = 0;
    std::int64_t margin = 0;
};

std::array<TierSums, without_tier_index + 1> sums_by_tier(const Question& question, const Chosen& chosen, const BookedCosts& care,
                                                         const std::vector<std::int64_t>& margins, const Ends& ends) {
    std::array<TierSums, without_tier_index + 1> sums;
    const auto tiers = tier_indexes(*question.cube);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i]) continue;
        TierSums& of = sums[tiers[i]];
        of.clients += ends.end[i] > 0 || margins[i] != 0 || care.by_client[i] != 0;
        of.care += care.by_client[i];
        of.margin += margins[i];
    }
    return sums;
}

/// Why winning and keeping cannot be compared, the first thing that is missing.
std::optional<NoValue> no_comparison(const std::optional<NoValue>& movements, const WinAndKeep& found, std::int64_t acquisition, std::int64_t care,
                                     std::int64_t won) {
    if (found.ratio) return std::nullopt;
    if (movements) return movements;
    if (acquisition <= 0 || care <= 0) return NoValue::no_cost;
    return won < won_least ? NoValue::too_few_won : NoValue::no_clients;
}

}  // namespace

AttentionReport attention_report(const Reader& reader, const Question& question) {
    AttentionReport report;
    report.period = asked_period(question);
    if (!question.sees_margin) {
        report.reason = report.ratio_reason = NoValue::not_allowed;
        return report;
    }
    if (!question.books_first) {
        report.reason = report.ratio_reason = question.known == Knowledge::then ? NoValue::not_known_then : NoValue::no_books;
        return report;
    }
    Question of_clients = question;
    of_clients.chosen = clients_asked_about(question);
    of_clients.manager.reset();
    const Measured measured = measure(reader, of_clients, question.period);
    const auto window = end_months(question.period);
    const auto margins = margins_in(of_clients, window);
    const BookedCosts care = booked_costs(reader, of_clients, window, kinds_of_attention);
    const BookedCosts acquisition = booked_costs(reader, of_clients, window, kinds_of_acquisition);
    const auto sums = sums_by_tier(of_clients, of_clients.chosen, care, margins, measured.ends);

    const std::int64_t care_apart = question.all_clients ? care.without_client : 0;
    const std::int64_t all_care = care.of(of_clients.chosen) + care_apart;
    const std::int64_t all_acquisition = acquisition.of(of_clients.chosen) + (question.all_clients ? acquisition.without_client : 0);
    const std::int64_t all_cost = all_care + all_acquisition;
    std::int64_t all_margin = 0;
    for (const TierSums& of : sums) all_margin += of.margin;

    report.care_cost = Decimal{all_care};
    report.care_without_account = Decimal{care_apart};
    report.acquisition_cost = Decimal{all_acquisition};
    report.margin = Decimal{all_margin};
    report.margin_is_revenue = margin_is_revenue(*question.cube, of_clients.chosen);
    report.unknown = measured.weighed.movements.unknown;
    report.costs_without_rate = care.without_rate + acquisition.without_rate;
    if (all_cost <= 0) report.reason = NoValue::no_cost;
    else report.acquisition_share_bp = ratio_bp(all_acquisition, all_cost);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const TierSums& of = sums[i];
        if (of.clients == 0) continue;
        AttentionLine& line = report.lines.emplace_back();
        line.tier = tier_at(static_cast<std::uint8_t>(i));
        line.clients = of.clients;
        line.care_cost = Decimal{of.care};
        line.margin = Decimal{of.margin};
        if (all_cost > 0) line.cost_share_bp = ratio_bp(of.care, all_cost);
        if (all_margin > 0) line.margin_share_bp = ratio_bp(of.margin, all_margin);
        const AttentionBalance balance = attention_balance(of.care, all_cost, of.margin, all_margin);
        line.balance_bp = balance.balance_bp;
        line.verdict = balance.verdict;
    }

    // Who was won or kept is known only when the books reach back to the start of the comparison.
    std::optional<NoValue> unknown = value_of(of_clients, measured, IndicatorCode::net_retention).reason;
    if (unknown == NoValue::no_clients) unknown.reset();
    WinAndKeep found;
    if (!unknown) {
        const Movements& movements = measured.weighed.movements;
        report.clients_won = movements.won;
        report.clients_kept = movements.kept;
        found = win_and_keep(all_acquisition, movements.won, all_care, movements.kept);
    }
    report.cost_to_win = found.cost_to_win;
    report.cost_to_keep = found.cost_to_keep;
    report.ratio = found.ratio;
    report.ratio_reason = no_comparison(unknown, found, all_acquisition, all_care, report.clients_won.value_or(0));
    return report;
}

}  // namespace klicnik::indicators
