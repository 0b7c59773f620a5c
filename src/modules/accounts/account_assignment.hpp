#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"

namespace klicnik {

/// Who looks after a client, in which role, from which day. Intervals are half-open: `to_on` is the first day after.
struct AccountAssignment {
    Id<AccountAssignment> id;
    Id<Account> account_id;
    Id<User> user_id;
    accounts::AssignmentRole role = accounts::AssignmentRole::lead;
    Date from_on;
    std::optional<Date> to_on;
    std::int32_t allocation_bp = 10000;
    std::optional<std::string> over_capacity_reason;
    std::optional<Id<User>> accepted_by_id;
    std::optional<Date> risk_expires_on;
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(AccountAssignment, "account_assignment", "asg");

}  // namespace klicnik
