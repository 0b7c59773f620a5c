#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"

namespace klicnik {

/// A decided level of care: who, when, why, and when to look again.
struct TierDecision {
    Id<TierDecision> id;
    Id<Account> account_id;
    std::optional<accounts::Tier> from_tier;
    std::optional<accounts::Tier> to_tier;
    std::optional<accounts::CareModel> care_model;
    std::optional<std::string> reason;
    std::optional<Id<User>> decided_by_id;
    std::optional<Date> decided_on;
    std::optional<Date> review_on;
    bool overrides_score = false;
    bool current = true;  ///< the newest decision of the account
    std::int64_t version = 1;
};

KLICNIK_ENTITY(TierDecision, "tier_decision", "tdc");

}  // namespace klicnik
