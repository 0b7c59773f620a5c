#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "modules/ledger/entry_kind.hpp"
#include "modules/ledger/exchange_rate.hpp"

/// What a line of money means, whether its numbers fit together, and what it is worth in another
/// currency (domain 5.1 no. 31, 5.10, metrics (k)).
namespace klicnik::ledger::rules {

// --- kinds and signs

/// The figure a kind adds to. Revenue is net of credit notes; margin = revenue − direct cost;
/// discounts, travel, time, service and care are what serving a client costs (I-1).
enum class Figure { revenue, direct_cost, cost_to_serve, acquisition };
Figure figure_of(EntryKind kind);

/// No line is of more than a thousand billion, in ten-thousandths: so that the sums of any real firm stay exact in 64 bits.
constexpr std::int64_t largest_amount = 1'000'000'000'000 * Decimal::one;
constexpr bool is_amount_in_range(Decimal amount) {
    return amount.units >= -largest_amount && amount.units <= largest_amount;
}

/// The amount as stored. Credit notes are negative, whichever way the source writes them, so that
/// net revenue is a plain sum. Other kinds keep their sign: a negative cost is a correction, a
/// negative revenue line a cancellation.
Decimal stored_amount(EntryKind kind, Decimal amount);

/// A line of an invoice file without a kind: below zero a credit note, else revenue.
EntryKind kind_of_line(Decimal amount);

// --- the numbers of one line

struct LineNumbers {
    std::optional<Decimal> quantity = {};
    std::optional<Decimal> unit_price = {};
    std::optional<Decimal> discount = {};          ///< money, taken off quantity × price
    std::optional<std::int32_t> discount_bp = {};  ///< or a share of quantity × price, 0..10 000
    std::optional<Decimal> amount = {};
};

/// The amount of a line, in the sign of its source. Without `amount` it is quantity × unit price −
/// discount, rounded half-even to four places. With it, the numbers may differ by one minor unit of
/// the currency, because sources round; signs do not matter, because sources disagree about credit
/// notes. Errors: field `amount` `required` when it cannot be computed, `not_quantity_times_price`
/// {expected}, `too_large`; field `discount` `out_of_range`.
Result<Decimal> line_amount(const LineNumbers& numbers, Currency currency);

/// The month the money belongs to: the one given, else that of the document.
inline Month service_month_of(std::optional<Month> given, Date document_date) {
    return given.value_or(month_of(document_date));
}

// --- windows of months

/// Both ends belong to it.
struct MonthWindow {
    Month first;
    Month last;

    bool contains(Month month) const { return first <= month && month <= last; }
    std::int32_t months() const { return last - first + 1; }
    friend bool operator==(const MonthWindow&, const MonthWindow&) = default;
};

/// The `months` months up to and including `last`; `months` ≥ 1.
inline MonthWindow window_to(Month last, std::int32_t months = 12) {
    return {last + (1 - months), last};
}
/// The window of the same length just before.
inline MonthWindow window_before(MonthWindow window) {
    return window_to(window.first + -1, window.months());
}
/// The last month that is over on that day.
inline Month last_closed_month(Date today) {
    return month_of(today) + -1;
}

// --- exchange

/// Dated rates of all currencies against one, `quoted_in` (crowns for lists of the ČNB).
class RateBook {
  public:
    RateBook(std::span<const ExchangeRate> rates, Currency quoted_in);

    /// The rate of the latest day on or before `on`. A currency that the latest list no longer
    /// names has none (HRK since 2023), though older lists do; a rate entered by hand counts from
    /// its day on, and before a list of the same day. Error `exchange_rate.missing` {currency, on}:
    /// a missing currency is never 1.
    Result<ExchangeRate> rate(Currency currency, Date on) const;

    /// `amount` in another currency at the rates of that day, rounded half away from zero to the
    /// minor unit of `to` (metrics (k)); both steps through `quoted_in` are exact. The same
    /// currency is returned as it is, with all four places. Convert and round line by line, then
    /// add: totals tie with their rows. Errors: exchange_rate.missing, `exchange_rate.too_large`.
    Result<Decimal> convert(Decimal amount, Currency from, Currency to, Date on) const;

    Currency quoted_in() const { return quoted_in_; }

  private:
    std::vector<ExchangeRate> rates_;  ///< by currency, day, lists before manual rates
    std::vector<Date> list_days_;      ///< ascending, each once
    Currency quoted_in_;
};

}  // namespace klicnik::ledger::rules
