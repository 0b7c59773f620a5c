#include "modules/indicators/retention_report.hpp"

#include <algorithm>
#include <unordered_map>

#include "modules/indicators/cohorts.hpp"
#include "modules/indicators/growth.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/ledger/queries.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::size_t cohorts_shown = 24;
constexpr std::size_t offerings_shown = 20;

RetentionGroup group_of(const Movements& m, std::int32_t days) {
    RetentionGroup group;
    group.clients = divide_half_even(m.clients, days);
    group.start = money_of(m.start, days);
    group.end = money_of(m.start + m.expansion - m.contraction - m.churn, days);
    group.expansion = money_of(m.expansion, days);
    group.contraction = money_of(m.contraction, days);
    group.churn = money_of(m.churn, days);
    group.net_bp = m.net_retention_bp();
    group.gross_bp = m.gross_retention_bp();
    group.logo_bp = m.logo_retention_bp();
    return group;
}

void add_groups(const Reader& reader, const Question& question, const Measured& measured, RetentionReport& report) {
    if (question.by == SplitBy::none) return;
    if (question.by == SplitBy::manager) {
        const auto names = colleague_names(reader);
        const ByLead by = movements_by_lead(*question.cube, measured.ends, question.chosen, measured.period);
        for (const ByLead::Share& share : by.shares) {
            if (share.movements.clients == 0) continue;
            RetentionGroup& group = report.groups.emplace_back(group_of(share.movements, by.days));
            if (share.user.is_nil()) continue;
            group.key = format_id(EntityName<User>::prefix, share.user);
            if (const auto name = names.find(share.user); name != names.end()) group.name = name->second;
        }
    } else if (question.by == SplitBy::family) {
        for (FamilyShare& share : shares_of_families(reader, question, measured.period)) {
            if (share.weighed.movements.clients == 0) continue;
            RetentionGroup& group = report.groups.emplace_back(group_of(share.weighed.movements, share.weighed.days));
            group.key = std::move(share.key);
            group.name = std::move(share.name);
        }
    } else if (const Attribute* attribute = question.cube->attribute(to_text(question.by))) {
        const auto movements = movements_by(measured.ends, question.chosen, attribute->codes, attribute->values.size());
        for (std::size_t i = 0; i < movements.size(); ++i) {
            if (movements[i].clients == 0) continue;
            RetentionGroup& group = report.groups.emplace_back(group_of(movements[i], 1));
            if (const auto* text = std::get_if<std::string>(&attribute->values[i])) group.key = *text;
        }
    }
    std::stable_sort(report.groups.begin(), report.groups.end(), [](const RetentionGroup& a, const RetentionGroup& b) { return a.start > b.start; });
}

void add_cohorts(const Question& question, RetentionReport& report) {
    for (const Cohort& cohort : cohorts_of(*question.cube, question.chosen, question.period.end(), report.cohort_months, cohorts_shown)) {
        if (cohort.size == 0) continue;
        CohortLine& line = report.cohorts.emplace_back();
        line.first = cohort.first;
        line.size = cohort.size;
        for (std::size_t k = 0; k < cohort.active.size(); ++k) {
            line.cells.push_back({cohort.active[k], ratio_bp(cohort.active[k], cohort.size), money_of(cohort.revenue[k]),
                                  ratio_bp(cohort.revenue[k], cohort.revenue[0])});
        }
    }
}

void add_reasons(const Question& question, const Measured& measured, RetentionReport& report) {
    const Attribute* attribute = question.cube->attribute("leave_reason_code");
    if (!attribute) return;
    const auto movements = movements_by(measured.ends, question.chosen, attribute->codes, attribute->values.size());
    for (std::size_t i = 0; i < movements.size(); ++i) {
        if (movements[i].lost == 0) continue;
        ChurnReason& reason = report.reasons.emplace_back();
        if (const auto* text = std::get_if<std::string>(&attribute->values[i])) reason.reason = *text;
        reason.clients = movements[i].lost;
        reason.amount = money_of(movements[i].churn);
    }
    std::stable_sort(report.reasons.begin(), report.reasons.end(), [](const ChurnReason& a, const ChurnReason& b) { return a.amount > b.amount; });
}

// --- growth

struct Line {
    std::uint32_t account = 0;
    Uuid offering;
    friend bool operator==(const Line&, const Line&) = default;
};
struct LineHash {
    std::size_t operator()(const Line& line) const noexcept { return std::hash<Uuid>{}(line.offering) * 31 + line.account; }
};
using Lines = std::unordered_map<Line, OfferingEnds, LineHash>;

