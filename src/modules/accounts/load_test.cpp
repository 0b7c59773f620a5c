#include "modules/accounts/load.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/enum_names.hpp"

namespace klicnik::accounts::rules {
namespace {

Decimal decimal(std::string_view text) {
    return *parse_decimal(text);
}

const Decimal full_time = Decimal::from_integer(30);
const Date today = *parse_date("2026-11-23");

struct ComplexityCase {
    ComplexityFacts facts;
    std::string_view points;
};

TEST(Complexity, adds_up_as_I_20_says) {
    const ComplexityCase cases[] = {
        {{}, "1"},
        {{.active_stakeholders = 3, .sites = 1, .offering_families = 1}, "1"},
        {{.active_stakeholders = 4}, "1.1"},
        {{.active_stakeholders = 13}, "2"},
        {{.active_stakeholders = 50}, "2"},  // at most one point
        {{.sites = 2}, "1.2"},
        {{.sites = 4}, "1.6"},
        {{.sites = 9}, "1.6"},
        {{.offering_families = 2}, "1.15"},
        {{.offering_families = 5}, "1.6"},
        {{.individual_terms = true, .regulated_or_foreign = true, .onboarding = true}, "1.8"},
        {{.open_issues = 1}, "1.2"},
        {{.open_issues = 4}, "1.6"},
        {{.active_stakeholders = 7,
          .sites = 3,
          .offering_families = 2,
          .regulated_or_foreign = true},
         "2.25"},
        {{20, 10, 10, true, true, 10, true, std::nullopt}, "4.6"},
        {{.active_stakeholders = 20, .override_points = Decimal{15'000}}, "1.5"},
        {{-5, -5, -5, false, false, -5, false, std::nullopt}, "1"},
    };
    for (const auto& [facts, points] : cases) {
        const Complexity complexity = complexity_of(facts);
        EXPECT_EQ(to_text(complexity.points), points);
        if (facts.override_points) continue;
        Decimal sum = Decimal::from_integer(1);
        for (const auto& reason : complexity.reasons) sum.units += reason.points.units;
        EXPECT_EQ(sum, complexity.points) << "the reasons explain every point";
    }
}

TEST(Complexity, is_complex_from_two_points_on) {
    EXPECT_FALSE(complexity_of({.active_stakeholders = 12}).is_complex());
    EXPECT_TRUE(complexity_of({.active_stakeholders = 13}).is_complex());
}

TEST(Complexity, names_each_reason_with_its_count) {
    const auto complexity =
        complexity_of({.active_stakeholders = 6, .sites = 2, .individual_terms = true});
    const std::vector<ComplexityReason> expected = {
        {ComplexityFactor::stakeholders, decimal("0.3"), 6},
        {ComplexityFactor::sites, decimal("0.2"), 2},
        {ComplexityFactor::individual_terms, decimal("0.3"), 1}};
    EXPECT_EQ(complexity.reasons, expected);
    const auto overridden = complexity_of({.sites = 2, .override_points = decimal("2.5")});
    ASSERT_EQ(overridden.reasons.size(), 1U);
    EXPECT_EQ(to_text(overridden.reasons[0].factor), "override");
    EXPECT_EQ(overridden.reasons[0].points, decimal("2.5"));
}

TEST(Complexity, an_override_needs_a_reason_and_a_sensible_number) {
    EXPECT_TRUE(check_complexity_override(std::nullopt, ""));
    EXPECT_TRUE(check_complexity_override(decimal("2.5"), "three legal entities"));
    const auto refused = check_complexity_override(decimal("10.1"), " ");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 2U);
    EXPECT_FALSE(check_complexity_override(decimal("0"), "easy"));
}

// --- load, I-21

TEST(Load, a_role_carries_its_share_of_the_complexity) {
    EXPECT_EQ(load_points(decimal("2.1"), 10'000, AssignmentRole::lead), decimal("2.1"));
    EXPECT_EQ(load_points(decimal("2.1"), 10'000, AssignmentRole::deputy), decimal("0.63"));
    EXPECT_EQ(load_points(decimal("2.1"), 10'000, AssignmentRole::executive_sponsor),
              decimal("0.21"));
    EXPECT_EQ(load_points(decimal("2.1"), 10'000, AssignmentRole::finance), Decimal{});
    EXPECT_EQ(load_points(decimal("2"), 5'000, AssignmentRole::lead), decimal("1"));
    EXPECT_EQ(load_points(decimal("1.15"), 3'333, AssignmentRole::deputy), decimal("0.115"));
    EXPECT_EQ(load_points(decimal("2"), 0, AssignmentRole::lead), Decimal{});
}

struct LoadCase {
    std::int64_t accounts;
    std::string_view complexity;
    std::int64_t load_bp;
    LoadBand band;
};

TEST(Load, AC33_2_fifteen_complex_accounts_are_full_twenty_the_border_fifty_simple_too_many) {
    const LoadCase cases[] = {
        {15, "2", 10'000, LoadBand::green}, {16, "2", 10'667, LoadBand::amber},
        {20, "2", 13'333, LoadBand::amber}, {21, "2", 14'000, LoadBand::red},
        {50, "1", 16'667, LoadBand::red},   {30, "1", 10'000, LoadBand::green},
        {40, "1", 13'333, LoadBand::amber}, {0, "1", 0, LoadBand::green},
    };
    for (const auto& [accounts, complexity, load_bp, band] : cases) {
        const Decimal each = load_points(decimal(complexity), 10'000, AssignmentRole::lead);
        const Load load = load_of({each.units * accounts}, full_time);
        EXPECT_EQ(load.load_bp, load_bp) << accounts;
        EXPECT_EQ(load.band, band) << accounts << " of " << complexity;
    }
}

TEST(Load, the_borders_are_exact) {
    EXPECT_EQ(load_of(decimal("30.0001"), full_time).band, LoadBand::amber);
    EXPECT_EQ(load_of(decimal("40"), full_time).band, LoadBand::amber);
    EXPECT_EQ(load_of(decimal("40.0001"), full_time).band, LoadBand::red);
}

TEST(Load, without_capacity_any_work_is_too_much) {
    EXPECT_EQ(load_of(decimal("1"), Decimal{}).band, LoadBand::red);
    EXPECT_EQ(load_of(decimal("1"), Decimal{}).load_bp, std::nullopt);
    EXPECT_EQ(load_of(Decimal{}, Decimal{}).band, LoadBand::green);
}

// --- the gate, AC33.1

GateQuestion question(std::string_view before, std::string_view after, std::string_view reason,
                      bool may_accept) {
    return {true,   decimal(before), decimal(after), full_time,
            reason, may_accept,      std::nullopt,   today};
}

struct GateCase {
    std::string_view before, after, reason;
    bool may_accept;
    bool passes;
    bool accepted_risk;
};

TEST(Gate, AC33_1_going_over_the_capacity_needs_a_reason_of_somebody_who_may_give_it) {
    const GateCase cases[] = {
        {"28", "30", "", false, true, false},  // exactly full is not over
        {"28", "30.0001", "", true, false, false},
        {"28", "31", "  ", true, false, false},
        {"28", "31", "until the new colleague starts", true, true, true},
        {"28", "31", "until the new colleague starts", false, false, false},
        {"35", "35", "", false, true, false},  // adds nothing
        {"35", "33", "", false, true, false},  // takes away
        {"35", "36", "", false, false, false},
    };
    for (const auto& item : cases) {
        const auto answer =
            ask_gate(question(item.before, item.after, item.reason, item.may_accept));
        EXPECT_EQ(answer.ok(), item.passes) << item.before << " → " << item.after;
        if (answer) {
            EXPECT_EQ(answer->accepted_risk, item.accepted_risk);
            EXPECT_EQ(answer->risk_expires_on.has_value(), item.accepted_risk);
        } else {
            EXPECT_EQ(answer.error().kind, ErrorKind::rule);
            EXPECT_EQ(answer.error().code, "assignment.over_capacity");
        }
    }
}

TEST(Gate, the_refusal_tells_the_load_before_and_after) {
    const auto answer = ask_gate(question("28", "31", "", true));
    const Params expected = {
        {"load_before_bp", "9333"}, {"load_after_bp", "10333"}, {"capacity_points", "30"}};
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().params, expected);
}

TEST(Gate, an_accepted_risk_expires_in_a_quarter_unless_said_otherwise) {
    GateQuestion asked = question("28", "31", "a reason", true);
    EXPECT_EQ(to_text(*ask_gate(asked)->risk_expires_on), "2027-02-23");
    asked.risk_expires_on = today + 10;
    EXPECT_EQ(ask_gate(asked)->risk_expires_on, today + 10);
    asked.risk_expires_on = today;
    EXPECT_EQ(ask_gate(asked).error().fields[0].field, "risk_expires_on");
}

TEST(Gate, a_workspace_may_switch_it_off) {
    GateQuestion asked = question("28", "31", "", false);
    asked.enabled = false;
    EXPECT_TRUE(ask_gate(asked));
}

}  // namespace
}  // namespace klicnik::accounts::rules
