#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::library {

std::vector<Operation> operations();

}  // namespace klicnik::library
