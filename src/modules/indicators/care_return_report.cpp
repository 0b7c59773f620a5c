#include "modules/indicators/care_return_report.hpp"

#include <algorithm>

#include "modules/indicators/care_book.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

using ledger::EntryKind;

constexpr std::size_t care_clients_shown = 50;
constexpr std::int64_t band_factor = 3;
constexpr EntryKind kinds_of_care[] = {EntryKind::time_cost, EntryKind::service_cost, EntryKind::discount, EntryKind::travel, EntryKind::care_cost};

/// Revenue at the start between which clients can be compared: a third of `least` to three times `most`.
struct CareBand {
    std::int64_t least = 0;
    std::int64_t most = 0;

    bool contains(std::int64_t start) const {
        return static_cast<__int128>(start) * band_factor >= least && start <= static_cast<__int128>(most) * band_factor;
    }
};

/// What one client of the programme cost and brought.
struct CaredClient {
    std::uint32_t index = 0;
    std::int64_t margin = 0;
    std::optional<std::int64_t> change;
    std::optional<std::int64_t> benefit;
    std::optional<std::int64_t> cost;

    std::optional<std::int64_t> net() const { return benefit && cost ? std::optional(*benefit - *cost) : std::nullopt; }
};

/// One period of the programme.
struct CarePeriod {
    std::optional<NoValue> reason;
    Movements programme;
    Movements comparison;
    CareArm programme_arm;
    CareArm comparison_arm;
    CareBand band;
    CareFacts facts;
    CareReturn result;
    std::int64_t costs_without_rate = 0;
    std::vector<CaredClient> clients;
};

/// Reads both periods by the same rules.
class CareReading {
  public:
    CareReading(const Reader& reader, const Question& question, const CareParameters& parameters)
        : reader_(reader), question_(question), parameters_(parameters), programme_(question.chosen.size()) {
        const Chosen asked = clients_asked_about(question);
        const auto tiers = tier_indexes(*question.cube);
        for (std::size_t i = 0; i < programme_.size(); ++i) programme_[i] = asked[i] && is_cared_for(tiers[i]);
        // Of a manager the programme is narrowed, not the clients it is compared with.
        outside_ = question.chosen;
        for (std::size_t i = 0; i < outside_.size(); ++i) {
            if (is_cared_for(tiers[i]) || (question.by_group && question.cube->top[i] != i)) outside_[i] = 0;
        }
    }

    CarePeriod read(const Period& period) const {
        CarePeriod read;
        Question of_programme = question_;
        of_programme.chosen = programme_;
        of_programme.manager.reset();
        const Measured measured = measure(reader_, of_programme, period);
        read.programme = measured.weighed.movements;
        read.reason = value_of(of_programme, measured, IndicatorCode::net_retention).reason;
        if (read.reason) return read;
        compare(measured.ends, read);
        const auto margins = margins_in(of_programme, start_months(period));
        const BookedCosts costs = booked_costs(reader_, of_programme, end_months(period), kinds_of_care);
        const std::int64_t booked = costs.of(programme_);
        read.costs_without_rate = costs.without_rate;
        read.facts.cost = parameters_.cost.value_or(booked);
        read.facts.referral = parameters_.referral;
        read.facts.attribution_bp = parameters_.attribution_bp;
        read.facts.months = period.window;
        for (std::size_t i = 0; i < programme_.size(); ++i) {
            if (programme_[i] && !measured.ends.unknown[i] && measured.ends.start[i] > 0) read.facts.margin += margins[i];
        }
        read.result = care_return(read.facts);
        add_clients(measured.ends, margins, costs, booked, read);
        return read;
    }

  private:
    bool is_cared_for(std::uint8_t tier) const {
        const auto found = tier_at(tier);
        return found && std::find(parameters_.tiers.begin(), parameters_.tiers.end(), *found) != parameters_.tiers.end();
    }

