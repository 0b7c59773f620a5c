#include "modules/identity/actions.hpp"

#include <algorithm>

#include "records/entity.hpp"

namespace klicnik::identity {

namespace {

bool is_owner(const User& user) {
    return user.active && std::find(user.roles.begin(), user.roles.end(), Role::owner) != user.roles.end();
}

/// Somebody must remain who may do everything.
Result<> keeps_an_owner(const Reader& reader, const User& before, const User& after) {
    if (!is_owner(before) || is_owner(after)) return {};
    for (const User& user : reader.all<User>("active")) {
        if (user.id != before.id && is_owner(user)) return {};
    }
    return rule_violated("user.last_owner");
}

bool holds(const std::vector<Role>& roles, Role role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<> has_free_email(const Reader& reader, const User& user) {
    const auto other = reader.connection().integer("SELECT 1 FROM \"user\" WHERE email = $1 AND id <> $2", user.email, user.id);
    if (other) return Error{ErrorKind::conflict, "user.email_taken", {{"email", user.email}}, {{"email", "taken"}}};
    return {};
}

Result<> check_absence(const Absence& absence) {
    if (absence.to_on < absence.from_on) return invalid("to_on", "before_start");
    if (absence.substitute_id == absence.user_id) return invalid("substitute_id", "same_person");
    return {};
}

}  // namespace

Result<> leaves_owners_alone(const Reader& reader, const User& before, const User& after) {
    const bool concerns_owner = holds(before.roles, Role::owner) || holds(after.roles, Role::owner);
    const bool is_by_person = !reader.context().actor.is_nil() && reader.context().origin != Origin::system;
    if (concerns_owner && is_by_person && !holds(reader.context().roles, Role::owner)) return rule_violated("user.only_an_owner");
    return {};
}

Workspace current_workspace(const Reader& reader) {
    const auto found = reader.all<Workspace>("1=1 LIMIT 1");
    return found.empty() ? Workspace{} : found.front();
}

Result<> ensure_workspace(UnitOfWork& work) {
    if (work.connection().integer("SELECT 1 FROM workspace LIMIT 1")) return {};
    Workspace workspace;
    workspace.name = "Klíčník";
    auto created = work.create(std::move(workspace));
    if (!created) return std::move(created).error();
    return {};
}

bool is_currency_in_use(const Reader& reader) {
    return reader.connection().integer("SELECT 1 FROM ledger_entry LIMIT 1").has_value();
}

Result<Workspace> update_workspace(UnitOfWork& work, const Workspace& before, Workspace after) {
    if (before.base_currency != after.base_currency && is_currency_in_use(work)) return rule_violated("workspace.currency_in_use");
    return work.update(before, std::move(after));
}

Result<User> create_user(UnitOfWork& work, User user) {
    CHECK_OK(leaves_owners_alone(work, User{}, user));
    CHECK_OK(has_free_email(work, user));
    return work.create(std::move(user));
}

Result<User> update_user(UnitOfWork& work, const User& before, User after) {
    CHECK_OK(leaves_owners_alone(work, before, after));
    CHECK_OK(keeps_an_owner(work, before, after));
    CHECK_OK(has_free_email(work, after));
    return work.update(before, std::move(after));
}

Result<User> set_user_active(UnitOfWork& work, Id<User> id, bool active) {
    TRY(const User before, work.get(id, Action::archive));
    User after = before;
    after.active = active;
    CHECK_OK(leaves_owners_alone(work, before, after));
    CHECK_OK(keeps_an_owner(work, before, after));
    if (!active) {
        const auto led = work.connection().integer(
            "SELECT COUNT(*) FROM account_assignment WHERE user_id = $1 AND role = 'lead' AND NOT archived AND (to_on IS NULL OR to_on > $2)", id,
            work.context().today);
        if (led.value_or(0) > 0) return conflict("user.leads_accounts", {{"count", std::to_string(*led)}});
        work.maintain("DELETE FROM session WHERE user_id = $1", id);
        work.maintain("DELETE FROM one_time_link WHERE user_id = $1", id);
    }
    return work.update(before, std::move(after));
}

Result<Department> create_department(UnitOfWork& work, Department department) {
    return work.create(std::move(department));
}

Result<Department> update_department(UnitOfWork& work, const Department& before, Department after) {
    return work.update(before, std::move(after));
}

Result<Absence> create_absence(UnitOfWork& work, Absence absence) {
    CHECK_OK(check_absence(absence));
    return work.create(std::move(absence));
}

Result<Absence> update_absence(UnitOfWork& work, const Absence& before, Absence after) {
    CHECK_OK(check_absence(after));
    return work.update(before, std::move(after));
}

}  // namespace klicnik::identity
