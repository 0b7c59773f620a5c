#include "modules/indicators/indicator_values.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "base/in_parts.hpp"
#include "modules/accounts/account.hpp"
#include "modules/identity/user.hpp"
#include "modules/indicators/order_rhythm.hpp"
#include "modules/indicators/stability.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int32_t trend_months = 13;

constexpr std::int32_t variation_months = 24;

IndicatorUnit unit_of(IndicatorCode code) {
    switch (code) {
        case IndicatorCode::net_retention:
        case IndicatorCode::booked_retention:
        case IndicatorCode::gross_retention:
        case IndicatorCode::logo_retention:
        case IndicatorCode::expansion:
        case IndicatorCode::top_share:
        case IndicatorCode::top_five_share:
        case IndicatorCode::margin_variation: return IndicatorUnit::ratio;
        case IndicatorCode::revenue:
        case IndicatorCode::new_business:
        case IndicatorCode::reactivation:
        case IndicatorCode::churn:
        case IndicatorCode::contraction: return IndicatorUnit::money;
        case IndicatorCode::clients:
        case IndicatorCode::existential_clients:
        case IndicatorCode::late_clients: return IndicatorUnit::count;
        case IndicatorCode::concentration_index: return IndicatorUnit::number;
    }
    return IndicatorUnit::number;
}

IndicatorValue blank(IndicatorCode code) {
    IndicatorValue value;
    value.code = code;
    value.unit = unit_of(code);
    return value;
}

void set_ratio(IndicatorValue& value, __int128 numerator, __int128 denominator, std::int32_t days, NoValue otherwise) {
    value.value_bp = ratio_bp(numerator, denominator);
    value.numerator = money_of(numerator, days);
    value.denominator = money_of(denominator, days);
    if (!value.value_bp) value.reason = otherwise;
}

/// Whether the books reach back to the start of a period of invoices; contracts say themselves from when they hold.
std::optional<NoValue> no_start(const Question& question, const Period& period) {
    if (period.base == Base::contracts) return question.cube->contracts.empty() ? std::optional(NoValue::no_contracts) : std::nullopt;
    if (!question.books_first) return question.known == Knowledge::then ? NoValue::not_known_then : NoValue::no_books;
    const Month start = period.end() + (1 - 2 * period.window);
    return start < *question.books_first ? std::optional(NoValue::too_short) : std::nullopt;
}

/// Whether the books hold every month of a period: eleven months against twelve are no comparison.
bool is_whole(const Question& question, const Period& period) {
    if (period.base == Base::contracts || !question.books_first) return true;
    return period.end() + (1 - period.window) >= *question.books_first;
}

/// The column after the last month of a period that the books have: contracts may be asked about on any day.
std::int32_t end_of_books(const Question& question, const Period& period) {
    return question.cube->end_index(question.books_end ? std::min(period.end(), *question.books_end) : period.end());
}

/// The columns of the window of margins of a period.
Dependence margin_dependence(const Question& question, const Period& period) {
    const Cube& cube = *question.cube;
    const std::int32_t end = end_of_books(question, period);
    return dependence_of(cube.margin().before(end - period.window), cube.margin().before(end), question.chosen);
}

IndicatorValue of_dependence(const Question& question, const Dependence& dependence, IndicatorCode code) {
    IndicatorValue value = blank(code);
    if (!question.sees_margin) {
        value.reason = NoValue::not_allowed;
        return value;
    }
    value.clients = dependence.clients;
    if (dependence.total <= 0) {
        value.reason = NoValue::no_margin;
    } else if (code == IndicatorCode::concentration_index) {
        if (const auto index = dependence.concentration_index()) value.value = Decimal{*index};
    } else if (code == IndicatorCode::existential_clients) {
        value.value = Decimal::from_integer(dependence.over_a_quarter);
    } else {
        const std::size_t k = code == IndicatorCode::top_share ? 1 : Dependence::largest_kept;
        value.value_bp = dependence.top_share_bp(k);
        value.numerator = Decimal{std::accumulate(dependence.largest.begin(), dependence.largest.begin() + static_cast<std::ptrdiff_t>(k), std::int64_t{0})};
        value.denominator = money_of(dependence.total);
    }
    return value;
}

