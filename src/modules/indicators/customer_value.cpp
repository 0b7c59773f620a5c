#include "modules/indicators/customer_value.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/enum_names.hpp"
#include "modules/indicators/lifetime_value.hpp"
#include "modules/indicators/second_opinion.hpp"

namespace klicnik::indicators {

namespace {

constexpr double value_step_weeks = 4;

Decimal decimal_of(double number) {
    return {static_cast<std::int64_t>(std::llround(number * Decimal::one))};
}

/// A number of ten-thousandths.
Decimal estimated_money(double ten_thousandths) {
    return {static_cast<std::int64_t>(std::llround(ten_thousandths))};
}

void add_parameter(ValueReport& report, std::string model, std::string name, double value, std::optional<double> error) {
    report.parameters.push_back({std::move(model), std::move(name), decimal_of(value), error ? std::optional(decimal_of(*error)) : std::nullopt});
}

void show_purchases(const BgNbdFit& fit, ValueReport& report) {
    report.purchases_refusal = fit.refusal;
    if (!fit.parameters) return;
    const auto& p = *fit.parameters;
    const auto& e = fit.standard_errors;
    const auto error = [&](double BgNbdParameters::*member) { return e ? std::optional((*e).*member) : std::nullopt; };
    add_parameter(report, "bg_nbd", "r", p.r, error(&BgNbdParameters::r));
    add_parameter(report, "bg_nbd", "alpha", p.alpha, error(&BgNbdParameters::alpha));
    report.nobody_seems_gone = fit.nobody_seems_gone;
    if (!fit.nobody_seems_gone) {
        add_parameter(report, "bg_nbd", "a", p.a, error(&BgNbdParameters::a));
        add_parameter(report, "bg_nbd", "b", p.b, error(&BgNbdParameters::b));
    }
    report.purchases_log_likelihood = decimal_of(fit.log_likelihood);
}

/// The Gamma-Gamma of amounts in ten-thousandths has its gamma in ten-thousandths too; people read it in money, as published.
void show_amounts(const GammaGammaFit& fit, ValueReport& report) {
    report.amounts_refusal = fit.refusal;
    if (fit.correlation) report.correlation_bp = std::llround(*fit.correlation * 10'000);
    if (!fit.parameters) return;
    const auto& e = fit.standard_errors;
    add_parameter(report, "gamma_gamma", "p", fit.parameters->p, e ? std::optional(e->p) : std::nullopt);
    add_parameter(report, "gamma_gamma", "q", fit.parameters->q, e ? std::optional(e->q) : std::nullopt);
    add_parameter(report, "gamma_gamma", "gamma", fit.parameters->gamma / Decimal::one, e ? std::optional(e->gamma / Decimal::one) : std::nullopt);
    // Densities of ten-thousandths are smaller by their scale; in units of money each customer gains its logarithm.
    report.amounts_log_likelihood = decimal_of(fit.log_likelihood + static_cast<double>(fit.customers) * std::log(double{Decimal::one}));
}

void show_second(const ParetoNbdFit& fit, ValueReport& report) {
    report.second_refusal = fit.refusal;
    if (!fit.parameters) return;
    const auto& p = *fit.parameters;
    const auto& e = fit.standard_errors;
    const auto error = [&](double ParetoNbdParameters::*member) { return e ? std::optional((*e).*member) : std::nullopt; };
    add_parameter(report, "pareto_nbd", "r", p.r, error(&ParetoNbdParameters::r));
    add_parameter(report, "pareto_nbd", "alpha", p.alpha, error(&ParetoNbdParameters::alpha));
    add_parameter(report, "pareto_nbd", "s", p.s, error(&ParetoNbdParameters::s));
    add_parameter(report, "pareto_nbd", "beta", p.beta, error(&ParetoNbdParameters::beta));
    report.second_customers = static_cast<std::int64_t>(fit.customers);
    report.second_log_likelihood = decimal_of(fit.log_likelihood);
}

/// What the second opinion says of all; `amount` is what one purchase of a customer brings, none without a model of amounts.
void add_second_opinion(std::span<const CustomerHistory> histories, SecondOpinion& second, double margin_share,
                        FunctionRef<std::optional<double>(const CustomerHistory&)> amount, ValueReport& report) {
    double purchases = 0, active = 0, active_without_repeat = 0, value = 0, value_without_repeat = 0;
    bool has_value = true;
    for (const CustomerHistory& history : histories) {
        const SecondOpinionOf opinion = second.of(history);
        const std::optional<double> each = amount(history);
        has_value = has_value && each && opinion.all_purchases;
        const double worth = has_value ? *opinion.all_purchases * *each * margin_share : 0;
        purchases += opinion.purchases;
        value += worth;
        if (history.repeats > 0) {
            active += opinion.chance_active;
            continue;
        }
        active_without_repeat += opinion.chance_active;
        value_without_repeat += worth;
    }
    report.second_expected_purchases = decimal_of(purchases);
    report.second_active_customers = decimal_of(active);
    report.second_active_without_repeat = decimal_of(active_without_repeat);
    if (!has_value) return;
    report.endless_value = estimated_money(value);
    report.endless_value_without_repeat = estimated_money(value_without_repeat);
}

/// What one customer is expected to bring; a book without a model of amounts has purchases only.
struct Expected {
    std::uint32_t index = 0;
    double purchases = 0;
    double amount = 0;
    double value = 0;
};

Expected expected_of(const CustomerHistory& history, std::uint32_t index, const BgNbdParameters& purchases, const GammaGammaFit& amounts,
                     const ValueTerms& terms) {
    Expected expected{index, 0, 0, 0};
    if (!amounts.parameters) {
        expected.purchases = expected_purchases(purchases, timing_of(history), terms.horizon_weeks);
        return expected;
    }
    const LifetimeValue value = lifetime_value(purchases, timing_of(history), *amounts.parameters, spend_of(history), terms);
    return {index, value.purchases, value.amount, value.value};
}

void add_segments(std::span<const CustomerHistory> histories, ValueReport& report) {
    std::vector<RfmFigures> figures;
    figures.reserve(histories.size());
    for (const CustomerHistory& history : histories) figures.push_back(rfm_figures(history));
    const auto scores = rfm_scores(figures);
    const std::size_t segments = enum_names<RfmSegment>().size();
    std::vector<SegmentLine> lines(segments + 1);
    for (std::size_t i = 0; i < segments; ++i) lines[i].segment = static_cast<RfmSegment>(i);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto segment = rfm_segment(scores[i]);
        SegmentLine& line = lines[segment ? static_cast<std::size_t>(*segment) : segments];
        ++line.customers;
        line.amount.units += histories[i].total_amount;
    }
    for (SegmentLine& line : lines) {
        if (line.customers > 0) report.segments.push_back(line);
    }
}

}  // namespace

ValueFits fit_value(std::span<const CustomerHistory> histories) {
    return {fit_bgnbd(histories), fit_gamma_gamma(histories), fit_second_opinion(histories)};
}

ValueReport value_report(std::span<const CustomerHistory> histories, const ValueFits& fits, const ValueQuestion& question,
                         FunctionRef<std::pair<std::optional<Id<Account>>, std::string>(std::uint32_t customer)> name) {
    ValueReport report;
    report.as_of = question.as_of;
    report.horizon_weeks = question.horizon_weeks;
    report.margin_bp = question.margin_bp;
    report.discount_bp = question.discount_bp;
    report.customers = static_cast<std::int64_t>(histories.size());
    for (const CustomerHistory& history : histories) {
        report.repeaters += history.repeats > 0;
        report.repeats += history.repeats;
    }
    report.without_repeat = report.customers - report.repeaters;
    add_segments(histories, report);
    const auto& [purchases, amounts, second_fit] = fits;
    show_purchases(purchases, report);
    show_amounts(amounts, report);
    show_second(second_fit, report);
    const double margin_share = static_cast<double>(question.margin_bp) / 10'000;
    const auto amount_of = [&](const CustomerHistory& history) -> std::optional<double> {
        if (!amounts.parameters) return std::nullopt;
        return expected_amount(*amounts.parameters, spend_of(history));
    };
    std::optional<SecondOpinion> second;
    if (second_fit.parameters) {
        second.emplace(*second_fit.parameters, question.horizon_weeks, static_cast<double>(question.discount_bp) / 10'000);
        add_second_opinion(histories, *second, margin_share, amount_of, report);
    }
    if (!purchases.parameters) return report;
    const ValueTerms terms{static_cast<double>(question.horizon_weeks), value_step_weeks, margin_share,
                           static_cast<double>(question.discount_bp) / 10'000};
    std::vector<Expected> all;
    all.reserve(histories.size());
    double expected = 0, active = 0, value = 0, value_without_repeat = 0;
    for (std::uint32_t i = 0; i < histories.size(); ++i) {
        const Expected& one = all.emplace_back(expected_of(histories[i], i, *purchases.parameters, amounts, terms));
        expected += one.purchases;
        value += one.value;
        if (histories[i].repeats == 0) value_without_repeat += one.value;
        active += chance_active(*purchases.parameters, timing_of(histories[i])).probability.value_or(0);
    }
    report.expected_purchases = decimal_of(expected);
    if (!purchases.nobody_seems_gone) report.active_customers = decimal_of(active);
    if (amounts.parameters) {
        report.value = estimated_money(value);
        report.value_without_repeat = estimated_money(value_without_repeat);
    }
    const auto count = std::min(all.size(), static_cast<std::size_t>(question.most_items));
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(), [](const Expected& a, const Expected& b) {
        if (a.value != b.value) return a.value > b.value;
        return a.purchases != b.purchases ? a.purchases > b.purchases : a.index < b.index;
    });
    for (std::size_t at = 0; at < count; ++at) {
        const CustomerHistory& history = histories[all[at].index];
        CustomerValue& item = report.items.emplace_back();
        std::tie(item.account_id, item.name) = name(history.customer);
        item.repeats = history.repeats;
        item.first_on = question.as_of + -history.age_days;
        item.last_on = item.first_on + history.recency_days;
        const ActivityChance chance = chance_active(*purchases.parameters, timing_of(history));
        if (chance.probability) item.active_bp = std::llround(*chance.probability * 10'000);
        else item.active_reason = purchases.nobody_seems_gone ? ActivityReason::nobody_seems_gone : ActivityReason::no_repeat_yet;
        item.expected_purchases = decimal_of(all[at].purchases);
        item.expected_amount = estimated_money(all[at].amount);
        item.value = estimated_money(all[at].value);
        if (!second) continue;
        const SecondOpinionOf opinion = second->of(history);
        item.second_active_bp = std::llround(opinion.chance_active * 10'000);
        if (opinion.all_purchases && amounts.parameters) item.endless_value = estimated_money(*opinion.all_purchases * *amount_of(history) * margin_share);
    }
    return report;
}

}  // namespace klicnik::indicators
