#pragma once

#include "modules/identity/absence.hpp"
#include "modules/identity/department.hpp"
#include "modules/identity/user.hpp"
#include "modules/identity/workspace.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::identity {

/// The one workspace. It exists from the first start on (see ensure_workspace).
Workspace current_workspace(const Reader& reader);

/// Makes the workspace row of a new database.
Result<> ensure_workspace(UnitOfWork& work);

/// Does the ledger hold amounts of the base currency, so that it must stay?
bool is_currency_in_use(const Reader& reader);

/// Errors: workspace.currency_in_use when it would change (see is_currency_in_use).
Result<Workspace> update_workspace(UnitOfWork& work, const Workspace& before, Workspace after);

/// Who keeps the firm's keys is decided by those who keep them: whoever could make himself an owner, or take over an owner's
/// address, would be one. Commands on the machine itself act as the system.
Result<> leaves_owners_alone(const Reader& reader, const User& before, const User& after);

/// Errors: user.email_taken.
Result<User> create_user(UnitOfWork& work, User user);
/// Errors: user.email_taken, user.last_owner.
Result<User> update_user(UnitOfWork& work, const User& before, User after);

/// Ends sessions and links at once. Errors: user.last_owner, user.leads_accounts {count} (AC28.1: hand them over first).
Result<User> set_user_active(UnitOfWork& work, Id<User> id, bool active);

Result<Department> create_department(UnitOfWork& work, Department department);
Result<Department> update_department(UnitOfWork& work, const Department& before, Department after);

/// Errors: absence.ends_before_start, absence.substitutes_himself.
Result<Absence> create_absence(UnitOfWork& work, Absence absence);
Result<Absence> update_absence(UnitOfWork& work, const Absence& before, Absence after);

}  // namespace klicnik::identity