IndicatorValue of_rhythm(const Question& question, const Period& period) {
    IndicatorValue value = blank(IndicatorCode::late_clients);
    if (question.family) {
        value.reason = NoValue::not_of_a_family;
        return value;
    }
    const Cube& cube = *question.cube;
    std::array<std::int64_t, 2> late{};
    std::array<std::int64_t, 2> known{};
    in_parts(question.chosen.size(), [&](std::size_t part, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (!question.chosen[i]) continue;
            const auto days = cube.days_of(i);
            if (days.empty()) continue;
            // As of today all days count, and their median is known.
            const RhythmState state = days.back() <= period.as_of ? rhythm_state(cube.medians[i], period.as_of - days.back())
                                                                  : order_rhythm(days, period.as_of).state;
            known[part] += state != RhythmState::too_few;
            late[part] += state == RhythmState::late || state == RhythmState::silent;
        }
    });
    value.clients = known[0] + known[1];
    if (value.clients == 0) value.reason = NoValue::too_few_clients;
    else value.value = Decimal::from_integer(late[0] + late[1]);
    return value;
}

IndicatorValue of_variation(const Question& question, const Period& period) {
    IndicatorValue value = blank(IndicatorCode::margin_variation);
    const Cube& cube = *question.cube;
    if (!question.sees_margin) {
        value.reason = NoValue::not_allowed;
        return value;
    }
    const std::int32_t end = end_of_books(question, period);
    const std::int32_t begin = std::max(0, end - variation_months);
    // Each column is read once: a month is the difference of two sums.
    std::array<std::vector<std::int64_t>, 2> sums;
    in_parts(question.chosen.size(), [&](std::size_t part, std::size_t from, std::size_t to) {
        for (std::int32_t at = begin; at <= end; ++at) {
            const auto column = cube.margin().before(at);
            std::int64_t sum = 0;
            for (std::size_t i = from; i < to; ++i) sum += column[i] & -std::int64_t{question.chosen[i]};
            sums[part].push_back(sum);
        }
    });
    std::vector<std::int64_t> months;
    for (std::size_t at = 1; at < sums[0].size(); ++at) {
        std::int64_t month = sums[0][at] - sums[0][at - 1];
        if (!sums[1].empty()) month += sums[1][at] - sums[1][at - 1];
        months.push_back(month);
    }
    value.clients = std::count(question.chosen.begin(), question.chosen.end(), 1);
    value.value_bp = variation_bp(months);
    if (!value.value_bp) value.reason = months.size() < 12 ? NoValue::too_few_months : NoValue::no_margin;
    return value;
}

/// Thirteen months of each indicator, oldest first; a period that began before the books has no value.
std::vector<std::vector<TrendPoint>> trends_of(const Reader& reader, const Question& question, std::span<const IndicatorCode> codes) {
    std::vector<std::vector<TrendPoint>> all(codes.size());
    for (std::int32_t back = trend_months - 1; back >= 0; --back) {
        const Measured measured = measure(reader, question, earlier(question.period, back));
        const bool is_comparable = back == 0 || is_whole(question, measured.period);
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const IndicatorValue value = is_comparable ? value_of(question, measured, codes[i]) : blank(codes[i]);
            all[i].push_back({month_of(measured.period.as_of), value.value_bp, value.value});
        }
    }
    return all;
}

std::vector<IndicatorGroup> groups_by_lead(const Reader& reader, const Question& question, const Measured& measured, IndicatorCode code) {
    std::vector<IndicatorGroup> groups;
    const auto names = colleague_names(reader);
    const ByLead by = movements_by_lead(*question.cube, measured.ends, question.chosen, measured.period);
    for (const ByLead::Share& share : by.shares) {
        IndicatorGroup& group = groups.emplace_back();
        if (!share.user.is_nil()) {
            group.key = format_id(EntityName<User>::prefix, share.user);
            const auto name = names.find(share.user);
            if (name != names.end()) group.name = name->second;
        }
        group.value = value_of(code, share.movements, by.days);
    }
    return groups;
}

