#include "modules/accounts/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/enum_names.hpp"

namespace klicnik::accounts::rules {
namespace {

Date day(std::string_view iso) {
    return *parse_date(iso);
}

template <class Entity>
Id<Entity> id(std::uint8_t number) {
    Id<Entity> made;
    made.value.bytes[15] = number;
    return made;
}

AccountAssignment assigned(AssignmentRole role, std::uint8_t user, std::string_view from,
                           std::string_view to = "") {
    AccountAssignment assignment;
    assignment.account_id = id<Account>(1);
    assignment.user_id = id<User>(user);
    assignment.role = role;
    assignment.from_on = day(from);
    assignment.to_on = parse_date(to);
    return assignment;
}

constexpr auto lead = AssignmentRole::lead;
constexpr auto deputy = AssignmentRole::deputy;
constexpr auto support = AssignmentRole::support;

using Assignments = std::vector<AccountAssignment>;

// --- intervals, AC2.1

struct OverlapCase {
    std::string_view a_from, a_to, b_from, b_to;
    bool overlap;
};

TEST(Assignment, intervals_are_half_open) {
    const OverlapCase cases[] = {
        {"2026-01-01", "2026-02-01", "2026-02-01", "", false},
        {"2026-01-01", "2026-02-02", "2026-02-01", "", true},
        {"2026-01-01", "", "2030-01-01", "2030-02-01", true},
        {"2026-01-01", "", "2025-01-01", "", true},
        {"2026-01-01", "", "2025-01-01", "2026-01-01", false},
        {"2026-03-01", "2026-03-02", "2026-03-01", "2026-03-02", true},
    };
    for (const auto& item : cases) {
        const auto a = assigned(lead, 1, item.a_from, item.a_to);
        const auto b = assigned(lead, 2, item.b_from, item.b_to);
        EXPECT_EQ(overlap(a, b), item.overlap) << item.a_from << ' ' << item.b_from;
        EXPECT_EQ(overlap(b, a), item.overlap);
    }
    EXPECT_TRUE(holds_on(assigned(lead, 1, "2026-01-01", "2026-02-01"), day("2026-01-31")));
    EXPECT_FALSE(holds_on(assigned(lead, 1, "2026-01-01", "2026-02-01"), day("2026-02-01")));
}

TEST(Assignment, an_archived_one_holds_on_no_day) {
    auto gone = assigned(lead, 1, "2026-01-01");
    gone.archived = true;
    EXPECT_FALSE(holds_on(gone, day("2026-05-01")));
    EXPECT_FALSE(overlap(gone, assigned(lead, 2, "2026-01-01")));
}

TEST(Assignment, AC2_1_a_new_lead_ends_the_running_one_on_the_same_day) {
    const Assignments existing = {assigned(lead, 1, "2025-01-01", "2025-06-01"),
                                  assigned(lead, 2, "2025-06-01"),
                                  assigned(support, 4, "2025-01-01")};
    const auto endings = plan_assignment(existing, assigned(lead, 3, "2026-01-01"));
    ASSERT_TRUE(endings);
    EXPECT_EQ(*endings, (std::vector<Ending>{{1, day("2026-01-01")}}));
}

TEST(Assignment, a_new_lead_ends_one_that_was_to_last_longer) {
    const Assignments existing = {assigned(lead, 2, "2025-06-01", "2027-01-01")};
    const auto endings = plan_assignment(existing, assigned(lead, 3, "2026-01-01"));
    EXPECT_EQ(*endings, (std::vector<Ending>{{0, day("2026-01-01")}}));
}

TEST(Assignment, a_new_lead_cannot_begin_before_another_one_that_is_planned) {
    const Assignments existing = {assigned(lead, 2, "2026-06-01")};
    for (const auto from : {"2026-06-01", "2026-01-01"}) {
        const auto refused = plan_assignment(existing, assigned(lead, 3, from));
        ASSERT_FALSE(refused) << from;
        EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
        EXPECT_EQ(refused.error().code, "assignment.overlaps");
    }
    EXPECT_TRUE(plan_assignment(existing, assigned(lead, 3, "2026-01-01", "2026-06-01")));
}

TEST(Assignment, there_is_at_most_one_deputy_and_any_number_of_supporters) {
    const Assignments existing = {assigned(deputy, 2, "2025-06-01"),
                                  assigned(support, 4, "2025-01-01")};
    EXPECT_EQ(plan_assignment(existing, assigned(deputy, 3, "2026-01-01"))->size(), 1U);
    EXPECT_TRUE(plan_assignment(existing, assigned(support, 3, "2026-01-01"))->empty());
    EXPECT_FALSE(plan_assignment(existing, assigned(support, 4, "2026-01-01")))
        << "the same person twice";
}

TEST(Assignment, a_deputy_who_becomes_the_lead_stops_being_the_deputy) {
    const Assignments existing = {assigned(lead, 1, "2025-01-01"),
                                  assigned(deputy, 2, "2025-01-01")};
    const auto endings = plan_assignment(existing, assigned(lead, 2, "2026-01-01"));
    EXPECT_EQ(*endings, (std::vector<Ending>{{0, day("2026-01-01")}, {1, day("2026-01-01")}}));
}

TEST(Assignment, nobody_is_their_own_deputy) {
    const Assignments existing = {assigned(lead, 1, "2025-01-01")};
    const auto refused = plan_assignment(existing, assigned(deputy, 1, "2026-01-01"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "assignment.deputy_is_lead");
    EXPECT_TRUE(plan_assignment(existing, assigned(support, 1, "2026-01-01")));
}

TEST(Assignment, must_last_at_least_a_day_and_carry_at_most_all_of_the_account) {
    auto wrong = assigned(lead, 1, "2026-01-01", "2026-01-01");
    wrong.allocation_bp = 10'001;
    const auto refused = plan_assignment({}, wrong);
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 2U);
    EXPECT_EQ(refused.error().fields[0].field, "to_on");
    EXPECT_EQ(refused.error().fields[1].field, "allocation_bp");
}

TEST(Assignment, AC2_1_whatever_is_added_no_day_has_two_leads_or_two_deputies) {
    std::mt19937 random(11);
    for (int story = 0; story < 200; ++story) {
        Assignments all;
        for (int step = 0; step < 12; ++step) {
            auto added = assigned(random() % 2 == 0 ? lead : deputy,
                                  static_cast<std::uint8_t>(1 + random() % 4), "2026-01-01");
            added.from_on = day("2026-01-01") + static_cast<std::int32_t>(random() % 60);
            if (random() % 2 == 0)
                added.to_on = added.from_on + static_cast<std::int32_t>(1 + random() % 20);
            const auto endings = plan_assignment(all, added);
            if (!endings) continue;
            for (const auto& ending : *endings) all[ending.index].to_on = ending.to_on;
            all.push_back(added);
        }
        for (Date at = day("2025-12-30"); at < day("2026-04-30"); at = at + 1) {
            std::map<AssignmentRole, std::vector<Id<User>>> holders;
            for (const auto& one : all) {
                if (holds_on(one, at)) holders[one.role].push_back(one.user_id);
            }
            ASSERT_LE(holders[lead].size(), 1U) << to_text(at);
            ASSERT_LE(holders[deputy].size(), 1U) << to_text(at);
            if (!holders[lead].empty()) {
                ASSERT_NE(holders[lead], holders[deputy]);
            }
        }
    }
}

TEST(Assignment, ending_the_lead_leaves_the_deputy_in_charge) {
    Assignments all = {assigned(lead, 1, "2025-01-01"), assigned(deputy, 2, "2025-01-01")};
    ASSERT_TRUE(check_end(all, 0, day("2026-01-01")));
    EXPECT_EQ(cover_on(all, day("2026-01-01")), 0U);
    all[0].to_on = day("2026-01-01");
    EXPECT_EQ(cover_on(all, day("2025-12-31")), 0U);
    EXPECT_EQ(cover_on(all, day("2026-01-01")), 1U);
    EXPECT_EQ(cover_on(all, day("2024-01-01")), std::nullopt);
    EXPECT_EQ(first_day_without_lead(all, day("2025-05-01")), day("2026-01-01"));
}

TEST(Assignment, an_end_may_not_reach_into_the_next_lead) {
    const Assignments all = {assigned(lead, 1, "2025-01-01", "2025-06-01"),
                             assigned(lead, 2, "2025-06-01")};
    EXPECT_TRUE(check_end(all, 0, day("2025-03-01")));
    EXPECT_FALSE(check_end(all, 0, day("2025-06-02")));
    EXPECT_FALSE(check_end(all, 0, std::nullopt));
    EXPECT_FALSE(check_end(all, 0, day("2025-01-01"))) << "at least a day";
}

TEST(Assignment, AC2_1_a_hole_between_leads_is_found) {
    Assignments all = {assigned(lead, 2, "2026-03-01"),
                       assigned(lead, 1, "2026-01-01", "2026-02-01"),
                       assigned(lead, 3, "2026-02-01", "2026-02-20")};
    EXPECT_EQ(first_day_without_lead(all, day("2026-01-15")), day("2026-02-20"));
    EXPECT_EQ(first_day_without_lead(all, day("2026-03-01")), std::nullopt);
    EXPECT_EQ(first_day_without_lead(all, day("2025-12-01")), day("2025-12-01"));
    EXPECT_EQ(first_day_without_lead({}, day("2026-01-01")), day("2026-01-01"));
}

// --- lifecycle, domain 5.2

TEST(Lifecycle, goes_only_along_the_ways_of_domain_5_2) {
    const std::vector<std::pair<Lifecycle, Lifecycle>> allowed = {
        {Lifecycle::prospect, Lifecycle::onboarding}, {Lifecycle::onboarding, Lifecycle::active},
        {Lifecycle::onboarding, Lifecycle::leaving},  {Lifecycle::active, Lifecycle::at_risk},
        {Lifecycle::active, Lifecycle::leaving},      {Lifecycle::at_risk, Lifecycle::active},
        {Lifecycle::at_risk, Lifecycle::leaving},     {Lifecycle::leaving, Lifecycle::at_risk},
        {Lifecycle::leaving, Lifecycle::former},      {Lifecycle::former, Lifecycle::onboarding},
    };
    for (std::size_t from = 0; from < enum_names<Lifecycle>().size(); ++from) {
        for (std::size_t to = 0; to < enum_names<Lifecycle>().size(); ++to) {
            const auto move = std::pair(static_cast<Lifecycle>(from), static_cast<Lifecycle>(to));
            const bool expected =
                from == to || std::find(allowed.begin(), allowed.end(), move) != allowed.end();
            const auto outcome = check_lifecycle({move.first, move.second, true});
            EXPECT_EQ(outcome.ok(), expected)
                << to_text(move.first) << " → " << to_text(move.second);
        }
    }
}

TEST(Lifecycle, leaving_needs_a_reason_and_a_former_client_also_a_last_day) {
    Account account;
    account.lifecycle = Lifecycle::leaving;
    EXPECT_FALSE(check_farewell(account));
    account.leave_reason_code = LeaveReason::unknown;
    EXPECT_TRUE(check_farewell(account));
    account.lifecycle = Lifecycle::former;
    account.leave_reason_code.reset();
    const auto refused = check_farewell(account);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 2U);
    account.leave_reason_code = LeaveReason::price;
    account.left_on = day("2020-01-01");
    EXPECT_TRUE(check_farewell(account));
    account.client_since = day("2030-01-01");
    EXPECT_EQ(check_farewell(account).error().fields.front().code, "before_start");
}

TEST(Lifecycle, only_the_head_of_accounts_declares_a_client_safe_again) {
    const auto refused =
        check_lifecycle({Lifecycle::at_risk, Lifecycle::active, false});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "account.needs_head_decision");
    EXPECT_TRUE(
        check_lifecycle({Lifecycle::at_risk, Lifecycle::active, true}));
}

