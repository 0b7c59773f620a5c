#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "modules/accounts/terms.hpp"
#include "modules/indicators/question.hpp"
#include "modules/ledger/rules.hpp"

/// What the reports on care read from the books: margins from the cube, costs from the monthly sums of the ledger.
namespace klicnik::indicators {

/// The months of the end of a period, and those of its start.
ledger::rules::MonthWindow end_months(const Period& period);
ledger::rules::MonthWindow start_months(const Period& period);

/// Margin of every client in a window, in the order of the cube; with groups at the firm on top.
std::vector<std::int64_t> margins_in(const Question& question, ledger::rules::MonthWindow window);

/// Costs in base currency at the rates of their months.
struct BookedCosts {
    std::vector<std::int64_t> by_client;  ///< in the order of the cube; with groups at the firm on top
    std::int64_t without_client = 0;      ///< lines that name no client
    std::int64_t without_rate = 0;        ///< monthly sums left out, because a rate is missing

    std::int64_t of(const Chosen& chosen) const;
};

/// Costs of these kinds as the question knows them (now, or as known then).
BookedCosts booked_costs(const Reader& reader, const Question& question, ledger::rules::MonthWindow window, std::span<const ledger::EntryKind> kinds);

/// The clients chosen; of a manager those whom he leads on the last day of the period. With groups the firms on top alone.
Chosen clients_asked_about(const Question& question);

/// The tier of a client, as it is today; 0…3, and 4 without one.
inline constexpr std::size_t without_tier_index = 4;
std::vector<std::uint8_t> tier_indexes(const Cube& cube);
std::optional<accounts::Tier> tier_at(std::uint8_t index);

/// No direct cost is known of any of them, so that margin is revenue.
bool margin_is_revenue(const Cube& cube, const Chosen& chosen);

}  // namespace klicnik::indicators
