#include "modules/accounts/load.hpp"

#include <algorithm>
#include <string>

#include "base/ratio.hpp"
#include "base/text.hpp"

namespace klicnik::accounts::rules {

namespace {

constexpr std::int64_t tenth = Decimal::one / 10;
constexpr std::int64_t hundredth = Decimal::one / 100;
constexpr std::int32_t risk_months = 3;

/// `each` ten-thousandths for every one over `free`, at most `most`.
void add_counted(Complexity& complexity, ComplexityFactor factor, std::int32_t count,
                 std::int32_t free, std::int64_t each, std::int64_t most) {
    const std::int64_t over = std::max<std::int64_t>(0, std::int64_t{count} - free);
    if (over == 0) return;
    const Decimal points{std::min(over * each, most)};
    complexity.points.units += points.units;
    complexity.reasons.push_back({factor, points, count});
}

void add_flag(Complexity& complexity, ComplexityFactor factor, bool applies, std::int64_t points) {
    if (!applies) return;
    complexity.points.units += points;
    complexity.reasons.push_back({factor, Decimal{points}, 1});
}

}  // namespace

Complexity complexity_of(const ComplexityFacts& facts) {
    Complexity complexity;
    if (facts.override_points) {
        complexity.points = *facts.override_points;
        complexity.reasons.push_back({ComplexityFactor::override, *facts.override_points, 1});
        return complexity;
    }
    add_counted(complexity, ComplexityFactor::stakeholders, facts.active_stakeholders, 3, tenth,
                Decimal::one);
    add_counted(complexity, ComplexityFactor::sites, facts.sites, 1, 2 * tenth, 6 * tenth);
    add_counted(complexity, ComplexityFactor::offerings, facts.offering_families, 1, 15 * hundredth,
                6 * tenth);
    add_flag(complexity, ComplexityFactor::individual_terms, facts.individual_terms, 3 * tenth);
    add_flag(complexity, ComplexityFactor::regulated, facts.regulated_or_foreign, 3 * tenth);
    add_counted(complexity, ComplexityFactor::issues, facts.open_issues, 0, 2 * tenth, 6 * tenth);
    add_flag(complexity, ComplexityFactor::onboarding, facts.onboarding, 2 * tenth);
    return complexity;
}

Result<> check_complexity_override(std::optional<Decimal> points, std::string_view reason) {
    if (!points) return {};
    std::vector<FieldError> errors;
    if (points->units < tenth || *points > Decimal::from_integer(10)) {
        errors.push_back({"complexity_override", "out_of_range", {{"min", "0.1"}, {"max", "10"}}});
    }
    if (trimmed(reason).empty()) errors.push_back({"complexity_override_reason", "required", {}});
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

Decimal role_factor(AssignmentRole role) {
    switch (role) {
        case AssignmentRole::lead:
            return Decimal::from_integer(1);
        case AssignmentRole::deputy:
            return {3 * tenth};
        case AssignmentRole::executive_sponsor:
            return {tenth};
        case AssignmentRole::delivery:
        case AssignmentRole::support:
        case AssignmentRole::finance:
        case AssignmentRole::analyst:
            return {};
    }
    return {};
}

Decimal load_points(Decimal complexity, std::int32_t allocation_bp, AssignmentRole role) {
    const __int128 product =
        static_cast<__int128>(complexity.units) * allocation_bp * role_factor(role).units;
    return {divide_half_even(product, std::int64_t{10'000} * Decimal::one)};
}

Load load_of(Decimal points, Decimal capacity) {
    Load load;
    load.points = points;
    if (capacity.units <= 0) {
        load.band = points.units > 0 ? LoadBand::red : LoadBand::green;
        return load;
    }
    load.load_bp = ratio_bp(points.units, capacity.units);
    if (points <= capacity) {
        load.band = LoadBand::green;
    } else {
        const bool up_to_four_thirds =
            static_cast<__int128>(points.units) * 3 <= static_cast<__int128>(capacity.units) * 4;
        load.band = up_to_four_thirds ? LoadBand::amber : LoadBand::red;
    }
    return load;
}

Result<GateAnswer> ask_gate(const GateQuestion& question) {
    const bool over =
        question.points_after > question.capacity && question.points_after > question.points_before;
    if (!question.enabled || !over) return GateAnswer{};
    if (trimmed(question.reason).empty() || !question.may_accept_risk) {
        const auto load_text = [&](Decimal points) {
            const auto bp = load_of(points, question.capacity).load_bp;
            return bp ? std::to_string(*bp) : std::string();
        };
        return rule_violated("assignment.over_capacity",
                             {{"load_before_bp", load_text(question.points_before)},
                              {"load_after_bp", load_text(question.points_after)},
                              {"capacity_points", to_text(question.capacity)}});
    }
    const Date expiry = question.risk_expires_on.value_or(add_months(question.today, risk_months));
    if (expiry <= question.today) {
        return invalid("risk_expires_on", "not_after", {{"after", to_text(question.today)}});
    }
    return GateAnswer{true, expiry};
}

}  // namespace klicnik::accounts::rules
