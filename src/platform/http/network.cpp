#include "platform/http/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace klicnik::http {

namespace {

using AddressBytes = std::array<std::uint8_t, 16>;
constexpr unsigned mapped_bits = 96;  // length of the ::ffff:0:0/96 prefix

std::optional<AddressBytes> address_bytes(std::string_view text, bool& is_v4) {
    const std::string copy(text);
    AddressBytes bytes{};
    std::array<std::uint8_t, 4> v4{};
    is_v4 = ::inet_pton(AF_INET, copy.c_str(), v4.data()) == 1;
    if (is_v4) {
        bytes[10] = bytes[11] = 0xFF;
        std::copy(v4.begin(), v4.end(), bytes.begin() + 12);
        return bytes;
    }
    if (::inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    return std::nullopt;
}

bool is_request_id(std::string_view text) {
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [](char c) {
               const char lower = ascii_lower(c);
               return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '-' || c == '_' ||
                      c == '.';
           });
}

}  // namespace

std::optional<Networks> Networks::parse(const std::vector<std::string>& texts) {
    Networks networks;
    for (const std::string& text : texts) {
        const std::size_t slash = text.find('/');
        bool is_v4 = false;
        const auto bytes = address_bytes(std::string_view(text).substr(0, slash), is_v4);
        if (!bytes) return std::nullopt;
        const unsigned most = is_v4 ? 32 : 128;
        unsigned bits = most;
        if (slash != std::string::npos) {
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + slash + 1, end, bits);
            if (read.ec != std::errc{} || read.ptr != end || bits > most) return std::nullopt;
        }
        networks.networks_.push_back({*bytes, is_v4 ? bits + mapped_bits : bits});
    }
    return networks;
}

bool Networks::contains(std::string_view address) const {
    bool is_v4 = false;
    const auto bytes = address_bytes(address, is_v4);
    if (!bytes) return false;
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        for (unsigned bit = 0; bit < network.bits; ++bit) {
            const unsigned mask = 0x80U >> (bit % 8);
            if (((*bytes)[bit / 8] & mask) != (network.address[bit / 8] & mask)) return false;
        }
        return true;
    });
}

void apply_forwarding(Request& request, const Networks& trusted) {
    if (!trusted.contains(request.peer)) return;
    std::string chain;
    for (const auto& [name, value] : request.headers) {
        if (ascii_lower(name) == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
    }
    // Each proxy appends whom it heard from, so the right end is the trustworthy one.
    std::string_view rest = chain;
    while (!rest.empty()) {
        const std::size_t comma = rest.rfind(',');
        const std::string_view hop =
            trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        bool is_v4 = false;
        if (!address_bytes(hop, is_v4)) break;
        request.peer = hop;
        if (!trusted.contains(hop) || comma == std::string_view::npos) break;
        rest = rest.substr(0, comma);
    }
    const std::string_view scheme = request.headers.get("x-forwarded-proto");
    if (!scheme.empty()) request.secure = ascii_lower(scheme) == "https";
    const std::string_view id = request.headers.get("x-request-id");
    if (is_request_id(id)) request.request_id = id;
}

}  // namespace klicnik::http
