#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "modules/accounts/account_assignment.hpp"
#include "modules/accounts/load.hpp"
#include "records/reader.hpp"

/// How loaded managers are (S33, I-20, I-21): who carries which client, how complex it is, and what moving it would do.
namespace klicnik::segmentation {

using accounts::AssignmentRole;
using accounts::rules::LoadBand;

/// Why a client is complex; spelled as in the API.
struct LoadReason {
    accounts::rules::ComplexityFactor code = accounts::rules::ComplexityFactor::stakeholders;
    Decimal points;
    std::int32_t count = 0;
};

/// One client that a person carries, in one role.
struct LoadLine {
    Id<Account> account_id;
    std::string account_name;
    std::optional<accounts::Tier> tier;
    AssignmentRole role = AssignmentRole::lead;
    Decimal complexity;
    std::int32_t allocation_bp = 10000;
    Decimal role_factor;
    Decimal points;
    std::vector<LoadReason> reasons;
};

struct UserLoad {
    Id<User> user_id;
    std::string user_name;
    Decimal points;
    Decimal capacity_points;
    std::optional<std::int64_t> load_bp;
    LoadBand band = LoadBand::green;
    std::vector<LoadLine> lines;  ///< the heaviest first
};

struct TeamLoadItem {
    Id<User> user_id;
    std::string user_name;
    bool active = true;
    std::int64_t accounts = 0;          ///< that the person leads
    std::int64_t complex_accounts = 0;  ///< of these, with complexity 2 and more
    Decimal points;
    Decimal capacity_points;
    std::optional<std::int64_t> load_bp;
    LoadBand band = LoadBand::green;
    bool absent = false;  ///< today
};

struct TeamLoad {
    Date as_of;
    std::vector<TeamLoadItem> items;  ///< the most loaded first
    std::int64_t unassigned_accounts = 0;
};

struct LoadMove {
    Id<Account> account_id;
    Id<User> user_id;
    AssignmentRole role = AssignmentRole::lead;
};
struct LoadMoves {
    std::vector<LoadMove> moves;
};
struct LoadState {
    Decimal points;
    Decimal capacity_points;
    std::optional<std::int64_t> load_bp;
    LoadBand band = LoadBand::green;
};
struct MovedLoad {
    Id<User> user_id;
    std::string user_name;
    LoadState before;
    LoadState after;
};
struct LoadPreview {
    std::vector<MovedLoad> items;
};

/// Complexity of some accounts, or of all that somebody carries on the day.
using Complexities = std::unordered_map<Uuid, accounts::rules::Complexity>;
Complexities complexities(const Reader& reader, Date day, std::optional<std::vector<Uuid>> only = std::nullopt);

/// Everybody who looks after clients, and what they carry on the day (AC33.2). With scope `own` only the actor.
TeamLoad team_load(const Reader& reader, Date day);

/// What one person carries, line by line. Errors: not_found user (also for others under scope `own`).
Result<UserLoad> user_load(const Reader& reader, Id<User> user, Date day);

/// Loads of the people whom the moves concern, before and after (AC33.3); nothing is changed. A lead or deputy who is replaced
/// loses the client. Errors: field moves[i].account_id, user_id not_found.
Result<LoadPreview> preview_moves(const Reader& reader, const LoadMoves& moves, Date day);

}  // namespace klicnik::segmentation

namespace klicnik {
KLICNIK_SHAPE(segmentation::LoadReason);
KLICNIK_SHAPE(segmentation::LoadLine);
KLICNIK_SHAPE(segmentation::UserLoad);
KLICNIK_SHAPE(segmentation::TeamLoadItem);
KLICNIK_SHAPE(segmentation::TeamLoad);
KLICNIK_SHAPE(segmentation::LoadMove);
KLICNIK_SHAPE(segmentation::LoadMoves);
KLICNIK_SHAPE(segmentation::LoadState);
KLICNIK_SHAPE(segmentation::MovedLoad);
KLICNIK_SHAPE(segmentation::LoadPreview);
}  // namespace klicnik
