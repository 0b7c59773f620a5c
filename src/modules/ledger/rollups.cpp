#include "modules/ledger/rollups.hpp"

#include <algorithm>

#include "base/ratio.hpp"
#include "modules/ledger/queries.hpp"

namespace klicnik::ledger {

namespace {

constexpr std::size_t sums_per_statement = 40;

/// The figures of one account as they are stored.
struct StoredFigure {
    std::optional<std::int64_t> revenue;
    std::optional<std::int64_t> direct_cost;
    std::optional<std::int64_t> cost_to_serve;

    friend bool operator==(const StoredFigure&, const StoredFigure&) = default;
};

/// Adds up one account's months of the window.
class FigureSum {
  public:
    FigureSum(MonthConverter& converter, rules::MonthWindow window) : converter_(converter), window_(window) {}

    void add(Month month, Currency currency, EntryKind kind, Decimal amount) {
        if (!window_.contains(month)) return;
        const auto converted = converter_.convert(amount, currency, month);
        if (!converted) {
            complete_ = false;
            return;
        }
        switch (rules::figure_of(kind)) {
            case rules::Figure::revenue: revenue_ += converted->units; break;
            case rules::Figure::direct_cost: direct_cost_ += converted->units; break;
            case rules::Figure::cost_to_serve: cost_to_serve_ += converted->units; break;
            case rules::Figure::acquisition: break;
        }
    }
    StoredFigure take() {
        StoredFigure figure;
        if (complete_) figure = {revenue_, direct_cost_, cost_to_serve_};
        revenue_ = direct_cost_ = cost_to_serve_ = 0;
        complete_ = true;
        return figure;
    }

