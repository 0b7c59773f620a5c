#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "app/runner.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/offerings/rules.hpp"
#include "records/query.hpp"
#include "tests/support/store.hpp"

/// Contracts live the same life on both engines: steps, the calendar, and who may see what.
namespace klicnik {
namespace {

using offerings::ContractState;

class Contracts : public test::EachStore {
  protected:
    Context on(const char* day, const User* user = nullptr) const {
        Context context = user ? as(*user) : as_system();
        context.today = *parse_date(day);
        return context;
    }
    Contract draft_of(const Account& account, const char* from, const char* to = "") {
        Contract contract;
        contract.account_id = account.id;
        contract.number = "S" + std::to_string(++serial_);
        contract.starts_on = *parse_date(from);
        contract.ends_on = parse_date(to);
        contract.annual_value = parse_decimal("120000");
        return contract;
    }
    Result<Contract> try_create(const Contract& contract, const Context& context) {
        return store().write(context, [&](UnitOfWork& work) { return offerings::create_contract(work, contract); });
    }
    Contract create(const Contract& contract) { return must(try_create(contract, as_system())); }
    Contract activated(const Contract& contract) {
        return must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::activate_contract(work, contract); }));
    }
    Contract stored(const Contract& contract) {
        return store().read(as_system(), [&](const Reader& reader) { return *reader.find(contract.id); });
    }
    Result<> follow(const char* day) {
        for (const Recurring& work : recurring_work()) {
            const Context context = on(day);
            if (work.name == "contracts.follow_the_calendar") return work.run({store(), context, stopping_});
        }
        return not_found("schedule");
    }
    std::string list(const Context& context, const Entity& entity, const QueryParams& params = {}) {
        return store().read(context, [&](const Reader& reader) {
            const auto request = parse_list(entity, params, reader.permissions().may_read_sensitive(context, entity.name));
            if (!request) return "refused " + request.error().fields.front().field;
            json::Writer out;
            write_list(reader, entity, *request, out);
            return out.take();
        });
    }

    std::atomic<bool> stopping_ = false;
    int serial_ = 0;
};
KLICNIK_EACH_ENGINE(Contracts);

std::string text(std::optional<Date> day) {
    return day ? to_text(*day) : "none";
}

TEST_P(Contracts, begin_as_drafts_and_take_name_and_currency_from_what_is_known) {
    const Account account = make_account("Sklárny");
    const Contract contract = create(draft_of(account, "2026-01-01", "2027-01-01"));
    EXPECT_EQ(contract.state, ContractState::draft);
    EXPECT_EQ(contract.name, *contract.number);
    EXPECT_EQ(contract.currency, Currency{});
    EXPECT_EQ(text(stored(contract).term_ends_on), "2027-01-01");
    EXPECT_EQ(text(stored(contract).notice_deadline_on), "none");
    const Contract active = activated(contract);
    EXPECT_EQ(active.state, ContractState::active);
    EXPECT_EQ(text(stored(contract).notice_deadline_on), "2026-12-31");
    EXPECT_EQ(stored(contract).version, 2);
    const auto again = store().write(as_system(), [&](UnitOfWork& work) { return offerings::activate_contract(work, active); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "contract.step_not_allowed");
}

TEST_P(Contracts, numbers_are_unique_and_replaced_ones_belong_to_the_same_client) {
    const Account ours = make_account("Sklárny");
    const Account theirs = make_account("Pila");
    const Contract first = create(draft_of(ours, "2026-01-01"));
    Contract same = draft_of(theirs, "2026-01-01");
    same.number = first.number;
    const auto taken = try_create(same, as_system());
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, "contract.number_taken");
    Contract next = draft_of(theirs, "2026-01-01");
    next.replaces_id = first.id;
    const auto other = try_create(next, as_system());
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().fields.front().code, "other_account");
    next.account_id = ours.id;
    const Contract second = create(next);
    const auto circle = store().write(as_system(), [&](UnitOfWork& work) {
        Contract after = first;
        after.replaces_id = second.id;
        return offerings::update_contract(work, first, after);
    });
    ASSERT_FALSE(circle);
    EXPECT_EQ(circle.error().fields.front().code, "circular");
    Contract nameless = draft_of(ours, "2026-01-01");
    nameless.number.reset();
    EXPECT_EQ(try_create(nameless, as_system()).error().fields.front().field, "name");
}

