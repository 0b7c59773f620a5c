#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/date.hpp"
#include "base/ratio.hpp"
#include "modules/indicators/cube.hpp"

/// Retention and the movements of revenue between two ends, of a closed cohort (metrics (a.1), domain I-5…I-8). Amounts are
/// ten-thousandths of the base currency; sums are exact.
namespace klicnik::indicators {

/// What a client's base is.
enum class Base {
    invoices,   ///< revenue of the months up to an end: for goods and projects (metrics a.3, "revenue retention")
    contracts,  ///< the yearly value of contracts in force on the day: for subscriptions
};

/// What is compared: `window` months up to the end with as many before (invoices), or the day `window` months before (contracts).
struct Period {
    Base base = Base::invoices;
    Date as_of;
    std::int32_t window = 12;

    Month end() const { return month_of(as_of); }
    Date start_day() const { return add_months(as_of, -window); }
};

/// What one unit of a foreign currency is worth in the base currency: numerator / denominator.
struct Rate {
    Currency currency;
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;
};

/// The rates of the two days of a period. A currency without one makes its clients unknown.
struct Rates {
    std::vector<Rate> at_start;
    std::vector<Rate> at_end;  ///< needed for contracts only: invoices are booked at the rates of their months
};

/// The base of every client at both ends of a period, in the order of the cube, both at the rates of the start: a change of the
/// exchange rate is no movement (metrics a.2, a.3).
struct Ends {
    std::vector<std::int64_t> start;
    std::vector<std::int64_t> end;
    /// What rates alone changed, of clients with foreign money: as booked at the end, less the same at the rates of the start.
    struct RateChange {
        std::uint32_t account = 0;
        std::int64_t change = 0;
    };
    std::vector<RateChange> rates;  ///< by account
    std::vector<std::uint8_t> paid_before;  ///< 1 = paid something before or at the start
    std::vector<std::uint8_t> unknown;      ///< 1 = a rate is missing
};

/// Currencies that the cube's foreign money needs at the start of a period.
std::vector<Currency> currencies_of(const Cube& cube, Base base);

/// With `by_group` the firms of a group count as the firm at its top, as the groups are now (metrics a.3).
Ends ends_of(const Cube& cube, const Period& period, const Rates& rates = {}, bool by_group = false);

/// Sums over the clients chosen. `weight` says by how much a client counts (days of a manager); plain sums have weight 1.
struct Movements {
    std::int64_t clients = 0;       ///< of the cohort: with a positive base at the start
    std::int64_t kept = 0;          ///< of those with a positive base at the end
    std::int64_t expanded = 0;
    std::int64_t contracted = 0;
    std::int64_t lost = 0;
    std::int64_t won = 0;           ///< never paid before
    std::int64_t returned = 0;      ///< paid some time before, nothing at the start
    std::int64_t unknown = 0;       ///< left out: a rate is missing
    __int128 start = 0;             ///< Σ s
    __int128 expansion = 0;         ///< Σ max(0, e − s) of the cohort
    __int128 contraction = 0;       ///< Σ max(0, s − e) of those kept
    __int128 churn = 0;             ///< Σ s of those lost
    __int128 new_business = 0;
    __int128 reactivation = 0;
    __int128 rates = 0;             ///< what exchange rates alone changed
    __int128 credits_start = 0;     ///< negative bases at the start: credit notes beyond the invoices
    __int128 credits_end = 0;
    __int128 credits_of_lost = 0;   ///< the part of credits_end of the clients of the start: they are owed more than nothing

    /// The waterfall (metrics a.1): Start + New + Reactivation + Expansion − Contraction − Churn + rates.
    __int128 end() const { return start + new_business + reactivation + expansion - contraction - churn + rates; }
    /// The book at the two ends: the start at its rates, the end as the ledger has it.
    __int128 booked_start() const { return start + credits_start; }
    __int128 booked_end() const { return end() + credits_end; }

    /// Basis points; absent for an empty cohort.
    std::optional<std::int64_t> logo_retention_bp() const { return ratio_bp(kept, clients); }
    std::optional<std::int64_t> gross_retention_bp() const { return ratio_bp(start - contraction - churn, start); }
    std::optional<std::int64_t> net_retention_bp() const { return ratio_bp(start + expansion - contraction - churn, start); }
    /// The same with the credits of those lost counted against it: what the cohort brings by the ledger, to the last credit note.
    std::optional<std::int64_t> booked_retention_bp() const { return ratio_bp(start + expansion - contraction - churn + credits_of_lost, start); }
    std::optional<std::int64_t> expansion_bp() const { return ratio_bp(expansion, start); }

    void add(const Movements& other);
    friend bool operator==(const Movements&, const Movements&) = default;
};

Movements movements_of(const Ends& ends, const Chosen& chosen);

/// The same for every group of an attribute (`codes`, 0…groups − 1).
std::vector<Movements> movements_by(const Ends& ends, const Chosen& chosen, std::span<const std::uint32_t> codes, std::size_t groups);

/// Movements of clients by who led them: each client counts for each of its leads by the days of the period on which he led
/// (domain I-7), so that no handover moves a figure from one to the other. Sums are weighted by days: divide by `days`.
struct ByLead {
    std::int32_t days = 0;  ///< of the period
    struct Share {
        Uuid user;          ///< nil: nobody led
        Movements movements;
    };
    std::vector<Share> shares;  ///< by user
};
ByLead movements_by_lead(const Cube& cube, const Ends& ends, const Chosen& chosen, const Period& period);

/// What became of one client.
enum class Movement { expanded, contracted, unchanged, lost, won, returned, absent, unknown };
Movement movement_of(const Ends& ends, std::size_t account);

}  // namespace klicnik::indicators
