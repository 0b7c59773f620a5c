#include "modules/indicators/care_book.hpp"

#include <algorithm>

#include "modules/ledger/queries.hpp"
#include "records/entity.hpp"
#include "records/sql_builder.hpp"

namespace klicnik::indicators {

namespace {

using ledger::rules::MonthWindow;

Sql costs_sql(const Question& question, MonthWindow window, std::span<const ledger::EntryKind> kinds) {
    const bool is_now = question.known == Knowledge::now;
    Sql sql("SELECT account_id, month, currency, ");
    sql.add(is_now ? "amount FROM ledger_month" : "SUM(amount) FROM ledger_known");
    sql.add(" WHERE month >= ").bind(std::int64_t{window.first.index}).add(" AND month <= ").bind(std::int64_t{window.last.index});
    sql.add(" AND entry_kind IN (");
    for (std::size_t i = 0; i < kinds.size(); ++i) sql.add(i > 0 ? ", " : "").bind(std::string(to_text(kinds[i])));
    sql.add(")");
    if (std::none_of(kinds.begin(), kinds.end(), [](ledger::EntryKind kind) { return ledger::rules::figure_of(kind) == ledger::rules::Figure::revenue; })) {
        sql.add(" AND entry_kind NOT IN ('revenue', 'credit_note')");  // the condition of ledger_month_by_cost
    }
    if (!is_now) {
        sql.add(" AND (known_on <= ").bind(std::int64_t{question.known_by.days});
        sql.add(" OR known_on = (SELECT MIN(known_on) FROM ledger_known)) GROUP BY account_id, month, currency, entry_kind");
    }
    sql.add(" ORDER BY account_id");
    return sql;
}

}  // namespace

MonthWindow end_months(const Period& period) {
    return ledger::rules::window_to(period.end(), period.window);
}

MonthWindow start_months(const Period& period) {
    return ledger::rules::window_before(end_months(period));
}

std::vector<std::int64_t> margins_in(const Question& question, MonthWindow window) {
    const Cube& cube = *question.cube;
    const auto before = cube.margin().before(cube.end_index(window.first) - 1);
    const auto until = cube.margin().before(cube.end_index(window.last));
    std::vector<std::int64_t> margins(cube.accounts.size());
    for (std::size_t i = 0; i < margins.size(); ++i) margins[question.by_group ? cube.top[i] : i] += until[i] - before[i];
    return margins;
}

std::int64_t BookedCosts::of(const Chosen& chosen) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) sum += chosen[i] ? by_client[i] : 0;
    return sum;
}

BookedCosts booked_costs(const Reader& reader, const Question& question, MonthWindow window, std::span<const ledger::EntryKind> kinds) {
    const Cube& cube = *question.cube;
    BookedCosts costs;
    costs.by_client.resize(cube.accounts.size());
    ledger::MonthConverter converter(reader, cube.base);
    const Sql sql = costs_sql(question, window, kinds);
    std::optional<std::uint32_t> at;
    Uuid current;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        if (current != row.uuid(0)) {
            current = row.uuid(0);
            at = cube.find(current);
        }
        const auto currency = parse_currency(row.text(2)).value_or(cube.base);
        const auto amount = converter.convert(Decimal{row.integer(3)}, currency, Month{static_cast<std::int32_t>(row.integer(1))});
        if (!amount) ++costs.without_rate;
        else if (current.is_nil()) costs.without_client += amount->units;
        else if (at) costs.by_client[question.by_group ? cube.top[*at] : *at] += amount->units;
        return true;
    });
    return costs;
}

Chosen clients_asked_about(const Question& question) {
    const Cube& cube = *question.cube;
    Chosen chosen = question.chosen;
    if (question.manager) {
        Chosen led(chosen.size());
        for (const LeadSpan& span : cube.leads) {
            if (span.user == *question.manager && span.from <= question.period.as_of && question.period.as_of < span.to) led[span.account] = 1;
        }
        for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] &= led[i];
    }
    if (question.by_group) {
        for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] &= cube.top[i] == i;
    }
    return chosen;
}

std::vector<std::uint8_t> tier_indexes(const Cube& cube) {
    std::vector<std::uint8_t> tiers(cube.accounts.size(), without_tier_index);
    const Attribute* attribute = cube.attribute("tier");
    if (!attribute) return tiers;
    std::vector<std::uint8_t> of_code(attribute->values.size(), without_tier_index);
    for (std::size_t code = 0; code < of_code.size(); ++code) {
        const auto* text = std::get_if<std::string>(&attribute->values[code]);
        const auto tier = text ? parse_enum<accounts::Tier>(*text) : std::nullopt;
        if (tier) of_code[code] = static_cast<std::uint8_t>(*tier);
    }
    for (std::size_t i = 0; i < tiers.size(); ++i) tiers[i] = of_code[attribute->codes[i]];
    return tiers;
}

std::optional<accounts::Tier> tier_at(std::uint8_t index) {
    return index < without_tier_index ? std::optional(static_cast<accounts::Tier>(index)) : std::nullopt;
}

bool margin_is_revenue(const Cube& cube, const Chosen& chosen) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i] && cube.has_costs[i]) return false;
    }
    return true;
}

}  // namespace klicnik::indicators
