#include "modules/ledger/rollups.hpp"

#include <algorithm>
#include <map>

#include "modules/ledger/book_state.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/ledger/shares.hpp"
#include "records/sql_builder.hpp"

namespace klicnik::ledger {

namespace {

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

std::optional<StoredFigure> stored_figure(const Reader& reader, const Uuid& account) {
    std::optional<StoredFigure> stored;
    reader.connection().query("SELECT revenue, direct_cost, cost_to_serve FROM ledger_figure WHERE account_id = $1", [&](const db::Row& row) {
        stored = {optional_integer(row, 0), optional_integer(row, 1), optional_integer(row, 2)};
    }, account);
    return stored;
}

/// What the account shows, from its figure and the revenue that shares are shares of.
void show_on_account(UnitOfWork& work, const Uuid& account, const StoredFigure& figure, std::optional<std::int64_t> shares_of) {
    std::optional<std::int64_t> margin;
    if (figure.revenue && figure.direct_cost) margin = *figure.revenue - *figure.direct_cost;
    work.maintain(
        "UPDATE account SET revenue_12m = $2, margin_12m = $3, revenue_share_bp = $4 WHERE id = $1 AND (revenue_12m IS DISTINCT FROM $2 "
        "OR margin_12m IS DISTINCT FROM $3 OR revenue_share_bp IS DISTINCT FROM $4)",
        account, figure.revenue, margin, share_bp(figure.revenue, shares_of));
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

/// Figures of some clients from the sums of their months, in the order of the key. Clients without any sum are absent.
std::vector<NewFigure> figures_between(const Reader& reader, rules::MonthWindow window, const Uuid& after, const std::optional<Uuid>& last) {
    MonthConverter converter(reader, base_currency(reader));
    FigureSum sum(converter, window);
    std::vector<NewFigure> figures;
    Sql sql("SELECT account_id, month, currency, entry_kind, amount FROM ledger_month WHERE account_id > ");
    sql.bind(after);
    if (last) sql.add(" AND account_id <= ").bind(*last);
    sql.add(" ORDER BY account_id, month, currency, entry_kind");
    Uuid current;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const Uuid account = row.uuid(0);
        if (account != current) {
            if (!current.is_nil()) figures.push_back({current, sum.take()});
            current = account;
        }
        add_row(sum, row, 1);
        return true;
    });
    if (!current.is_nil()) figures.push_back({current, sum.take()});
    return figures;
}

/// Stores what changed of one client and shows it. Returns by how much the revenue of all moves.
std::int64_t take_figure(UnitOfWork& work, const Uuid& account, const std::optional<StoredFigure>& before,
                         const std::optional<StoredFigure>& after, std::optional<std::int64_t> shares_of) {
    if (before == after) return 0;
    if (after) store_figure(work, account, *after);
    else work.maintain("DELETE FROM ledger_figure WHERE account_id = $1", account);
    show_on_account(work, account, after.value_or(StoredFigure{}), shares_of);
    const auto revenue = [](const std::optional<StoredFigure>& figure) { return figure ? figure->revenue.value_or(0) : 0; };
    return revenue(after) - revenue(before);
}

/// Adds every entry to the sums, day of creation by day of creation: the id of an entry says when it was made.
void read_entries(UnitOfWork& work) {
    const Currency base = base_currency(work);
    std::map<Date, MonthChanges> by_day;
    work.connection().query(
        "SELECT id, account_id, document_date, service_month, currency, entry_kind, amount FROM ledger_entry", [&](const db::Row& row) {
            const auto kind = parse_enum<EntryKind>(row.text(5));
            if (!kind) return;
            const Date day{static_cast<std::int32_t>(row.integer(2))};
            const Month month = row.is_null(3) ? month_of(day) : Month{static_cast<std::int32_t>(row.integer(3))};
            constexpr std::int64_t micros_of_a_day = 86'400'000'000;
            const Date made{static_cast<std::int32_t>(micros_of(row.uuid(0)) / micros_of_a_day)};
            by_day[made].add({row.uuid(1), day, month, parse_currency(row.text(4)).value_or(base), *kind}, Decimal{row.integer(6)});
        });
    for (auto& [made, changes] : by_day) changes.apply(work, std::min(made, work.context().today));
}

/// A pass that begins: every client is still to come.
void begin_pass(UnitOfWork& work, std::optional<Month> end) {
    work.maintain("UPDATE ledger_state SET book_end = $1, swept_to = $2 WHERE id = 1", end, Uuid{});
}

/// The next clients of a pass that have a figure; fewer than asked for at its end.
std::vector<Uuid> next_accounts(const Reader& reader, const Uuid& after, std::size_t count) {
    std::vector<Uuid> accounts;
    reader.connection().query("SELECT account_id FROM ledger_figure WHERE account_id > $1 ORDER BY account_id LIMIT $2",
                              [&](const db::Row& row) { accounts.push_back(row.uuid(0)); }, after, static_cast<std::int64_t>(count));
    return accounts;
}

}  // namespace

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
    // The lock comes before the sums are read, so that two entries of one client cannot each miss the other.
    const BookState state = lock_book_state(work);
    refresh_revenue_days(work, accounts);
    const auto end = book_end(work);
    if (state.end != end) {
        if (has_few_figures(work)) {
            refresh_all_figures(work);
            return;
        }
        begin_pass(work, end);
    }
    MonthConverter converter(work, base_currency(work));
    FigureSum sum(converter, window_of_books(work, end));
    std::int64_t moved = 0;
    for (const Uuid& account : accounts) {
        if (account.is_nil()) continue;
        bool any = false;
        work.connection().query("SELECT month, currency, entry_kind, amount FROM ledger_month WHERE account_id = $1", [&](const db::Row& row) {
            any = true;
            add_row(sum, row, 0);
        }, account);
        const StoredFigure figure = sum.take();
        moved += take_figure(work, account, stored_figure(work, account), any ? std::optional(figure) : std::nullopt, state.shares_of);
    }
    if (moved == 0) return;
    work.maintain("UPDATE ledger_state SET revenue = revenue + $1 WHERE id = 1", moved);
    if (has_few_figures(work)) refresh_shares(work);
}

