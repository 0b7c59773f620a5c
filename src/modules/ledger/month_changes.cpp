#include "modules/ledger/month_changes.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>
#include <vector>

#include "modules/ledger/rules.hpp"

namespace klicnik::ledger {

namespace {

constexpr std::size_t sums_per_statement = 40;

std::size_t mixed(const Uuid& account, std::uint64_t rest, Currency currency) {
    for (const char letter : currency.code) rest = rest << 8U | static_cast<unsigned char>(letter);
    return std::hash<Uuid>{}(account) ^ static_cast<std::size_t>(rest * 0x9E3779B97F4A7C15ULL);
}

/// Adds rows of `columns` values each to those that are there, many in one statement. `head` ends in VALUES, `tail` says what a
/// row that is there already takes over.
template <std::size_t columns, class Row>
void add_rows(UnitOfWork& work, std::string_view head, std::string_view tail, const std::vector<Row>& rows,
              std::array<db::Param, columns> (*values)(const Row& row)) {
    std::vector<db::Param> params;
    for (std::size_t from = 0; from < rows.size(); from += sums_per_statement) {
        std::string sql(head);
        params.clear();
        for (std::size_t i = from; i < std::min(from + sums_per_statement, rows.size()); ++i) {
            sql.append(i > from ? ", (" : " (");
            for (const db::Param& param : values(rows[i])) {
                params.push_back(param);
                sql.append(params.size() % columns == 1 ? "$" : ", $").append(std::to_string(params.size()));
            }
            sql.append(")");
        }
        work.maintain_many(sql.append(tail), params);
    }
}

/// In the order of the key: neighbours share a page, and concurrent writers lock rows in the same order.
template <class Key, class Sum, class Hash, class Rank>
std::vector<std::pair<Key, Sum>> in_order(const std::unordered_map<Key, Sum, Hash>& sums, Rank rank) {
    std::vector<std::pair<Key, Sum>> changed;
    for (const auto& [key, sum] : sums) {
        if (sum.amount != 0 || sum.entries != 0) changed.emplace_back(key, sum);
    }
    std::sort(changed.begin(), changed.end(), [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
    return changed;
}

}  // namespace

EntryPlace place_of(const LedgerEntry& entry, Currency base) {
    return {entry.account_id.value_or(Id<Account>{}).value, entry.document_date,
            rules::service_month_of(entry.service_month, entry.document_date), entry.currency.value_or(base), entry.entry_kind};
}

std::size_t MonthChanges::KeyHash::operator()(const MonthKey& key) const noexcept {
    return mixed(key.account, static_cast<std::uint64_t>(static_cast<std::uint32_t>(key.month)) << 4U | static_cast<std::uint64_t>(key.kind),
                 key.currency);
}

std::size_t MonthChanges::KeyHash::operator()(const DayKey& key) const noexcept {
    return mixed(key.account, static_cast<std::uint32_t>(key.day), key.currency);
}

void MonthChanges::add(const EntryPlace& place, Decimal amount, std::int64_t entries) {
    const MonthKey key{place.account, place.month.index, place.currency, place.kind};
    if (!month_sum_ || key != last_month_) {
        month_sum_ = &months_[key];
        last_month_ = key;
    }
    month_sum_->amount += amount.units;
    month_sum_->entries += entries;
    if (place.kind != EntryKind::revenue || place.account.is_nil()) return;
    const DayKey day{place.account, place.day.days, place.currency};
    if (!day_sum_ || day != last_day_) {
        day_sum_ = &days_[day];
        last_day_ = day;
    }
    day_sum_->amount += amount.units;
    day_sum_->entries += entries;
}

void MonthChanges::add(const LedgerEntry& entry, Currency base, std::int64_t entries) {
    add(place_of(entry, base), Decimal{entries < 0 ? -entry.amount.units : entry.amount.units}, entries);
}

std::vector<MonthChanges::MonthKey> MonthChanges::even_months() const {
    std::vector<MonthKey> even;
    for (const MonthKey& key : moved_) {
        const auto at = months_.find(key);
        if (at == months_.end() || (at->second.amount == 0 && at->second.entries == 0)) even.push_back(key);
    }
    std::sort(even.begin(), even.end(), [](const MonthKey& a, const MonthKey& b) {
        return std::tuple(a.account.bytes, a.month, a.currency.code, a.kind) < std::tuple(b.account.bytes, b.month, b.currency.code, b.kind);
    });
    even.erase(std::unique(even.begin(), even.end()), even.end());
    return even;
}

void MonthChanges::note_moved(const EntryPlace& place) {
    moved_.push_back({place.account, place.month.index, place.currency, place.kind});
}

void MonthChanges::apply(UnitOfWork& work, Date known_on) {
    using MonthSum = std::pair<MonthKey, Sum>;
    using DaySum = std::pair<DayKey, Sum>;
    const auto months = in_order(months_, [](const MonthKey& key) { return std::tuple(key.account.bytes, key.month, key.currency.code, key.kind); });
    const auto days = in_order(days_, [](const DayKey& key) { return std::tuple(key.account.bytes, key.day, key.currency.code); });
    add_rows<6, MonthSum>(work, "INSERT INTO ledger_month (account_id, month, currency, entry_kind, amount, entries) VALUES",
                          " ON CONFLICT (account_id, month, currency, entry_kind) DO UPDATE SET amount = ledger_month.amount + excluded.amount, "
                          "entries = ledger_month.entries + excluded.entries",
                          months, [](const MonthSum& one) -> std::array<db::Param, 6> {
                              const auto& [key, sum] = one;
                              return {key.account, std::int64_t{key.month}, key.currency.view(), to_text(key.kind), sum.amount, sum.entries};
                          });
    add_rows<5, DaySum>(work, "INSERT INTO ledger_day (account_id, day, currency, amount, entries) VALUES",
                        " ON CONFLICT (account_id, day, currency) DO UPDATE SET amount = ledger_day.amount + excluded.amount, "
                        "entries = ledger_day.entries + excluded.entries",
                        days, [](const DaySum& one) -> std::array<db::Param, 5> {
                            const auto& [key, sum] = one;
                            return {key.account, std::int64_t{key.day}, key.currency.view(), sum.amount, sum.entries};
                        });
    for (const auto& [key, sum] : months) {
        if (sum.entries >= 0) continue;
        work.maintain("DELETE FROM ledger_month WHERE account_id = $1 AND month = $2 AND currency = $3 AND entry_kind = $4 AND entries = 0 "
                      "AND amount = 0",
                      key.account, std::int64_t{key.month}, key.currency.view(), to_text(key.kind));
    }
    for (const auto& [key, sum] : days) {
        if (sum.entries >= 0) continue;
        work.maintain("DELETE FROM ledger_day WHERE account_id = $1 AND day = $2 AND currency = $3 AND entries = 0 AND amount = 0", key.account,
                      std::int64_t{key.day}, key.currency.view());
    }
    const std::vector<MonthKey> even = even_months();
    if (!months.empty() || !even.empty()) {
        // The lock is the last thing taken, because an import holds it until its chunk is committed.
        std::int64_t revision = 0;
        work.connection().query("UPDATE ledger_state SET revision = revision + 1 WHERE id = 1 RETURNING revision",
                                [&](const db::Row& row) { revision = row.integer(0); });
        for (const MonthKey& key : even) {
            work.maintain("UPDATE ledger_known SET revision = $5 WHERE account_id = $1 AND month = $2 AND currency = $3 AND entry_kind = $4", key.account,
                          std::int64_t{key.month}, key.currency.view(), to_text(key.kind), revision);
        }
        struct Known {
            MonthKey key;
            std::int64_t amount;
            std::int64_t known_on;
            std::int64_t revision;
        };
        std::vector<Known> known;
        known.reserve(months.size());
        for (const auto& [key, sum] : months) known.push_back({key, sum.amount, known_on.days, revision});
        add_rows<7, Known>(work, "INSERT INTO ledger_known (account_id, month, currency, entry_kind, known_on, amount, revision) VALUES",
                           " ON CONFLICT (account_id, month, currency, entry_kind, known_on) DO UPDATE SET "
                           "amount = ledger_known.amount + excluded.amount, revision = excluded.revision",
                           known, [](const Known& one) -> std::array<db::Param, 7> {
                               return {one.key.account, std::int64_t{one.key.month}, one.key.currency.view(), to_text(one.key.kind),
                                       one.known_on, one.amount, one.revision};
                           });
    }
    months_.clear();
    days_.clear();
    moved_.clear();
    month_sum_ = day_sum_ = nullptr;
}

}  // namespace klicnik::ledger
