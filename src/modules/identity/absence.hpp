#pragma once

#include <cstdint>
#include <optional>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/identity/user.hpp"

namespace klicnik {

/// When a colleague is away and who stands in.
struct Absence {
    Id<Absence> id;
    Id<User> user_id;
    Date from_on;
    Date to_on;  ///< the last day away
    std::optional<Id<User>> substitute_id;
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Absence, "absence", "abs");

}  // namespace klicnik
