#include "modules/indicators/cube_loading.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "modules/accounts/account.hpp"
#include "modules/indicators/cube_attributes.hpp"
#include "modules/indicators/order_rhythm.hpp"
#include "modules/ledger/queries.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

void read_sums(const Reader& reader, const Sql& sql, OnSum on_sum) {
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const auto kind = parse_enum<ledger::EntryKind>(row.text(3));
        const auto currency = parse_currency(row.text(2));
        if (!kind || !currency) return true;
        const auto figure = ledger::rules::figure_of(*kind);
        if (figure != ledger::rules::Figure::revenue && figure != ledger::rules::Figure::direct_cost) return true;
        on_sum({row.uuid(0), Month{static_cast<std::int32_t>(row.integer(1))}, *currency, figure, row.integer(4)});
        return true;
    });
}

/// Every sum in the order of clients and months; `client` limits it to one.
void for_each_sum(const Reader& reader, std::optional<Date> known_by, const std::optional<Uuid>& client, OnSum on_sum) {
    Sql sql;
    if (!known_by) {
        sql.add("SELECT account_id, month, currency, entry_kind, amount FROM ledger_month");
        if (client) sql.add(" WHERE account_id = ").bind(*client);
        sql.add(" ORDER BY account_id, month, currency, entry_kind");
    } else {
        sql.add("SELECT account_id, month, currency, entry_kind, SUM(amount) FROM ledger_known WHERE (known_on <= ").bind(std::int64_t{known_by->days});
        sql.add(" OR known_on = (SELECT MIN(known_on) FROM ledger_known))");
        if (client) sql.add(" AND account_id = ").bind(*client);
        sql.add(" GROUP BY account_id, month, currency, entry_kind ORDER BY account_id, month, currency, entry_kind");
    }
    read_sums(reader, sql, on_sum);
}

/// Puts sums into columns. Foreign money goes into rows of its own besides.
class Filling {
  public:
    Filling(const Reader& reader, Cube& cube) : cube_(cube), converter_(reader, cube.base) {}

    /// `revenue` and `margin` say where one month of one client goes.
    template <class Put>
    void add(std::uint32_t account, const MonthSum& sum, const Put& put) {
        const std::int32_t month = sum.month - cube_.first;
        if (month < 0 || month >= cube_.months()) return;
        const auto converted = converter_.convert(Decimal{sum.amount}, sum.currency, sum.month);
        if (!converted) {
            cube_.incomplete[account] = 1;
            return;
        }
        const bool is_revenue = sum.figure == ledger::rules::Figure::revenue;
        put(static_cast<std::size_t>(month), is_revenue ? converted->units : 0, is_revenue ? converted->units : -converted->units);
        if (!is_revenue) cube_.has_costs[account] = 1;
        if (is_revenue && sum.currency != cube_.base) {
            ForeignRow& row = foreign_row(account, sum.currency);
            row.amounts[static_cast<std::size_t>(month)] += sum.amount;
            row.in_base[static_cast<std::size_t>(month)] += converted->units;
        }
    }

  private:
    ForeignRow& foreign_row(std::uint32_t account, Currency currency) {
        const auto rank = [](const ForeignRow& row) { return std::pair(row.account, row.currency); };
        const auto at = std::lower_bound(cube_.foreign.begin(), cube_.foreign.end(), std::pair(account, currency),
                                         [&](const ForeignRow& row, const auto& wanted) { return rank(row) < wanted; });
        if (at != cube_.foreign.end() && rank(*at) == std::pair(account, currency)) return *at;
        const auto months = static_cast<std::size_t>(cube_.months());
        return *cube_.foreign.insert(at, {account, currency, std::vector<std::int64_t>(months), std::vector<std::int64_t>(months)});
    }

    Cube& cube_;
    ledger::MonthConverter converter_;
};

