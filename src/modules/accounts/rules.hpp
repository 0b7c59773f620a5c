#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "modules/accounts/account.hpp"
#include "modules/accounts/account_assignment.hpp"

/// Who looks after a client and when, where the relation stands, and which firm belongs to which
/// (AC2.1, domain 5.2). Complexity, load and the overload gate are in accounts/load.hpp.
namespace klicnik::accounts::rules {

// --- assignments: half-open intervals of days

/// Archived assignments hold on no day.
bool holds_on(const AccountAssignment& assignment, Date day);

/// Both hold on some common day.
bool overlap(const AccountAssignment& a, const AccountAssignment& b);

/// At most one person at a time holds such a role: lead, deputy.
bool is_exclusive(AssignmentRole role);

struct Ending {
    std::size_t index = 0;  ///< into the assignments given
    Date to_on;

    friend bool operator==(const Ending&, const Ending&) = default;
};

/// What adding `added` to the assignments of its account does to the others:
/// - a new lead (deputy) from day D ends the lead (deputy) that holds on D, also one that was to
/// last longer; when the
///   new one is for a limited time, nobody holds the role afterwards: the account then shows as
///   without a lead;
/// - a new lead who was the deputy stops being the deputy on D.
/// Errors: field `to_on` `not_after`, field `allocation_bp` `out_of_range`; conflict
/// `assignment.overlaps` {role, from_on} when another interval of the role begins on D or later
/// within the new one, or the same person holds the same shared role already; rule
/// `assignment.deputy_is_lead` when a deputy would stand in for themselves.
Result<std::vector<Ending>> plan_assignment(std::span<const AccountAssignment> existing,
                                            const AccountAssignment& added);

/// May the assignment at `index` end (or last) until `to_on`, exclusive? An absent day means open
/// again. Errors as above. Ending the lead leaves the deputy where they are: cover_on() then names
/// the deputy.
Result<> check_end(std::span<const AccountAssignment> existing, std::size_t index,
                   std::optional<Date> to_on);

/// The lead on that day, else the deputy: an index, or nothing.
std::optional<std::size_t> cover_on(std::span<const AccountAssignment> assignments, Date day);

/// The first day on or after `from` without a lead; nothing when an open lead covers the rest
/// (AC2.1).
std::optional<Date> first_day_without_lead(std::span<const AccountAssignment> assignments,
                                           Date from);

// --- lifecycle

/// What a person says when moving an account.
struct LifecycleMove {
    Lifecycle from = Lifecycle::active;
    Lifecycle to = Lifecycle::active;
    bool may_decide = false;  ///< head of accounts or owner
};

/// The user-driven part of domain 5.2: prospect → onboarding → active ⇄ at_risk → leaving → former
/// → onboarding, and leaving from any state of a client. A notice taken back leads from leaving to
/// at_risk. Errors: rule `account.lifecycle_not_allowed` {from, to}; rule
/// `account.needs_head_decision` for at_risk → active. Staying is always allowed.
Result<> check_lifecycle(const LifecycleMove& move);

/// What must be known of a client who goes. Fields `leave_reason_code` `required` for leaving and former, `left_on` `required` for
/// former and `before_start` before `client_since`.
Result<> check_farewell(const Account& account);

// --- groups of firms

/// The parent of an account, or nothing.
using ParentOf = FunctionRef<std::optional<Id<Account>>(Id<Account>)>;

/// May `account` become a daughter of `parent`? Field `parent_id`: `cycle` when the account is the
/// parent or above it, `too_deep` beyond twenty levels with the `levels_below` the account (also when
/// the stored data has a cycle already).
Result<> check_parent(Id<Account> account, Id<Account> parent, ParentOf parent_of, int levels_below = 0);

struct ParentLink {
    Id<Account> daughter;
    Id<Account> parent;
};

struct GroupMember {
    Id<Account> id;
    std::int32_t depth = 0;  ///< 0 = the account asked about

    friend bool operator==(const GroupMember&, const GroupMember&) = default;
};

/// The account with all its daughters, each once, parents before daughters and daughters by id.
std::vector<GroupMember> group_of(Id<Account> account, std::span<const ParentLink> links);

/// The topmost parent of the account: groups under common control count as one client (metrics
/// (c)).
Id<Account> ultimate_parent(Id<Account> account, ParentOf parent_of);

}  // namespace klicnik::accounts::rules
