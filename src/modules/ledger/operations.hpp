#pragma once

#include <vector>

#include "records/operation.hpp"

namespace klicnik::ledger {

/// Entries, exchange rates, and the sums of both.
std::vector<Operation> operations();

}  // namespace klicnik::ledger
