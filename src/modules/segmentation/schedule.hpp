#pragma once

#include <span>

#include "records/schedule.hpp"

namespace klicnik::segmentation {

/// Scores follow the books and the calendar.
std::span<const Recurring> schedule();

}  // namespace klicnik::segmentation
