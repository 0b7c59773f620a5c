#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "modules/identity/terms.hpp"

namespace klicnik {

struct User;

/// A part of our firm that keeps promises: production, finance, support.
struct Department {
    Id<Department> id;
    std::string name;
    identity::DepartmentKind kind = identity::DepartmentKind::other;
    std::optional<Id<User>> lead_id;
    std::optional<Id<User>> deputy_id;
    std::optional<std::string> inbox_email;
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Department, "department", "dep");

}  // namespace klicnik
