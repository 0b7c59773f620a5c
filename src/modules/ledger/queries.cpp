#include "modules/ledger/queries.hpp"

#include <algorithm>

#include "modules/ledger/book_state.hpp"
#include "records/entity.hpp"
#include "records/scope.hpp"

namespace klicnik {

using ledger::CurrencySums;
using ledger::LedgerSummary;
using ledger::MissingRate;
using ledger::MonthFigures;
using ledger::RevenueByMonth;

static constexpr Field missing_rate_fields[] = {field<&MissingRate::currency>(), field<&MissingRate::month>()};
KLICNIK_DEFINE_SHAPE(MissingRate, "missing_rate", missing_rate_fields);

static constexpr Field month_figures_fields[] = {
    field<&MonthFigures::month>(),  field<&MonthFigures::revenue>(),       field<&MonthFigures::cost>(),
    field<&MonthFigures::margin>(), field<&MonthFigures::cost_to_serve>(), field<&MonthFigures::entries>(),
};
KLICNIK_DEFINE_SHAPE(MonthFigures, "month_figures", month_figures_fields);

static constexpr Field revenue_by_month_fields[] = {
    field<&RevenueByMonth::currency>(),      field<&RevenueByMonth::as_of>(), field<&RevenueByMonth::months>(),
    field<&RevenueByMonth::rates_missing>(), field<&RevenueByMonth::group>(),
};
KLICNIK_DEFINE_SHAPE(RevenueByMonth, "revenue_by_month", revenue_by_month_fields);

static constexpr Field currency_sums_fields[] = {
    field<&CurrencySums::currency>(), field<&CurrencySums::revenue>(), field<&CurrencySums::credit_notes>(),
    field<&CurrencySums::cost>(),     field<&CurrencySums::net>(),     field<&CurrencySums::without_account>(),
};
KLICNIK_DEFINE_SHAPE(CurrencySums, "currency_sums", currency_sums_fields);

static constexpr Field ledger_summary_fields[] = {
    field<&LedgerSummary::entries>(),
    field<&LedgerSummary::by_currency>(),
    field<&LedgerSummary::first_month>(),
    field<&LedgerSummary::last_month>(),
};
KLICNIK_DEFINE_SHAPE(LedgerSummary, "ledger_summary", ledger_summary_fields);

namespace ledger {

namespace {

/// Adds unless one side is unknown: a sum with an unknown part is unknown.
void add_known(std::optional<Decimal>& sum, const std::optional<Decimal>& value) {
    if (sum && value) sum->units += value->units;
    else sum.reset();
}

std::optional<Decimal> difference(const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
    return a && b ? std::optional(Decimal{a->units - b->units}) : std::nullopt;
}

std::optional<Decimal> stored_decimal(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Decimal{row.integer(column)});
}

/// One sum of ledger_month, in base currency.
struct ConvertedSum {
    Uuid account;
    Month month;
    rules::Figure figure = rules::Figure::revenue;
    std::optional<Decimal> amount;
    std::int64_t entries = 0;
};

/// Columns account_id, month, currency, entry_kind, amount, entries.
std::optional<ConvertedSum> read_sum(const db::Row& row, MonthConverter& converter) {
    const auto kind = parse_enum<EntryKind>(row.text(3));
    const auto currency = parse_currency(row.text(2));
    if (!kind || !currency) return std::nullopt;
    ConvertedSum sum;
    sum.account = row.uuid(0);
    sum.month = Month{static_cast<std::int32_t>(row.integer(1))};
    sum.figure = rules::figure_of(*kind);
    sum.amount = converter.convert(Decimal{row.integer(4)}, *currency, sum.month);
    sum.entries = row.integer(5);
    return sum;
}

void append_only(Sql& sql, const std::optional<std::vector<Uuid>>& only) {
    if (!only) return;
    sql.add(" AND account_id IN (");
    for (std::size_t i = 0; i < only->size(); ++i) {
        if (i > 0) sql.add(", ");
        sql.bind((*only)[i]);
    }
    if (only->empty()) sql.add("NULL");
    sql.add(")");
}

/// Beyond that many ids a scan with a look-up in memory is faster, and the engines limit the parameters of a statement.
constexpr std::size_t max_ids_in_sql = 200;

/// Every sum of the window; `only` is sorted.
void for_each_sum(const Reader& reader, rules::MonthWindow window, const std::optional<std::vector<Uuid>>& only, MonthConverter& converter,
                  FunctionRef<void(const ConvertedSum&)> on_sum) {
    Sql sql("SELECT account_id, month, currency, entry_kind, amount, entries FROM ledger_month WHERE month >= ");
    sql.bind(std::int64_t{window.first.index}).add(" AND month <= ").bind(std::int64_t{window.last.index});
    const bool in_sql = only && only->size() <= max_ids_in_sql;
    if (in_sql) append_only(sql, only);
    sql.add(" ORDER BY account_id, month, currency, entry_kind");
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const auto sum = read_sum(row, converter);
        if (sum && (!only || in_sql || std::binary_search(only->begin(), only->end(), sum->account))) on_sum(*sum);
        return true;
    });
}

