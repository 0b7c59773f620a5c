#include "modules/accounts/team_check.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/accounts/rules.hpp"
#include "records/entity.hpp"

namespace klicnik::accounts {

namespace {

/// The day of a moment in the easternmost zone is at most one later, in the westernmost at most one earlier.
Date earliest_day_of(Timestamp moment) {
    constexpr std::int64_t micros_of_a_day = 86'400'000'000;
    return Date{static_cast<std::int32_t>(moment.micros / micros_of_a_day) - 1};
}

std::optional<Id<User>> holder(const std::vector<AccountAssignment>& assignments, AssignmentRole role, Date day) {
    std::optional<Id<User>> found;
    for (const AccountAssignment& assignment : assignments) {
        if (assignment.role == role && rules::holds_on(assignment, day)) found = assignment.user_id;
    }
    return found;
}

/// Whether the name was right on some day since `since`: it changes only where an assignment begins or ends.
bool was_right(const std::vector<AccountAssignment>& assignments, AssignmentRole role, const std::optional<Id<User>>& shown, Date since, Date today) {
    std::vector<Date> days = {since, today};
    for (const AccountAssignment& assignment : assignments) {
        for (const auto& day : {std::optional(assignment.from_on), assignment.to_on}) {
            if (day && *day > since && *day <= today) days.push_back(*day);
        }
    }
    return std::any_of(days.begin(), days.end(), [&](Date day) { return holder(assignments, role, day) == shown; });
}

}  // namespace

std::vector<Differences> differing_teams(const Reader& reader) {
    Differences leads{"account.lead_id", "acc", 0, {}};
    Differences deputies{"account.deputy_id", "acc", 0, {}};
    const Timestamp followed{reader.connection().integer("SELECT MAX(done_at) FROM job WHERE name = 'teams.follow_the_calendar'").value_or(0)};
    const Date today = reader.context().today;
    for (const Id<Account> id : accounts_with_stale_team(reader)) {
        const auto account = reader.find(id);
        if (!account) continue;
        const auto assignments = assignments_of(reader, id);
        const Timestamp written{reader.connection().integer("SELECT MAX(updated_at) FROM account_assignment WHERE account_id = $1", id).value_or(0)};
        const Date since = std::min(earliest_day_of(std::max(followed, written)), today);
        if (!was_right(assignments, AssignmentRole::lead, account->lead_id, since, today)) leads.add(id.value);
        if (!was_right(assignments, AssignmentRole::deputy, account->deputy_id, since, today)) deputies.add(id.value);
    }
    return only_differing({std::move(leads), std::move(deputies)});
}

}  // namespace klicnik::accounts
