#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::accounts {

/// Clients, their groups and the history of who looked after them. Assigning itself is in segmentation, which knows the load.
std::vector<Operation> operations();

}  // namespace klicnik::accounts