void read_range(const Reader& reader, Cube& cube) {
    const auto first = reader.connection().integer("SELECT month FROM ledger_month ORDER BY month LIMIT 1");
    const auto last = reader.connection().integer("SELECT month FROM ledger_month ORDER BY month DESC LIMIT 1");
    const Month today = month_of(reader.context().today);
    cube.first = first ? Month{static_cast<std::int32_t>(*first)} : today;
    const Month end = last ? std::max(Month{static_cast<std::int32_t>(*last)}, today) : today;
    const auto months = static_cast<std::size_t>(std::max(end, cube.first) - cube.first + 1);
    cube.revenue = MonthColumns(cube.accounts.size(), months);
    cube.without_account.assign(months, 0);
}

void read_without_account(const Reader& reader, std::optional<Date> known_by, Cube& cube) {
    ledger::MonthConverter converter(reader, cube.base);
    std::fill(cube.without_account.begin(), cube.without_account.end(), 0);
    for_each_sum(reader, known_by, Uuid{}, [&](const MonthSum& sum) {
        const auto amount = converter.convert(Decimal{sum.amount}, sum.currency, sum.month);
        const std::int32_t month = sum.month - cube.first;
        if (!amount || month < 0 || month >= cube.months() || sum.figure != ledger::rules::Figure::revenue) return;
        cube.without_account[static_cast<std::size_t>(month)] += amount->units;
    });
}

/// Puts every sum that `each` calls back for into empty columns.
void fill_months(const Reader& reader, Cube& cube, FunctionRef<void(OnSum)> each) {
    Filling filling(reader, cube);
    std::uint32_t at = 0;
    each([&](const MonthSum& sum) {
        if (sum.account.is_nil()) return;
        while (at < cube.accounts.size() && cube.accounts[at] < sum.account) ++at;
        if (at == cube.accounts.size() || cube.accounts[at] != sum.account) return;
        filling.add(at, sum, [&](std::size_t month, std::int64_t revenue, std::int64_t margin) {
            // With the first cost the margin becomes a column of its own.
            if (margin != revenue && cube.own_margin.months() == 0) cube.own_margin = cube.revenue;
            cube.revenue.put(at, month, revenue);
            if (cube.own_margin.months() > 0) cube.own_margin.put(at, month, margin);
        });
    });
    cube.revenue.accumulate();
    cube.own_margin.accumulate();
    for (std::size_t i = 0; i < cube.accounts.size(); ++i) note_first_paid(cube, i);
}

void read_months(const Reader& reader, std::optional<Date> known_by, Cube& cube) {
    read_range(reader, cube);
    fill_months(reader, cube, [&](OnSum on_sum) { for_each_sum(reader, known_by, std::nullopt, on_sum); });
    read_without_account(reader, known_by, cube);
}

void read_days(const Reader& reader, std::optional<Date> known_by, Cube& cube) {
    cube.days.clear();
    cube.day_offsets.assign(cube.accounts.size() + 1, 0);
    std::uint32_t at = 0;
    Sql sql("SELECT account_id, day FROM ledger_day WHERE entries > 0");
    if (known_by) sql.add(" AND day <= ").bind(std::int64_t{known_by->days});
    sql.add(" ORDER BY account_id, day, currency");
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const Uuid account = row.uuid(0);
        while (at < cube.accounts.size() && cube.accounts[at] < account) cube.day_offsets[++at] = static_cast<std::uint32_t>(cube.days.size());
        if (at == cube.accounts.size() || cube.accounts[at] != account) return true;
        const Date day{static_cast<std::int32_t>(row.integer(1))};
        if (cube.days.size() == cube.day_offsets[at] || cube.days.back() != day) cube.days.push_back(day);
        return true;
    });
    while (at < cube.accounts.size()) cube.day_offsets[++at] = static_cast<std::uint32_t>(cube.days.size());
    cube.medians.resize(cube.accounts.size());
    for (std::size_t i = 0; i < cube.accounts.size(); ++i) cube.medians[i] = doubled_median(cube.days_of(i));
}

}  // namespace

void note_first_paid(Cube& cube, std::size_t account) {
    cube.first_paid[account] = -1;
    for (std::size_t month = 0; month < cube.revenue.months(); ++month) {
        if (cube.revenue.at(account, month) <= 0) continue;
        cube.first_paid[account] = static_cast<std::int16_t>(month);
        return;
    }
}

