#include "platform/http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>
#include <functional>

#include "base/text.hpp"

namespace klicnik::http {

namespace {

namespace beast = boost::beast;

/// Appends to a string and nothing else: Beast's own string body reserves whatever length the
/// client announces.
struct GrowingBody {
    using value_type = std::string;

    static std::uint64_t size(const value_type& body) { return body.size(); }

    class reader {
      public:
        template <bool is_request, class Fields>
        reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}

        void init(const boost::optional<std::uint64_t>&, beast::error_code& error) { error = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, beast::error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (const auto buffer : beast::buffers_range(buffers)) {
                body_.append(static_cast<const char*>(buffer.data()), buffer.size());
                taken += buffer.size();
            }
            return taken;
        }

        void finish(beast::error_code& error) { error = {}; }

      private:
        value_type& body_;
    };
};

Verb verb_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Verb::get;
        case beast::http::verb::head:
            return Verb::head;
        case beast::http::verb::post:
            return Verb::post;
        case beast::http::verb::put:
            return Verb::put;
        case beast::http::verb::patch:
            return Verb::patch;
        case beast::http::verb::delete_:
            return Verb::delete_;
        case beast::http::verb::options:
            return Verb::options;
        default:
            return Verb::other;
    }
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

/// The part of a request target that we answer to: absolute-form loses scheme and authority.
std::string_view origin_form(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.starts_with(scheme)) {
            const std::size_t slash = target.find('/', scheme.size());
            return slash == std::string_view::npos ? "/" : target.substr(slash);
        }
    }
    return target;
}

}  // namespace

struct RequestParser::Beast {
    beast::http::request_parser<GrowingBody> parser;
    std::function<void(std::uint64_t, beast::string_view, beast::error_code&)> on_chunk =
        [](std::uint64_t, beast::string_view extensions, beast::error_code& error) {
            // Nobody we want to talk to sends any, and proxies differ in where they end.
            if (!extensions.empty()) error = beast::http::error::bad_chunk_extension;
        };
};

RequestParser::RequestParser(std::size_t header_limit)
    : beast_(std::make_unique<Beast>()), header_limit_(header_limit) {
    // The head is checked before Beast sees it; its own limit is left for chunk headers and
    // trailers.
    constexpr std::uint32_t trailer_room = 4096;
    beast_->parser.header_limit(static_cast<std::uint32_t>(header_limit) + trailer_room);
    beast_->parser.body_limit(boost::none);
    beast_->parser.eager(false);
    beast_->parser.on_chunk_header(beast_->on_chunk);
}

RequestParser::~RequestParser() = default;

void RequestParser::fail(unsigned status, std::string_view code) {
    state_ = State::failed;
    fault_ = {status, code};
}

std::optional<std::uint64_t> RequestParser::content_length() const {
    const auto length = beast_->parser.content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

bool RequestParser::limit_body(std::uint64_t bytes) {
    beast_->parser.body_limit(bytes);
    return content_length().value_or(0) <= bytes;
}

std::string& RequestParser::body() {
    return beast_->parser.get().body();
}

std::size_t RequestParser::parse(std::string_view input) {
    switch (state_) {
        case State::head:
            return parse_head(input);
        case State::body:
            return parse_body(input);
        case State::done:
        case State::failed:
            break;
    }
    return 0;
}

std::size_t RequestParser::parse_head(std::string_view input) {
    // One empty line before a request is forgiven (RFC 9112 section 2.2).
    const std::size_t skipped = input.starts_with("\r\n") ? 2 : 0;
    const std::string_view text = input.substr(skipped);
    if (text.empty() || (skipped == 0 && text == "\r")) return 0;
    if (text.front() < '!' || text.front() > '~') {
        fail(400, "http.bad_request_line");
        return 0;
    }
    const std::size_t from = std::min(scanned_ > 3 ? scanned_ - 3 : 0, text.size());
    const std::size_t end = text.find("\r\n\r\n", from);
    scanned_ = text.size();
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 4;
    if (length > header_limit_) {
        fail(431, "http.header_too_large");
        return 0;
    }
    if (end == std::string_view::npos) {
        // Waiting for the end of a head with bare line feeds would only waste a connection.
        const std::size_t feed = text.find('\n', from);
        if (feed != std::string_view::npos && (feed == 0 || text[feed - 1] != '\r')) {
            fail(400, "http.bad_header");
        }
        return 0;
    }
    const std::string_view head = text.substr(0, length);
    if (const auto fault = fault_in_head(head)) {
        fail(fault->status, fault->code);
        return 0;
    }
    beast::error_code error;
    const std::size_t used =
        beast_->parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
    if (error || used != head.size() || !beast_->parser.is_header_done()) {
        fail(400, "http.bad_header");
        return 0;
    }
    state_ = beast_->parser.is_done() ? State::done : State::body;
    beast_->parser.eager(true);
    read_head();
    return skipped + used;
}

/// Copies what the request needs now: trailers would later be merged into Beast's fields, and a
/// trailer must not pass for a header.
void RequestParser::read_head() {
    const auto& message = beast_->parser.get();
    keep_alive_ = beast_->parser.keep_alive();
    is_http_1_0_ = message.version() == 10;
    request_.verb = verb_of(message.method());
    request_.target = view(message.target());
    for (const auto& field : message) {
        request_.headers.add(view(field.name_string()), view(field.value()));
    }
    expects_continue_ = !is_http_1_0_ && request_.headers.find("expect") != nullptr;
    std::string_view target = origin_form(request_.target);
    if (target == "*" && request_.verb == Verb::options) target = "/";
    const std::size_t mark = target.find('?');
    request_.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request_.query = target.substr(mark + 1);
    auto segments = path_segments(request_.path);
    if (!segments) return fail(400, "http.bad_target");
    auto params = parse_query(request_.query);
    if (!params) return fail(400, "http.bad_query");
    request_.segments = std::move(*segments);
    request_.query_params = std::move(*params);
}

std::size_t RequestParser::parse_body(std::string_view input) {
    // An unfinished chunked body always has at least "0 CRLF CRLF" to come, and Beast 1.81 asserts
    // that it sees so much whenever it resumes inside the last chunk.
    constexpr std::size_t shortest_end = 5;
    const bool is_chunked = !content_length().has_value();
    if (input.empty() || (is_chunked && input.size() < shortest_end)) return 0;
    beast::error_code error;
    const std::size_t used =
        beast_->parser.put(boost::asio::const_buffer(input.data(), input.size()), error);
    if (error == beast::http::error::body_limit) {
        fail(413, "http.body_too_large");
    } else if (error && error != beast::http::error::need_more) {
        fail(400, "http.bad_framing");
    } else if (beast_->parser.is_done()) {
        state_ = State::done;
    } else if (used == 0 && input.size() >= header_limit_) {
        fail(400, "http.bad_framing");  // a chunk header or trailer without end
    }
    return used;
}

}  // namespace klicnik::http
