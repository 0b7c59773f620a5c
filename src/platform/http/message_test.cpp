#include "platform/http/message.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/http/compress.hpp"
#include "platform/http/network.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/url.hpp"

namespace klicnik::http {
namespace {

TEST(Url, escapes_are_decoded_and_broken_ones_refused) {
    EXPECT_EQ(percent_decoded("a%20b+c"), "a b+c");
    EXPECT_EQ(percent_decoded("a%20b+c", Plus::is_space), "a b c");
    EXPECT_EQ(percent_decoded("%C5%BDatec"), "Žatec");
    for (const char* text : {"%", "%4", "%zz", "%-1", "a%", "%C5", "%FF", "%00", "%1b", "\x7F"}) {
        EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
    }
    EXPECT_EQ(percent_decoded("a%0D%0Ab", Plus::is_space), "a\r\nb");
    EXPECT_EQ(percent_decoded("a%0D%0Ab"), std::nullopt);
}

TEST(Url, encoding_and_decoding_are_inverse) {
    const std::string text = "Ž a/b?c=d&e+f%~._-'\"";
    EXPECT_EQ(percent_decoded(percent_encoded(text)), text);
    EXPECT_EQ(percent_encoded("a b/Ž"), "a%20b%2F%C5%BD");
}

TEST(Url, queries_keep_order_and_repeated_names) {
    const auto pairs = parse_query("b=1&a=%20x&b=2&flag&=empty&&c=1=2");
    const Pairs expected = {{"b", "1"},   {"a", " x"},   {"b", "2"},
                            {"flag", ""}, {"", "empty"}, {"c", "1=2"}};
    EXPECT_EQ(pairs, expected);
    EXPECT_EQ(parse_query("a=%"), std::nullopt);
    EXPECT_EQ(parse_query("a=1&b=2&c=3", 2), std::nullopt);
    EXPECT_EQ(parse_query(""), Pairs{});
}

TEST(Url, dot_segments_are_refused_however_written) {
    for (const char* path : {"/a/../b", "/..", "/%2e%2e/etc", "/a/%2E./b", "/./a", "a", ""}) {
        EXPECT_EQ(path_segments(path), std::nullopt) << path;
    }
    const std::vector<std::string> one = {"..%2f"};
    EXPECT_EQ(path_segments("/..%252f"), one);  // decoded once only
    EXPECT_EQ(path_segments("/")->size(), 0U);
    const std::vector<std::string> trailing = {"a", ""};
    EXPECT_EQ(path_segments("/a/"), trailing);
}

TEST(Message, header_names_compare_without_case) {
    Headers headers;
    headers.add("X-A", "1");
    headers.add("x-a", "2");
    EXPECT_EQ(headers.get("X-a"), "1");
    EXPECT_EQ(headers.count("x-A"), 2U);
    headers.set("x-a", "3");
    EXPECT_EQ(headers.count("x-a"), 1U);
    EXPECT_EQ(headers.find("none"), nullptr);
}

TEST(Message, cookies_are_found_by_exact_name) {
    Request request;
    request.headers.add("Cookie", "a=1; session=abc=; sessionx=2");
    request.headers.add("cookie", "late=3");
    EXPECT_EQ(request.cookie("session"), "abc=");
    EXPECT_EQ(request.cookie("late"), "3");
    EXPECT_EQ(request.cookie("Session"), std::nullopt);
    EXPECT_EQ(request.cookie("b"), std::nullopt);
}

TEST(Message, a_session_cookie_is_http_only_and_bound_to_the_host) {
    EXPECT_EQ(set_cookie({"__Host-session", "x", 60, true}, true),
              "__Host-session=x; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=60");
    EXPECT_EQ(set_cookie({"session", "x", std::nullopt, false}, false),
              "session=x; Path=/; HttpOnly; SameSite=Lax");
}

// security.md §3 item 57: RFC 6266 and RFC 5987, control characters stripped.
TEST(Message, file_names_are_encoded_for_old_and_new_clients) {
    EXPECT_EQ(content_disposition("report.csv"), "attachment; filename=\"report.csv\"");
    EXPECT_EQ(content_disposition("Žádost \"1\".csv"),
              "attachment; filename=\"__dost _1_.csv\"; "
              "filename*=UTF-8''%C5%BD%C3%A1dost%20%221%22.csv");
    EXPECT_EQ(content_disposition("../a\r\nX: y"),
              "attachment; filename=\".._a__X: y\"; filename*=UTF-8''.._a__X%3A%20y");
}

TEST(Message, a_problem_carries_code_params_fields_and_request_id) {
    Error error = invalid("name", "too_long", {{"max", "200"}});
    error.internal = "secret detail";
    const Response response = problem(error, "r-1");
    EXPECT_EQ(response.status, 400U);
    EXPECT_EQ(response.body,
              R"({"status":400,"kind":"invalid","code":"input.invalid","params":{},"fields":[{"field":"name",)"
              R"("code":"too_long","params":{"max":"200"}}],"request_id":"r-1"})");
}

TEST(Message, a_temporary_file_vanishes_with_its_last_owner) {
    const auto file = TemporaryFile::create(std::filesystem::temp_directory_path());
    ASSERT_NE(file, nullptr);
    EXPECT_TRUE(file->append("abc"));
    EXPECT_EQ(file->size(), 3U);
    const std::filesystem::path path = file->path();
    EXPECT_TRUE(std::filesystem::exists(path));
    auto other = file;
    const_cast<std::shared_ptr<TemporaryFile>&>(file).reset();
    EXPECT_TRUE(std::filesystem::exists(path));
    other.reset();
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(TemporaryFile::create("/nowhere/at/all"), nullptr);
}

TEST(Compress, codings_are_chosen_by_q_value_and_star) {
    EXPECT_TRUE(accepts_coding("gzip, deflate, br", "gzip"));
    EXPECT_TRUE(accepts_coding("br;q=1.0, GZIP;q=0.8", "gzip"));
    EXPECT_FALSE(accepts_coding("gzip;q=0", "gzip"));
    EXPECT_FALSE(accepts_coding("gzip;q=0.000, *", "gzip"));
    EXPECT_TRUE(accepts_coding("*", "br"));
    EXPECT_FALSE(accepts_coding("", "gzip"));
    EXPECT_FALSE(accepts_coding("x-gzip", "gzip"));
}

TEST(Compress, gzip_round_trips_and_bombs_stop_at_the_limit) {
    const std::string text(100'000, 'a');
    const std::string packed = gzip(text);
    EXPECT_LT(packed.size(), 2'000U);
    EXPECT_EQ(gunzip(packed, 200'000), text);
    EXPECT_EQ(gunzip(packed, 50'000), std::nullopt);
    EXPECT_EQ(gunzip(packed.substr(0, packed.size() / 2), 200'000), std::nullopt);
    EXPECT_EQ(gunzip("no gzip", 100), std::nullopt);
    EXPECT_EQ(gunzip(gzip(""), 100), "");
}

TEST(Reply, ranges_follow_the_rfc) {
    ByteRange range;
    const auto read = [&](const char* text) { return read_range(text, 100, range); };
    EXPECT_EQ(read("bytes=0-9"), RangeKind::part);
    EXPECT_EQ(range.first, 0U);
    EXPECT_EQ(range.length, 10U);
    EXPECT_EQ(read("bytes=90-"), RangeKind::part);
    EXPECT_EQ(range.length, 10U);
    EXPECT_EQ(read("bytes=-5"), RangeKind::part);
    EXPECT_EQ(range.first, 95U);
    EXPECT_EQ(read("bytes=50-1000"), RangeKind::part);
    EXPECT_EQ(range.length, 50U);
    EXPECT_EQ(read("bytes=-1000"), RangeKind::part);
    EXPECT_EQ(range.length, 100U);
    EXPECT_EQ(read("bytes=100-"), RangeKind::unsatisfiable);
    EXPECT_EQ(read("bytes=-0"), RangeKind::unsatisfiable);
    for (const char* text : {"bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,3-4",
                             "items=0-1", "bytes=99999999999999999999-", "bytes=1-2-3"}) {
        EXPECT_EQ(read(text), RangeKind::whole) << text;
    }
}

TEST(Reply, entity_tags_compare_weakly_for_reads) {
    EXPECT_TRUE(matches_any("\"a\"", "\"a\""));
    EXPECT_TRUE(matches_any("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches_any("*", "\"a\""));
    EXPECT_FALSE(matches_any("\"a-gz\"", "\"a\""));
    EXPECT_FALSE(matches_any("", "\"a\""));
}

TEST(Reply, dates_are_in_the_format_of_the_rfc) {
    EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

// security.md §3: CR/LF refused in response headers.
TEST(Reply, an_answer_that_would_split_is_replaced_by_an_error) {
    const Request request;
    for (const char* value : {"a\r\nSet-Cookie: x=1", "a\nb", "a\x01"}) {
        const Reply reply = make_reply(request, Response::json("{}").header("X-A", value), {});
        EXPECT_EQ(reply.status, 500U);
        EXPECT_FALSE(reply.complaint.empty());
        EXPECT_EQ(reply.head.find("Set-Cookie"), std::string::npos);
    }
    for (const char* name : {"X A", "X\r\nA", "Content-Length", "connection", ""}) {
        const Reply reply = make_reply(request, Response::json("{}").header(name, "1"), {});
        EXPECT_EQ(reply.status, 500U) << name;
    }
}

TEST(Reply, every_answer_carries_the_security_headers) {
    Request request;
    ReplyOptions options;
    options.is_secure = true;
    const std::string head = make_reply(request, Response::json("{}"), options).head;
    for (const char* field :
         {"X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
          "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
          "Permissions-Policy: ", "Content-Security-Policy: default-src 'none'",
          "Cache-Control: no-store", "Strict-Transport-Security: max-age=31536000"}) {
        EXPECT_NE(head.find(field), std::string::npos) << field;
    }
}

TEST(Reply, a_matching_tag_gives_304_without_body) {
    Request request;
    request.headers.add("If-None-Match", "\"5\"");
    const Reply reply = make_reply(request, Response::json("{}").header("ETag", "\"5\""), {});
    EXPECT_EQ(reply.status, 304U);
    EXPECT_TRUE(reply.body.empty());
    EXPECT_EQ(reply.head.find("Content-Length"), std::string::npos);
    request.verb = Verb::post;
    EXPECT_EQ(make_reply(request, Response::json("{}").header("ETag", "\"5\""), {}).status, 200U);
}

TEST(Reply, a_file_that_is_a_link_or_missing_is_404) {
    Request request;
    Response response;
    response.file = "/nowhere";
    EXPECT_EQ(make_reply(request, response, {}).status, 404U);
    response.file = "/proc/self/exe";
    EXPECT_EQ(make_reply(request, response, {}).status, 404U);
    response.file = "/tmp";
    EXPECT_EQ(make_reply(request, response, {}).status, 404U);
}

TEST(Networks, addresses_belong_to_networks_in_both_families) {
    const auto networks = Networks::parse({"10.0.0.0/8", "192.168.1.7", "fd00::/8", "::1"});
    ASSERT_TRUE(networks);
    EXPECT_TRUE(networks->contains("10.255.1.2"));
    EXPECT_TRUE(networks->contains("::ffff:10.1.1.1"));
    EXPECT_TRUE(networks->contains("192.168.1.7"));
    EXPECT_TRUE(networks->contains("fd12::1"));
    EXPECT_FALSE(networks->contains("11.0.0.1"));
    EXPECT_FALSE(networks->contains("192.168.1.8"));
    EXPECT_FALSE(networks->contains("fe80::1"));
    EXPECT_FALSE(networks->contains("nonsense"));
    for (const char* text : {"10.0.0.0/33", "10.0.0/8", "x", "", "10.0.0.0/", "10.0.0.0/8x"}) {
        EXPECT_FALSE(Networks::parse({text})) << text;
    }
}

// security.md §3 item 46: X-Forwarded-* only from configured proxies.
TEST(Networks, forwarding_headers_of_strangers_are_ignored) {
    const auto trusted = Networks::parse({"10.0.0.1", "10.0.0.2"});
    Request request;
    request.request_id = "own";
    request.headers.add("X-Forwarded-For", "1.2.3.4");
    request.headers.add("X-Forwarded-Proto", "https");
    request.headers.add("X-Request-Id", "theirs");
    request.peer = "9.9.9.9";
    apply_forwarding(request, *trusted);
    EXPECT_EQ(request.peer, "9.9.9.9");
    EXPECT_FALSE(request.secure);
    EXPECT_EQ(request.request_id, "own");
    request.peer = "10.0.0.1";
    apply_forwarding(request, *trusted);
    EXPECT_EQ(request.peer, "1.2.3.4");
    EXPECT_TRUE(request.secure);
    EXPECT_EQ(request.request_id, "theirs");
}

TEST(Networks, the_rightmost_untrusted_address_is_the_client) {
    const auto trusted = Networks::parse({"10.0.0.0/8"});
    Request request;
    request.peer = "10.0.0.1";
    request.headers.add("X-Forwarded-For", "6.6.6.6, 1.2.3.4, 10.0.0.9");
    request.headers.add("X-Request-Id", "bad\tid");
    apply_forwarding(request, *trusted);
    EXPECT_EQ(request.peer, "1.2.3.4");
    EXPECT_EQ(request.request_id, "");
    request.headers.set("X-Forwarded-For", "1.2.3.4, garbage");
    request.peer = "10.0.0.1";
    apply_forwarding(request, *trusted);
    EXPECT_EQ(request.peer, "10.0.0.1");
}

}  // namespace
}  // namespace klicnik::http
