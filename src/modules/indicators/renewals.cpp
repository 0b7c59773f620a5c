#include "modules/indicators/renewals.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "modules/indicators/indicator_values.hpp"
#include "modules/indicators/shifted_beta_geometric.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/offerings/rules.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int32_t days_looked_ahead = 180;
constexpr std::size_t most_items = 200;
constexpr double discount_rate = 0.1;
constexpr std::int64_t days_of_year = 365;

/// What the report needs to know of the client of a contract.
struct Client {
    std::uint32_t row = 0;
    accounts::Lifecycle lifecycle = accounts::Lifecycle::active;
    std::optional<accounts::Tier> tier;
};

template <class E>
std::optional<E> attribute_of(const Cube& cube, std::string_view field, std::uint32_t row) {
    const Attribute* attribute = cube.attribute(field);
    const auto* text = attribute ? std::get_if<std::string>(&attribute->values[attribute->codes[row]]) : nullptr;
    return text ? parse_enum<E>(*text) : std::nullopt;
}

/// Every contract of the clients asked about that ever held, in the order of clients.
std::vector<std::pair<Contract, Client>> read_contracts(const Reader& reader, const Question& question) {
    std::vector<std::pair<Contract, Client>> found;
    for (Contract& contract : reader.all<Contract>("NOT archived AND state <> 'draft' ORDER BY account_id, starts_on, id")) {
        const auto row = question.cube->find(contract.account_id.value);
        if (!row || !question.chosen[*row]) continue;
        Client client{*row, attribute_of<accounts::Lifecycle>(*question.cube, "lifecycle", *row).value_or(accounts::Lifecycle::active),
                      attribute_of<accounts::Tier>(*question.cube, "tier", *row)};
        found.emplace_back(std::move(contract), client);
    }
    return found;
}

/// Contracts begun in the same month make a cohort, watched for as many whole periods as have passed.
std::vector<CohortCounts> cohorts_of_contracts(const std::vector<std::pair<Contract, Client>>& contracts, Date on, std::int32_t period_months) {
    std::map<Month, CohortCounts> cohorts;
    for (const auto& [contract, client] : contracts) {
        if (!contract.annual_value || contract.annual_value->units <= 0 || contract.starts_on > on) continue;
        const std::int32_t watched = (month_of(on) - month_of(contract.starts_on)) / period_months;
        CohortCounts& alive = cohorts[month_of(contract.starts_on)];
        alive.resize(static_cast<std::size_t>(watched) + 1);
        for (std::int32_t k = 0; k <= watched; ++k) {
            const Date then = add_months(contract.starts_on, k * period_months);
            if (k == 0 || !contract.term_ends_on || *contract.term_ends_on > then) ++alive[static_cast<std::size_t>(k)];
        }
    }
    std::vector<CohortCounts> counts;
    for (auto& [month, alive] : cohorts) {
        if (alive.size() > 1) counts.push_back(std::move(alive));
    }
    return counts;
}

/// Periods of a year, or of a month where contracts are younger than three years.
KeepingModel keeping_of(const std::vector<std::pair<Contract, Client>>& contracts, Date on) {
    KeepingModel keeping;
    keeping.contracts = static_cast<std::int64_t>(contracts.size());
    if (contracts.empty()) return keeping;
    Date first = on;
    for (const auto& [contract, client] : contracts) first = std::min(first, contract.starts_on);
    keeping.period_months = month_of(on) - month_of(first) >= 36 ? 12 : 1;
    const SbgFit fit = fit_sbg(cohorts_of_contracts(contracts, on, keeping.period_months));
    keeping.refusal = fit.refusal;
    if (!fit.parameters) return keeping;
    const auto shown = [](double number) { return Decimal{static_cast<std::int64_t>(std::llround(number * Decimal::one))}; };
    keeping.alpha = shown(fit.parameters->alpha);
    keeping.beta = shown(fit.parameters->beta);
    const double rate = std::pow(1 + discount_rate, keeping.period_months / 12.0) - 1;
    if (const auto payments = residual_lifetime(*fit.parameters, 1, rate)) keeping.payments_to_come = shown(*payments);
    return keeping;
}

/// Clients of tier A among those asked about, and how many of them have two people who decide.
void count_deciders(const Reader& reader, const Question& question, RenewalsReport& report) {
    std::map<std::uint32_t, std::int64_t> deciders;
    reader.connection().query(
        "SELECT account_id, COUNT(*) FROM contact WHERE NOT archived AND status <> 'left' AND position_level IN ('owner', 'executive', 'director') "
        "GROUP BY account_id",
        [&](const db::Row& row) {
            if (const auto at = question.cube->find(row.uuid(0))) deciders[*at] = row.integer(1);
        });
    std::int64_t with_two = 0;
    for (std::uint32_t i = 0; i < question.chosen.size(); ++i) {
        if (!question.chosen[i] || attribute_of<accounts::Tier>(*question.cube, "tier", i) != accounts::Tier::A) continue;
        ++report.key_clients;
        const auto at = deciders.find(i);
        with_two += at != deciders.end() && at->second >= 2;
    }
    report.two_deciders_bp = ratio_bp(with_two, report.key_clients);
}

}  // namespace

