#include "modules/accounts/actions.hpp"

#include <algorithm>

#include "modules/accounts/load.hpp"
#include "modules/accounts/queries.hpp"
#include "modules/accounts/rules.hpp"
#include "modules/identity/user.hpp"
#include "records/entity.hpp"

namespace klicnik {

using accounts::AssignmentEnding;

static constexpr Field assignment_ending_fields[] = {
    field<&AssignmentEnding::to_on>(),
    field<&AssignmentEnding::over_capacity_reason>({.max_length = 500}),
    field<&AssignmentEnding::risk_expires_on>(),
};
KLICNIK_DEFINE_SHAPE(AssignmentEnding, "assignment_ending", assignment_ending_fields);

namespace accounts {

namespace {

std::optional<Id<Account>> parent_of(const Reader& reader, Id<Account> account) {
    std::optional<Id<Account>> parent;
    reader.connection().query("SELECT parent_id FROM account WHERE id = $1", [&](const db::Row& row) {
        if (!row.is_null(0)) parent = Id<Account>{row.uuid(0)};
    }, account);
    return parent;
}

/// How deep the group under an account is; asked only when a whole group moves.
int levels_below(const Reader& reader, Id<Account> account) {
    const auto members = rules::group_of(account, parent_links(reader));
    return std::max_element(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.depth < b.depth; })->depth;
}

Result<> check_account(const Reader& reader, const Account& account, bool is_moved) {
    if (account.code) {
        const auto other = reader.connection().integer("SELECT 1 FROM account WHERE code = $1 AND id <> $2", *account.code, account.id);
        if (other) return Error{ErrorKind::conflict, "account.code_taken", {{"code", *account.code}}, {{"code", "taken"}}};
    }
    if (account.parent_id && is_moved) {
        const int below = account.id.value.is_nil() ? 0 : levels_below(reader, account.id);
        CHECK_OK(rules::check_parent(account.id, *account.parent_id, [&](Id<Account> id) { return parent_of(reader, id); }, below));
    }
    return rules::check_complexity_override(account.complexity_override, account.complexity_override_reason.value_or(""));
}

bool has_role(const Context& context, Role role) {
    return std::find(context.roles.begin(), context.roles.end(), role) != context.roles.end();
}

bool may_decide(const Context& context) {
    return has_role(context, Role::head_of_accounts) || has_role(context, Role::owner) || context.origin == Origin::system;
}

}  // namespace

Result<Account> create_account(UnitOfWork& work, Account account) {
    CHECK_OK(check_account(work, account, account.parent_id.has_value()));
    CHECK_OK(rules::check_farewell(account));
    TRY(Account made, work.create(std::move(account)));
    if (work.scope(entity_of<Account>(), Action::read) != Scope::all && !work.context().actor.is_nil()) {
        AccountAssignment lead;
        lead.account_id = made.id;
        lead.user_id = work.context().actor;
        lead.from_on = work.context().today;
        // Whoever makes a client looks after it; that needs no right to assign others.
        Context as_system = work.context();
        as_system.origin = Origin::system;
        UnitOfWork system(work.connection(), as_system, work.permissions(), work.memory());
        auto added = add_assignment(system, std::move(lead));
        if (!added) return std::move(added).error();
        system.finish();
    }
    return made;
}

Result<Account> update_account(UnitOfWork& work, const Account& before, Account after) {
    CHECK_OK(check_account(work, after, after.parent_id != before.parent_id));
    CHECK_OK(rules::check_lifecycle({.from = before.lifecycle, .to = after.lifecycle, .may_decide = may_decide(work.context())}));
    // Not of what is stored already: a client whom a notice made leave must stay editable before anybody knows why.
    const bool is_farewell_changed = after.lifecycle != before.lifecycle || after.leave_reason_code != before.leave_reason_code ||
                                     after.left_on != before.left_on || after.client_since != before.client_since;
    if (is_farewell_changed) CHECK_OK(rules::check_farewell(after));
    return work.update(before, std::move(after));
}

std::vector<AccountAssignment> assignments_of(const Reader& reader, Id<Account> account) {
    return reader.all<AccountAssignment>("account_id = $1 AND NOT archived ORDER BY from_on, id", account);
}

Result<AccountAssignment> add_assignment(UnitOfWork& work, AccountAssignment assignment) {
    const auto user = work.find(assignment.user_id);
    if (user && !user->active) return rule_violated("user.not_active");
    const auto existing = assignments_of(work, assignment.account_id);
    TRY(const auto endings, rules::plan_assignment(existing, assignment));
    for (const rules::Ending& ending : endings) {
        AccountAssignment ended = existing[ending.index];
        if (ending.to_on <= ended.from_on) {
            ended.archived = true;  // it would hold on no day
        } else {
            ended.to_on = ending.to_on;
        }
        auto done = work.update(existing[ending.index], std::move(ended));
        if (!done) return std::move(done).error();
    }
    TRY(AccountAssignment made, work.create(std::move(assignment)));
    refresh_team(work, made.account_id);
    return made;
}

Result<AccountAssignment> end_assignment(UnitOfWork& work, const AccountAssignment& before, AccountAssignment after) {
    const auto existing = assignments_of(work, before.account_id);
    const auto at = std::find_if(existing.begin(), existing.end(), [&](const AccountAssignment& other) { return other.id == before.id; });
    if (at == existing.end()) return not_found("account_assignment");
    CHECK_OK(rules::check_end(existing, static_cast<std::size_t>(at - existing.begin()), after.to_on));
    TRY(AccountAssignment done, work.update(before, std::move(after)));
    refresh_team(work, done.account_id);
    return done;
}

void refresh_team(UnitOfWork& work, Id<Account> account) {
    db::Value lead;
    db::Value deputy;
    for (const AccountAssignment& assignment : assignments_of(work, account)) {
        if (!rules::holds_on(assignment, work.context().today)) continue;
        if (assignment.role == AssignmentRole::lead) lead = assignment.user_id.value;
        if (assignment.role == AssignmentRole::deputy) deputy = assignment.user_id.value;
    }
    work.derive(entity_of<Account>(), account.value, {{"lead_id", lead}, {"deputy_id", deputy}});
}

std::vector<Id<Account>> accounts_with_stale_team(const Reader& reader) {
    const auto differs = [](std::string_view role) {
        return "a." + std::string(role) + "_id IS DISTINCT FROM (SELECT s.user_id FROM account_assignment s WHERE s.account_id = a.id AND s.role = '" +
               std::string(role) + "' AND NOT s.archived AND s.from_on <= $1 AND (s.to_on IS NULL OR s.to_on > $1))";
    };
    std::vector<Id<Account>> stale;
    reader.connection().query("SELECT a.id FROM account a WHERE " + differs("lead") + " OR " + differs("deputy"),
                              [&](const db::Row& row) { stale.push_back({row.uuid(0)}); }, reader.context().today);
    return stale;
}

Result<> set_tier(UnitOfWork& work, Id<Account> account, std::optional<Tier> tier, std::optional<CareModel> care_model) {
    TRY(const Account before, work.get(account, Action::read));
    Account after = before;
    after.tier = tier;
    if (care_model) after.care_model = care_model;
    auto done = work.update(before, std::move(after));
    if (!done) return std::move(done).error();
    return {};
}

}  // namespace accounts

}  // namespace klicnik