    void compare(const Ends& ends, CarePeriod& read) const {
        const auto was_there = [&](std::size_t i) { return !ends.unknown[i] && ends.start[i] > 0; };
        bool any = false;
        for (std::size_t i = 0; i < programme_.size(); ++i) {
            if (!programme_[i] || !was_there(i)) continue;
            read.band.least = any ? std::min(read.band.least, ends.start[i]) : ends.start[i];
            read.band.most = std::max(read.band.most, ends.start[i]);
            any = true;
        }
        Chosen comparison(outside_.size());
        for (std::size_t i = 0; i < comparison.size(); ++i) comparison[i] = outside_[i] && was_there(i) && read.band.contains(ends.start[i]);
        read.comparison = movements_of(ends, comparison);
        read.programme_arm = care_arm_of(ends, programme_);
        read.comparison_arm = care_arm_of(ends, comparison);
        const auto measured = measured_lift(read.programme_arm, read.comparison_arm);
        read.facts.lift = measured ? *measured : assumed_lift(parameters_.lift_retention_bp, parameters_.lift_growth_bp);
    }

    void add_clients(const Ends& ends, const std::vector<std::int64_t>& margins, const BookedCosts& costs, std::int64_t booked, CarePeriod& read) const {
        const std::int64_t comparison_bp = read.comparison_arm.retention_bp + read.comparison_arm.expansion_bp;
        for (std::uint32_t i = 0; i < programme_.size(); ++i) {
            if (!programme_[i] || ends.unknown[i] || (ends.start[i] <= 0 && costs.by_client[i] == 0)) continue;
            CaredClient& client = read.clients.emplace_back();
            client.index = i;
            client.margin = margins[i];
            if (!parameters_.cost) client.cost = costs.by_client[i];
            else if (booked > 0) client.cost = scaled_ratio(static_cast<__int128>(*parameters_.cost) * costs.by_client[i], booked, 1);
            if (ends.start[i] <= 0) continue;
            client.change = std::max<std::int64_t>(ends.end[i], 0) - ends.start[i];
            client.benefit = read.facts.lift.basis == CareBasis::comparison ? care_benefit_of(margins[i], ends.start[i], ends.end[i], comparison_bp)
                                                                            : care_benefit_of(margins[i], read.facts.lift);
        }
    }

    const Reader& reader_;
    const Question& question_;
    const CareParameters& parameters_;
    Chosen programme_;
    Chosen outside_;
};

CareArmLine arm_line(CareArmName name, const Movements& movements, const CareArm& arm) {
    // Errors come in basis points; a hundred of them are a percentage point.
    const auto points = [](const std::optional<Decimal>& bp) { return bp ? std::optional(Decimal{divide_half_even(bp->units, 100)}) : std::nullopt; };
    CareArmLine line;
    line.arm = name;
    line.clients = movements.clients;
    line.start = money_of(movements.start);
    line.end = money_of(movements.start + movements.expansion - movements.contraction - movements.churn);
    line.retention_bp = movements.gross_retention_bp();
    line.expansion_bp = movements.expansion_bp();
    line.retention_error = points(arm.retention_error_bp);
    line.expansion_error = points(arm.expansion_error_bp);
    return line;
}

CareEstimateLine estimate_line(CareEstimateName name, const CareReturn& result, const CareEstimate& estimate) {
    return {name, Decimal{estimate.benefit}, Decimal{result.cost}, Decimal{estimate.net}, estimate.return_bp};
}

void set_care_result(const CarePeriod& now, CareReturnReport& report) {
    const CareReturn& result = now.result;
    report.verdict = result.verdict;
    report.return_bp = result.base.return_bp;
    report.break_even_bp = result.break_even_bp;
    report.payback_months = result.payback_months;
    report.retained = Decimal{result.retained};
    report.expanded = Decimal{result.expanded};
    report.referral = Decimal{result.referral};
    report.benefit = Decimal{result.base.benefit};
    report.margin = Decimal{now.facts.margin};
    report.estimates.push_back(estimate_line(CareEstimateName::low, result, result.low));
    report.estimates.push_back(estimate_line(CareEstimateName::base, result, result.base));
    report.estimates.push_back(estimate_line(CareEstimateName::high, result, result.high));
    if (result.verdict == CareVerdict::no_cost) {
        report.estimates.clear();  // a net of nothing spent would look like a success
        return;
    }
    report.cost = Decimal{result.cost};
    report.net = Decimal{result.base.net};
}

