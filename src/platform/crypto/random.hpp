#pragma once

#include <cstddef>
#include <string>

namespace klicnik::crypto {

/// Bytes from the operating system's generator.
std::string random_bytes(std::size_t count);

/// `bytes` random bytes as base64url: session ids and API tokens (32), one-time links (16 or more).
std::string random_token(std::size_t bytes = 32);

}  // namespace klicnik::crypto