void refresh_all_figures(UnitOfWork& work) {
    (void)lock_book_state(work);
    const auto end = book_end(work);
    const auto figures = figures_between(work, window_of_books(work, end), Uuid{}, std::nullopt);
    std::unordered_map<Uuid, StoredFigure> stored;
    work.connection().query("SELECT account_id, revenue, direct_cost, cost_to_serve FROM ledger_figure", [&](const db::Row& row) {
        stored[row.uuid(0)] = {optional_integer(row, 1), optional_integer(row, 2), optional_integer(row, 3)};
    });
    std::int64_t total = 0;
    for (const NewFigure& line : figures) {
        total += line.figure.revenue.value_or(0);
        const auto found = stored.find(line.account);
        if (found == stored.end() || found->second != line.figure) store_figure(work, line.account, line.figure);
        if (found != stored.end()) stored.erase(found);
    }
    for (const auto& [account, figure] : stored) take_figure(work, account, figure, std::nullopt, std::nullopt);  // has no entries now
    for (const NewFigure& line : figures) show_on_account(work, line.account, line.figure, total);
    work.maintain("UPDATE ledger_state SET book_end = $1, swept_to = NULL, revenue = $2, shares_of = $2 WHERE id = 1", end, total);
    std::vector<Uuid> without_days;
    work.connection().query("SELECT f.account_id FROM ledger_figure f JOIN account a ON a.id = f.account_id WHERE a.first_revenue_on IS NULL",
                            [&](const db::Row& row) { without_days.push_back(row.uuid(0)); });
    refresh_revenue_days(work, without_days);
}

void refresh_figures_soon(UnitOfWork& work) {
    if (has_few_figures(work)) refresh_all_figures(work);
    else begin_pass(work, book_end(work));
}

bool are_figures_behind(const Reader& reader) {
    const BookState state = book_state(reader);
    return state.swept_to.has_value() || state.end != book_end(reader);
}

bool advance_figures(UnitOfWork& work, std::size_t clients) {
    const BookState state = lock_book_state(work);
    const auto end = book_end(work);
    if (state.end != end) {
        if (has_few_figures(work)) refresh_all_figures(work);
        else begin_pass(work, end);
        return book_state(work).swept_to.has_value();
    }
    if (!state.swept_to) return false;
    const std::vector<Uuid> with_figure = next_accounts(work, *state.swept_to, clients);
    const bool is_last = with_figure.size() < clients;
    // Beyond the last figure there may be clients whose sums were never looked at: an import that was killed.
    const auto figures = figures_between(work, window_of_books(work, end), *state.swept_to,
                                         is_last ? std::nullopt : std::optional(with_figure.back()));
    std::int64_t moved = 0;
    std::size_t at = 0;
    for (const NewFigure& line : figures) {
        for (; at < with_figure.size() && with_figure[at] < line.account; ++at) {
            moved += take_figure(work, with_figure[at], stored_figure(work, with_figure[at]), std::nullopt, state.shares_of);
        }
        if (at < with_figure.size() && with_figure[at] == line.account) ++at;
        moved += take_figure(work, line.account, stored_figure(work, line.account), line.figure, state.shares_of);
    }
    for (; at < with_figure.size(); ++at) {
        moved += take_figure(work, with_figure[at], stored_figure(work, with_figure[at]), std::nullopt, state.shares_of);
    }
    work.maintain("UPDATE ledger_state SET revenue = revenue + $1, swept_to = $2 WHERE id = 1", moved,
                  is_last ? std::nullopt : std::optional(with_figure.back()));
    return !is_last;
}

std::int64_t rebuild_months(UnitOfWork& work) {
    for (const std::string_view table : {"ledger_month", "ledger_known", "ledger_day"}) {
        work.maintain(std::string("DELETE FROM ").append(table));
    }
    read_entries(work);
    return work.connection().integer("SELECT COUNT(*) FROM ledger_month").value_or(0);
}

void ensure_knowledge(UnitOfWork& work) {
    const auto any = [&](std::string_view table) {
        return work.connection().integer(std::string("SELECT 1 FROM ").append(table).append(" LIMIT 1")).has_value();
    };
    if (any("ledger_month") && !any("ledger_known")) rebuild_months(work);
}

}  // namespace klicnik::ledger