void add_to(AccountAmounts& amounts, std::optional<Decimal>& direct_cost, const ConvertedSum& sum) {
    switch (sum.figure) {
        case rules::Figure::revenue: add_known(amounts.revenue, sum.amount); return;
        case rules::Figure::direct_cost: add_known(direct_cost, sum.amount); return;
        case rules::Figure::cost_to_serve: add_known(amounts.cost_to_serve, sum.amount); return;
        case rules::Figure::acquisition: return;
    }
}

/// The last twelve months are stored: no sum has to be added up.
void read_stored_figures(const Reader& reader, const std::optional<std::vector<Uuid>>& only, AmountsInWindow& found) {
    Sql sql("SELECT account_id, revenue, direct_cost, cost_to_serve FROM ledger_figure WHERE 1 = 1");
    const bool in_sql = only && only->size() <= max_ids_in_sql;
    if (in_sql) append_only(sql, only);
    sql.add(" ORDER BY account_id");
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const Id<Account> account{row.uuid(0)};
        if (only && !in_sql && !std::binary_search(only->begin(), only->end(), account.value)) return true;
        const auto revenue = stored_decimal(row, 1);
        found.accounts.push_back({account, revenue, difference(revenue, stored_decimal(row, 2)), stored_decimal(row, 3)});
        return true;
    });
}

/// Which rates are missing is not stored: the months of those without a figure say it.
void look_for_missing_rates(const Reader& reader, const AmountsInWindow& found, MonthConverter& converter) {
    std::vector<Uuid> without_figure;
    for (const AccountAmounts& amounts : found.accounts) {
        if (!amounts.revenue) without_figure.push_back(amounts.account_id.value);
    }
    if (!without_figure.empty()) for_each_sum(reader, found.window, without_figure, converter, [](const ConvertedSum&) {});
}

void read_without_account(const Reader& reader, MonthConverter& converter, AmountsInWindow& found) {
    const std::vector<Uuid> nobody{Uuid{}};
    for_each_sum(reader, found.window, nobody, converter, [&](const ConvertedSum& sum) {
        const std::int64_t units = sum.amount.value_or(Decimal{}).units;
        if (sum.figure == rules::Figure::revenue) {
            found.revenue_without_account.units += units;
            found.margin_without_account.units += units;
        } else if (sum.figure == rules::Figure::direct_cost) {
            found.margin_without_account.units -= units;
        }
    });
}

std::vector<Uuid> visible_group(const Reader& reader, Id<Account> account) {
    std::vector<Uuid> members;
    Sql sql("WITH RECURSIVE family (id, depth) AS (SELECT id, 0 FROM account WHERE id = ");
    sql.bind(account.value).add(" UNION SELECT a.id, f.depth + 1 FROM account a JOIN family f ON a.parent_id = f.id WHERE f.depth < 20) "
                                "SELECT DISTINCT e.id FROM family m JOIN account e ON e.id = m.id WHERE ");
    append_scope(sql, entity_of<Account>(), "e", reader.scope(entity_of<Account>(), Action::read), reader.context());
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        members.push_back(row.uuid(0));
        return true;
    });
    std::sort(members.begin(), members.end());
    return members;
}

void add_month(MonthFigures& month, const ConvertedSum& sum) {
    month.entries += sum.entries;
    switch (sum.figure) {
        case rules::Figure::revenue: add_known(month.revenue, sum.amount); return;
        case rules::Figure::direct_cost: add_known(month.cost, sum.amount); return;
        case rules::Figure::cost_to_serve: add_known(month.cost_to_serve, sum.amount); return;
        case rules::Figure::acquisition: return;
    }
}

/// Adds one group of entries (currency, kind, with or without a client) to the summary.
class SummaryBuilder {
  public:
    void add(Currency currency, EntryKind kind, bool has_account, Decimal amount, std::int64_t entries) {
        summary_.entries += entries;
        CurrencySums& sums = of(currency);
        if (kind == EntryKind::revenue) sums.revenue.units += amount.units;
        else if (kind == EntryKind::credit_note) sums.credit_notes.units += amount.units;
        else sums.cost.units += amount.units;
        if (rules::figure_of(kind) != rules::Figure::revenue) return;
        sums.net.units += amount.units;
        if (!has_account) sums.without_account.units += amount.units;
    }
    void add_month(Month month) {
        if (!summary_.first_month || month < *summary_.first_month) summary_.first_month = month;
        if (!summary_.last_month || *summary_.last_month < month) summary_.last_month = month;
    }
    LedgerSummary take() {
        std::sort(summary_.by_currency.begin(), summary_.by_currency.end(),
                  [](const CurrencySums& a, const CurrencySums& b) { return a.currency < b.currency; });
        return std::move(summary_);
    }

