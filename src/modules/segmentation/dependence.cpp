#include "modules/segmentation/dependence.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/ratio.hpp"
#include "modules/identity/actions.hpp"
#include "modules/segmentation/capacity.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"
#include "records/scope.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t max_map_items = 2000;
constexpr std::size_t max_excluded = 200;
constexpr std::size_t largest_shown = 20;

std::optional<std::int32_t> small_number(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(static_cast<std::int32_t>(row.integer(column)));
}

std::optional<std::string> some_text(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}

/// Whether the request asks for fewer accounts than there are; without `archived` archived clients count too, because their
/// money is in the books.
bool limits_accounts(const Reader& reader, const std::optional<ListRequest>& request) {
    if (reader.scope(entity_of<Account>(), Action::read) != Scope::all) return true;
    return request && (!request->filter.parts.empty() || !request->search.empty());
}

std::vector<Uuid> chosen_accounts(const Reader& reader, const std::optional<ListRequest>& request) {
    Sql sql("SELECT e.id FROM account AS e WHERE ");
    if (request) append_conditions(sql, reader, entity_of<Account>(), *request);
    else append_scope(sql, entity_of<Account>(), "e", reader.scope(entity_of<Account>(), Action::read), reader.context());
    sql.add(" ORDER BY e.id");
    std::vector<Uuid> ids;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        ids.push_back(row.uuid(0));
        return true;
    });
    return ids;
}

std::optional<Decimal> amount_of(const ledger::AccountAmounts& line, AmountMeasure measure) {
    return measure == AmountMeasure::revenue ? line.revenue : line.margin;
}

/// Daughters add to the firm at the top of their group.
void roll_up_groups(const Reader& reader, std::vector<ledger::AccountAmounts>& accounts) {
    std::unordered_map<Uuid, Uuid> parents;
    reader.connection().query("SELECT id, parent_id FROM account WHERE parent_id IS NOT NULL",
                              [&](const db::Row& row) { parents.emplace(row.uuid(0), row.uuid(1)); });
    if (parents.empty()) return;
    std::map<Uuid, ledger::AccountAmounts> groups;
    for (const ledger::AccountAmounts& line : accounts) {
        Uuid top = line.account_id.value;
        for (int depth = 0; depth < 20; ++depth) {
            const auto up = parents.find(top);
            if (up == parents.end()) break;
            top = up->second;
        }
        const auto [at, is_new] = groups.try_emplace(top, line);
        at->second.account_id = {top};
        if (is_new) continue;
        const auto add = [](std::optional<Decimal>& sum, const std::optional<Decimal>& value) {
            if (sum && value) sum->units += value->units;
            else sum.reset();
        };
        add(at->second.revenue, line.revenue);
        add(at->second.margin, line.margin);
    }
    accounts.clear();
    for (auto& [top, line] : groups) accounts.push_back(line);
}

void name_clients(const Reader& reader, ConcentrationReport& report) {
    std::vector<Id<Account>> ids;
    for (const LargeClient& client : report.largest) ids.push_back(client.account_id);
    for (const ExcludedClient& client : report.excluded) ids.push_back(client.account_id);
    const auto names = names_of(reader, ids);
    const auto name = [&](Id<Account> id) {
        const auto at = std::lower_bound(names.begin(), names.end(), id, [](const auto& pair, Id<Account> wanted) { return pair.first < wanted; });
        return at != names.end() && at->first == id ? at->second : std::string();
    };
    for (LargeClient& client : report.largest) client.name = name(client.account_id);
    for (ExcludedClient& client : report.excluded) client.name = name(client.account_id);
}

/// Whose margin is more than a quarter of that of the firm (I-2), whatever the report measures. None while a margin is unknown.
std::set<Uuid> existential_by_share(std::span<const ledger::AccountAmounts> accounts) {
    __int128 total = 0;
    for (const ledger::AccountAmounts& line : accounts) {
        if (!line.margin) return {};
        total += line.margin->units;
    }
    std::set<Uuid> existential;
    if (accounts.size() < 2) return existential;  // one client is no portfolio
    for (const ledger::AccountAmounts& line : accounts) {
        if (is_existential_share(line.margin->units, total)) existential.insert(line.account_id.value);
    }
    return existential;
}