TEST_P(Contracts, notice_ends_with_the_term_and_can_be_taken_back) {
    const Account account = make_account("Sklárny");
    Contract draft = draft_of(account, "2024-01-01", "2025-01-01");
    draft.auto_renew = true;
    draft.renewal_term_months = 12;
    draft.notice_days = 30;
    const Contract active = activated(create(draft));
    EXPECT_EQ(text(stored(active).term_ends_on), "2027-01-01") << "renewed twice by the day of the test";
    EXPECT_EQ(text(stored(active).notice_deadline_on), "2026-12-01");
    const Contract noticed = must(store().write(as_system(), [&](UnitOfWork& work) {
        return offerings::give_notice(work, active, {.notice_given_on = {}, .terminated_on = {}, .end_reason = "Vlastní výroba"});
    }));
    EXPECT_EQ(noticed.state, ContractState::notice_given);
    EXPECT_EQ(text(noticed.notice_given_on), "2026-11-23") << "today when nobody says otherwise";
    EXPECT_EQ(text(noticed.terminated_on), "2027-01-01");
    EXPECT_EQ(text(stored(noticed).notice_deadline_on), "none");
    const Contract back = must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::take_back_notice(work, noticed); }));
    EXPECT_EQ(back.state, ContractState::active);
    EXPECT_EQ(text(stored(back).notice_deadline_on), "2026-12-01");
    EXPECT_FALSE(stored(back).end_reason);
}

TEST_P(Contracts, a_client_leaves_with_the_notice_of_the_last_one) {
    using accounts::Lifecycle;
    const auto lifecycle = [&](const Account& account) {
        return store().read(as_system(), [&](const Reader& reader) { return reader.find(account.id)->lifecycle; });
    };
    const auto give = [&](const Contract& contract, const offerings::ContractNotice& notice) {
        return must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::give_notice(work, *work.find(contract.id), notice); }));
    };
    const auto take_back = [&](const Contract& contract) {
        must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::take_back_notice(work, *work.find(contract.id)); }));
    };
    const Account account = make_account("Sklárny");
    const Contract service = activated(create(draft_of(account, "2026-01-01", "2027-01-01")));
    const Contract rent = activated(create(draft_of(account, "2026-01-01", "2027-01-01")));
    give(service, {});
    EXPECT_EQ(lifecycle(account), Lifecycle::active) << "the other contract runs on";
    give(rent, {.leave_reason_code = accounts::LeaveReason::price});
    EXPECT_EQ(lifecycle(account), Lifecycle::leaving);
    store().read(as_system(), [&](const Reader& reader) {
        EXPECT_EQ(reader.find(account.id)->leave_reason_code, accounts::LeaveReason::price);
        return 0;
    });
    take_back(rent);
    EXPECT_EQ(lifecycle(account), Lifecycle::leaving) << "the notice of the service stands";
    take_back(service);
    EXPECT_EQ(lifecycle(account), Lifecycle::at_risk);
    give(rent, {.client_leaves = true});
    EXPECT_EQ(lifecycle(account), Lifecycle::leaving) << "as somebody said";
    const Account other = make_account("Pila");
    give(activated(create(draft_of(other, "2026-01-01", "2027-01-01"))), {.client_leaves = false});
    EXPECT_EQ(lifecycle(other), Lifecycle::active) << "the contract ends, not the client";
}

