#pragma once

#include <string>
#include <string_view>

namespace klicnik::crypto {

/// argon2id with 64 MiB and two passes, about 90 ms; the parameters and the salt are inside the text. At most two run
/// at a time in the whole process, so that a storm of sign-ins costs time and not memory.
std::string hash_password(std::string_view password);

bool verify_password(std::string_view hash, std::string_view password);

/// Whether the hash was made with older parameters, so that it is to be made again at the next sign-in.
bool needs_rehash(std::string_view hash);

}  // namespace klicnik::crypto
