#include "modules/indicators/what_if.hpp"

#include <algorithm>
#include <map>

#include "modules/identity/actions.hpp"
#include "modules/indicators/dependence.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/segmentation/loss.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::size_t clients_shown = 50;

std::string tier_text(segmentation::TierCode code) {
    return code == segmentation::no_tier ? "none" : std::string(to_text(static_cast<accounts::Tier>(code)));
}

/// The wishes with ids and positions found.
struct Wanted {
    std::vector<std::int32_t> weights;
    std::array<std::int32_t, 3> thresholds{};
    std::vector<std::uint32_t> leaving;  ///< rows of the cube, ascending
    std::int64_t price_change_bp = 0;
};

Result<Wanted> find_wishes(const Question& question, const segmentation::TierColumns& columns, const WhatIf& wishes) {
    Wanted wanted{columns.weights, columns.thresholds, {}, wishes.price_change_bp.value_or(0)};
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < wishes.weights.size(); ++i) {
        const auto at = std::find(columns.criteria.begin(), columns.criteria.end(), wishes.weights[i].criterion);
        if (at == columns.criteria.end()) errors.push_back({"weights[" + std::to_string(i) + "].criterion", "unknown"});
        else wanted.weights[static_cast<std::size_t>(at - columns.criteria.begin())] = wishes.weights[i].weight;
    }
    const auto set = [](std::int32_t& threshold, const std::optional<std::int32_t>& wish) { threshold = wish.value_or(threshold); };
    set(wanted.thresholds[0], wishes.threshold_a);
    set(wanted.thresholds[1], wishes.threshold_b);
    set(wanted.thresholds[2], wishes.threshold_c);
    if (!(wanted.thresholds[0] >= wanted.thresholds[1] && wanted.thresholds[1] >= wanted.thresholds[2])) errors.push_back({"threshold_b", "mismatch"});
    for (std::size_t i = 0; i < wishes.leaving.size(); ++i) {
        const auto id = parse_id(EntityName<Account>::prefix, wishes.leaving[i]);
        const auto at = id ? question.cube->find(*id) : std::nullopt;
        if (!id) errors.push_back({"leaving[" + std::to_string(i) + "]", "bad_id", {{"expected", "acc_…"}}});
        else if (!at || !question.chosen[*at]) errors.push_back({"leaving[" + std::to_string(i) + "]", "not_found"});
        else wanted.leaving.push_back(*at);
    }
    if (!errors.empty()) return invalid(std::move(errors));
    std::sort(wanted.leaving.begin(), wanted.leaving.end());
    return wanted;
}

void count(const segmentation::Tiers& tiers, segmentation::TierCounts& counts) {
    counts = {tiers.counts[0], tiers.counts[1], tiers.counts[2], tiers.counts[3], tiers.counts[4]};
}

/// Tiers of the clients asked about before and after, without those who leave.
void compare_tiers(const Reader& reader, const Question& question, const segmentation::TierColumns& columns, const Wanted& wanted, WhatIfReport& report) {
    const auto before = segmentation::retier(columns, columns.weights, columns.thresholds);
    const auto after = segmentation::retier(columns, wanted.weights, wanted.thresholds);
    count(before, report.tiers_before);
    count(after, report.tiers);
    std::map<std::pair<segmentation::TierCode, segmentation::TierCode>, std::int64_t> moves;
    std::vector<std::size_t> moved;
    for (std::size_t i = 0; i < columns.accounts.size(); ++i) {
        if (before.tier[i] == after.tier[i]) continue;
        const auto row = question.cube->find(columns.accounts[i]);
        if (!row || !question.chosen[*row]) continue;
        ++moves[{before.tier[i], after.tier[i]}];
        moved.push_back(i);
    }
    for (const auto& [move, clients] : moves) report.moves.push_back({tier_text(move.first), tier_text(move.second), clients});
    const std::size_t shown = std::min(moved.size(), clients_shown);
    std::partial_sort(moved.begin(), moved.begin() + static_cast<std::ptrdiff_t>(shown), moved.end(), [&](std::size_t a, std::size_t b) {
        return after.total_bp[a] != after.total_bp[b] ? after.total_bp[a] > after.total_bp[b] : a < b;
    });
    std::vector<Id<Account>> ids;
    for (std::size_t at = 0; at < shown; ++at) ids.push_back({columns.accounts[moved[at]]});
    const ClientNames names(reader, ids);
    const auto points = [](std::int16_t total) { return total < 0 ? std::nullopt : std::optional(std::int32_t{total}); };
    for (std::size_t at = 0; at < shown; ++at) {
        const std::size_t i = moved[at];
        report.clients.push_back({ids[at], names.of(ids[at]), tier_text(before.tier[i]), tier_text(after.tier[i]), points(before.total_bp[i]),
                                  points(after.total_bp[i])});
    }
}