void fill_figures(const Concentration& found, std::span<const ClientAmount> clients, const std::set<Uuid>& existential,
                  ConcentrationReport& report) {
    report.total = {found.total};
    if (found.reason) report.reason = std::string(to_text(*found.reason));
    for (const std::int32_t k : {1, 3, 5, 10}) report.top.push_back({k, found.top(static_cast<std::size_t>(k)).share_bp});
    for (const std::uint32_t percent : {1U, 5U, 10U, 20U}) {
        const TopShare top = found.top_percent(percent);
        report.top_percent.push_back({static_cast<std::int32_t>(percent), static_cast<std::int64_t>(top.clients), top.share_bp});
    }
    if (found.hhi) report.hhi = shown(*found.hhi, Concentration::hhi_scale, 2);
    if (found.effective) report.effective_clients = shown(*found.effective, Concentration::hhi_scale, 1);
    if (found.gini) report.gini = shown(*found.gini, Concentration::gini_scale, 4);
    report.abc = {static_cast<std::int64_t>(found.abc[0]), static_cast<std::int64_t>(found.abc[1]), static_cast<std::int64_t>(found.abc[2])};
    report.major_clients = static_cast<std::int64_t>(found.major_clients());
    for (std::size_t i = 0; i < std::min(largest_shown, found.ranked.size()); ++i) {
        const RankedClient& client = found.ranked[i];
        report.largest.push_back({{clients[client.index].id}, "", {client.amount}, found.share_bp(client.amount),
                                  found.share_bp(client.cumulative), client.abc, existential.contains(clients[client.index].id)});
    }
    for (const ParetoPoint& point : found.pareto()) report.pareto.push_back({static_cast<std::int64_t>(point.rank), point.cumulative_bp});
    for (const std::size_t index : found.excluded) {
        if (report.excluded.size() == max_excluded) break;
        report.excluded.push_back({{clients[index].id}, "", Decimal{clients[index].amount}, "negative"});
    }
}

// --- loss

/// The margin of each of the last closed months, at most six; false when a rate is missing.
bool read_margins(const Reader& reader, ledger::rules::MonthWindow window, const std::vector<Uuid>& leaving, LossInput& input) {
    for (const ledger::MonthTotals& month : ledger::totals_by_month(reader, window)) {
        if (!month.margin) return false;
        input.margin_of_all.push_back(month.margin->units);
    }
    for (const ledger::MonthTotals& month : ledger::totals_by_month(reader, window, leaving)) {
        if (!month.margin) return false;
        input.margin_of_leaving.push_back(month.margin->units);
    }
    return true;
}

void fill_share(const Reader& reader, const std::vector<Uuid>& leaving, LossReport& report) {
    const auto end = ledger::book_end(reader);
    if (!end) return;
    const ledger::AmountsInWindow amounts = ledger::amounts_in_window(reader, ledger::rules::window_to(*end));
    __int128 all = 0;
    __int128 part = 0;
    report.margin_is_revenue = true;
    for (const ledger::AccountAmounts& line : amounts.accounts) {
        if (line.margin != line.revenue) report.margin_is_revenue = false;
        if (!line.margin) return;
        all += line.margin->units;
        if (std::binary_search(leaving.begin(), leaving.end(), line.account_id.value)) part += line.margin->units;
    }
    if (all <= 0) return;
    if (const auto share = ratio_bp(part, all)) report.share_bp = static_cast<std::int32_t>(*share);
    if (is_existential_share(part, all)) report.existential_reasons.emplace_back("share");
}

