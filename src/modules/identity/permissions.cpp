#include "modules/identity/permissions.hpp"

namespace klicnik::identity {

namespace {

using enum Action;

const std::vector<Action> everything = {read, create, edit, archive, approve, export_rows};
const std::vector<Action> writing = {read, create, edit, archive};
const std::vector<Action> reading = {read};
const std::vector<Action> reading_and_export = {read, export_rows};

void add_account_manager(std::vector<Grant>& grants) {
    const Role role = Role::account_manager;
    grants.push_back({role, "*", reading, Scope::all});
    // A manager sees the clients of every team he belongs to and changes those he leads or stands in for.
    grants.push_back({role, "account", {read, create, edit}, Scope::account_team, true});
    grants.push_back({role, "contact", writing, Scope::account_team});
    grants.push_back({role, "contract", {read, create, edit}, Scope::account_team, true});
    grants.push_back({role, "entitlement", writing, Scope::account_team, true});
    grants.push_back({role, "ledger_entry", reading, Scope::account_team});
    grants.push_back({role, "account_assignment", reading, Scope::account_team});
    grants.push_back({role, "account_judgement", {read, create}, Scope::account_team});
    grants.push_back({role, "account_score", reading, Scope::account_team});
    grants.push_back({role, "tier_decision", reading, Scope::account_team});
    grants.push_back({role, "audit_event", {}, Scope::none});
    grants.push_back({role, "import_run", {}, Scope::none});
    grants.push_back({role, "portfolio", reading, Scope::account_team});
    grants.push_back({role, "team", reading, Scope::own});
    grants.push_back({role, "sample", {}, Scope::none});
    grants.push_back({role, "saved_report", writing, Scope::all});
}

void add_head_of_accounts(std::vector<Grant>& grants) {
    const Role role = Role::head_of_accounts;
    grants.push_back({role, "*", everything, Scope::all, true});
    grants.push_back({role, "user", reading_and_export, Scope::all, true});
    grants.push_back({role, "workspace", reading, Scope::all, true});
    grants.push_back({role, "audit_event", reading, Scope::all});
    grants.push_back({role, "sample", {}, Scope::none});
}

void add_colleague(std::vector<Grant>& grants) {
    const Role role = Role::colleague;
    // A colleague in production sees the clients his department serves, not what they pay.
    grants.push_back({role, "*", {}, Scope::none});
    grants.push_back({role, "account", reading, Scope::department});
    grants.push_back({role, "contact", reading, Scope::department});
    grants.push_back({role, "account_assignment", reading, Scope::department});
    grants.push_back({role, "contract", reading, Scope::department});
    grants.push_back({role, "entitlement", reading, Scope::department});
    grants.push_back({role, "offering", reading, Scope::all});
    grants.push_back({role, "user", reading, Scope::all});
    grants.push_back({role, "department", reading, Scope::all});
    grants.push_back({role, "absence", reading, Scope::all});
    grants.push_back({role, "workspace", reading, Scope::all});
    grants.push_back({role, "search", reading, Scope::department});
}

}  // namespace

PermissionMatrix default_permissions() {
    std::vector<Grant> grants;
    add_account_manager(grants);
    add_head_of_accounts(grants);
    add_colleague(grants);
    grants.push_back({Role::owner, "*", everything, Scope::all, true});
    grants.push_back({Role::admin, "*", everything, Scope::all, true});
    grants.push_back({Role::analyst, "*", reading_and_export, Scope::all, true});
    grants.push_back({Role::analyst, "audit_event", {}, Scope::none});
    grants.push_back({Role::analyst, "sample", {}, Scope::none});
    return PermissionMatrix(std::move(grants));
}

}  // namespace klicnik::identity
