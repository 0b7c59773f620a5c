#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"

namespace klicnik {

struct User;

/// Where a request came from; audit keeps it.
enum class Origin { http, cli, import, job, system };

/// How far a permission reaches, from nothing to everything.
enum class Scope { none, own, account_team, department, all };

enum class Role { account_manager, head_of_accounts, owner, colleague, analyst, admin };

/// Who acts, when and how: read once at the edge, passed by hand. Nothing else may ask for the time.
struct Context {
    Id<User> actor{};  ///< nil for the system itself
    std::optional<Uuid> department{};
    std::vector<Role> roles{};
    Timestamp now{};
    Date today{};  ///< the calendar day of `now` in the workspace's zone
    std::string request_id{};
    std::string locale = "cs";
    Origin origin = Origin::system;
};

}  // namespace klicnik