/// The days of some clients anew, the others copied.
static void replace_days(Cube& cube, const std::map<std::uint32_t, std::vector<Date>>& changed) {
    std::vector<Date> days;
    std::vector<std::uint32_t> offsets(cube.accounts.size() + 1);
    days.reserve(cube.days.size());
    for (std::uint32_t i = 0; i < cube.accounts.size(); ++i) {
        const auto found = changed.find(i);
        const std::span<const Date> of = found == changed.end() ? cube.days_of(i) : std::span<const Date>(found->second);
        days.insert(days.end(), of.begin(), of.end());
        offsets[i + 1] = static_cast<std::uint32_t>(days.size());
    }
    cube.days = std::move(days);
    cube.day_offsets = std::move(offsets);
    for (const auto& [account, of] : changed) cube.medians[account] = doubled_median(of);
}

void reload_money(const Reader& reader, Cube& cube, std::span<const Uuid> clients) {
    Filling filling(reader, cube);
    std::map<std::uint32_t, std::vector<Date>> days;
    const auto months = static_cast<std::size_t>(cube.months());
    for (const Uuid& client : clients) {
        if (client.is_nil()) {
            read_without_account(reader, std::nullopt, cube);
            continue;
        }
        const auto at = cube.find(client);
        if (!at) continue;
        cube.incomplete[*at] = cube.has_costs[*at] = 0;
        std::erase_if(cube.foreign, [&](const ForeignRow& row) { return row.account == *at; });
        std::vector<std::int64_t> revenue(months);
        std::vector<std::int64_t> margin(months);
        for_each_sum(reader, std::nullopt, client, [&](const MonthSum& sum) {
            filling.add(*at, sum, [&](std::size_t month, std::int64_t one, std::int64_t other) {
                revenue[month] += one;
                margin[month] += other;
            });
        });
        if (margin != revenue && cube.own_margin.months() == 0) cube.own_margin = cube.revenue;
        cube.revenue.replace(*at, revenue);
        if (cube.own_margin.months() > 0) cube.own_margin.replace(*at, margin);
        note_first_paid(cube, *at);
        std::vector<Date>& bought = days[*at];
        reader.connection().query("SELECT DISTINCT day FROM ledger_day WHERE account_id = $1 AND entries > 0 ORDER BY day",
                                  [&](const db::Row& row) { bought.push_back(Date{static_cast<std::int32_t>(row.integer(0))}); }, client);
    }
    replace_days(cube, days);
    if (std::find(cube.has_costs.begin(), cube.has_costs.end(), 1) == cube.has_costs.end()) cube.own_margin = {};
}

/// Everything of a cube but its money.
static Cube without_money(const Cube& whole) {
    Cube cube;
    const std::size_t count = whole.accounts.size();
    cube.base = whole.base;
    cube.first = whole.first;
    cube.accounts = whole.accounts;
    cube.revenue = MonthColumns(count, whole.revenue.months());
    cube.first_paid.assign(count, -1);
    cube.incomplete.assign(count, 0);
    cube.has_costs.assign(count, 0);
    cube.top = whole.top;
    cube.leads = whole.leads;
    cube.contracts = whole.contracts;
    cube.attributes = whole.attributes;
    cube.without_account.assign(whole.without_account.size(), 0);
    cube.day_offsets = whole.day_offsets;
    cube.days = whole.days;
    cube.medians = whole.medians;
    return cube;
}

Cube with_money(const Reader& reader, const Cube& whole, FunctionRef<void(OnSum)> each) {
    Cube cube = without_money(whole);
    fill_months(reader, cube, each);
    return cube;
}

Cube load_cube(const Reader& reader, std::optional<Date> known_by) {
    Cube cube;
    cube.base = ledger::base_currency(reader);
    read_attributes(reader, cube);
    cube.first_paid.assign(cube.accounts.size(), -1);
    cube.incomplete.assign(cube.accounts.size(), 0);
    cube.has_costs.assign(cube.accounts.size(), 0);
    read_months(reader, known_by, cube);
    read_days(reader, known_by, cube);
    cube.leads = leads_of(reader, cube);
    cube.contracts = contracts_of(reader, cube);
    return cube;
}

}  // namespace klicnik::indicators