std::int64_t renewal_chance_bp(accounts::Lifecycle lifecycle) {
    switch (lifecycle) {
        case accounts::Lifecycle::prospect:
        case accounts::Lifecycle::onboarding:
        case accounts::Lifecycle::active: return 9'500;
        case accounts::Lifecycle::at_risk: return 8'000;
        case accounts::Lifecycle::leaving:
        case accounts::Lifecycle::former: return 5'000;
    }
    return 9'500;
}

std::int64_t contracted_between(std::int64_t annual, Date starts, std::optional<Date> ends, Date from, Date to) {
    const Date begin = std::max(starts, from);
    const Date end = ends ? std::min(*ends, to) : to;
    if (end <= begin) return 0;
    return divide_half_even(static_cast<__int128>(annual) * (end - begin), days_of_year);
}

RenewalsReport renewals_report(const Reader& reader, const Question& question) {
    RenewalsReport report;
    report.period = asked_period(question);
    const Date on = question.period.as_of;
    const auto contracts = read_contracts(reader, question);
    if (contracts.empty()) report.reason = NoValue::no_contracts;
    ledger::MonthConverter converter(reader, question.cube->base);
    for (std::int32_t i = 0; i < 12; ++i) report.months.push_back({month_of(on) + i, 0, {}, {}});
    for (const auto& [contract, client] : contracts) {
        const std::int64_t annual = contract.annual_value ? contract.annual_value->units : 0;
        const auto worth = converter.worth(contract.currency.value_or(question.cube->base), on);
        if (!worth) {
            ++report.unknown;
            continue;
        }
        const std::int64_t value = divide_half_even(static_cast<__int128>(annual) * worth->numerator, worth->denominator);
        report.contracted_12m.units += contracted_between(value, contract.starts_on, contract.term_ends_on, on + 1, add_months(on, 12) + 1);
        if (!offerings::rules::is_in_force(contract, on)) continue;
        ++report.contracts;
        report.annual_value.units += value;
        if (!contract.term_ends_on) continue;
        Renewal renewal{contract.id, contract.account_id, "", contract.name, client.tier, *contract.term_ends_on, contract.notice_deadline_on,
                        contract.auto_renew, Decimal{value}, renewal_chance_bp(client.lifecycle), std::nullopt};
        if (contract.state == offerings::ContractState::notice_given) renewal.chance_bp = 0;
        renewal.at_risk = Decimal{divide_half_even(static_cast<__int128>(value) * (10'000 - renewal.chance_bp), 10'000)};
        const Date decided = contract.notice_deadline_on ? std::min(*contract.notice_deadline_on, *contract.term_ends_on) : *contract.term_ends_on;
        if (decided <= on + days_looked_ahead) report.at_risk_180d.units += renewal.at_risk->units;
        const std::int32_t month = month_of(*contract.term_ends_on) - month_of(on);
        if (month >= 0 && month < 12) {
            RenewalMonth& line = report.months[static_cast<std::size_t>(month)];
            ++line.contracts;
            line.annual_value.units += value;
            line.forecast.units += value - renewal.at_risk->units;
        }
        report.items.push_back(std::move(renewal));
    }
    std::sort(report.items.begin(), report.items.end(), [](const Renewal& a, const Renewal& b) {
        const auto first = [](const Renewal& one) { return one.notice_deadline_on ? std::min(*one.notice_deadline_on, one.term_ends_on) : one.term_ends_on; };
        return first(a) != first(b) ? first(a) < first(b) : a.contract_id < b.contract_id;
    });
    if (report.items.size() > most_items) report.items.resize(most_items);
    std::vector<Id<Account>> ids;
    for (const Renewal& item : report.items) ids.push_back(item.account_id);
    const ClientNames names(reader, ids);
    for (Renewal& item : report.items) item.name = names.of(item.account_id);
    Period year = question.period;
    year.base = Base::invoices;
    year.window = 12;
    const Movements booked = movements_of(ends_of(*question.cube, year, rates_of(reader, *question.cube, year)), question.chosen);
    report.contracted_share_bp = ratio_bp(report.contracted_12m.units, booked.booked_end());
    report.margin_variation_bp = value_of(question, {year, {}, {}, {}}, IndicatorCode::margin_variation).value_bp;
    count_deciders(reader, question, report);
    report.keeping = keeping_of(contracts, on);
    return report;
}

}  // namespace klicnik::indicators
