#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::indicators {

/// The cube follows the books before anybody asks.
std::span<const Recurring> schedule();

}  // namespace klicnik::indicators
