#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::accounts {

/// Teams follow the calendar.
std::span<const Recurring> schedule();

}  // namespace klicnik::accounts
