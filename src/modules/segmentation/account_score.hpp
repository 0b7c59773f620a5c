#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"
#include "modules/segmentation/terms.hpp"

namespace klicnik {

/// The score of one client under one published model, with its explanation as it was.
struct AccountScore {
    Id<AccountScore> id;
    Id<Account> account_id;
    std::int32_t model_version = 0;
    Date as_of;
    std::optional<std::int32_t> total_bp;
    std::optional<std::int32_t> low_bp;
    std::optional<std::int32_t> high_bp;
    std::int32_t known_weight_bp = 0;
    std::optional<accounts::Tier> proposed_tier;
    bool existential = false;  ///< proposed for tier A because losing it would threaten the firm (AC12.2)
    std::vector<segmentation::StoredLine> lines;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(AccountScore, "account_score", "sco");

}  // namespace klicnik
