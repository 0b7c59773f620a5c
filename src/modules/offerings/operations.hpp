#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::offerings {

std::vector<Operation> operations();

}  // namespace klicnik::offerings