std::vector<IndicatorGroup> groups_by_family(const Reader& reader, const Question& question, const Measured& measured, IndicatorCode code) {
    std::vector<IndicatorGroup> groups;
    for (FamilyShare& share : shares_of_families(reader, question, measured.period)) {
        groups.push_back({std::move(share.key), std::move(share.name), value_of(code, share.weighed.movements, share.weighed.days)});
    }
    return groups;
}

std::vector<IndicatorGroup> groups_by_attribute(const Question& question, const Measured& measured, IndicatorCode code, const Attribute& attribute) {
    const auto movements = movements_by(measured.ends, question.chosen, attribute.codes, attribute.values.size());
    std::vector<IndicatorGroup> groups;
    for (std::size_t i = 0; i < movements.size(); ++i) {
        if (movements[i] == Movements{}) continue;
        IndicatorGroup& group = groups.emplace_back();
        if (const auto* text = std::get_if<std::string>(&attribute.values[i])) group.key = *text;
        group.value = value_of(code, movements[i]);
    }
    return groups;
}

}  // namespace

bool is_of_movements(IndicatorCode code) {
    switch (code) {
        case IndicatorCode::net_retention:
        case IndicatorCode::booked_retention:
        case IndicatorCode::gross_retention:
        case IndicatorCode::logo_retention:
        case IndicatorCode::expansion:
        case IndicatorCode::revenue:
        case IndicatorCode::clients:
        case IndicatorCode::new_business:
        case IndicatorCode::reactivation:
        case IndicatorCode::churn:
        case IndicatorCode::contraction: return true;
        case IndicatorCode::top_share:
        case IndicatorCode::top_five_share:
        case IndicatorCode::concentration_index:
        case IndicatorCode::existential_clients:
        case IndicatorCode::late_clients:
        case IndicatorCode::margin_variation: return false;
    }
    return false;
}

Measured measure(const Question& question, const Period& period, const Rates& rates) {
    Measured measured;
    measured.period = period;
    measured.ends = ends_of(*question.cube, period, rates, question.by_group);
    measured.weighed = weighed_movements(question, period, measured.ends);
    if (question.sees_margin) measured.dependence = margin_dependence(question, period);
    return measured;
}

Measured measure(const Reader& reader, const Question& question, const Period& period) {
    return measure(question, period, rates_of(reader, *question.cube, period));
}

IndicatorValue value_of(IndicatorCode code, const Movements& movements, std::int32_t days) {
    IndicatorValue value = blank(code);
    const auto whole = [days](std::int64_t weighted) { return divide_half_even(weighted, days); };
    value.clients = whole(movements.clients);
    value.unknown = whole(movements.unknown);
    const __int128 start = movements.start;
    switch (code) {
        case IndicatorCode::net_retention:
            set_ratio(value, start + movements.expansion - movements.contraction - movements.churn, start, days, NoValue::no_clients);
            break;
        case IndicatorCode::booked_retention:
            set_ratio(value, start + movements.expansion - movements.contraction - movements.churn + movements.credits_of_lost, start, days, NoValue::no_clients);
            break;
        case IndicatorCode::gross_retention: set_ratio(value, start - movements.contraction - movements.churn, start, days, NoValue::no_clients); break;
        case IndicatorCode::expansion: set_ratio(value, movements.expansion, start, days, NoValue::no_clients); break;
        case IndicatorCode::logo_retention:
            value.value_bp = movements.logo_retention_bp();
            value.numerator = money_of(static_cast<__int128>(movements.kept) * Decimal::one, days);
            value.denominator = money_of(static_cast<__int128>(movements.clients) * Decimal::one, days);
            if (!value.value_bp) value.reason = NoValue::no_clients;
            break;
        case IndicatorCode::revenue:
            value.value = money_of(movements.booked_end(), days);
            value.clients = whole(movements.kept + movements.won + movements.returned);
            break;
        case IndicatorCode::clients:
            value.clients = whole(movements.kept + movements.won + movements.returned);
            value.value = money_of(static_cast<__int128>(movements.kept + movements.won + movements.returned) * Decimal::one, days);
            break;
        case IndicatorCode::new_business:
            value.value = money_of(movements.new_business, days);
            value.clients = whole(movements.won);
            break;
        case IndicatorCode::reactivation:
            value.value = money_of(movements.reactivation, days);
            value.clients = whole(movements.returned);
            break;
        case IndicatorCode::churn:
            value.value = money_of(movements.churn, days);
            value.clients = whole(movements.lost);
            break;
        case IndicatorCode::contraction:
            value.value = money_of(movements.contraction, days);
            value.clients = whole(movements.contracted);
            break;
        case IndicatorCode::top_share:
        case IndicatorCode::top_five_share:
        case IndicatorCode::concentration_index:
        case IndicatorCode::existential_clients:
        case IndicatorCode::late_clients:
        case IndicatorCode::margin_variation: break;
    }
    return value;
}

