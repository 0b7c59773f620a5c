#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/ledger/entry_kind.hpp"
#include "modules/ledger/ledger_entry.hpp"
#include "records/unit_of_work.hpp"

/// The sums that every screen reads instead of millions of lines. ledger_month is exact and changes in the transaction of its
/// entries; ledger_figure and the figures of accounts are the last twelve months of the books in base currency.
namespace klicnik::ledger {

/// What a transaction adds to and takes from the sums of months, collected first and written once per sum.
class MonthChanges {
  public:
    /// The nil account is that of the lines without a client.
    void add(const Uuid& account, Month month, Currency currency, EntryKind kind, Decimal amount, std::int64_t entries = 1);
    void add(const LedgerEntry& entry, Currency base, std::int64_t entries = 1);

    /// Writes the changes and forgets them.
    void apply(UnitOfWork& work);
    bool empty() const { return sums_.empty(); }

  private:
    struct Key {
        Uuid account;
        std::int32_t month = 0;
        Currency currency;
        EntryKind kind = EntryKind::revenue;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Sum {
        std::int64_t amount = 0;
        std::int64_t entries = 0;
    };

    std::unordered_map<Key, Sum, KeyHash> sums_;
    Key last_key_;
    Sum* last_ = nullptr;  // neighbours in a file mostly fall into the same sum
};

/// Figures of some accounts after their entries changed. When the books now end in another month, the others follow: at
/// once in a small firm, by advance_figures in a large one. The same holds for the shares of the others.
void refresh_figures(UnitOfWork& work, std::span<const Uuid> accounts);

/// The days of the first and the last revenue of these accounts; refresh_figures does it too.
void refresh_revenue_days(UnitOfWork& work, std::span<const Uuid> accounts);

/// Figures and shares of every account, in this transaction: after an import.
void refresh_all_figures(UnitOfWork& work);

/// The same after a change of rates or of the base currency: at once in a small firm, in steps of advance_figures in a large
/// one, so that nobody waits for a writer.
void refresh_figures_soon(UnitOfWork& work);

/// Whether a pass over the figures runs, or the calendar has moved the end of the books (a month with revenue has begun).
bool are_figures_behind(const Reader& reader);

/// One short step: begins a pass when the books end in another month, then takes the next `clients` of it. Returns whether
/// there is more to do. The pass survives a restart; until it ends, reports add up the months instead of reading figures.
bool advance_figures(UnitOfWork& work, std::size_t clients);

/// Sums every entry again: what `klicnik check` compares with and a restore may need. Returns the number of sums.
std::int64_t rebuild_months(UnitOfWork& work);

}  // namespace klicnik::ledger