  private:
    CurrencySums& of(Currency currency) {
        for (CurrencySums& sums : summary_.by_currency) {
            if (sums.currency == currency) return sums;
        }
        return summary_.by_currency.emplace_back(CurrencySums{.currency = currency});
    }
    LedgerSummary summary_;
};

LedgerSummary read_summary(const Reader& reader, const Sql& sql) {
    SummaryBuilder builder;
    const Currency base = base_currency(reader);
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const auto kind = parse_enum<EntryKind>(row.text(1));
        if (!kind) return true;
        builder.add(parse_currency(row.text(0)).value_or(base), *kind, row.boolean(2), Decimal{row.integer(3)}, row.integer(4));
        builder.add_month(Month{static_cast<std::int32_t>(row.integer(5))});
        builder.add_month(Month{static_cast<std::int32_t>(row.integer(6))});
        return true;
    });
    return builder.take();
}

}  // namespace

Currency base_currency(const Reader& reader) {
    const auto stored = reader.connection().text("SELECT base_currency FROM workspace LIMIT 1");
    return stored ? parse_currency(*stored).value_or(Currency{}) : Currency{};
}

std::optional<Month> book_end(const Reader& reader) {
    const Month running = month_of(reader.context().today);
    std::optional<Month> end;
    // The running month comes last: it is the end only of books that begin with it.
    reader.connection().query("SELECT month FROM ledger_month WHERE entry_kind = 'revenue' AND month <= $1 ORDER BY month DESC LIMIT 1",
                              [&](const db::Row& row) { end = Month{static_cast<std::int32_t>(row.integer(0))}; }, running);
    if (end != running) return end;
    reader.connection().query("SELECT month FROM ledger_month WHERE entry_kind = 'revenue' AND month < $1 ORDER BY month DESC LIMIT 1",
                              [&](const db::Row& row) { end = Month{static_cast<std::int32_t>(row.integer(0))}; }, running);
    return end;
}

const rules::RateBook& MonthConverter::book() {
    if (!book_) {
        const auto rates = reader_.all<ExchangeRate>("1 = 1 ORDER BY currency, valid_on");
        // Lists of the ČNB are in crowns; rates by hand alone are in the currency of the workspace.
        const bool listed = std::any_of(rates.begin(), rates.end(), [](const ExchangeRate& rate) { return rate.source == RateSource::cnb; });
        book_ = std::make_unique<rules::RateBook>(rates, listed ? Currency{} : base_);
    }
    return *book_;
}

std::optional<MonthConverter::Worth> MonthConverter::worth(Currency currency, Date on) {
    if (currency == base_) return Worth{};
    // Of the two currencies the one that rates are quoted in has none: it is worth itself.
    const auto in_quoted = [&](Currency one) -> std::optional<Worth> {
        if (one == book().quoted_in()) return Worth{};
        const auto rate = book().rate(one, on);
        if (!rate || rate->rate.units <= 0) return std::nullopt;
        return Worth{rate->rate.units, rate->units * Decimal::one};
    };
    const auto from = in_quoted(currency);
    const auto to = in_quoted(base_);
    if (!from || !to) return std::nullopt;
    return Worth{from->numerator * to->denominator, from->denominator * to->numerator};
}

std::optional<Decimal> MonthConverter::convert(Decimal amount, Currency currency, Month month) {
    if (currency == base_) return amount;
    auto converted = book().convert(amount, currency, base_, last_day(month));
    if (converted) return *converted;
    const MissingRate missing{currency, month};
    const auto at = std::lower_bound(missing_.begin(), missing_.end(), missing);
    if (at == missing_.end() || *at != missing) missing_.insert(at, missing);
    return std::nullopt;
}