/// What the clients of the start bought in both windows, by offering.
Lines read_lines(const Reader& reader, const Question& question, const Ends& ends) {
    const Cube& cube = *question.cube;
    const Month last = question.period.end();
    const Month first = last + (1 - 2 * question.period.window);
    const Month middle = last + (1 - question.period.window);
    ledger::MonthConverter converter(reader, cube.base);
    Lines lines;
    std::optional<std::uint32_t> at;
    Uuid current;
    // Entries without a client are passed over here: asked of the database, it would go through all by the index of clients and
    // look up each.
    reader.connection().query(
        "SELECT account_id, offering_id, service_month, currency, amount, quantity FROM ledger_entry "
        "WHERE entry_kind IN ('revenue', 'credit_note') AND service_month >= $1 AND service_month <= $2",
        [&](const db::Row& row) {
            if (row.is_null(0)) return;
            if (current != row.uuid(0)) {
                current = row.uuid(0);
                at = cube.find(current);
            }
            if (!at) return;
            const std::size_t top = question.by_group ? cube.top[*at] : *at;
            if (!question.chosen[top] || ends.start[top] <= 0 || ends.unknown[top]) return;
            if (question.family && question.families->family_of_offering(row.uuid(1)) != *question.family) return;
            const Month month{static_cast<std::int32_t>(row.integer(2))};
            const auto amount = converter.convert(Decimal{row.integer(4)}, parse_currency(row.text(3)).value_or(cube.base), month);
            if (!amount) return;
            OfferingEnds& line = lines[{static_cast<std::uint32_t>(top), row.uuid(1)}];
            const bool at_start = month < middle;
            (at_start ? line.start : line.end) += amount->units;
            // The quantity of a credit note is written with either sign; its money is negative.
            const std::int64_t quantity = std::abs(row.integer(5));
            (at_start ? line.quantity_start : line.quantity_end) += amount->units < 0 ? -quantity : quantity;
        },
        first, last);
    return lines;
}

void fill(const Growth& growth, OfferingGrowth& line) {
    line.upsell = money_of(growth.upsell);
    line.price = money_of(growth.price);
    line.cross_sell = money_of(growth.cross_sell);
    line.downsell = money_of(growth.downsell);
    line.lost_offerings = money_of(growth.lost_offerings);
}

}  // namespace

RetentionReport retention_report(const Reader& reader, const Question& question, std::int32_t step) {
    RetentionReport report;
    report.period = asked_period(question);
    report.cohort_months = step;
    const Measured measured = measure(reader, question, question.period);
    for (const IndicatorCode code : {IndicatorCode::net_retention, IndicatorCode::booked_retention, IndicatorCode::gross_retention, IndicatorCode::logo_retention,
                                     IndicatorCode::expansion}) {
        report.values.push_back(value_of(question, measured, code));
    }
    const auto& reason = report.values.front().reason;
    if (!reason || *reason == NoValue::no_clients) {
        const auto& [movements, days] = measured.weighed;
        report.waterfall = waterfall_of(movements, days);
        report.credits_start = money_of(movements.credits_start, days);
        report.credits_end = money_of(movements.credits_end, days);
        add_groups(reader, question, measured, report);
        add_reasons(question, measured, report);
    }
    // Who bought when is known of the client, not of a family.
    if (question.books_end && !question.family) add_cohorts(question, report);
    return report;
}

GrowthReport growth_report(const Reader& reader, const Question& question) {
    GrowthReport report;
    report.period = asked_period(question);
    const Measured measured = measure(reader, question, question.period);
    report.reason = value_of(question, measured, IndicatorCode::expansion).reason;
    if (report.reason) return report;
    Growth all;
    std::unordered_map<Uuid, Growth> by_offering;
    for (const auto& [line, ends] : read_lines(reader, question, measured.ends)) {
        const Growth growth = growth_of(ends);
        all.add(growth);
        by_offering[line.offering].add(growth);
    }
    report.clients = measured.weighed.movements.clients;
    report.upsell = money_of(all.upsell);
    report.price = money_of(all.price);
    report.cross_sell = money_of(all.cross_sell);
    report.downsell = money_of(all.downsell);
    report.lost_offerings = money_of(all.lost_offerings);
    report.net = money_of(all.net());
    std::vector<std::pair<__int128, Uuid>> moved;
    for (const auto& [offering, growth] : by_offering) {
        moved.emplace_back(-(growth.upsell + growth.price + growth.cross_sell + growth.downsell + growth.lost_offerings), offering);
    }
    std::sort(moved.begin(), moved.end());
    for (std::size_t i = 0; i < std::min(moved.size(), offerings_shown); ++i) {
        OfferingGrowth& line = report.items.emplace_back();
        const Uuid& offering = moved[i].second;
        if (!offering.is_nil()) {
            line.offering_id = Id<Offering>{offering};
            line.name = reader.connection().text("SELECT name FROM offering WHERE id = $1", offering).value_or("");
        }
        fill(by_offering[offering], line);
    }
    return report;
}

}  // namespace klicnik::indicators
