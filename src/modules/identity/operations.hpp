#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::identity {

/// Everything of this module that the product exposes. Signing in and out has its own handlers in app/.
std::vector<Operation> operations();

}  // namespace klicnik::identity
