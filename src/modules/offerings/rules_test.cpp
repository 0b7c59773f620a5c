#include "modules/offerings/rules.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/enum_names.hpp"

namespace klicnik::offerings::rules {
namespace {

Date day(std::string_view iso) {
    return *parse_date(iso);
}

std::string text(std::optional<Date> date) {
    return date ? to_text(*date) : "none";
}

Contract running(std::string_view from, std::string_view to = "") {
    Contract contract;
    contract.name = "Rámcová smlouva";
    contract.state = ContractState::active;
    contract.starts_on = day(from);
    contract.ends_on = parse_date(to);
    return contract;
}

Contract renewing(std::string_view from, std::string_view to, std::int32_t months, std::int32_t notice_days = 0) {
    Contract contract = running(from, to);
    contract.auto_renew = true;
    contract.renewal_term_months = months;
    contract.notice_days = notice_days;
    return contract;
}

std::string fault_of(const Result<>& result) {
    if (result) return "";
    if (result.error().fields.empty()) return result.error().code;
    return result.error().fields.front().field + " " + result.error().fields.front().code;
}

template <class T>
std::string fault_of(const Result<T>& result) {
    return result ? fault_of(Result<>{}) : fault_of(Result<>{result.error()});
}

TEST(ContractFacts, dates_stand_in_order_and_money_is_not_negative) {
    EXPECT_EQ(fault_of(check_contract(running("2026-01-01"))), "");
    EXPECT_EQ(fault_of(check_contract(running("2026-01-01", "2026-01-01"))), "") << "in force on no day, as some subscriptions are";
    EXPECT_EQ(fault_of(check_contract(running("2026-01-01", "2025-12-31"))), "ends_on before_start");
    Contract contract = running("2026-01-01", "2027-01-01");
    contract.annual_value = Decimal{-1};
    EXPECT_EQ(fault_of(check_contract(contract)), "annual_value out_of_range");
    contract.annual_value = Decimal{0};
    contract.notice_days = -1;
    EXPECT_EQ(fault_of(check_contract(contract)), "notice_days out_of_range");
}

TEST(ContractFacts, renewal_says_for_how_long_while_the_contract_goes_on) {
    Contract contract = running("2026-01-01", "2027-01-01");
    contract.auto_renew = true;
    EXPECT_EQ(fault_of(check_contract(contract)), "renewal_term_months required");
    contract.state = ContractState::expired;
    EXPECT_EQ(fault_of(check_contract(contract)), "") << "it is over anyway";
    contract.state = ContractState::active;
    contract.ends_on.reset();
    EXPECT_EQ(fault_of(check_contract(contract)), "") << "without an end there is nothing to renew";
}

TEST(ContractFacts, each_state_has_the_days_that_make_it) {
    Contract contract = running("2026-01-01");
    contract.state = ContractState::expired;
    EXPECT_EQ(fault_of(check_contract(contract)), "ends_on required");
    contract.state = ContractState::terminated;
    EXPECT_EQ(fault_of(check_contract(contract)), "terminated_on required");
    contract.terminated_on = day("2025-01-01");
    EXPECT_EQ(fault_of(check_contract(contract)), "terminated_on before_start");
    contract.state = ContractState::notice_given;
    contract.terminated_on = day("2026-03-01");
    EXPECT_EQ(fault_of(check_contract(contract)), "notice_given_on required");
}

TEST(EntitlementFacts, the_period_stands_in_order) {
    Entitlement entitlement;
    entitlement.period_from = day("2026-01-01");
    EXPECT_EQ(fault_of(check_entitlement(entitlement)), "");
    entitlement.period_to = day("2025-12-31");
    EXPECT_EQ(fault_of(check_entitlement(entitlement)), "period_to before_start");
    entitlement.period_to.reset();
    entitlement.quantity = Decimal{-1};
    EXPECT_EQ(fault_of(check_entitlement(entitlement)), "quantity out_of_range");
}

TEST(ContractTerm, is_half_open) {
    const Contract contract = running("2026-01-01", "2027-01-01");
    EXPECT_FALSE(is_in_force(contract, day("2025-12-31")));
    EXPECT_TRUE(is_in_force(contract, day("2026-01-01")));
    EXPECT_TRUE(is_in_force(contract, day("2026-12-31")));
    EXPECT_FALSE(is_in_force(contract, day("2027-01-01"))) << "the end is the first day without it";
    EXPECT_FALSE(is_in_force(running("2026-01-01", "2026-01-01"), day("2026-01-01")));
    EXPECT_TRUE(is_in_force(running("2026-01-01"), day("2099-01-01")));
}

TEST(ContractTerm, drafts_and_archived_contracts_are_never_in_force) {
    Contract contract = running("2026-01-01");
    contract.state = ContractState::draft;
    EXPECT_FALSE(is_in_force(contract, day("2026-06-01")));
    contract.state = ContractState::active;
    contract.archived = true;
    EXPECT_FALSE(is_in_force(contract, day("2026-06-01")));
}

TEST(ContractTerm, renews_itself_from_end_to_end) {
    const Contract contract = renewing("2024-01-31", "2025-01-31", 1);
    EXPECT_EQ(text(current_term_end(contract, day("2023-12-01"))), "2025-01-31");
    EXPECT_EQ(text(current_term_end(contract, day("2025-01-30"))), "2025-01-31");
    EXPECT_EQ(text(current_term_end(contract, day("2025-01-31"))), "2025-02-28");
    EXPECT_EQ(text(current_term_end(contract, day("2025-02-28"))), "2025-03-31") << "counted from the first end, so a 31st stays one";
    EXPECT_EQ(text(current_term_end(renewing("2020-01-01", "2021-01-01", 12), day("2026-11-23"))), "2027-01-01");
    EXPECT_EQ(text(current_term_end(renewing("2020-01-01", "2021-01-01", 24), day("2026-11-23"))), "2027-01-01");
    EXPECT_TRUE(is_in_force(contract, day("2040-01-31")));
}

TEST(ContractTerm, an_unknown_length_of_renewal_is_not_counted_upon) {
    Contract contract = running("2026-01-01", "2027-01-01");
    contract.auto_renew = true;
    EXPECT_FALSE(is_in_force(contract, day("2027-01-01")));
}

TEST(ContractTerm, every_day_of_ten_years_lies_in_one_term) {
    for (const std::int32_t months : {1, 2, 3, 6, 7, 12, 24}) {
        const Contract contract = renewing("2019-08-31", "2020-08-31", months);
        Date last = *contract.ends_on;
        for (Date today = day("2019-08-31"); today < day("2029-08-31"); today = today + 1) {
            const Date end = *current_term_end(contract, today);
            ASSERT_GT(end, today);
            ASSERT_GE(end, last);
            ASSERT_TRUE(end == last || last == today) << "a term begins where the one before ends: " << to_text(today);
            last = end;
        }
    }
}

TEST(ContractDeadline, leaves_room_for_the_period_of_notice) {
    Contract contract = running("2026-01-01", "2027-01-01");
    EXPECT_EQ(text(notice_deadline(contract, day("2026-06-01"))), "2026-12-31") << "without a period of notice the last day";
    contract.notice_days = 90;
    EXPECT_EQ(text(notice_deadline(contract, day("2026-06-01"))), "2026-10-02") << "90 days from 3 October to 31 December";
    EXPECT_EQ(text(notice_deadline(running("2026-01-01"), day("2026-06-01"))), "none") << "any day";
    contract.state = ContractState::draft;
    EXPECT_EQ(text(notice_deadline(contract, day("2026-06-01"))), "none");
}

TEST(ContractDeadline, moves_to_the_next_term_once_it_has_passed) {
    const Contract contract = renewing("2025-01-01", "2026-01-01", 12, 90);
    EXPECT_EQ(text(notice_deadline(contract, day("2025-10-02"))), "2025-10-02");
    EXPECT_EQ(text(notice_deadline(contract, day("2025-10-03"))), "2026-10-02");
    const Contract short_terms = renewing("2025-01-01", "2025-02-01", 1, 90);
    EXPECT_EQ(text(notice_deadline(short_terms, day("2025-01-01"))), "2025-01-30") << "for the end on 1 May";
}

TEST(ContractNotice, ends_the_contract_where_the_deadline_says) {
    for (const Contract& contract : {renewing("2025-01-01", "2026-01-01", 12, 90), renewing("2025-01-31", "2025-02-28", 1, 10)}) {
        for (Date given = day("2025-02-01"); given < day("2027-02-01"); given = given + 1) {
            const Date end = end_after_notice(contract, given);
            ASSERT_EQ(*notice_deadline(contract, given) + contract.notice_days + 1, end) << to_text(given);
            ASSERT_GT(end, given + contract.notice_days);
        }
    }
    Contract open = running("2025-01-01");
    open.notice_days = 30;
    EXPECT_EQ(to_text(end_after_notice(open, day("2026-03-01"))), "2026-04-01") << "30 days from 2 to 31 March";
    Contract fixed = running("2025-01-01", "2027-01-01");
    fixed.notice_days = 30;
    EXPECT_EQ(to_text(end_after_notice(fixed, day("2026-03-01"))), "2026-04-01");
    EXPECT_EQ(to_text(end_after_notice(fixed, day("2026-12-20"))), "2027-01-01") << "it ends anyway";
}

TEST(ContractState, follows_the_calendar) {
    Contract contract = running("2026-01-01", "2027-01-01");
    EXPECT_EQ(implied_state(contract, day("2026-12-31")), ContractState::active);
    EXPECT_EQ(implied_state(contract, day("2027-01-01")), ContractState::expired);
    contract.state = ContractState::expired;
    EXPECT_EQ(implied_state(contract, day("2026-06-01")), ContractState::active) << "its end was moved";
    contract.state = ContractState::draft;
    EXPECT_EQ(implied_state(contract, day("2030-01-01")), ContractState::draft);
    EXPECT_EQ(implied_state(renewing("2020-01-01", "2021-01-01", 12), day("2030-01-01")), ContractState::active);
    EXPECT_EQ(implied_state(running("2020-01-01"), day("2030-01-01")), ContractState::active);
}

TEST(ContractSteps, stand_in_one_table) {
    const auto allowed = [](ContractState state, Step step) { return check_step(state, step).ok(); };
    using enum ContractState;
    for (const ContractState state : {draft, active, notice_given, expired, terminated}) {
        EXPECT_EQ(allowed(state, Step::activate), state == draft);
        EXPECT_EQ(allowed(state, Step::give_notice), state == active);
        EXPECT_EQ(allowed(state, Step::take_back_notice), state == notice_given);
        EXPECT_EQ(allowed(state, Step::terminate), state == active || state == notice_given);
        EXPECT_EQ(allowed(state, Step::renew), state == active || state == expired);
    }
}

TEST(ContractSteps, notice_is_given_and_taken_back) {
    const Contract before = renewing("2025-01-01", "2026-01-01", 12, 90);
    const auto noticed = with_notice(before, day("2026-11-01"), std::nullopt, day("2026-11-23"));
    ASSERT_TRUE(noticed);
    EXPECT_EQ(noticed->state, ContractState::notice_given);
    EXPECT_EQ(text(noticed->terminated_on), "2028-01-01") << "too late for the end of 2026";
    EXPECT_EQ(text(noticed->ends_on), "2026-01-01") << "the agreed term stays";
    EXPECT_TRUE(is_in_force(*noticed, day("2027-12-31")));
    EXPECT_FALSE(is_in_force(*noticed, day("2028-01-01"))) << "it renews itself no more";
    EXPECT_EQ(implied_state(*noticed, day("2028-01-01")), ContractState::terminated);
    EXPECT_EQ(text(notice_deadline(*noticed, day("2026-11-23"))), "none");
    const auto back = without_notice(*noticed, day("2026-11-23"));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->state, ContractState::active);
    EXPECT_EQ(text(current_term_end(*back, day("2028-01-01"))), "2029-01-01");
}

TEST(ContractSteps, notice_may_agree_on_another_end) {
    const Contract before = renewing("2025-01-01", "2026-01-01", 12, 90);
    const auto noticed = with_notice(before, day("2026-11-01"), day("2027-03-31"), day("2026-11-23"));
    ASSERT_TRUE(noticed);
    EXPECT_EQ(text(noticed->terminated_on), "2027-03-31");
    EXPECT_EQ(fault_of(with_notice(before, day("2026-11-01"), day("2026-11-01"), day("2026-11-23"))), "terminated_on not_after");
    EXPECT_EQ(fault_of(with_notice(before, day("2024-11-01"), std::nullopt, day("2026-11-23"))), "notice_given_on out_of_range");
    EXPECT_EQ(fault_of(with_notice(running("2026-01-01", "2027-01-01"), day("2026-11-01"), day("2027-01-02"), day("2026-11-23"))),
              "terminated_on out_of_range");
    Contract draft = before;
    draft.state = ContractState::draft;
    EXPECT_EQ(fault_of(with_notice(draft, day("2026-11-01"), std::nullopt, day("2026-11-23"))), "contract.step_not_allowed");
}

TEST(ContractSteps, a_termination_in_the_future_leaves_it_in_force_until_then) {
    const auto ended = terminated(running("2026-01-01"), day("2027-02-01"));
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, ContractState::terminated);
    EXPECT_TRUE(is_in_force(*ended, day("2027-01-31")));
    EXPECT_FALSE(is_in_force(*ended, day("2027-02-01")));
    EXPECT_EQ(fault_of(terminated(running("2026-01-01"), day("2025-12-31"))), "terminated_on before_start");
    EXPECT_EQ(fault_of(terminated(running("2026-01-01", "2027-01-01"), day("2027-01-02"))), "terminated_on out_of_range");
}

