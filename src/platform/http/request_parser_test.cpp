#include "platform/http/request_parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace klicnik::http {
namespace {

using State = RequestParser::State;

/// Offers `bytes` in pieces of `step`; the parser keeps what it has not used.
void feed(RequestParser& parser, std::string_view bytes, std::size_t step,
          std::uint64_t body_limit = 1000) {
    std::string inbox;
    bool is_limited = false;
    while (parser.state() != State::done && parser.state() != State::failed) {
        const std::size_t used = parser.parse(inbox);
        inbox.erase(0, used);
        if (parser.state() == State::body && !is_limited) {
            is_limited = true;
            parser.limit_body(body_limit);
            continue;
        }
        if (used > 0) continue;
        if (bytes.empty()) return;
        inbox += bytes.substr(0, step);
        bytes.remove_prefix(std::min(step, bytes.size()));
    }
}

std::string outcome(std::string_view bytes, std::size_t step = 100'000) {
    RequestParser parser(16'384);
    feed(parser, bytes, step);
    switch (parser.state()) {
        case State::head:
            return "waits for head";
        case State::body:
            return "waits for body";
        case State::done:
            return "done " + parser.body();
        case State::failed:
            break;
    }
    return std::to_string(parser.fault().status) + " " + std::string(parser.fault().code);
}

TEST(RequestParser, a_request_is_read_with_all_its_parts) {
    RequestParser parser(16'384);
    feed(parser,
         "POST /a%20b/c?x=1&y=%C5%BE HTTP/1.1\r\nHost: h:80\r\nX-A:  v \r\n"
         "Content-Length: 3\r\n\r\nabcNEXT",
         100'000);
    ASSERT_EQ(parser.state(), State::done);
    Request& request = parser.request();
    EXPECT_EQ(request.verb, Verb::post);
    EXPECT_EQ(request.path, "/a%20b/c");
    EXPECT_EQ(request.segments, (std::vector<std::string>{"a b", "c"}));
    EXPECT_EQ(*request.query_param("y"), "ž");
    EXPECT_EQ(request.headers.get("x-a"), "v");
    EXPECT_EQ(parser.body(), "abc");
    EXPECT_TRUE(parser.keep_alive());
    EXPECT_EQ(parser.content_length(), 3U);
}

TEST(RequestParser, the_size_of_the_pieces_does_not_matter) {
    const std::vector<std::string> requests = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "1\r\nh\r\n4\r\nello\r\n00\r\nTrailer: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n"};
    for (const std::string& text : requests) {
        const std::string whole = outcome(text);
        for (std::size_t step = 1; step < 12; ++step) {
            EXPECT_EQ(outcome(text, step), whole) << text << " by " << step;
        }
    }
}

// security.md §3 item 45 and §4 threat 21: strict framing.
TEST(RequestParser, ambiguous_or_malformed_framing_is_refused) {
    const std::string host = "Host: a\r\n";
    const std::string post = "POST / HTTP/1.1\r\n" + host;
    const std::vector<std::pair<std::string, std::string>> cases = {
        // Content-Length beside Transfer-Encoding, in both orders
        {post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", "bad_framing"},
        // repeated or odd lengths
        {post + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: 4, 4\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: +4\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: -1\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: 0x4\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: 4 4\r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: \r\n\r\nabcd", "bad_framing"},
        {post + "Content-Length: 99999999999999999999\r\n\r\n", "bad_framing"},
        // other codings, also disguised ones
        {post + "Transfer-Encoding: gzip\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding:\vchunked\r\n\r\n0\r\n\r\n", "bad_header"},
        {post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "bad_header"},
        {post + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "bad_header"},
        {post + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "bad_header"},
        {post + "X: y\r\n\tz\r\n\r\n", "bad_header"},
        {post + "Transfer_Encoding: chunked\r\nContent-Length: x\r\n\r\n", "bad_framing"},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "bad_framing"},
        // bare line ends and NUL
        {"GET / HTTP/1.1\nHost: a\n\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\r\n" + std::string("X: a\0b\r\n\r\n", 10), "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX(y): x\r\n\r\n", "bad_header"},
        // chunks
        {post + "Transfer-Encoding: chunked\r\n\r\ng\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", "bad_framing"},
        {post + "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n", "bad_framing"},
        // hosts
        {"GET / HTTP/1.1\r\n\r\n", "bad_host"},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "bad_header"},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "bad_host"},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad_host"},
        {"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "bad_host"},
        // request lines
        {"GET  / HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET / HTTP/1.1 \r\n" + host + "\r\n", "bad_request_line"},
        {" GET / HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET\t/\tHTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET /\x80 HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET /#frag HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET / http/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET / HTTP/1.1x\r\n" + host + "\r\n", "bad_request_line"},
        {"GET /\r\n" + host + "\r\n", "bad_request_line"},
        {"G@T / HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "bad_request_line"},
        {"\r\n\r\nGET / HTTP/1.1\r\n" + host + "\r\n", "bad_request_line"},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", "505"},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        // targets
        {"GET a HTTP/1.1\r\n" + host + "\r\n", "bad_target"},
        {"GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n", "bad_target"},
        {"GET /%2e%2e/x HTTP/1.1\r\n" + host + "\r\n", "bad_target"},
        {"GET /%00 HTTP/1.1\r\n" + host + "\r\n", "bad_target"},
        {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", "bad_target"},
        {"GET /?a=%ff HTTP/1.1\r\n" + host + "\r\n", "bad_query"},
        // what we do not do
        {post + "Expect: 200-ok\r\n\r\n", "417"},
        {post + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", "415"},
        {post + "Authorization: a\r\nAuthorization: b\r\n\r\n", "bad_header"},
    };
    for (const auto& [text, expected] : cases) {
        EXPECT_NE(outcome(text).find(expected), std::string::npos)
            << text << " gave " << outcome(text);
        EXPECT_NE(outcome(text, 1).find(expected), std::string::npos)
            << text << " byte by byte gave " << outcome(text, 1);
    }
}

// security.md §3 item 43: header 16 KiB, body limit.
TEST(RequestParser, limits_are_kept_to_the_byte) {
    const auto with_header = [](std::size_t total) {
        const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return start + std::string(total - start.size() - 4, 'x') + "\r\n\r\n";
    };
    EXPECT_EQ(outcome(with_header(16'384)), "done ");
    EXPECT_EQ(outcome(with_header(16'385)), "431 http.header_too_large");
    EXPECT_EQ(outcome("GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x')),
              "431 http.header_too_large");
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 101; ++i) many += "X: y\r\n";
    EXPECT_EQ(outcome(many + "\r\n"), "431 http.too_many_headers");
    EXPECT_EQ(outcome("GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
              "414 http.target_too_long");
    const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(outcome(chunked + "3e8\r\n" + std::string(1'000, 'x') + "\r\n0\r\n\r\n"),
              "done " + std::string(1'000, 'x'));
    EXPECT_EQ(outcome(chunked + "3e8\r\n" + std::string(1'000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"),
              "413 http.body_too_large");
    EXPECT_EQ(outcome(chunked + "0\r\nX: " + std::string(40'000, 'x')), "400 http.bad_framing");
    EXPECT_EQ(outcome(chunked + std::string(40'000, '0')), "400 http.bad_framing");
}

TEST(RequestParser, a_trailer_does_not_pass_for_a_header) {
    RequestParser parser(16'384);
    feed(parser,
         "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "1\r\na\r\n0\r\nAuthorization: Bearer x\r\n\r\n",
         100'000);
    ASSERT_EQ(parser.state(), State::done);
    EXPECT_EQ(parser.request().headers.find("authorization"), nullptr);
}

TEST(RequestParser, absolute_and_asterisk_forms_are_understood) {
    RequestParser parser(16'384);
    feed(parser, "GET http://example.com/a?b=1 HTTP/1.1\r\nHost: a\r\n\r\n", 100'000);
    EXPECT_EQ(parser.request().path, "/a");
    EXPECT_EQ(*parser.request().query_param("b"), "1");
    EXPECT_EQ(outcome("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), "done ");
    EXPECT_EQ(outcome("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), "400 http.bad_target");
}

TEST(RequestParser, keep_alive_follows_version_and_connection_header) {
    const auto keeps = [](std::string_view text) {
        RequestParser parser(16'384);
        feed(parser, text, 100'000);
        return parser.keep_alive();
    };
    EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

}  // namespace
}  // namespace klicnik::http
