#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::identity {

/// Sessions, links and failed sign-ins that are over.
std::span<const Recurring> schedule();

}  // namespace klicnik::identity
