#pragma once

#include <string_view>

namespace klicnik {

/// Whether the machine knows the time zone ("Europe/Prague"). Apart from the clock, so that input can be checked where
/// nobody may ask for the time.
bool is_zone(std::string_view zone);

}  // namespace klicnik
