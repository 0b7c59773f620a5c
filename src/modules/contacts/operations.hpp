#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::contacts {

std::vector<Operation> operations();

}  // namespace klicnik::contacts
