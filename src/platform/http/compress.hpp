#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace klicnik::http {

/// Whether an Accept-Encoding value allows `coding` ("gzip", "br"): q-values and `*` count.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// Level 1: answers are made once and sent once, so speed matters more than the last percent.
std::string gzip(std::string_view bytes);

/// Nothing when `bytes` is no complete gzip stream or holds more than `limit` bytes.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit);

}  // namespace klicnik::http
