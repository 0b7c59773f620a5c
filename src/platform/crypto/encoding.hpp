#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace klicnik::crypto {

/// Lower-case hexadecimal.
std::string hex(std::string_view bytes);

/// RFC 4648 §5 without padding.
std::string base64url(std::string_view bytes);

/// The reverse; nothing for anything base64url() would not have written.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace klicnik::crypto