Result<RevenueByMonth> account_revenue(const Reader& reader, Id<Account> account, std::int32_t months, bool group) {
    if (!reader.sees_account(account.value, {"account", Action::read})) return not_found("account");
    RevenueByMonth found;
    found.currency = base_currency(reader);
    found.as_of = book_end(reader);
    found.group = group;
    if (!found.as_of) return found;
    const rules::MonthWindow window = rules::window_to(*found.as_of, months);
    for (Month month = window.first; month <= window.last; month = month + 1) {
        found.months.push_back({month, Decimal{}, Decimal{}, std::nullopt, Decimal{}, 0});
    }
    MonthConverter converter(reader, found.currency);
    const std::vector<Uuid> members = group ? visible_group(reader, account) : std::vector<Uuid>{account.value};
    for_each_sum(reader, window, members, converter, [&](const ConvertedSum& sum) {
        add_month(found.months[static_cast<std::size_t>(sum.month - window.first)], sum);
    });
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), "account");
    for (MonthFigures& month : found.months) {
        month.margin = difference(month.revenue, month.cost);
        if (sensitive) continue;
        month.margin.reset();
        month.cost.reset();
        month.cost_to_serve.reset();
    }
    found.rates_missing = converter.missing();
    return found;
}

AmountsInWindow amounts_in_window(const Reader& reader, rules::MonthWindow window, std::optional<std::vector<Uuid>> only) {
    AmountsInWindow found;
    found.currency = base_currency(reader);
    found.window = window;
    if (only) std::sort(only->begin(), only->end());
    MonthConverter converter(reader, found.currency);
    const BookState state = book_state(reader);
    if (state.end && !state.swept_to && window == rules::window_to(*state.end)) {
        read_stored_figures(reader, only, found);
        look_for_missing_rates(reader, found, converter);
    } else {
        std::optional<Decimal> direct_cost;
        const auto close = [&] {
            if (!found.accounts.empty()) found.accounts.back().margin = difference(found.accounts.back().revenue, direct_cost);
        };
        for_each_sum(reader, window, only, converter, [&](const ConvertedSum& sum) {
            if (sum.account.is_nil()) return;
            if (found.accounts.empty() || found.accounts.back().account_id.value != sum.account) {
                close();
                direct_cost = Decimal{};
                found.accounts.push_back({Id<Account>{sum.account}, Decimal{}, std::nullopt, Decimal{}});
            }
            add_to(found.accounts.back(), direct_cost, sum);
        });
        close();
    }
    if (!only) read_without_account(reader, converter, found);
    found.rates_missing = converter.missing();
    return found;
}

std::vector<MonthTotals> totals_by_month(const Reader& reader, rules::MonthWindow window, std::optional<std::vector<Uuid>> only) {
    if (only) std::sort(only->begin(), only->end());
    std::vector<MonthTotals> totals;
    for (Month month = window.first; month <= window.last; month = month + 1) totals.push_back({month, Decimal{}, Decimal{}});
    MonthConverter converter(reader, base_currency(reader));
    Sql sql("SELECT month, currency, entry_kind, SUM(amount) FROM ledger_month WHERE month >= ");
    sql.bind(std::int64_t{window.first.index}).add(" AND month <= ").bind(std::int64_t{window.last.index});
    append_only(sql, only);
    sql.add(" GROUP BY month, currency, entry_kind");
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const Month month{static_cast<std::int32_t>(row.integer(0))};
        const auto currency = parse_currency(row.text(1));
        const auto kind = parse_enum<EntryKind>(row.text(2));
        if (!currency || !kind) return true;
        const auto figure = rules::figure_of(*kind);
        if (figure != rules::Figure::revenue && figure != rules::Figure::direct_cost) return true;
        const auto amount = converter.convert(Decimal{row.integer(3)}, *currency, month);
        MonthTotals& line = totals[static_cast<std::size_t>(month - window.first)];
        if (figure == rules::Figure::revenue) {
            add_known(line.revenue, amount);
            add_known(line.margin, amount);
        } else {
            add_known(line.margin, amount ? std::optional(Decimal{-amount->units}) : std::nullopt);
        }
        return true;
    });
    return totals;
}

LedgerSummary summarise(const Reader& reader, const ListRequest& request) {
    const Entity& entity = entity_of<LedgerEntry>();
    if (request.filter.parts.empty() && request.search.empty()) {
        Sql sql("SELECT e.currency, e.entry_kind, e.account_id <> ");
        sql.bind(Uuid{}).add(" AS has_account, SUM(e.amount), SUM(e.entries), MIN(e.month), MAX(e.month) FROM ledger_month AS e WHERE ");
        append_scope(sql, entity, "e", reader.scope(entity, Action::read), reader.context());
        sql.add(" GROUP BY 1, 2, 3");
        return read_summary(reader, sql);
    }
    Sql sql("SELECT e.currency, e.entry_kind, e.account_id IS NOT NULL AS has_account, SUM(e.amount), COUNT(*), MIN(e.service_month), "
            "MAX(e.service_month) FROM ledger_entry AS e WHERE ");
    append_conditions(sql, reader, entity, request);
    sql.add(" GROUP BY 1, 2, 3");
    return read_summary(reader, sql);
}

}  // namespace ledger

}  // namespace klicnik
