#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "platform/http/json.hpp"
#include "platform/text/messages.hpp"

namespace klicnik::cli {

enum class Format { text, json };

/// 2 invalid, 3 unauthenticated or forbidden, 4 not_found, 5 conflict, 6 rule, 7 limited, 8 unavailable.
int exit_code(ErrorKind kind);

/// Writes the failure to stderr, as a sentence with one line per field, or as the problem+json of the API.
int report(const Error& error, const text::Messages& messages, std::string_view language, Format format);

/// A record as "name: value" lines, a list as a table, anything else as indented JSON.
std::string readable(const json::Value& value);

}  // namespace klicnik::cli
