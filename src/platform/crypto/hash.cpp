#include "platform/crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <stdexcept>

#include "platform/crypto/sodium_ready.hpp"

namespace klicnik::crypto {

namespace {

const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

void require(int done) {
    if (done != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

/// Looked up once: each look-up costs more than the digest of a short text.
const EVP_MD* sha256_method() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

}  // namespace

// OpenSSL for SHA-256 of files: it uses the instructions that processors have for it, libsodium does not.

Digest sha256(std::string_view bytes) {
    Digest digest;
    require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, sha256_method(), nullptr));
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
    require_sodium();
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, octets(key), key.size());
    crypto_auth_hmacsha256_update(&state, octets(message), message.size());
    Digest digest;
    crypto_auth_hmacsha256_final(&state, digest.data());
    sodium_memzero(&state, sizeof state);
    return digest;
}

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};

    void begin() const { require(context ? EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) : 0); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->begin(); }

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size())); }

Digest Sha256::finish() {
    Digest digest;
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr));
    state_->begin();
    return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace klicnik::crypto
