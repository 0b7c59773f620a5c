#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/ledger/entry_kind.hpp"
#include "modules/ledger/ledger_entry.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::ledger {

/// Where the money of an entry belongs. The nil account is that of the lines without a client.
struct EntryPlace {
    Uuid account;
    Date day;  ///< of the document
    Month month;
    Currency currency;
    EntryKind kind = EntryKind::revenue;
};
EntryPlace place_of(const LedgerEntry& entry, Currency base);

/// What a transaction adds to and takes from the sums, collected first and written once per sum: those of months, of what was
/// known on which day (ledger_known) and of the days on which clients bought (ledger_day).
class MonthChanges {
  public:
    void add(const EntryPlace& place, Decimal amount, std::int64_t entries = 1);
    void add(const LedgerEntry& entry, Currency base, std::int64_t entries = 1);

    /// An entry moved to another offering or another day: the sums of its month need not change, but who keeps sums by family or
    /// histories of purchases in memory must hear.
    void note_moved(const EntryPlace& place);

    /// Writes the changes as known on `known_on` and forgets them. Ends in a lock of the state of the books, so that those who
    /// follow the revision never see a later one before an earlier one.
    void apply(UnitOfWork& work, Date known_on);
    void apply(UnitOfWork& work) { apply(work, work.context().today); }
    bool empty() const { return months_.empty(); }

  private:
    struct MonthKey {
        Uuid account;
        std::int32_t month = 0;
        Currency currency;
        EntryKind kind = EntryKind::revenue;
        friend bool operator==(const MonthKey&, const MonthKey&) = default;
    };
    struct DayKey {
        Uuid account;
        std::int32_t day = 0;
        Currency currency;
        friend bool operator==(const DayKey&, const DayKey&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const MonthKey& key) const noexcept;
        std::size_t operator()(const DayKey& key) const noexcept;
    };
    struct Sum {
        std::int64_t amount = 0;
        std::int64_t entries = 0;
    };

    /// Of the months with entries that moved, those whose sums came out as before.
    std::vector<MonthKey> even_months() const;

    std::unordered_map<MonthKey, Sum, KeyHash> months_;
    std::vector<MonthKey> moved_;
    std::unordered_map<DayKey, Sum, KeyHash> days_;
    // Neighbours in a file mostly fall into the same sums.
    MonthKey last_month_;
    DayKey last_day_;
    Sum* month_sum_ = nullptr;
    Sum* day_sum_ = nullptr;
};

}  // namespace klicnik::ledger
