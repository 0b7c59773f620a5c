#include "platform/crypto/password.hpp"

#include <sodium.h>

#include <new>
#include <semaphore>

#include "platform/crypto/sodium_ready.hpp"

namespace klicnik::crypto {

namespace {

constexpr std::ptrdiff_t hashes_at_a_time = 2;

std::counting_semaphore<hashes_at_a_time>& hashing_places() {
    static std::counting_semaphore<hashes_at_a_time> places(hashes_at_a_time);
    return places;
}

class HashingPlace {
  public:
    HashingPlace() { hashing_places().acquire(); }
    ~HashingPlace() { hashing_places().release(); }
    HashingPlace(const HashingPlace&) = delete;
    HashingPlace& operator=(const HashingPlace&) = delete;
};

}  // namespace

std::string hash_password(std::string_view password) {
    require_sodium();
    char out[crypto_pwhash_STRBYTES];
    const HashingPlace place;
    if (crypto_pwhash_str_alg(out, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return out;
}

bool verify_password(std::string_view hash, std::string_view password) {
    require_sodium();
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    const HashingPlace place;
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash) {
    require_sodium();
    if (hash.size() >= crypto_pwhash_STRBYTES) return true;
    return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

}  // namespace klicnik::crypto
