#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace klicnik::http {

/// A list of networks, such as those of trusted proxies.
class Networks {
  public:
    /// Each text is an address or a network: "10.0.0.0/8", "::1". Nothing when one is malformed.
    static std::optional<Networks> parse(const std::vector<std::string>& texts);
    /// False for what is no address. An IPv4 address in IPv6 form counts as the IPv4 address.
    bool contains(std::string_view address) const;

  private:
    struct Network {
        std::array<std::uint8_t, 16> address;
        unsigned bits;
    };
    std::vector<Network> networks_;
};

/// Replaces `peer` and `secure` by what trusted proxies report in X-Forwarded-For (read from the
/// right, up to the first address that is no trusted proxy) and X-Forwarded-Proto, and takes over
/// their X-Request-Id. Headers of anybody else are ignored.
void apply_forwarding(Request& request, const Networks& trusted);

}  // namespace klicnik::http
