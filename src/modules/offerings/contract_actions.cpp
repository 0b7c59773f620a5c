// Contracts and what they entitle to.

#include "modules/accounts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/offerings/rules.hpp"
#include "records/entity.hpp"

namespace klicnik {

using offerings::ContractNotice;
using offerings::ContractRenewal;
using offerings::ContractTermination;

static constexpr Field contract_notice_fields[] = {
    field<&ContractNotice::notice_given_on>(),
    field<&ContractNotice::terminated_on>(),
    field<&ContractNotice::end_reason>({.max_length = 500}),
    field<&ContractNotice::client_leaves>(),
    field<&ContractNotice::leave_reason_code>(),
};
KLICNIK_DEFINE_SHAPE(ContractNotice, "contract_notice", contract_notice_fields);

static constexpr Field contract_termination_fields[] = {
    field<&ContractTermination::terminated_on>({.required = true}),
    field<&ContractTermination::end_reason>({.required = true, .max_length = 500}),
};
KLICNIK_DEFINE_SHAPE(ContractTermination, "contract_termination", contract_termination_fields);

static constexpr Field contract_renewal_fields[] = {
    field<&ContractRenewal::ends_on>(),
    field<&ContractRenewal::annual_value>({.min = 0}),
};
KLICNIK_DEFINE_SHAPE(ContractRenewal, "contract_renewal", contract_renewal_fields);

namespace offerings {

namespace {

/// A chain of contracts that replaced each other does not get longer in the life of a firm.
constexpr int max_replacements = 100;

Result<> check_replaced(const Reader& reader, const Contract& contract) {
    auto earlier = contract.replaces_id;
    // One that the actor may not see is as absent as one that does not exist.
    if (earlier && !reader.get(*earlier, Action::read)) return invalid("replaces_id", "not_found");
    for (int depth = 0; earlier; ++depth) {
        if (*earlier == contract.id || depth == max_replacements) return invalid("replaces_id", "circular");
        const auto found = reader.find(*earlier);
        if (found && found->account_id != contract.account_id) return invalid("replaces_id", "other_account");
        earlier = found ? found->replaces_id : std::nullopt;
    }
    return {};
}

Result<> check_number(const Reader& reader, const Contract& contract) {
    if (!contract.number) return {};
    const auto other = reader.connection().integer("SELECT 1 FROM contract WHERE number = $1 AND id <> $2", *contract.number, contract.id);
    if (other) return Error{ErrorKind::conflict, "contract.number_taken", {{"number", *contract.number}}, {{"number", "taken"}}};
    return {};
}

bool has_other_contract(const Reader& reader, const Contract& contract, ContractState state) {
    return reader.connection()
        .integer("SELECT 1 FROM contract WHERE account_id = $1 AND id <> $2 AND state = $3 AND NOT archived LIMIT 1", contract.account_id, contract.id,
                 to_text(state))
        .has_value();
}

/// Only who is a client can leave: one who is leaving already, or who never was a client, stays what he is.
Result<> let_client_leave(UnitOfWork& work, Id<Account> id, std::optional<accounts::LeaveReason> reason) {
    using accounts::Lifecycle;
    TRY(const Account before, work.get(id, Action::edit));
    if (before.lifecycle == Lifecycle::prospect || before.lifecycle == Lifecycle::leaving || before.lifecycle == Lifecycle::former) return {};
    Account after = before;
    after.lifecycle = Lifecycle::leaving;
    after.leave_reason_code = reason.value_or(accounts::LeaveReason::unknown);
    CHECK_OK(accounts::update_account(work, before, std::move(after)));
    return {};
}

/// A departure for which somebody wrote down the day stands for itself.
Result<> take_client_back(UnitOfWork& work, Id<Account> id) {
    using accounts::Lifecycle;
    TRY(const Account before, work.get(id, Action::edit));
    if (before.lifecycle != Lifecycle::leaving || before.left_on) return {};
    Account after = before;
    after.lifecycle = Lifecycle::at_risk;
    after.leave_reason_code.reset();
    CHECK_OK(accounts::update_account(work, before, std::move(after)));
    return {};
}

/// Fills in what follows from the rest, and checks the whole.
Result<Contract> settled(const Reader& reader, Contract contract) {
    if (contract.name.empty()) contract.name = contract.number.value_or("");
    if (contract.name.empty()) return invalid("name", "required");
    if (contract.annual_value && !contract.currency) {
        const auto account = reader.find(contract.account_id);
        contract.currency = account && account->default_currency ? *account->default_currency : identity::current_workspace(reader).base_currency;
    }
    const Date today = reader.context().today;
    contract.state = rules::implied_state(contract, today);
    CHECK_OK(rules::check_contract(contract));
    CHECK_OK(check_number(reader, contract));
    CHECK_OK(check_replaced(reader, contract));
    contract.term_ends_on = rules::current_term_end(contract, today);
    contract.notice_deadline_on = rules::notice_deadline(contract, today);
    return contract;
}

db::Value value_of(std::optional<Date> day) {
    return day ? db::Value{std::int64_t{day->days}} : db::Value{};
}

Result<Contract> store_contract(UnitOfWork& work, const Contract& before, Contract after) {
    TRY(after, settled(work, std::move(after)));
    TRY(Contract done, work.update(before, std::move(after)));
    if (done.term_ends_on != before.term_ends_on || done.notice_deadline_on != before.notice_deadline_on) {
        work.derive(entity_of<Contract>(), done.id.value,
                    {{"term_ends_on", value_of(done.term_ends_on)}, {"notice_deadline_on", value_of(done.notice_deadline_on)}});
    }
    return done;
}

}  // namespace

Result<Contract> create_contract(UnitOfWork& work, Contract contract) {
    TRY(contract, settled(work, std::move(contract)));
    return work.create(std::move(contract));
}

Result<Contract> update_contract(UnitOfWork& work, const Contract& before, Contract after) {
    return store_contract(work, before, rules::with_running_term(before, std::move(after), work.context().today));
}

Result<Contract> activate_contract(UnitOfWork& work, const Contract& before) {
    CHECK_OK(rules::check_step(before.state, rules::Step::activate));
    Contract after = before;
    after.state = ContractState::active;
    return store_contract(work, before, std::move(after));
}

Result<Contract> give_notice(UnitOfWork& work, const Contract& before, const ContractNotice& notice) {
    const Date today = work.context().today;
    TRY(Contract after, rules::with_notice(before, notice.notice_given_on.value_or(today), notice.terminated_on, today));
    after.end_reason = notice.end_reason;
    // What the client's other contracts are decides whether he leaves.
    work.lock(entity_of<Account>(), before.account_id.value);
    TRY(Contract done, store_contract(work, before, std::move(after)));
    const bool leaves = notice.client_leaves.value_or(!has_other_contract(work, done, ContractState::active));
    if (leaves) CHECK_OK(let_client_leave(work, done.account_id, notice.leave_reason_code));
    return done;
}

Result<Contract> take_back_notice(UnitOfWork& work, const Contract& before) {
    TRY(Contract after, rules::without_notice(before, work.context().today));
    work.lock(entity_of<Account>(), before.account_id.value);
    TRY(Contract done, store_contract(work, before, std::move(after)));
    if (!has_other_contract(work, done, ContractState::notice_given)) CHECK_OK(take_client_back(work, done.account_id));
    return done;
}

Result<Contract> terminate_contract(UnitOfWork& work, const Contract& before, const ContractTermination& termination) {
    TRY(Contract after, rules::terminated(before, termination.terminated_on));
    after.end_reason = termination.end_reason;
    return store_contract(work, before, std::move(after));
}

Result<Contract> renew_contract(UnitOfWork& work, const Contract& before, const ContractRenewal& renewal) {
    TRY(Contract after, rules::renewed(before, renewal.ends_on, work.context().today));
    if (renewal.annual_value) after.annual_value = renewal.annual_value;
    return store_contract(work, before, std::move(after));
}

std::vector<Id<Contract>> contracts_behind_the_calendar(const Reader& reader) {
    std::vector<Id<Contract>> found;
    const auto add = [&](const db::Row& row) { found.push_back({row.uuid(0)}); };
    const Date today = reader.context().today;
    for (const std::string_view state : {"active", "notice_given"}) {
        reader.connection().query("SELECT id FROM contract WHERE state = $1 AND term_ends_on <= $2 ORDER BY id", add, state, today);
    }
    // Who did not give notice in time has it again before the next end.
    reader.connection().query("SELECT id FROM contract WHERE state = 'active' AND auto_renew AND renewal_term_months IS NOT NULL AND "
                              "notice_deadline_on < $1 AND term_ends_on > $1 ORDER BY id", add, today);
    return found;
}

Result<> follow_the_calendar(UnitOfWork& work, Id<Contract> id) {
    const auto before = work.find(id);
    if (!before) return {};
    auto done = store_contract(work, *before, *before);
    if (!done) return std::move(done).error();
    return {};
}

Result<Entitlement> create_entitlement(UnitOfWork& work, Entitlement entitlement) {
    TRY(const Contract contract, work.get(entitlement.contract_id, Action::read));
    entitlement.account_id = contract.account_id;
    CHECK_OK(rules::check_entitlement(entitlement));
    return work.create(std::move(entitlement));
}

Result<Entitlement> update_entitlement(UnitOfWork& work, const Entitlement& before, Entitlement after) {
    CHECK_OK(rules::check_entitlement(after));
    return work.update(before, std::move(after));
}

}  // namespace offerings

}  // namespace klicnik
