#include "modules/segmentation/portfolio.hpp"

#include <algorithm>
#include <string>

#include "modules/identity/actions.hpp"
#include "modules/segmentation/concentration.hpp"
#include "modules/segmentation/account_judgement.hpp"
#include "modules/segmentation/loss.hpp"
#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

std::optional<Tier> tier_at(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : parse_enum<Tier>(row.text(column));
}

std::optional<std::int32_t> number_at(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(static_cast<std::int32_t>(row.integer(column)));
}

/// A criterion that reads a field of the account: its position and whether the field counts in ten-thousandths.
struct FieldCriterion {
    std::size_t position = 0;
    bool is_decimal = false;
};

void read_accounts(const Reader& reader, Portfolio& portfolio) {
    std::vector<FieldCriterion> fields;
    std::string sql = "SELECT id, tier, score_bp, proposed_tier";
    for (std::size_t i = 0; i < portfolio.model.criteria.size(); ++i) {
        const Criterion& criterion = portfolio.model.criteria[i];
        const Field* field = criterion.measure == Measure::account_field ? entity_of<Account>().find(criterion.field) : nullptr;
        if (!field) continue;
        fields.push_back({i, field->kind == klicnik::Kind::decimal});
        sql.append(", \"").append(field->name).append("\"");
    }
    sql.append(" FROM account WHERE ").append(takes_part).append(" ORDER BY id");
    reader.connection().query(sql, [&](const db::Row& row) {
        portfolio.accounts.push_back({{row.uuid(0)}, tier_at(row, 1), std::nullopt, number_at(row, 2), tier_at(row, 3), false});
        rules::AccountFacts& facts = portfolio.facts.emplace_back();
        facts.facts.resize(portfolio.model.criteria.size());
        int column = 4;
        for (const FieldCriterion& field : fields) {
            if (!row.is_null(column)) {
                const std::int64_t stored = row.integer(column);
                facts.facts[field.position].value = field.is_decimal ? Decimal{stored} : Decimal::from_integer(stored);
            }
            ++column;
        }
    });
}

/// Lays the money of the window over the accounts; both are in the order of ids. A client without an entry brought nothing,
/// which is known, unless the books are empty.
void read_amounts(const Reader& reader, Portfolio& portfolio) {
    portfolio.currency = ledger::base_currency(reader);
    if (!portfolio.book_end) return;
    const ledger::AmountsInWindow amounts = ledger::amounts_in_window(reader, portfolio.window);
    portfolio.rates_missing = amounts.rates_missing;
    portfolio.margin_is_revenue = std::all_of(amounts.accounts.begin(), amounts.accounts.end(),
                                              [](const ledger::AccountAmounts& line) { return line.margin == line.revenue; });
    std::size_t next = 0;
    for (std::size_t i = 0; i < portfolio.accounts.size(); ++i) {
        rules::AccountFacts& facts = portfolio.facts[i];
        facts.revenue = facts.margin = facts.cost_to_serve = Decimal{};
        while (next < amounts.accounts.size() && amounts.accounts[next].account_id < portfolio.accounts[i].id) ++next;
        if (next == amounts.accounts.size() || amounts.accounts[next].account_id != portfolio.accounts[i].id) continue;
        facts.revenue = amounts.accounts[next].revenue;
        facts.margin = amounts.accounts[next].margin;
        facts.cost_to_serve = amounts.accounts[next].cost_to_serve;
    }
}

std::size_t position_of(const Model& model, std::string_view code) {
    for (std::size_t i = 0; i < model.criteria.size(); ++i) {
        if (model.criteria[i].measure == Measure::judgement && model.criteria[i].code == code) return i;
    }
    return model.criteria.size();
}

void take_judgement(const Model& model, const db::Row& row, int first, std::span<rules::CriterionFact> facts,
                    std::span<std::optional<Id<AccountJudgement>>> judgements) {
    const std::size_t position = position_of(model, row.text(first));
    if (position == model.criteria.size()) return;
    facts[position].value = Decimal{row.integer(first + 1)};
    facts[position].dated_on = row.is_null(first + 2) ? std::nullopt : std::optional(Date{static_cast<std::int32_t>(row.integer(first + 2))});
    judgements[position] = Id<AccountJudgement>{row.uuid(first + 3)};
}

void read_judgements(const Reader& reader, Portfolio& portfolio) {
    const std::size_t criteria = portfolio.model.criteria.size();
    portfolio.judgements.resize(portfolio.accounts.size() * criteria);
    std::size_t at = 0;
    // Ascending, so that the newest judgement of a criterion is the last to be taken.
    reader.connection().query(
        "SELECT account_id, criterion, value, judged_on, id FROM account_judgement ORDER BY account_id, criterion, judged_on, id",
        [&](const db::Row& row) {
            const Id<Account> account{row.uuid(0)};
            while (at < portfolio.accounts.size() && portfolio.accounts[at].id < account) ++at;
            if (at == portfolio.accounts.size() || portfolio.accounts[at].id != account) return;
            take_judgement(portfolio.model, row, 1, portfolio.facts[at].facts,
                           std::span(portfolio.judgements).subspan(at * criteria, criteria));
        });
}

void read_kept_tiers(const Reader& reader, Portfolio& portfolio) {
    std::size_t at = 0;
    reader.connection().query(
        "SELECT account_id, to_tier FROM tier_decision WHERE \"current\" AND overrides_score AND (review_on IS NULL OR review_on > $1) "
        "ORDER BY account_id",
        [&](const db::Row& row) {
            const Id<Account> account{row.uuid(0)};
            while (at < portfolio.accounts.size() && portfolio.accounts[at].id < account) ++at;
            if (at == portfolio.accounts.size() || portfolio.accounts[at].id != account) return;
            portfolio.accounts[at].kept = true;
            portfolio.accounts[at].kept_tier = tier_at(row, 1);
        },
        reader.context().today);
}

