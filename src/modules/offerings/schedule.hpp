#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::offerings {

/// Contracts run out, and terms renew themselves.
std::span<const Recurring> schedule();

}  // namespace klicnik::offerings
