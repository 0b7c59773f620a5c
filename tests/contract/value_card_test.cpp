#include <gtest/gtest.h>

#include <map>

#include "modules/identity/actions.hpp"
#include "modules/indicators/value_card.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/segmentation/actions.hpp"
#include "tests/support/store.hpp"

/// The value of a client part by part, on both engines.
namespace klicnik {
namespace {

using namespace indicators;

class ValueCards : public test::EachStore {
  protected:
    void SetUp() override {
        must(store().write(as_system(), [](UnitOfWork& work) { return identity::ensure_workspace(work); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        owner_ = make_user("Olga", {Role::owner});
    }
    std::map<ValuePart, ValueComponent> card(const Account& account, const Context& context) {
        const auto read = must(store().read(context, [&](const Reader& reader) { return value_card(reader, account.id); }));
        std::map<ValuePart, ValueComponent> parts;
        for (const ValueComponent& one : read.components) {
            EXPECT_NE(one.value.has_value(), one.unknown.has_value()) << "a value, or why there is none";
            EXPECT_EQ(one.value.has_value(), one.source.has_value() && one.on.has_value()) << "what is known has a source and a date";
            parts[one.part] = one;
        }
        EXPECT_EQ(parts.size(), 6U);
        return parts;
    }
    void book(const Account& account, const char* day, std::int64_t amount, ledger::EntryKind kind, const char* currency = "CZK") {
        LedgerEntry entry;
        entry.account_id = account.id;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.currency = parse_currency(currency);
        entry.entry_kind = kind;
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    void judge(const Account& account, const char* criterion, std::int64_t value, const char* reason) {
        AccountJudgement judgement;
        judgement.account_id = account.id;
        judgement.criterion = criterion;
        judgement.value = Decimal::from_integer(value);
        judgement.reason = reason;
        must(store().write(as(owner_), [&](UnitOfWork& work) { return segmentation::judge(work, judgement); }));
    }
    User owner_;
};
KLICNIK_EACH_ENGINE(ValueCards);

TEST_P(ValueCards, of_a_client_of_whom_nothing_is_recorded_is_unknown_and_not_zero) {  // AC8.1
    const auto parts = card(make_account("Alfa"), as(owner_));
    EXPECT_EQ(parts.at(ValuePart::margin).unknown, ValueUnknown::no_books);
    EXPECT_EQ(parts.at(ValuePart::contracted).unknown, ValueUnknown::no_contract);
    EXPECT_EQ(parts.at(ValuePart::potential).unknown, ValueUnknown::not_judged);
    EXPECT_EQ(parts.at(ValuePart::strategic).unknown, ValueUnknown::not_judged);
    EXPECT_EQ(parts.at(ValuePart::whitespace).unknown, ValueUnknown::not_recorded);
    EXPECT_EQ(parts.at(ValuePart::referrals).unknown, ValueUnknown::not_recorded);
}

TEST_P(ValueCards, list_each_part_with_its_source_and_date) {  // AC8.1
    const Account alfa = make_account("Alfa");
    book(alfa, "2026-10-10", 1'000, ledger::EntryKind::revenue);
    book(alfa, "2026-10-10", 400, ledger::EntryKind::direct_cost);
    judge(alfa, "potential", 60, "Staví druhou halu.");
    judge(alfa, "potential", 80, "Druhá hala se rozjela.");
    auto parts = card(alfa, as(owner_));
    EXPECT_EQ(parts[ValuePart::margin].value, Decimal::from_integer(600));
    EXPECT_EQ(parts[ValuePart::margin].source, ValueSource::ledger);
    EXPECT_EQ(parts[ValuePart::margin].on, parse_date("2026-10-31"));
    EXPECT_EQ(parts[ValuePart::potential].value, Decimal::from_integer(80)) << "the newest judgement counts";
    EXPECT_EQ(parts[ValuePart::potential].judged_by, "Olga");
    EXPECT_EQ(parts[ValuePart::potential].on, as_system().today);
    EXPECT_EQ(parts[ValuePart::potential].reason, "Druhá hala se rozjela.");
    EXPECT_FALSE(parts[ValuePart::potential].stale);
    Context later = as(owner_);
    later.today = add_months(later.today, 13);
    EXPECT_TRUE(card(alfa, later)[ValuePart::potential].stale);
    book(alfa, "2026-10-11", 5, ledger::EntryKind::revenue, "EUR");
    EXPECT_EQ(card(alfa, as(owner_))[ValuePart::margin].unknown, ValueUnknown::rate_missing);
}

TEST_P(ValueCards, hide_the_parts_that_the_reader_may_not_see) {
    const Account alfa = make_account("Alfa");
    book(alfa, "2026-10-10", 1'000, ledger::EntryKind::revenue);
    judge(alfa, "potential", 60, "Staví druhou halu.");
    const User colleague = make_user("Karel", {Role::colleague});
    AccountAssignment assignment;
    assignment.account_id = alfa.id;
    assignment.user_id = colleague.id;
    assignment.role = accounts::AssignmentRole::delivery;
    assignment.from_on = as_system().today;
    must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(assignment); }));
    const auto parts = card(alfa, as(colleague));
    EXPECT_EQ(parts.at(ValuePart::margin).unknown, ValueUnknown::not_allowed);
    EXPECT_EQ(parts.at(ValuePart::contracted).unknown, ValueUnknown::not_allowed);
    EXPECT_EQ(parts.at(ValuePart::potential).unknown, ValueUnknown::not_allowed);
    EXPECT_FALSE(parts.at(ValuePart::potential).reason);
}

TEST_P(ValueCards, are_not_there_for_who_may_not_see_the_client) {
    const Account alfa = make_account("Alfa");
    const User colleague = make_user("Karel", {Role::colleague});
    const auto read = store().read(as(colleague), [&](const Reader& reader) { return value_card(reader, alfa.id); });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace klicnik