void compare_load(const Reader& reader, const Question& question, const Wanted& wanted, WhatIfReport& report) {
    std::vector<Id<Account>> leaving;
    for (const std::uint32_t row : wanted.leaving) leaving.push_back({question.cube->accounts[row]});
    if (leaving.empty()) return;
    for (const segmentation::LoadWithout& load : segmentation::load_without(reader, leaving)) {
        if (load.freed.units == 0) continue;
        const Decimal left{load.points.units - load.freed.units};
        report.load.push_back({load.user_id, load.user_name, load.points, left, ratio_bp(load.points.units, load.capacity_points.units),
                               ratio_bp(left.units, load.capacity_points.units)});
    }
}

/// Both ends of a year of the same: the start is what the book brings now, as booked, the end the same at the new prices without
/// those who leave.
Ends imagined_ends(const Question& question, const Ends& now, const Wanted& wanted) {
    Ends imagined;
    imagined.start = now.end;
    for (const Ends::RateChange& change : now.rates) imagined.start[change.account] += change.change;
    imagined.end = imagined.start;
    imagined.unknown = now.unknown;
    imagined.paid_before.assign(now.end.size(), 1);
    if (wanted.price_change_bp != 0) {
        for (std::size_t i = 0; i < imagined.end.size(); ++i) {
            if (question.chosen[i]) imagined.end[i] += divide_half_even(static_cast<__int128>(imagined.start[i]) * wanted.price_change_bp, 10'000);
        }
    }
    for (const std::uint32_t row : wanted.leaving) imagined.end[row] = 0;
    return imagined;
}

/// The margin of the window as it would be: dearer by what the prices add, without those who leave.
std::vector<std::int64_t> imagined_margin(const Question& question, const Ends& imagined, const Wanted& wanted) {
    const Cube& cube = *question.cube;
    const std::int32_t end = cube.end_index(question.period.end());
    const auto from = cube.margin().before(end - question.period.window);
    const auto to = cube.margin().before(end);
    std::vector<std::int64_t> margin(to.size());
    for (std::size_t i = 0; i < margin.size(); ++i) margin[i] = to[i] - from[i] + (imagined.end[i] - imagined.start[i]);
    for (const std::uint32_t row : wanted.leaving) margin[row] = 0;
    return margin;
}

IndicatorValue share_value(const Dependence& dependence, IndicatorCode code) {
    IndicatorValue value;
    value.code = code;
    value.clients = dependence.clients;
    if (code == IndicatorCode::concentration_index) {
        value.unit = IndicatorUnit::number;
        if (const auto index = dependence.concentration_index()) value.value = Decimal{*index};
    } else {
        value.value_bp = dependence.top_share_bp(1);
    }
    if (!value.value && !value.value_bp) value.reason = NoValue::no_margin;
    return value;
}

void compare_figures(const Reader& reader, const Question& question, const Wanted& wanted, WhatIfReport& report) {
    const Measured now = measure(reader, question, question.period);
    const Ends imagined = imagined_ends(question, now.ends, wanted);
    const Movements after = movements_of(imagined, question.chosen);
    const Movements same = movements_of(imagined_ends(question, now.ends, {}), question.chosen);
    for (const IndicatorCode code : {IndicatorCode::revenue, IndicatorCode::clients, IndicatorCode::net_retention, IndicatorCode::gross_retention,
                                     IndicatorCode::logo_retention}) {
        report.figures.push_back({value_of(code, same), value_of(code, after)});
    }
    if (!question.sees_margin || question.period.base == Base::contracts) return;
    const Cube& cube = *question.cube;
    const std::int32_t end = cube.end_index(question.period.end());
    const std::vector<std::int64_t> nothing(cube.accounts.size());
    const Dependence before = dependence_of(cube.margin().before(end - question.period.window), cube.margin().before(end), question.chosen);
    const Dependence then = dependence_of(nothing, imagined_margin(question, imagined, wanted), question.chosen);
    for (const IndicatorCode code : {IndicatorCode::top_share, IndicatorCode::concentration_index}) {
        report.figures.push_back({share_value(before, code), share_value(then, code)});
    }
}

/// How long the reserve lasts without those who leave, at the new prices (I-3): by the months of the cube.
void simulate(const Reader& reader, const Question& question, const Wanted& wanted, WhatIfReport& report) {
    const Workspace workspace = identity::current_workspace(reader);
    const bool sees_costs = reader.permissions().may_read_sensitive(reader.context(), "workspace");
    if (!question.sees_margin || !sees_costs) {
        report.loss_reason = "not_allowed";
        return;
    }
    segmentation::LossInput input;
    if (workspace.fixed_monthly_costs) input.fixed_monthly_costs = workspace.fixed_monthly_costs->units;
    if (workspace.cash_reserve) input.cash_reserve = workspace.cash_reserve->units;
    input.first_month = question.period.end() + 1;
    const Cube& cube = *question.cube;
    const std::int32_t end = std::min(cube.end_index(question.period.end()), cube.months());
    for (std::int32_t at = std::max(0, end - 6); at < end; ++at) {
        const auto from = cube.margin().before(at);
        const auto to = cube.margin().before(at + 1);
        const auto revenue_from = cube.revenue.before(at);
        const auto revenue_to = cube.revenue.before(at + 1);
        std::int64_t all = 0;
        std::int64_t revenue = 0;
        for (std::size_t i = 0; i < to.size(); ++i) {
            all += to[i] - from[i];
            revenue += revenue_to[i] - revenue_from[i];
        }
        std::int64_t leaving = 0;
        for (const std::uint32_t row : wanted.leaving) {
            leaving += to[row] - from[row];
            revenue -= revenue_to[row] - revenue_from[row];
        }
        input.margin_of_all.push_back(all + divide_half_even(static_cast<__int128>(revenue) * wanted.price_change_bp, 10'000));
        input.margin_of_leaving.push_back(leaving);
    }
    const segmentation::Loss loss = segmentation::simulate_loss(input);
    report.months_until_loss = loss.months_until_loss;
    if (loss.reason) report.loss_reason = std::string(to_text(*loss.reason));
    else if (loss.no_threat) report.loss_reason = "no_threat";
}

}  // namespace

Result<WhatIfReport> what_if(const Reader& reader, const Question& question, const WhatIf& wishes) {
    const auto columns = segmentation::tier_columns(reader);
    TRY(const Wanted wanted, find_wishes(question, *columns, wishes));
    WhatIfReport report;
    report.period = asked_period(question);
    compare_tiers(reader, question, *columns, wanted, report);
    compare_load(reader, question, wanted, report);
    if (question.books_end || question.period.base == Base::contracts) compare_figures(reader, question, wanted, report);
    simulate(reader, question, wanted, report);
    return report;
}

}  // namespace klicnik::indicators