IndicatorValue value_of(const Question& question, const Measured& measured, IndicatorCode code) {
    const bool needs_start = is_of_movements(code) && code != IndicatorCode::revenue && code != IndicatorCode::clients;
    if (needs_start) {
        if (const auto reason = no_start(question, measured.period)) {
            IndicatorValue value = blank(code);
            value.reason = reason;
            return value;
        }
    } else if (measured.period.base == Base::contracts && is_of_movements(code)) {
        if (question.cube->contracts.empty()) {
            IndicatorValue value = blank(code);
            value.reason = NoValue::no_contracts;
            return value;
        }
    } else if (!question.books_first) {
        IndicatorValue value = blank(code);
        value.reason = question.known == Knowledge::then ? NoValue::not_known_then : NoValue::no_books;
        return value;
    }
    if (is_of_movements(code)) return value_of(code, measured.weighed.movements, measured.weighed.days);
    if (code == IndicatorCode::late_clients) return of_rhythm(question, measured.period);
    if (code == IndicatorCode::margin_variation) return of_variation(question, measured.period);
    return of_dependence(question, measured.dependence, code);
}

Overview overview(const Reader& reader, const Question& question) {
    Overview overview;
    overview.period = asked_period(question);
    std::vector<IndicatorCode> codes;
    for (std::size_t i = 0; i < enum_names<IndicatorCode>().size(); ++i) codes.push_back(static_cast<IndicatorCode>(i));
    auto trends = trends_of(reader, question, codes);
    const Measured measured = measure(reader, question, question.period);
    for (std::size_t i = 0; i < codes.size(); ++i) overview.items.push_back({value_of(question, measured, codes[i]), std::move(trends[i])});
    if (question.all_clients && question.period.base == Base::invoices && !question.family) {
        std::int64_t sum = 0;
        const std::int32_t end = question.cube->end_index(question.period.end());
        for (std::int32_t at = std::max(0, end - question.period.window); at < std::min(end, question.cube->months()); ++at) {
            sum += question.cube->without_account[static_cast<std::size_t>(at)];
        }
        overview.without_account = Decimal{sum};
    }
    return overview;
}

std::vector<IndicatorGroup> groups_of(const Reader& reader, const Question& question, const Measured& measured, IndicatorCode code) {
    if (question.by == SplitBy::none || !is_of_movements(code)) return {};
    if (question.by == SplitBy::family) return groups_by_family(reader, question, measured, code);
    if (question.by == SplitBy::manager) return groups_by_lead(reader, question, measured, code);
    const Attribute* attribute = question.cube->attribute(to_text(question.by));
    return attribute ? groups_by_attribute(question, measured, code, *attribute) : std::vector<IndicatorGroup>{};
}

IndicatorReport indicator_report(const Reader& reader, const Question& question, IndicatorCode code) {
    IndicatorReport report;
    report.period = asked_period(question);
    const Measured measured = measure(reader, question, question.period);
    report.value = value_of(question, measured, code);
    const IndicatorCode codes[] = {code};
    report.trend = std::move(trends_of(reader, question, codes).front());
    if (!report.value.reason || *report.value.reason == NoValue::no_clients) report.groups = groups_of(reader, question, measured, code);
    return report;
}

}  // namespace klicnik::indicators