TEST_P(Contracts, two_notices_at_once_are_the_last_ones_together) {
    for (int round = 0; round < 5; ++round) {
        const Account account = make_account("Sklárny " + std::to_string(round));
        const Contract one = activated(create(draft_of(account, "2026-01-01", "2027-01-01")));
        const Contract other = activated(create(draft_of(account, "2026-01-01", "2027-01-01")));
        std::vector<std::thread> threads;
        for (const Contract& contract : {one, other}) {
            threads.emplace_back([&, contract] {
                EXPECT_TRUE(store().write(as_system(), [&](UnitOfWork& work) { return offerings::give_notice(work, *work.find(contract.id), {}); }));
            });
        }
        for (std::thread& thread : threads) thread.join();
        const auto lifecycle = store().read(as_system(), [&](const Reader& reader) { return reader.find(account.id)->lifecycle; });
        EXPECT_EQ(lifecycle, accounts::Lifecycle::leaving);
    }
}

TEST_P(Contracts, follow_the_calendar_once_a_day) {
    const Account account = make_account("Sklárny");
    const Contract fixed = activated(create(draft_of(account, "2026-01-01", "2027-01-01")));
    Contract draft = draft_of(account, "2026-01-01", "2027-01-01");
    draft.auto_renew = true;
    draft.renewal_term_months = 6;
    draft.notice_days = 60;
    const Contract renewing = activated(create(draft));
    const Contract open = activated(create(draft_of(account, "2026-01-01")));
    const Contract noticed = must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::give_notice(work, open, {}); }));
    const Contract left = create(draft_of(account, "2020-01-01", "2021-01-01"));
    must(follow("2026-11-24"));
    EXPECT_EQ(stored(noticed).state, ContractState::terminated) << "without a period of notice it ended on the day after";
    EXPECT_EQ(text(stored(renewing).notice_deadline_on), "2027-05-01") << "1 November has passed, the next one counts";
    EXPECT_EQ(stored(renewing).version, renewing.version) << "terms are derived";
    must(follow("2027-01-01"));
    EXPECT_EQ(stored(fixed).state, ContractState::expired);
    EXPECT_EQ(stored(renewing).state, ContractState::active);
    EXPECT_EQ(text(stored(renewing).term_ends_on), "2027-07-01");
    EXPECT_EQ(stored(left).state, ContractState::draft) << "what nobody signed does not run out";
    must(follow("2027-01-01"));
    EXPECT_EQ(stored(fixed).version, fixed.version + 1) << "again changes nothing";
    const Contract renewed = must(store().write(on("2027-01-05"), [&](UnitOfWork& work) {
        return offerings::renew_contract(work, *work.find(fixed.id), {.ends_on = parse_date("2028-01-01"), .annual_value = parse_decimal("130000")});
    }));
    EXPECT_EQ(renewed.state, ContractState::active);
    EXPECT_EQ(text(stored(fixed).term_ends_on), "2028-01-01");
    EXPECT_EQ(stored(fixed).annual_value, parse_decimal("130000"));
}

TEST_P(Contracts, an_entitlement_belongs_to_the_client_of_its_contract) {
    const Account account = make_account("Sklárny");
    const Contract contract = create(draft_of(account, "2026-01-01"));
    const Entitlement made = must(store().write(as_system(), [&](UnitOfWork& work) -> Result<Entitlement> {
        Offering offering;
        offering.code = "SLU-604";
        offering.name = "Konsignační sklad";
        TRY(offering, offerings::create_offering(work, std::move(offering)));
        Entitlement entitlement;
        entitlement.contract_id = contract.id;
        entitlement.offering_id = offering.id;
        entitlement.period_from = contract.starts_on;
        return offerings::create_entitlement(work, std::move(entitlement));
    }));
    EXPECT_EQ(made.account_id, account.id);
    EXPECT_EQ(made.quantity, Decimal::from_integer(1));
}

