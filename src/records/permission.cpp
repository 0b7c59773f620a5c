#include "records/permission.hpp"

#include <algorithm>

#include "base/enum_names.hpp"

namespace klicnik {

const Grant* PermissionMatrix::find(Role role, std::string_view object) const {
    const Grant* fallback = nullptr;
    for (const Grant& grant : grants_) {
        if (grant.role != role) continue;
        if (grant.object == object) return &grant;
        if (grant.object == "*") fallback = &grant;
    }
    return fallback;
}

Scope PermissionMatrix::scope(const Context& context, Permission permission) const {
    if (context.origin == Origin::system || context.origin == Origin::job) return Scope::all;
    Scope widest = Scope::none;
    for (const Role role : context.roles) {
        const Grant* grant = find(role, permission.object);
        if (!grant || std::find(grant->actions.begin(), grant->actions.end(), permission.action) == grant->actions.end()) continue;
        widest = std::max(widest, grant->scope);
    }
    return widest;
}

bool PermissionMatrix::may_read_sensitive(const Context& context, std::string_view object) const {
    if (context.origin == Origin::system || context.origin == Origin::job) return true;
    for (const Role role : context.roles) {
        const Grant* grant = find(role, object);
        if (grant && grant->sensitive) return true;
    }
    return false;
}

std::string to_text(Permission permission) {
    return std::string(permission.object).append(".").append(to_text(permission.action));
}

}  // namespace klicnik
