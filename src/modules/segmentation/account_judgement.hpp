#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"

namespace klicnik {

/// What a person says of a client on one criterion; the newest one counts, the older ones stay.
struct AccountJudgement {
    Id<AccountJudgement> id;
    Id<Account> account_id;
    std::string criterion;
    Decimal value;
    std::string reason;
    std::optional<Id<User>> judged_by_id;
    std::optional<Date> judged_on;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(AccountJudgement, "account_judgement", "jud");

}  // namespace klicnik