TEST_P(Contracts, are_seen_by_their_team_and_their_value_by_those_who_may) {
    const Account ours = make_account("Sklárny");
    const Account theirs = make_account("Pila");
    const User manager = make_user("Marek", {Role::account_manager});
    make_lead(ours, manager);
    const User head = make_user("Hana", {Role::head_of_accounts});
    const Contract own = create(draft_of(ours, "2026-01-01"));
    const Contract foreign = create(draft_of(theirs, "2026-01-01"));
    const std::string seen = list(as(manager), entity_of<Contract>());
    EXPECT_THAT(seen, ::testing::HasSubstr(to_text(own.id)));
    EXPECT_THAT(seen, ::testing::HasSubstr("\"annual_value\":\"120000\""));
    EXPECT_THAT(seen, ::testing::Not(::testing::HasSubstr(to_text(foreign.id))));
    EXPECT_THAT(list(as(head), entity_of<Contract>()), ::testing::HasSubstr(to_text(foreign.id)));
    EXPECT_EQ(try_create(draft_of(theirs, "2026-01-01"), as(manager)).error().code, "account.not_found");
    must(try_create(draft_of(ours, "2026-01-01"), as(manager)));
    Contract linked = draft_of(ours, "2026-01-01");
    linked.replaces_id = foreign.id;
    EXPECT_EQ(try_create(linked, as(manager)).error().fields.front().code, "not_found") << "as absent as one that does not exist";

    User colleague = make_user("Karel", {Role::colleague});
    const Department made = must(store().write(as_system(), [&](UnitOfWork& work) -> Result<Department> {
        Department department;
        department.name = "Výroba";
        TRY(department, work.create(std::move(department)));
        User after = colleague;
        after.department_id = department.id;
        TRY(colleague, work.update(colleague, after));
        AccountAssignment assignment;
        assignment.account_id = ours.id;
        assignment.user_id = colleague.id;
        assignment.role = accounts::AssignmentRole::delivery;
        assignment.from_on = *parse_date("2026-01-01");
        TRY(assignment, work.create(std::move(assignment)));
        return department;
    }));
    ASSERT_FALSE(made.id.value.is_nil());
    const std::string shown = list(as(colleague), entity_of<Contract>());
    EXPECT_THAT(shown, ::testing::HasSubstr(to_text(own.id)));
    EXPECT_THAT(shown, ::testing::Not(::testing::HasSubstr("annual_value")));
    EXPECT_EQ(list(as(colleague), entity_of<Contract>(), {{"sort", "annual_value"}}), "refused sort");
    EXPECT_EQ(try_create(draft_of(ours, "2026-01-01"), as(colleague)).error().kind, ErrorKind::forbidden);
}

TEST_P(Contracts, a_year_of_sql_agrees_with_the_rules_on_every_day_up_to_today) {
    const Account account = make_account("Sklárny");
    const auto add = [&](const char* from, const char* to, ContractState state, const char* terminated = "") {
        Contract contract = draft_of(account, from, to);
        contract.state = state;
        contract.terminated_on = parse_date(terminated);
        contract.auto_renew = serial_ % 2 == 0 && contract.ends_on;
        if (contract.auto_renew) contract.renewal_term_months = 5;
        return create(contract);
    };
    const std::vector<Contract> all = {
        add("2025-03-01", "2025-03-01", ContractState::active), add("2025-01-31", "2025-06-30", ContractState::active),
        add("2024-01-01", "2026-03-15", ContractState::active), add("2025-11-11", "", ContractState::active),
        add("2025-12-01", "2026-12-01", ContractState::terminated, "2026-05-05"), add("2026-01-01", "2026-01-31", ContractState::active),
        add("2025-01-01", "", ContractState::draft),
    };
    store().read(as_system(), [&](const Reader& reader) {
        for (Date day = *parse_date("2025-01-01"); day <= reader.context().today; day = day + 1) {
            offerings::rules::AnnualSum sum;
            for (const Contract& contract : all) {
                if (offerings::rules::is_in_force(contract, day)) sum.add(contract);
            }
            const auto annual = reader.connection().integer("SELECT COALESCE(SUM(annual_value), 0) FROM contract WHERE NOT archived AND state <> 'draft' "
                                                            "AND starts_on <= $1 AND (term_ends_on IS NULL OR term_ends_on > $1)", day);
            EXPECT_EQ(divide_half_even(annual.value_or(-1), 12), sum.monthly().units) << to_text(day);
        }
        return 0;
    });
}

}  // namespace
}  // namespace klicnik
