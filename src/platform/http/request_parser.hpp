#pragma once

// From bytes to a Request. Beast parses; before it sees a head, the head passes our own stricter
// check, because whatever two parsers in a row could understand differently (a server and the proxy
// in front of it) is a way to smuggle a request. Internal to this folder.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace klicnik::http {

/// Why a request is not answered by any handler.
struct Fault {
    unsigned status = 400;
    std::string_view code = "http.bad_request";
};

/// The strict reading of a complete head, that is up to and including the empty line. Refused are
/// among others: folded lines, bare CR or LF, blanks around field names, control characters,
/// Content-Length beside Transfer-Encoding, repeated framing fields, codings other than chunked,
/// and a missing, repeated or malformed Host.
std::optional<Fault> fault_in_head(std::string_view head);

class RequestParser {
  public:
    enum class State { head, body, done, failed };

    /// `header_limit`: bytes of request line and fields together.
    explicit RequestParser(std::size_t header_limit);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    /// Reads a prefix of `input`, stops behind the head and behind the body, and says how many
    /// bytes it is done with. The rest must be offered again with what follows.
    std::size_t parse(std::string_view input);

    State state() const { return state_; }
    const Fault& fault() const { return fault_; }

    // From here on: known when the state is no longer `head`.
    Request& request() { return request_; }
    bool keep_alive() const { return keep_alive_; }
    bool is_http_1_0() const { return is_http_1_0_; }
    bool expects_continue() const { return expects_continue_; }
    std::optional<std::uint64_t> content_length() const;
    /// To be called between head and body; false when the announced length already exceeds it.
    bool limit_body(std::uint64_t bytes);
    /// The body so far; may be taken away piece by piece.
    std::string& body();

  private:
    struct Beast;
    void fail(unsigned status, std::string_view code);
    std::size_t parse_head(std::string_view input);
    std::size_t parse_body(std::string_view input);
    void read_head();

    std::unique_ptr<Beast> beast_;
    std::size_t header_limit_;
    std::size_t scanned_ = 0;
    State state_ = State::head;
    Fault fault_;
    Request request_;
    bool keep_alive_ = false;
    bool is_http_1_0_ = false;
    bool expects_continue_ = false;
};

}  // namespace klicnik::http
