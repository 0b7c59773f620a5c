#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "modules/ledger/ledger_entry.hpp"
#include "modules/ledger/rules.hpp"
#include "records/query.hpp"

namespace klicnik::ledger {

/// The currency of the workspace; the Czech crown before there is one.
Currency base_currency(const Reader& reader);

/// The last month with revenue that is over: where the books end and every window of months with them. Half a month beside whole
/// ones would look like a loss; only books that begin with the running month end with it.
std::optional<Month> book_end(const Reader& reader);

/// A month without a rate of a currency that was invoiced in it.
struct MissingRate {
    Currency currency;
    Month month;
    friend auto operator<=>(const MissingRate&, const MissingRate&) = default;
};

/// Amounts of months in base currency, by the rate that holds on the last day of the month. Rates are read when the first
/// foreign amount comes.
class MonthConverter {
  public:
    MonthConverter(const Reader& reader, Currency base) : reader_(reader), base_(base) {}

    /// Nothing when there is no rate (or the result is too large); the month is then listed in missing().
    std::optional<Decimal> convert(Decimal amount, Currency currency, Month month);
    const std::vector<MissingRate>& missing() const { return missing_; }

    /// What one unit of a currency is worth in base currency on a day: numerator / denominator. Nothing without a rate.
    struct Worth {
        std::int64_t numerator = 1;
        std::int64_t denominator = 1;
    };
    std::optional<Worth> worth(Currency currency, Date on);

    Currency base() const { return base_; }

  private:
    const rules::RateBook& book();

    const Reader& reader_;
    Currency base_;
    std::unique_ptr<rules::RateBook> book_;
    std::vector<MissingRate> missing_;
};

/// One month of an account or a group. Absent = a rate is missing; `margin` and `cost` also when the actor may not see them.
struct MonthFigures {
    Month month;
    std::optional<Decimal> revenue;  ///< net of credit notes
    std::optional<Decimal> cost;     ///< direct cost
    std::optional<Decimal> margin;   ///< revenue − direct cost
    std::optional<Decimal> cost_to_serve;
    std::int64_t entries = 0;
};

struct RevenueByMonth {
    Currency currency;
    std::optional<Month> as_of;  ///< the end of the books
    std::vector<MonthFigures> months;
    std::vector<MissingRate> rates_missing;
    bool group = false;
};

/// The last `months` months up to the end of the books, each present. With `group` the daughters are added.
/// not_found outside the scope.
Result<RevenueByMonth> account_revenue(const Reader& reader, Id<Account> account, std::int32_t months, bool group);

/// What one account brought and cost in a window of months.
struct AccountAmounts {
    Id<Account> account_id;
    std::optional<Decimal> revenue;  ///< absent when a rate is missing
    std::optional<Decimal> margin;
    std::optional<Decimal> cost_to_serve;
};

struct AmountsInWindow {
    Currency currency;
    rules::MonthWindow window;
    std::vector<AccountAmounts> accounts;  ///< with any entry in the window, by id
    Decimal revenue_without_account;       ///< lines without a client, kept apart
    Decimal margin_without_account;
    std::vector<MissingRate> rates_missing;
};

/// Amounts of all accounts, or of `only` (sorted here), scope not applied: for scores and concentration. The last twelve
/// months of the books come from ledger_figure (100,000 accounts in some 30 ms), other windows from one scan of ledger_month.
AmountsInWindow amounts_in_window(const Reader& reader, rules::MonthWindow window, std::optional<std::vector<Uuid>> only = std::nullopt);

/// The sum over all clients and lines without a client of each month of a window: revenue and margin.
struct MonthTotals {
    Month month;
    std::optional<Decimal> revenue;
    std::optional<Decimal> margin;
};
std::vector<MonthTotals> totals_by_month(const Reader& reader, rules::MonthWindow window,
                                         std::optional<std::vector<Uuid>> only = std::nullopt);

struct CurrencySums {
    Currency currency;
    Decimal revenue;
    Decimal credit_notes;
    Decimal cost;             ///< every kind of cost, discounts too
    Decimal net;              ///< revenue + credit notes
    Decimal without_account;  ///< the part of `net` without a client
};

struct LedgerSummary {
    std::int64_t entries = 0;
    std::vector<CurrencySums> by_currency;
    std::optional<Month> first_month;
    std::optional<Month> last_month;
};

/// Sums of the entries of a list request. Without filters they come from the roll-ups.
LedgerSummary summarise(const Reader& reader, const ListRequest& request);

}  // namespace klicnik::ledger

namespace klicnik {
KLICNIK_SHAPE(ledger::MissingRate);
KLICNIK_SHAPE(ledger::MonthFigures);
KLICNIK_SHAPE(ledger::RevenueByMonth);
KLICNIK_SHAPE(ledger::CurrencySums);
KLICNIK_SHAPE(ledger::LedgerSummary);
}  // namespace klicnik