/// Months of reserve if the client leaves, for as long as losing the next smaller one still threatens the firm.
void mark_by_reserve(const Reader& reader, Portfolio& portfolio) {
    const Workspace workspace = identity::current_workspace(reader);
    const auto closed = closed_months(reader);
    if (!workspace.fixed_monthly_costs || !workspace.cash_reserve || !closed) return;
    const ledger::rules::MonthWindow window = *closed;
    LossInput input;
    input.fixed_monthly_costs = workspace.fixed_monthly_costs->units;
    input.cash_reserve = workspace.cash_reserve->units;
    input.first_month = month_of(reader.context().today);
    for (const ledger::MonthTotals& month : ledger::totals_by_month(reader, window)) {
        if (!month.margin) return;
        input.margin_of_all.push_back(month.margin->units);
    }
    input.margin_of_leaving.assign(input.margin_of_all.size(), 0);
    if (simulate_loss(input).is_existential()) return;  // the firm is in danger whoever leaves: that says nothing of a client
    std::vector<std::pair<std::int64_t, std::size_t>> largest;
    std::size_t next = 0;
    const ledger::AmountsInWindow amounts = ledger::amounts_in_window(reader, window);
    for (const ledger::AccountAmounts& line : amounts.accounts) {
        while (next < portfolio.accounts.size() && portfolio.accounts[next].id < line.account_id) ++next;
        if (next < portfolio.accounts.size() && portfolio.accounts[next].id == line.account_id && line.margin) {
            largest.emplace_back(-line.margin->units, next);
        }
    }
    std::sort(largest.begin(), largest.end());
    for (const auto& [negative_margin, index] : largest) {
        // The run-rate is a mean over the window, so it does not matter in which month the margin was made.
        input.margin_of_leaving.assign(input.margin_of_all.size(), 0);
        input.margin_of_leaving.back() = -negative_margin;
        if (!simulate_loss(input).is_existential()) return;
        portfolio.facts[index].existential = true;
    }
}

}  // namespace

Model model_of(const SegmentationModel& model) {
    return {model.criteria, model.threshold_a, model.threshold_b, model.threshold_c, model.max_share_a_bp, model.window_months};
}

std::vector<std::string_view> criterion_fields() {
    std::vector<std::string_view> names;
    for (const Field& field : entity_of<Account>().fields) {
        const bool numeric = field.kind == klicnik::Kind::integer || field.kind == klicnik::Kind::decimal;
        if (numeric && field.name != "version" && field.name != "score_bp") names.push_back(field.name);
    }
    return names;
}

Portfolio load_portfolio(const Reader& reader, const Model& model, std::optional<ledger::rules::MonthWindow> window) {
    Portfolio portfolio;
    portfolio.model = model;
    portfolio.book_end = ledger::book_end(reader);
    portfolio.window = window.value_or(
        ledger::rules::window_to(portfolio.book_end.value_or(month_of(reader.context().today)), model.window_months));
    read_accounts(reader, portfolio);
    read_amounts(reader, portfolio);
    read_judgements(reader, portfolio);
    read_kept_tiers(reader, portfolio);
    mark_existential(reader, portfolio);
    return portfolio;
}

Judged judgements_of(const Reader& reader, const Model& model, Id<Account> account) {
    Judged judged;
    judged.facts.resize(model.criteria.size());
    judged.judgements.resize(model.criteria.size());
    reader.connection().query(
        "SELECT criterion, value, judged_on, id FROM account_judgement WHERE account_id = $1 ORDER BY criterion, judged_on, id",
        [&](const db::Row& row) { take_judgement(model, row, 0, judged.facts, judged.judgements); }, account);
    return judged;
}

std::vector<std::optional<Tier>> tiers_after(const Portfolio& portfolio, std::span<const rules::Score> scores) {
    std::vector<std::optional<Tier>> after(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const PortfolioAccount& account = portfolio.accounts[i];
        if (account.kept) after[i] = account.kept_tier;
        else after[i] = scores[i].proposed_tier ? scores[i].proposed_tier : account.tier;
    }
    return after;
}

std::optional<SegmentationModel> published_model(const Reader& reader) {
    auto found = reader.all<SegmentationModel>("status = 'published' ORDER BY model_version DESC LIMIT 1");
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<ledger::rules::MonthWindow> closed_months(const Reader& reader) {
    const auto end = ledger::book_end(reader);
    const auto first = reader.connection().integer("SELECT MIN(month) FROM ledger_month");
    if (!end || !first) return std::nullopt;
    const Month closed = ledger::rules::last_closed_month(reader.context().today);
    const Month last = *end < closed ? *end : closed;
    const Month begin{static_cast<std::int32_t>(*first)};
    if (last < begin) return std::nullopt;
    ledger::rules::MonthWindow window = ledger::rules::window_to(last, 6);
    if (window.first < begin) window.first = begin;
    return window;
}

void mark_existential(const Reader& reader, Portfolio& portfolio) {
    __int128 total = 0;
    bool all_known = true;
    for (const rules::AccountFacts& facts : portfolio.facts) {
        all_known = all_known && facts.margin.has_value();
        total += facts.margin.value_or(Decimal{}).units;
    }
    // One client is no portfolio: its share says nothing.
    for (std::size_t i = 0; all_known && portfolio.accounts.size() > 1 && i < portfolio.accounts.size(); ++i) {
        const auto& margin = portfolio.facts[i].margin;
        if (is_existential_share(margin->units, total)) portfolio.facts[i].existential = true;
    }
    mark_by_reserve(reader, portfolio);
}

}  // namespace klicnik::segmentation
