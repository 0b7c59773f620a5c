#pragma once

#include <vector>

#include "modules/accounts/account.hpp"
#include "modules/accounts/account_assignment.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::accounts {

/// Errors: account.code_taken, field parent_id cycle or too_deep. An account manager who makes an account becomes its lead
/// from today, or he would not see it.
Result<Account> create_account(UnitOfWork& work, Account account);

/// Errors as create_account, account.lifecycle_not_allowed, account.needs_head_decision, complexity_override_reason required.
Result<Account> update_account(UnitOfWork& work, const Account& before, Account after);

/// Adds an assignment and ends what it replaces (rules::plan_assignment). Who may do so despite an overload is decided
/// before, by segmentation::assign. Errors: assignment.overlaps, assignment.deputy_is_lead, user.not_active.
Result<AccountAssignment> add_assignment(UnitOfWork& work, AccountAssignment assignment);

/// The day on which an assignment no longer holds; absent opens it again.
struct AssignmentEnding {
    std::optional<Date> to_on;
    std::optional<std::string> over_capacity_reason;  ///< when it is to hold longer than the load allows
    std::optional<Date> risk_expires_on;
};

/// Ends an assignment on `to_on` (the first day it no longer holds); nothing opens it again.
/// Whether the load allows a later end is asked before, by segmentation::end.
Result<AccountAssignment> end_assignment(UnitOfWork& work, const AccountAssignment& before, AccountAssignment after);

/// All assignments of an account that are not archived, oldest first.
std::vector<AccountAssignment> assignments_of(const Reader& reader, Id<Account> account);

/// Sets account.lead_id and deputy_id to those who hold the roles today, for one account.
void refresh_team(UnitOfWork& work, Id<Account> account);

/// Accounts that show other people than those who hold the roles today: the calendar moved on.
std::vector<Id<Account>> accounts_with_stale_team(const Reader& reader);

/// A tier and care model that were decided; the account keeps the newest (segmentation owns the decisions).
Result<> set_tier(UnitOfWork& work, Id<Account> account, std::optional<Tier> tier, std::optional<CareModel> care_model);

}  // namespace klicnik::accounts

namespace klicnik {
KLICNIK_SHAPE(accounts::AssignmentEnding);
}  // namespace klicnik
