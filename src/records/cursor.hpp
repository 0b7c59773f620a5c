#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.hpp"

namespace klicnik {

/// Where a page of a list ended: the sort values of its last row, as text for a URL. It is no secret; the scope is checked
/// anew for each page.
std::string encode_cursor(const std::vector<db::Value>& values);

/// The reverse; nothing for anything that encode_cursor() would not have written for `expected` values.
std::optional<std::vector<db::Value>> decode_cursor(std::string_view cursor, std::size_t expected);

}  // namespace klicnik