void fill_affected(const Reader& reader, const std::vector<Uuid>& leaving, AffectedByLoss& affected) {
    Sql list("(");
    for (std::size_t i = 0; i < leaving.size(); ++i) list.add(i > 0 ? ", " : "").bind(leaving[i]);
    list.add(")");
    const auto params = list.params();
    const auto number = [&](std::string sql) {
        std::int64_t found = 0;
        reader.connection().run(sql.append(list.text()), params, [&](const db::Row& row) {
            found = row.integer(0);
            return false;
        });
        return found;
    };
    affected.contacts = number("SELECT COUNT(*) FROM contact WHERE NOT archived AND status <> 'left' AND account_id IN ");
    affected.offerings = number("SELECT COUNT(DISTINCT offering_id) FROM ledger_entry WHERE entry_kind = 'revenue' AND account_id IN ");
    std::set<std::string> leads;
    reader.connection().run("SELECT u.full_name FROM account e JOIN \"user\" u ON u.id = e.lead_id WHERE e.id IN " + list.text(), params,
                            [&](const db::Row& row) {
                                leads.emplace(row.text(0));
                                return true;
                            });
    for (const std::string& lead : leads) affected.lead_name = affected.lead_name ? *affected.lead_name + ", " + lead : lead;
    const Complexities known = complexities(reader, reader.context().today, leaving);
    for (const Uuid& account : leaving) {
        for (const AccountAssignment& one : reader.all<AccountAssignment>(
                 "account_id = $1 AND role = 'lead' AND NOT archived AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)", account,
                 reader.context().today)) {
            const auto at = known.find(account);
            if (at == known.end()) continue;
            const Decimal points = accounts::rules::load_points(at->second.points, one.allocation_bp, one.role);
            affected.manager_points = Decimal{affected.manager_points.value_or(Decimal{}).units + points.units};
        }
    }
}

void fill_loss(const Loss& loss, LossReport& report) {
    const auto decimal = [](const std::optional<std::int64_t>& units) { return units ? std::optional(Decimal{*units}) : std::nullopt; };
    report.monthly_margin_before = decimal(loss.monthly_margin_before);
    report.monthly_margin_after = decimal(loss.monthly_margin_after);
    if (loss.reason && !report.reason) report.reason = std::string(to_text(*loss.reason));
    report.months_until_loss = loss.months_until_loss;
    report.runway_months = loss.runway_months;
    report.no_threat = loss.no_threat;
    for (const LossMonth& month : loss.timeline) report.timeline.push_back({month.month, {month.reserve_before}, {month.reserve_after}});
    if (loss.is_existential()) report.existential_reasons.emplace_back("months");
}

}  // namespace

PortfolioMap portfolio_map(const Reader& reader, const ListRequest& request) {
    PortfolioMap map;
    map.currency = ledger::base_currency(reader);
    map.as_of = ledger::book_end(reader);
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), "account");
    Sql sql(
        "SELECT e.id, e.name, e.tier, u.full_name, c.x_bp, c.y_bp, e.margin_12m, c.x_reason, c.y_reason, c.account_id FROM account AS e "
        "LEFT JOIN \"user\" AS u ON u.id = e.lead_id LEFT JOIN account_score_current AS c ON c.account_id = e.id WHERE ");
    append_conditions(sql, reader, entity_of<Account>(), request);
    sql.add(" ORDER BY e.margin_12m DESC NULLS LAST, e.id LIMIT ").bind(static_cast<std::int64_t>(max_map_items + 1));
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        if (map.items.size() == max_map_items) {
            map.truncated = true;
            return false;
        }
        MapItem& item = map.items.emplace_back();
        item.account_id = {row.uuid(0)};
        item.name = row.text(1);
        if (!row.is_null(2)) item.tier = parse_enum<Tier>(row.text(2));
        item.lead_name = some_text(row, 3);
        item.x_bp = small_number(row, 4);
        item.y_bp = small_number(row, 5);
        if (sensitive && !row.is_null(6)) item.size = Decimal{row.integer(6)};
        item.x_reason = some_text(row, 7);
        item.y_reason = some_text(row, 8);
        if (row.is_null(9)) item.x_reason = item.y_reason = "not_scored";
        return true;
    });
    return map;
}

