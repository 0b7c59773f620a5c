#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/context.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "modules/identity/department.hpp"

namespace klicnik {

/// A colleague who signs in. Passwords live elsewhere (user_credential) and are no fields.
struct User {
    Id<User> id;
    std::string full_name;
    std::string email;
    std::string locale = "cs";
    std::string timezone = "Europe/Prague";
    std::optional<Id<Department>> department_id;
    std::vector<Role> roles;
    bool active = true;
    std::optional<Decimal> hourly_cost;  ///< in base currency
    std::optional<Decimal> weekly_hours_on_care;
    Decimal capacity_points = Decimal::from_integer(30);  ///< load that is 100 % (I-21)
    std::optional<Timestamp> last_seen_at;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(User, "user", "usr");

}  // namespace klicnik
