#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "platform/http/request_parser.hpp"

namespace klicnik::http {

namespace {

constexpr std::size_t longest_target = 8192;
constexpr std::size_t most_fields = 100;

constexpr Fault bad_line{400, "http.bad_request_line"};
constexpr Fault bad_header{400, "http.bad_header"};
constexpr Fault bad_framing{400, "http.bad_framing"};
constexpr Fault bad_host{400, "http.bad_host"};

bool is_token_character(char c) {
    const char lower = ascii_lower(c);
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return is_digit(c) || (lower >= 'a' && lower <= 'z') || marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
}

bool is_host(std::string_view text) {
    constexpr std::string_view marks = "-._~:[]%";
    return text.size() <= 255 && std::all_of(text.begin(), text.end(), [&](char c) {
               const char lower = ascii_lower(c);
               return is_digit(c) || (lower >= 'a' && lower <= 'z') ||
                      marks.find(c) != std::string_view::npos;
           });
}

/// Fields of which a second one would change the meaning of the first.
constexpr std::array<std::string_view, 10> single_fields = {
    "host",           "content-length",   "transfer-encoding",
    "content-type",   "content-encoding", "expect",
    "authorization",  "origin",           "range",
    "idempotency-key"};

struct HeadFacts {
    std::array<unsigned, single_fields.size()> seen{};
    bool is_http_1_0 = false;

    unsigned count(std::string_view name) const {
        const auto found = std::find(single_fields.begin(), single_fields.end(), name);
        return seen[static_cast<std::size_t>(found - single_fields.begin())];
    }
};

std::optional<Fault> fault_in_line(std::string_view line, HeadFacts& facts) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return bad_line;
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(line.substr(0, first))) return bad_line;
    const bool is_visible = std::all_of(target.begin(), target.end(),
                                        [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    if (target.empty() || !is_visible) return bad_line;
    if (target.size() > longest_target) return Fault{414, "http.target_too_long"};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        const bool is_other = version.size() == 8 && version.starts_with("HTTP/") &&
                              is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
        return is_other ? Fault{505, "http.version_not_supported"} : bad_line;
    }
    facts.is_http_1_0 = version == "HTTP/1.0";
    return std::nullopt;
}

std::optional<Fault> fault_in_field(std::string_view line, HeadFacts& facts) {
    if (line.front() == ' ' || line.front() == '\t') return bad_header;  // obs-fold
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return bad_header;
    if (!is_field_value(line.substr(colon + 1))) return bad_header;
    const std::string name = ascii_lower(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    const auto single = std::find(single_fields.begin(), single_fields.end(), name);
    if (single == single_fields.end()) return std::nullopt;
    if (++facts.seen[static_cast<std::size_t>(single - single_fields.begin())] > 1) {
        return name == "content-length" || name == "transfer-encoding" ? bad_framing : bad_header;
    }
    if (name == "host" && !is_host(value)) return bad_host;
    if (name == "content-length") {
        constexpr std::size_t most_digits = 18;
        const bool is_number = !value.empty() && value.size() <= most_digits &&
                               std::all_of(value.begin(), value.end(), is_digit);
        if (!is_number) return bad_framing;
    }
    if (name == "transfer-encoding" && ascii_lower(value) != "chunked") return bad_framing;
    if (name == "content-encoding" && ascii_lower(value) != "identity") {
        return Fault{415, "http.unsupported_encoding"};
    }
    if (name == "expect" && ascii_lower(value) != "100-continue") {
        return Fault{417, "http.unsupported_expectation"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Fault> fault_in_head(std::string_view head) {
    if (!head.ends_with("\r\n\r\n")) return bad_line;
    head.remove_suffix(2);
    HeadFacts facts;
    std::size_t lines = 0;
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        // What is left of CR and LF now is a bare one, which some servers take for a line end.
        if (line.empty() || line.find_first_of("\r\n") != std::string_view::npos) {
            return lines == 0 ? bad_line : bad_header;
        }
        const auto fault = lines == 0 ? fault_in_line(line, facts) : fault_in_field(line, facts);
        if (fault) return fault;
        if (++lines > most_fields + 1) return Fault{431, "http.too_many_headers"};
    }
    const bool has_coding = facts.count("transfer-encoding") > 0;
    if (has_coding && (facts.count("content-length") > 0 || facts.is_http_1_0)) return bad_framing;
    if (facts.count("host") == 0 && !facts.is_http_1_0) return bad_host;
    return std::nullopt;
}

}  // namespace klicnik::http