// --- groups

struct Family {
    std::map<Id<Account>, Id<Account>> parents;

    std::optional<Id<Account>> operator()(Id<Account> account) const {
        const auto found = parents.find(account);
        if (found == parents.end()) return std::nullopt;
        return found->second;
    }
};

const auto a = id<Account>(1);
const auto b = id<Account>(2);
const auto c = id<Account>(3);
const auto d = id<Account>(4);

TEST(Group, a_firm_is_never_above_itself) {
    const Family family{{{b, a}, {c, b}}};
    EXPECT_TRUE(check_parent(d, c, family));
    for (const auto below : {a, b, c}) {
        const auto refused = check_parent(a, below, family);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fields[0].field, "parent_id");
        EXPECT_EQ(refused.error().fields[0].code, "cycle");
    }
    EXPECT_TRUE(check_parent(c, a, family)) << "moving up within the group";
    EXPECT_TRUE(check_parent(c, a, family, 19));
    EXPECT_EQ(check_parent(c, a, family, 20).error().fields[0].code, "too_deep") << "with all that is below";
}

TEST(Group, a_cycle_that_is_already_stored_does_not_hang) {
    const Family family{{{a, b}, {b, a}}};
    EXPECT_EQ(check_parent(c, a, family).error().fields[0].code, "too_deep");
    ultimate_parent(a, family);
    const std::vector<ParentLink> links = {{a, b}, {b, a}};
    EXPECT_EQ(group_of(a, links).size(), 2U);
}

TEST(Group, lists_all_daughters_by_depth) {
    const std::vector<ParentLink> links = {
        {d, b}, {c, a}, {b, a}, {id<Account>(9), id<Account>(8)}};
    EXPECT_EQ(group_of(a, links), (std::vector<GroupMember>{{a, 0}, {b, 1}, {c, 1}, {d, 2}}));
    EXPECT_EQ(group_of(d, links), (std::vector<GroupMember>{{d, 0}}));
    EXPECT_EQ(ultimate_parent(d, Family{{{d, b}, {b, a}, {c, a}}}), a);
}

}  // namespace
}  // namespace klicnik::accounts::rules