TEST(ContractSteps, renewal_adds_a_term_also_late) {
    Contract contract = running("2025-01-01", "2026-01-01");
    contract.state = ContractState::expired;
    contract.renewal_term_months = 24;
    const auto late = renewed(contract, std::nullopt, day("2026-11-23"));
    ASSERT_TRUE(late);
    EXPECT_EQ(text(late->ends_on), "2028-01-01");
    EXPECT_EQ(late->state, ContractState::active);
    contract.renewal_term_months.reset();
    EXPECT_EQ(fault_of(renewed(contract, std::nullopt, day("2026-11-23"))), "ends_on required");
    EXPECT_EQ(fault_of(renewed(contract, day("2026-01-01"), day("2026-11-23"))), "ends_on not_after");
    EXPECT_EQ(fault_of(renewed(running("2025-01-01"), day("2027-01-01"), day("2026-11-23"))), "contract.has_no_term");
    EXPECT_EQ(text(renewed(renewing("2025-01-01", "2026-01-01", 12), std::nullopt, day("2026-11-23"))->ends_on), "2028-01-01")
        << "the term of today ends in 2027";
}

TEST(ContractSteps, who_switches_renewal_off_means_the_term_of_today) {
    const Contract before = renewing("2020-01-01", "2021-01-01", 12);
    Contract after = before;
    after.auto_renew = false;
    EXPECT_EQ(text(with_running_term(before, after, day("2026-11-23")).ends_on), "2027-01-01");
    after.ends_on = parse_date("2026-12-01");
    EXPECT_EQ(text(with_running_term(before, after, day("2026-11-23")).ends_on), "2026-12-01") << "unless he says when";
    Contract longer = before;
    longer.renewal_term_months = 60;
    EXPECT_EQ(text(with_running_term(before, longer, day("2026-11-23")).ends_on), "2027-01-01");
}

TEST(ContractValue, months_are_rounded_once) {
    Contract contract = running("2026-01-01");
    EXPECT_FALSE(monthly_value(contract));
    contract.annual_value = parse_decimal("100");
    EXPECT_EQ(to_text(*monthly_value(contract)), "8.3333");
    AnnualSum sum;
    for (int i = 0; i < 12; ++i) sum.add(contract);
    EXPECT_EQ(sum.monthly(), *parse_decimal("100")) << "not 12 × 8.3333";
    AnnualSum huge;
    contract.annual_value = parse_decimal("922337203685477.5807");
    for (int i = 0; i < 12; ++i) huge.add(contract);
    EXPECT_EQ(huge.monthly(), *contract.annual_value);
}

}  // namespace
}  // namespace klicnik::offerings::rules