  private:
    MonthConverter& converter_;
    rules::MonthWindow window_;
    std::int64_t revenue_ = 0;
    std::int64_t direct_cost_ = 0;
    std::int64_t cost_to_serve_ = 0;
    bool complete_ = true;
};

rules::MonthWindow window_of_books(const Reader& reader, std::optional<Month> end) {
    return rules::window_to(end.value_or(month_of(reader.context().today)));
}

void add_row(FigureSum& sum, const db::Row& row, int first_column) {
    const auto kind = parse_enum<EntryKind>(row.text(first_column + 2));
    const auto currency = parse_currency(row.text(first_column + 1));
    if (!kind || !currency) return;
    sum.add(Month{static_cast<std::int32_t>(row.integer(first_column))}, *currency, *kind, Decimal{row.integer(first_column + 3)});
}

std::optional<std::int64_t> optional_integer(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

void store_figure(UnitOfWork& work, const Uuid& account, const StoredFigure& figure) {
    work.maintain(
        "INSERT INTO ledger_figure (account_id, revenue, direct_cost, cost_to_serve) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (account_id) DO UPDATE SET revenue = excluded.revenue, direct_cost = excluded.direct_cost, "
        "cost_to_serve = excluded.cost_to_serve",
        account, figure.revenue, figure.direct_cost, figure.cost_to_serve);
}

/// What the account shows, from its figure and the total of all.
void show_on_account(UnitOfWork& work, const Uuid& account, const StoredFigure& figure, std::optional<std::int64_t> total) {
    std::optional<std::int64_t> margin;
    if (figure.revenue && figure.direct_cost) margin = *figure.revenue - *figure.direct_cost;
    std::optional<std::int64_t> share;
    if (figure.revenue && total && *total > 0) share = ratio_bp(*figure.revenue, *total);
    work.maintain(
        "UPDATE account SET revenue_12m = $2, margin_12m = $3, revenue_share_bp = $4 WHERE id = $1 AND (revenue_12m IS DISTINCT FROM $2 "
        "OR margin_12m IS DISTINCT FROM $3 OR revenue_share_bp IS DISTINCT FROM $4)",
        account, figure.revenue, margin, share);
}

std::optional<std::int64_t> total_revenue(const Reader& reader) {
    return reader.connection().integer("SELECT SUM(revenue) FROM ledger_figure");
}

std::optional<std::int64_t> revenue_day(const Reader& reader, const Uuid& account, bool first) {
    return reader.connection().integer(
        first ? "SELECT document_date FROM ledger_entry WHERE account_id = $1 AND entry_kind = 'revenue' ORDER BY document_date LIMIT 1"
              : "SELECT document_date FROM ledger_entry WHERE account_id = $1 AND entry_kind = 'revenue' ORDER BY document_date DESC LIMIT 1",
        account);
}

struct NewFigure {
    Uuid account;
    StoredFigure figure;
};

/// Figures of every account with entries, from one scan in the order of the key.
std::vector<NewFigure> all_figures(const Reader& reader, rules::MonthWindow window) {
    MonthConverter converter(reader, base_currency(reader));
    FigureSum sum(converter, window);
    std::vector<NewFigure> figures;
    Uuid current;
    reader.connection().query(
        "SELECT account_id, month, currency, entry_kind, amount FROM ledger_month ORDER BY account_id, month, currency, entry_kind",
        [&](const db::Row& row) {
            const Uuid account = row.uuid(0);
            if (account != current) {
                if (!current.is_nil()) figures.push_back({current, sum.take()});
                current = account;
            }
            if (!current.is_nil()) add_row(sum, row, 1);
        });
    if (!current.is_nil()) figures.push_back({current, sum.take()});
    return figures;
}

void store_book_end(UnitOfWork& work, std::optional<Month> end) {
    work.maintain("UPDATE ledger_state SET book_end = $1 WHERE id = 1", end);
}

}  // namespace

std::size_t MonthChanges::KeyHash::operator()(const Key& key) const noexcept {
    std::uint64_t rest = static_cast<std::uint32_t>(key.month);
    for (const char letter : key.currency.code) rest = rest << 8U | static_cast<unsigned char>(letter);
    rest = rest << 4U | static_cast<std::uint64_t>(key.kind);
    return std::hash<Uuid>{}(key.account) ^ static_cast<std::size_t>(rest * 0x9E3779B97F4A7C15ULL);
}

void MonthChanges::add(const Uuid& account, Month month, Currency currency, EntryKind kind, Decimal amount, std::int64_t entries) {
    const Key key{account, month.index, currency, kind};
    if (!last_ || key != last_key_) {
        last_ = &sums_[key];
        last_key_ = key;
    }
    last_->amount += amount.units;
    last_->entries += entries;
}

void MonthChanges::add(const LedgerEntry& entry, Currency base, std::int64_t entries) {
    const Decimal amount{entries < 0 ? -entry.amount.units : entry.amount.units};
    add(entry.account_id.value_or(Id<Account>{}).value, rules::service_month_of(entry.service_month, entry.document_date),
        entry.currency.value_or(base), entry.entry_kind, amount, entries);
}

void MonthChanges::apply(UnitOfWork& work) {
    std::vector<std::pair<Key, Sum>> changed;
    bool takes_away = false;
    for (const auto& [key, sum] : sums_) {
        if (sum.amount == 0 && sum.entries == 0) continue;
        changed.emplace_back(key, sum);
        takes_away = takes_away || sum.entries < 0;
    }
    // In the order of the key: neighbours share a page, and concurrent writers lock rows in the same order.
    std::sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) {
        const auto rank = [](const Key& key) { return std::tuple(key.account.bytes, key.month, key.currency.code, key.kind); };
        return rank(a.first) < rank(b.first);
    });
    std::vector<db::Param> params;
    for (std::size_t from = 0; from < changed.size(); from += sums_per_statement) {
        const std::size_t count = std::min(sums_per_statement, changed.size() - from);
        std::string sql = "INSERT INTO ledger_month (account_id, month, currency, entry_kind, amount, entries) VALUES ";
        params.clear();
        for (std::size_t i = from; i < from + count; ++i) {
            const auto& [key, sum] = changed[i];
            sql.append(i > from ? ", (" : "(");
            for (int column = 1; column <= 6; ++column) {
                sql.append(column > 1 ? ", $" : "$").append(std::to_string(params.size() + static_cast<std::size_t>(column)));
            }
            sql.append(")");
            for (const db::Param& param : {db::Param{key.account}, db::Param{std::int64_t{key.month}}, db::Param{key.currency.view()},
                                           db::Param{to_text(key.kind)}, db::Param{sum.amount}, db::Param{sum.entries}}) {
                params.push_back(param);
            }
        }
        sql.append(" ON CONFLICT (account_id, month, currency, entry_kind) DO UPDATE SET amount = ledger_month.amount + excluded.amount, "
                   "entries = ledger_month.entries + excluded.entries");
        work.maintain_many(sql, params);
    }
    if (takes_away) work.maintain("DELETE FROM ledger_month WHERE entries = 0 AND amount = 0");
    sums_.clear();
    last_ = nullptr;
}

