#pragma once

#include <string>

namespace klicnik {

/// The texts of `klicnik describe …`.
std::string describe_permissions();
std::string describe_openapi();
std::string describe_schedule();

}  // namespace klicnik
