// A request must be understood alike however the network cuts it into pieces.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/http/request_parser.hpp"

using klicnik::http::RequestParser;
using State = RequestParser::State;

namespace {

constexpr std::size_t header_limit = 2048;
constexpr std::size_t body_limit = 4096;

struct Outcome {
    State state = State::head;
    std::string text;
    std::size_t used = 0;
};

Outcome parse_in_pieces(std::string_view bytes, std::size_t step) {
    RequestParser parser(header_limit);
    Outcome outcome;
    std::string inbox;
    bool is_limited = false;
    while (parser.state() == State::head || parser.state() == State::body) {
        const std::size_t used = parser.parse(inbox);
        if (used > inbox.size()) std::abort();
        inbox.erase(0, used);
        outcome.used += used;
        if (parser.state() == State::body && !is_limited) {
            is_limited = true;
            if (!parser.limit_body(body_limit)) break;
            continue;
        }
        if (used > 0) continue;
        if (bytes.empty()) break;
        inbox += bytes.substr(0, step);
        bytes.remove_prefix(std::min(step, bytes.size()));
    }
    outcome.state = parser.state();
    if (outcome.state == State::done) {
        const auto& request = parser.request();
        outcome.text = request.target + '\n' + parser.body();
        for (const auto& segment : request.segments) {
            if (segment == ".." || segment.find('\0') != std::string::npos) std::abort();
        }
        for (const auto& [name, value] : request.headers) {
            if (value.find_first_of("\r\n") != std::string::npos) std::abort();
            outcome.text += '\n' + name + ':' + value;
        }
        const bool is_framed_twice =
            request.headers.count("content-length") + request.headers.count("transfer-encoding") >
            1;
        if (is_framed_twice || parser.body().size() > body_limit) std::abort();
    }
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = parse_in_pieces(bytes, bytes.size() + 1);
    const Outcome pieces = parse_in_pieces(bytes, data[0] % 16U + 1U);
    // A refusal may come at another byte, but what is accepted must be the same.
    if ((whole.state == State::done) != (pieces.state == State::done)) std::abort();
    if (whole.state == State::done && (whole.text != pieces.text || whole.used != pieces.used)) {
        std::abort();
    }
    return 0;
}
