#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/query.hpp"

namespace klicnik {

/// Where a page of a list ended: the sort values of its last row, as text for a URL. It is no secret; the scope is checked
/// anew for each page.
std::string encode_cursor(const std::vector<db::Value>& values);

/// The reverse; nothing for anything that encode_cursor() would not have written for these columns.
std::optional<std::vector<db::Value>> decode_cursor(std::string_view cursor, const std::vector<Sort>& sort);

/// Whether values of this kind have an order that people expect: numbers, days and instants.
bool is_ordered(Kind kind);

}  // namespace klicnik
