#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace klicnik::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

/// RFC 2104 with SHA-256; any length of key.
Digest hmac_sha256(std::string_view key, std::string_view message);

/// SHA-256 of something that comes in pieces: uploads, backups.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    /// The digest of everything added; afterwards the object begins anew.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

inline std::string_view view(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Compares secrets without telling by its time how much of them agrees. Lengths are not secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace klicnik::crypto
