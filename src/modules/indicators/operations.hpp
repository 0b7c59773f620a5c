#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::indicators {

std::vector<Operation> operations();

}  // namespace klicnik::indicators