void refresh_revenue_days(UnitOfWork& work, std::span<const Uuid> accounts) {
    for (const Uuid& account : accounts) {
        if (account.is_nil()) continue;
        const auto first = revenue_day(work, account, true);
        const auto last = first ? revenue_day(work, account, false) : std::nullopt;
        work.maintain(
            "UPDATE account SET first_revenue_on = $2, last_revenue_on = $3 WHERE id = $1 AND (first_revenue_on IS DISTINCT FROM $2 "
            "OR last_revenue_on IS DISTINCT FROM $3)",
            account, first, last);
    }
}

void refresh_figures(UnitOfWork& work, std::span<const Uuid> accounts) {
    refresh_revenue_days(work, accounts);
    const auto end = book_end(work);
    const auto stored_end = work.connection().integer("SELECT book_end FROM ledger_state WHERE id = 1");
    if (stored_end != (end ? std::optional<std::int64_t>(end->index) : std::nullopt)) {
        refresh_all_figures(work);
        return;
    }
    MonthConverter converter(work, base_currency(work));
    FigureSum sum(converter, window_of_books(work, end));
    for (const Uuid& account : accounts) {
        if (account.is_nil()) continue;
        bool any = false;
        work.connection().query("SELECT month, currency, entry_kind, amount FROM ledger_month WHERE account_id = $1", [&](const db::Row& row) {
            any = true;
            add_row(sum, row, 0);
        }, account);
        StoredFigure figure = sum.take();
        if (!any) figure = {};
        store_figure(work, account, figure);
        show_on_account(work, account, figure, total_revenue(work));
    }
}

void refresh_all_figures(UnitOfWork& work) {
    const auto end = book_end(work);
    store_book_end(work, end);
    const auto figures = all_figures(work, window_of_books(work, end));
    std::unordered_map<Uuid, StoredFigure> stored;
    work.connection().query("SELECT account_id, revenue, direct_cost, cost_to_serve FROM ledger_figure", [&](const db::Row& row) {
        stored[row.uuid(0)] = {optional_integer(row, 1), optional_integer(row, 2), optional_integer(row, 3)};
    });
    for (const NewFigure& line : figures) {
        const auto found = stored.find(line.account);
        if (found == stored.end() || found->second != line.figure) store_figure(work, line.account, line.figure);
        if (found != stored.end()) stored.erase(found);
    }
    for (const auto& [account, figure] : stored) {  // had entries once, has none now
        work.maintain("DELETE FROM ledger_figure WHERE account_id = $1", account);
        show_on_account(work, account, {}, std::nullopt);
    }
    const auto total = total_revenue(work);
    for (const NewFigure& line : figures) show_on_account(work, line.account, line.figure, total);
    std::vector<Uuid> without_days;
    work.connection().query("SELECT f.account_id FROM ledger_figure f JOIN account a ON a.id = f.account_id WHERE a.first_revenue_on IS NULL",
                            [&](const db::Row& row) { without_days.push_back(row.uuid(0)); });
    refresh_revenue_days(work, without_days);
}

std::int64_t rebuild_months(UnitOfWork& work) {
    MonthChanges changes;
    const Currency base = base_currency(work);
    work.connection().query(
        "SELECT account_id, service_month, currency, entry_kind, SUM(amount), COUNT(*), MIN(document_date) FROM ledger_entry "
        "GROUP BY account_id, service_month, currency, entry_kind",
        [&](const db::Row& row) {
            const auto kind = parse_enum<EntryKind>(row.text(3));
            if (!kind) return;
            const Month month = row.is_null(1) ? month_of(Date{static_cast<std::int32_t>(row.integer(6))})
                                               : Month{static_cast<std::int32_t>(row.integer(1))};
            changes.add(row.uuid(0), month, parse_currency(row.text(2)).value_or(base), *kind, Decimal{row.integer(4)}, row.integer(5));
        });
    work.maintain("DELETE FROM ledger_month");
    changes.apply(work);
    return work.connection().integer("SELECT COUNT(*) FROM ledger_month").value_or(0);
}

}  // namespace klicnik::ledger
