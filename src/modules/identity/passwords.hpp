#pragma once

#include <string_view>

#include "base/result.hpp"

namespace klicnik::identity::rules {

/// At least 12 characters, at most 128, and none of the passwords that everybody tries, nor the names of the product or of
/// the person. Errors on field `password`: too_short {min}, too_long {max}, too_common.
Result<> check_password(std::string_view password, std::string_view email, std::string_view full_name);

}  // namespace klicnik::identity::rules
