#include "platform/crypto/random.hpp"

#include <sodium.h>

#include <cstdlib>

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/sodium_ready.hpp"

namespace klicnik::crypto {

void require_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) std::abort();
}

std::string random_bytes(std::size_t count) {
    require_sodium();
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string random_token(std::size_t bytes) { return base64url(random_bytes(bytes)); }

}  // namespace klicnik::crypto
