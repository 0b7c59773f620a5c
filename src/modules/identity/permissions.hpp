#pragma once

#include "records/permission.hpp"

namespace klicnik::identity {

/// Who may do what, how far: the default matrix of the six roles. `klicnik describe permissions` prints it.
PermissionMatrix default_permissions();

}  // namespace klicnik::identity
