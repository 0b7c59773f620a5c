#pragma once

// Decoding of what stands in a request line: strict, because a lenient server and a strict proxy in
// front of it would disagree about what was asked for.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klicnik::http {

/// Names with values in the order they came; names may repeat.
using Pairs = std::vector<std::pair<std::string, std::string>>;

enum class Plus { is_plus, is_space };

/// Nothing when an escape is malformed, or the result is not UTF-8 or contains a control character
/// (tab and line breaks are allowed only where `Plus::is_space`, that is in forms and queries).
std::optional<std::string> percent_decoded(std::string_view text, Plus plus = Plus::is_plus);

/// Escapes everything but the unreserved characters of RFC 3986.
std::string percent_encoded(std::string_view text);

/// Reads `a=1&b=2`, at most `limit` pairs. Nothing when any of it cannot be decoded.
std::optional<Pairs> parse_query(std::string_view query, std::size_t limit = 200);

/// The decoded segments of a path that begins with '/': "/a/b%2Fc" gives "a" and "b/c", "/" gives
/// none, a trailing slash one empty segment. Nothing when malformed or when a segment is "." or
/// "..".
std::optional<std::vector<std::string>> path_segments(std::string_view path);

}  // namespace klicnik::http
