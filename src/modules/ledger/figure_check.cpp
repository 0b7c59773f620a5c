#include "modules/ledger/figure_check.hpp"

#include <optional>
#include <unordered_map>

#include "modules/ledger/book_state.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/ledger/rules.hpp"
#include "modules/ledger/shares.hpp"

namespace klicnik::ledger {

namespace {

/// Sums of one client's window in base currency; unknown when a rate is missing.
struct WindowSum {
    std::int64_t revenue = 0;
    std::int64_t direct_cost = 0;
    std::int64_t cost_to_serve = 0;
    bool complete = true;
};

std::optional<std::int64_t> integer_or_nothing(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

void add_month(WindowSum& sum, MonthConverter& converter, const db::Row& row, Month month) {
    const auto currency = parse_currency(row.text(2));
    const auto kind = parse_enum<EntryKind>(row.text(3));
    if (!currency || !kind) return;
    const auto converted = converter.convert(Decimal{row.integer(4)}, *currency, month);
    if (!converted) {
        sum.complete = false;
        return;
    }
    switch (rules::figure_of(*kind)) {
        case rules::Figure::revenue: sum.revenue += converted->units; break;
        case rules::Figure::direct_cost: sum.direct_cost += converted->units; break;
        case rules::Figure::cost_to_serve: sum.cost_to_serve += converted->units; break;
        case rules::Figure::acquisition: break;
    }
}

std::unordered_map<Uuid, WindowSum> sums_of_window(const Reader& reader, rules::MonthWindow window) {
    std::unordered_map<Uuid, WindowSum> sums;
    MonthConverter converter(reader, base_currency(reader));
    reader.connection().query("SELECT account_id, month, currency, entry_kind, amount FROM ledger_month", [&](const db::Row& row) {
        const Uuid account = row.uuid(0);
        if (account.is_nil()) return;
        WindowSum& sum = sums[account];
        const Month month{static_cast<std::int32_t>(row.integer(1))};
        if (window.contains(month)) add_month(sum, converter, row, month);
    });
    return sums;
}

/// An import writes lines in chunks and the figures at its end; one that did not come to it left them to the next.
bool is_import_unfinished(const Reader& reader) {
    return reader.connection()
        .integer("SELECT 1 FROM import_run WHERE kind = 'invoices' AND done_rows > 0 AND state <> 'done' AND updated_at >= "
                 "COALESCE((SELECT MAX(updated_at) FROM import_run WHERE kind = 'invoices' AND state = 'done'), 0) LIMIT 1")
        .has_value();
}

/// What clients show against the figures that are kept beside the months; both change in one transaction.
void compare_with_figures(const Reader& reader, const BookState& state, std::vector<Differences>& all) {
    Differences revenue{"account.revenue_12m", "acc", 0, {}};
    Differences margin{"account.margin_12m", "acc", 0, {}};
    Differences share{"account.revenue_share_bp", "acc", 0, {}};
    const bool are_behind = are_shares_behind(reader);
    reader.connection().query(
        "SELECT a.id, a.revenue_12m, a.margin_12m, a.revenue_share_bp, f.revenue, f.direct_cost FROM account a "
        "LEFT JOIN ledger_figure f ON f.account_id = a.id",
        [&](const db::Row& row) {
            const auto kept = integer_or_nothing(row, 4);
            const auto cost = integer_or_nothing(row, 5);
            if (integer_or_nothing(row, 1) != kept) revenue.add(row.uuid(0));
            if (integer_or_nothing(row, 2) != (kept && cost ? std::optional(*kept - *cost) : std::nullopt)) margin.add(row.uuid(0));
            // While they follow, shares of the old revenue of all stand beside shares of the new one.
            if (!are_behind && integer_or_nothing(row, 3) != share_bp(kept, state.shares_of)) share.add(row.uuid(0));
        });
    for (Differences* one : {&revenue, &margin, &share}) all.push_back(std::move(*one));
    const auto total = reader.connection().integer("SELECT COALESCE(SUM(revenue), 0) FROM ledger_figure");
    all.push_back({"ledger_state.revenue", {}, total == state.revenue ? 0 : 1, {}});
}

void compare_with_months(const Reader& reader, const BookState& state, std::vector<Differences>& all) {
    Differences figures{"ledger_figure", "acc", 0, {}};
    // Without any revenue the window ends with the day on which each figure was made.
    if (!state.end) return;
    const auto is_behind = [&](const Uuid& account) { return state.swept_to && account > *state.swept_to; };
    auto sums = sums_of_window(reader, rules::window_to(*state.end));
    reader.connection().query("SELECT account_id, revenue, direct_cost, cost_to_serve FROM ledger_figure", [&](const db::Row& row) {
        const Uuid account = row.uuid(0);
        const auto found = sums.find(account);
        const bool same = found != sums.end() && (found->second.complete ? integer_or_nothing(row, 1) == found->second.revenue &&
                                                                               integer_or_nothing(row, 2) == found->second.direct_cost &&
                                                                               integer_or_nothing(row, 3) == found->second.cost_to_serve
                                                                         : row.is_null(1));
        if (!same && !is_behind(account)) figures.add(account);
        if (found != sums.end()) sums.erase(found);
    });
    for (const auto& [account, sum] : sums) {
        if (!is_behind(account)) figures.add(account);
    }
    all.push_back(std::move(figures));
}

void compare_days(const Reader& reader, std::vector<Differences>& all) {
    Differences first{"account.first_revenue_on", "acc", 0, {}};
    Differences last{"account.last_revenue_on", "acc", 0, {}};
    const auto day = [](const std::string& order) {
        return "(SELECT document_date FROM ledger_entry WHERE account_id = a.id AND entry_kind = 'revenue' ORDER BY document_date" + order + " LIMIT 1)";
    };
    reader.connection().query("SELECT a.id, a.first_revenue_on, a.last_revenue_on, " + day("") + ", " + day(" DESC") + " FROM account a",
                              [&](const db::Row& row) {
        if (integer_or_nothing(row, 1) != integer_or_nothing(row, 3)) first.add(row.uuid(0));
        if (integer_or_nothing(row, 2) != integer_or_nothing(row, 4)) last.add(row.uuid(0));
    });
    all.push_back(std::move(first));
    all.push_back(std::move(last));
}

}  // namespace

std::vector<Differences> differing_figures(const Reader& reader) {
    std::vector<Differences> all;
    const BookState state = book_state(reader);
    compare_with_figures(reader, state, all);
    if (!is_import_unfinished(reader)) {
        compare_with_months(reader, state, all);
        compare_days(reader, all);
    }
    return only_differing(std::move(all));
}

}  // namespace klicnik::ledger