ConcentrationReport concentration_report(const Reader& reader, const ConcentrationQuestion& question, const std::optional<ListRequest>& clients) {
    ConcentrationReport report;
    report.currency = ledger::base_currency(reader);
    report.measure = question.measure;
    const auto end = ledger::book_end(reader);
    if (!end && !question.window) {
        report.reason = "no_clients";
        return report;
    }
    const ledger::rules::MonthWindow window = question.window ? *question.window : ledger::rules::window_to(*end);
    report.from = window.first;
    report.to = window.last;
    const bool limited = limits_accounts(reader, clients);
    ledger::AmountsInWindow amounts =
        ledger::amounts_in_window(reader, window, limited ? std::optional(chosen_accounts(reader, clients)) : std::nullopt);
    report.rates_missing = amounts.rates_missing;
    report.margin_is_revenue = std::all_of(amounts.accounts.begin(), amounts.accounts.end(),
                                           [](const ledger::AccountAmounts& line) { return line.margin == line.revenue; });
    if (!limited) {
        report.without_account =
            question.measure == AmountMeasure::revenue ? amounts.revenue_without_account : amounts.margin_without_account;
    }
    if (question.by_group) roll_up_groups(reader, amounts.accounts);
    std::vector<ClientAmount> known;
    known.reserve(amounts.accounts.size());
    for (const ledger::AccountAmounts& line : amounts.accounts) {
        const auto amount = amount_of(line, question.measure);
        if (amount) known.push_back({line.account_id.value, amount->units});
        else if (report.excluded.size() < max_excluded) report.excluded.push_back({line.account_id, "", std::nullopt, "rate_missing"});
    }
    report.clients = static_cast<std::int64_t>(known.size());
    // Of a part of the clients nobody can say what the firm would live on without one.
    const std::set<Uuid> existential = limited ? std::set<Uuid>{} : existential_by_share(amounts.accounts);
    fill_figures(concentration_of(known), known, existential, report);
    name_clients(reader, report);
    return report;
}

Result<SegmentOutcome> segment_and_measure(UnitOfWork& work, bool accept, std::optional<ledger::rules::MonthWindow> window) {
    TRY(const Segmented done, segment(work, accept, window));
    SegmentOutcome outcome;
    outcome.segment = report_of(work, done);
    ConcentrationQuestion question;
    question.window = window;
    outcome.concentration = concentration_report(work, question, std::nullopt);
    return outcome;
}

Result<LossReport> loss_report(const Reader& reader, std::span<const Id<Account>> accounts, Date on) {
    std::vector<Uuid> leaving;
    for (const Id<Account> account : accounts) {
        if (!reader.sees_account(account.value, {"account", Action::read})) return not_found("account");
        leaving.push_back(account.value);
    }
    std::sort(leaving.begin(), leaving.end());
    leaving.erase(std::unique(leaving.begin(), leaving.end()), leaving.end());
    LossReport report;
    report.currency = ledger::base_currency(reader);
    report.on = on;
    fill_share(reader, leaving, report);
    const Workspace workspace = identity::current_workspace(reader);
    LossInput input;
    input.first_month = month_of(on);
    // Costs and the reserve of the firm are the owner's business; the share of a client is not.
    if (reader.permissions().may_read_sensitive(reader.context(), "workspace")) {
        report.fixed_monthly_costs = workspace.fixed_monthly_costs;
        report.cash_reserve = workspace.cash_reserve;
        if (workspace.fixed_monthly_costs) input.fixed_monthly_costs = workspace.fixed_monthly_costs->units;
        if (workspace.cash_reserve) input.cash_reserve = workspace.cash_reserve->units;
    } else {
        report.reason = "not_allowed";
    }
    const auto window = closed_months(reader);
    if (window && !read_margins(reader, *window, leaving, input)) report.reason = "rates_missing";
    else fill_loss(simulate_loss(input), report);
    if (report.reason == "not_allowed") report.monthly_margin_before = report.monthly_margin_after = std::nullopt;
    fill_affected(reader, leaving, report.affected);
    report.existential = !report.existential_reasons.empty();
    return report;
}

}  // namespace klicnik::segmentation