void set_care_grounds(const CarePeriod& now, CareReturnReport& report) {
    report.basis = now.facts.lift.basis;
    report.lift_retention_bp = now.facts.lift.retention_bp;
    report.lift_growth_bp = now.facts.lift.growth_bp;
    report.band_from = Decimal{divide_half_even(now.band.least, band_factor)};
    report.band_to = money_of(static_cast<__int128>(now.band.most) * band_factor);
    report.unknown = now.programme.unknown;
    report.costs_without_rate = now.costs_without_rate;
    report.arms.push_back(arm_line(CareArmName::programme, now.programme, now.programme_arm));
    report.arms.push_back(arm_line(CareArmName::comparison, now.comparison, now.comparison_arm));
}

/// A cost of nothing is not recorded rather than free, so no figure is below zero for the lack of it.
bool is_negative(const CarePeriod& period) {
    return !period.reason && period.result.verdict != CareVerdict::no_cost && period.result.base.net < 0;
}

bool is_negative(const CaredClient& client) {
    const auto net = client.net();
    return net && *client.cost > 0 && *net < 0;
}

void add_cared_clients(const Reader& reader, const Question& question, const CarePeriod& now, const CarePeriod& before, CareReturnReport& report) {
    std::vector<std::uint32_t> negative_before;
    for (const CaredClient& client : before.clients) {
        if (is_negative(client)) negative_before.push_back(client.index);
    }
    struct Ranked {
        const CaredClient* client = nullptr;
        bool negative_twice = false;
        std::int64_t weight = 0;
    };
    std::vector<Ranked> ranked;
    for (const CaredClient& client : now.clients) {
        const bool twice = is_negative(client) && std::binary_search(negative_before.begin(), negative_before.end(), client.index);
        report.clients_negative_twice += twice;
        const auto net = client.net();
        ranked.push_back({&client, twice, net ? std::abs(*net) : 0});
    }
    report.total = static_cast<std::int64_t>(ranked.size());
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        if (a.negative_twice != b.negative_twice) return a.negative_twice;
        return a.weight != b.weight ? a.weight > b.weight : a.client->margin > b.client->margin;
    });
    ranked.resize(std::min(ranked.size(), care_clients_shown));
    std::vector<Id<Account>> ids;
    for (const Ranked& one : ranked) ids.push_back({question.cube->accounts[one.client->index]});
    const ClientNames names(reader, ids);
    const auto tiers = tier_indexes(*question.cube);
    const auto money = [](const std::optional<std::int64_t>& units) { return units ? std::optional(Decimal{*units}) : std::nullopt; };
    for (const Ranked& one : ranked) {
        CareClient& item = report.items.emplace_back();
        item.account_id = {question.cube->accounts[one.client->index]};
        item.name = names.of(item.account_id);
        item.tier = tier_at(tiers[one.client->index]);
        item.margin = Decimal{one.client->margin};
        item.change = money(one.client->change);
        item.benefit = money(one.client->benefit);
        item.cost = money(one.client->cost);
        item.net = money(one.client->net());
        item.negative_twice = one.negative_twice;
    }
}

}  // namespace

CareReturnReport care_return_report(const Reader& reader, const Question& question, const CareParameters& parameters) {
    CareReturnReport report;
    report.period = asked_period(question);
    report.assumed_retention_bp = parameters.lift_retention_bp;
    report.assumed_growth_bp = parameters.lift_growth_bp;
    report.referral_margin = Decimal{parameters.referral};
    report.attribution_bp = parameters.attribution_bp;
    report.cost_source = parameters.cost ? CostSource::parameter : CostSource::ledger;
    report.tiers = parameters.tiers;
    report.lift_retention_bp = parameters.lift_retention_bp;
    report.lift_growth_bp = parameters.lift_growth_bp;
    if (!question.sees_margin) {
        report.reason = NoValue::not_allowed;
        return report;
    }
    const CareReading reading(reader, question, parameters);
    const CarePeriod now = reading.read(question.period);
    report.reason = now.reason;
    if (report.reason) return report;
    const CarePeriod before = reading.read(earlier(question.period, question.period.window));
    set_care_result(now, report);
    set_care_grounds(now, report);
    report.margin_is_revenue = margin_is_revenue(*question.cube, question.chosen);
    if (!before.reason && before.result.verdict != CareVerdict::no_cost) {
        report.before_net = Decimal{before.result.base.net};
        report.before_return_bp = before.result.base.return_bp;
    }
    report.negative_twice = is_negative(now) && is_negative(before);
    add_cared_clients(reader, question, now, before, report);
    return report;
}

}  // namespace klicnik::indicators
