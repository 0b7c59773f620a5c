#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "platform/http/compress.hpp"
#include "platform/http/json.hpp"
#include "platform/http/test_client.hpp"

namespace klicnik::http {
namespace {

using namespace std::chrono_literals;

/// Lets a test hold a handler and see that it runs.
class Barrier {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }
    void await_arrivals(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return arrived_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
    int arrived_ = 0;
};

class ServerTest : public testing::Test {
  protected:
    ServerTest() {
        options_.workers = 2;
        options_.upload_directory = std::filesystem::temp_directory_path();
        router_.get("/hello", [](Request&) { return Response::json(R"({"hello":"world"})"); });
        router_.get("/echo/{id}", [](Request& request) {
            return Response::text(std::string(request.path_param("id")) + "|" + request.peer + "|" +
                                  request.request_id);
        });
        router_.post("/echo", [](Request& request) { return Response::text(request.body); });
        router_.get("/big",
                    [](Request&) { return Response::json('"' + std::string(300'000, 'x') + '"'); });
        router_.get("/throws",
                    [](Request&) -> Response { throw std::runtime_error("secret detail"); });
        router_.get("/split", [](Request&) {
            return Response::json("{}").header("X-A", "1\r\nSet-Cookie: a=b");
        });
        router_.get("/held", [this](Request&) {
            barrier_.pass();
            return Response::text("released");
        });
    }
    ~ServerTest() override { barrier_.open(); }

    std::uint16_t start() {
        server_.emplace(options_, std::move(router_));
        const auto result = server_->start();
        EXPECT_TRUE(result) << (result ? "" : result.error().internal);
        return server_->port();
    }

    Options options_;
    Router router_;
    Barrier barrier_;
    std::optional<Server> server_;
};

TEST_F(ServerTest, a_connection_is_kept_for_further_requests) {
    TestClient client(start());
    for (int i = 0; i < 3; ++i) {
        const Answer answer = client.request(get("/hello"));
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body, R"({"hello":"world"})");
        EXPECT_EQ(answer.header("content-type"), "application/json");
        EXPECT_EQ(answer.header("connection"), "");
    }
    const Answer last = client.request(get("/hello", "Connection: close\r\n"));
    EXPECT_EQ(last.header("connection"), "close");
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(server_->metrics().answers_by_class[2].load(), 4U);
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
    TestClient client(start());
    client.send(get("/echo/1") + get("/echo/2") +
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + get("/echo/4"));
    EXPECT_TRUE(client.receive().body.starts_with("1|"));
    EXPECT_TRUE(client.receive().body.starts_with("2|"));
    EXPECT_EQ(client.receive().body, "abc");
    EXPECT_TRUE(client.receive().body.starts_with("4|"));
}

TEST_F(ServerTest, http_1_0_is_answered_and_closed) {
    TestClient client(start());
    EXPECT_EQ(client.request("GET /hello HTTP/1.0\r\n\r\n").header("connection"), "close");
    EXPECT_TRUE(client.ends());
    TestClient keeping(server_->port());
    const std::string request = "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(keeping.request(request).header("connection"), "keep-alive");
    EXPECT_EQ(keeping.request(request).status, 200U);
}

TEST_F(ServerTest, head_has_the_length_but_not_the_body) {
    TestClient client(start());
    const Answer answer =
        client.request("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n", /*has_body=*/false);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("content-length"), "17");
    EXPECT_EQ(client.request(get("/hello")).body, R"({"hello":"world"})");
}

TEST_F(ServerTest, wrong_verbs_and_paths_have_problem_bodies_with_request_id) {
    TestClient client(start());
    const Answer wrong = client.request("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wrong.status, 405U);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.request("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 405U);
    EXPECT_EQ(client.request("TRACE /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 405U);
    const Answer none = client.request(get("/none"));
    EXPECT_EQ(none.status, 404U);
    EXPECT_EQ(none.header("content-type"), "application/problem+json");
    const auto body = json::parse(none.body);
    ASSERT_TRUE(body);
    EXPECT_EQ(*body->find("code")->as_string(), "http.not_found");
    EXPECT_FALSE(body->find("request_id")->as_string()->empty());
    EXPECT_EQ(none.header("x-request-id"), *body->find("request_id")->as_string());
}

TEST_F(ServerTest, malformed_requests_get_400_and_the_connection_ends) {
    const std::uint16_t port = start();
    for (const char* text :
         {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
          "chunked\r\n\r\n"
          "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
          "GET /hello HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
          "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "\x16\x03\x01"}) {
        TestClient client(port);
        const Answer answer = client.request(text);
        EXPECT_EQ(answer.status, 400U) << text;
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_EQ(answer.header("content-type"), "application/problem+json");
        EXPECT_TRUE(client.ends());
        EXPECT_EQ(client.inbox(), "") << "a smuggled request was answered";
    }
}

TEST_F(ServerTest, limits_of_header_and_body_answer_431_and_413) {
    options_.body_limit = 1000;
    router_.post(
        "/large",
        [](Request& request) { return Response::text(std::to_string(request.body.size())); },
        {.body_limit = 100'000});
    const std::uint16_t port = start();
    TestClient header(port);
    EXPECT_EQ(header.request(get("/hello", "X: " + std::string(20'000, 'x') + "\r\n")).status,
              431U);
    EXPECT_TRUE(header.ends());
    const auto post = [](std::string_view path, std::size_t size) {
        return "POST " + std::string(path) +
               " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x');
    };
    TestClient body(port);
    EXPECT_EQ(body.request(post("/echo", 1000)).status, 200U);
    EXPECT_EQ(body.request(post("/large", 100'000)).body, "100000");
    EXPECT_EQ(body.request(post("/echo", 1001)).status, 413U);
    EXPECT_TRUE(body.ends());
    TestClient chunked(port);
    EXPECT_EQ(chunked
                  .request("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "fffffff\r\n")
                  .status,
              413U);
}

TEST_F(ServerTest, a_large_refused_upload_still_receives_its_answer) {
    options_.body_limit = 1000;
    TestClient client(start());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n");
    client.send(std::string(400'000, 'x'));
    EXPECT_EQ(client.receive().status, 413U);
}

TEST_F(ServerTest, a_client_that_asks_first_is_told_to_continue) {
    options_.body_limit = 1000;
    const std::uint16_t port = start();
    TestClient client(port);
    client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100U);
    client.send("abc");
    EXPECT_EQ(client.receive().body, "abc");
    TestClient refused(port);
    refused.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(refused.receive().status, 413U);
}

TEST_F(ServerTest, chunked_bodies_arrive_whole) {
    TestClient client(start());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    EXPECT_EQ(client.request("2\r\nde\r\n0\r\n\r\n").body, "abcde");
    EXPECT_EQ(client.request(get("/hello")).status, 200U);
}

// security.md G9: a slow client is cut off at the deadline.
TEST_F(ServerTest, a_head_that_does_not_come_is_cut_off) {
    options_.header_deadline = 80ms;
    options_.idle_deadline = 10s;
    const std::uint16_t port = start();
    TestClient silent(port);
    EXPECT_TRUE(silent.ends());
    TestClient slow(port);
    slow.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
    EXPECT_TRUE(slow.ends());
    EXPECT_EQ(slow.inbox(), "");
    EXPECT_EQ(server_->metrics().deadlines_missed.load(), 2U);
}

TEST_F(ServerTest, an_idle_connection_is_closed_after_its_deadline) {
    options_.idle_deadline = 80ms;
    TestClient client(start());
    EXPECT_EQ(client.request(get("/hello")).status, 200U);
    EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, a_body_below_the_minimum_rate_is_cut_off) {
    options_.transfer_grace = 80ms;
    TestClient client(start());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(server_->metrics().deadlines_missed.load(), 1U);
}

TEST_F(ServerTest, a_client_that_does_not_read_is_cut_off) {
    options_.transfer_grace = 100ms;
    options_.minimum_rate = 100U << 20U;
    router_.get("/huge", [](Request&) { return Response::text(std::string(64U << 20U, 'x')); });
    const std::uint16_t port = start();
    {
        TestClient client(port);
        client.send(get("/huge"));
        while (server_->metrics().deadlines_missed.load() == 0) std::this_thread::yield();
    }
    EXPECT_EQ(server_->metrics().deadlines_missed.load(), 1U);
}

TEST_F(ServerTest, connections_over_the_limit_get_503) {
    options_.max_connections = 2;
    const std::uint16_t port = start();
    TestClient first(port);
    TestClient second(port);
    EXPECT_EQ(first.request(get("/hello")).status, 200U);
    EXPECT_EQ(second.request(get("/hello")).status, 200U);
    TestClient third(port);
    EXPECT_EQ(third.receive().status, 503U);
    EXPECT_EQ(server_->metrics().connections_refused.load(), 1U);
    EXPECT_EQ(first.request(get("/hello")).status, 200U);
}

// security.md G9: half-open requests do not disturb anybody.
TEST_F(ServerTest, hundreds_of_half_requests_leave_the_others_alone) {
    options_.workers = 1;
    const std::uint16_t port = start();
    std::vector<std::unique_ptr<TestClient>> half;
    for (int i = 0; i < 300; ++i) {
        half.push_back(std::make_unique<TestClient>(port));
        half.back()->send("GET /hello HTTP/1.1\r\nX: ");
    }
    TestClient client(port);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.request(get("/hello")).status, 200U);
}

// security.md G8: the excess is refused at once.
TEST_F(ServerTest, a_full_queue_answers_503_with_retry_after) {
    options_.workers = 1;
    options_.queue_limit = 1;
    const std::uint16_t port = start();
    TestClient running(port);
    running.send(get("/held"));
    barrier_.await_arrivals(1);
    TestClient waiting(port);
    waiting.send(get("/hello"));
    while (server_->metrics().in_flight.load() < 2) std::this_thread::yield();
    TestClient excess(port);
    const Answer answer = excess.request(get("/hello"));
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.header("retry-after"), "1");
    barrier_.open();
    EXPECT_EQ(running.receive().body, "released");
    EXPECT_EQ(waiting.receive().status, 200U);
    EXPECT_EQ(server_->metrics().overloads.load(), 1U);
}

TEST_F(ServerTest, slow_work_in_its_own_pool_leaves_the_others_alone) {
    options_.workers = 1;
    WorkerPool slow(1);
    router_.get("/report",
                [this](Request&) {
                    barrier_.pass();
                    return Response::text("report");
                },
                {.pool = &slow});
    const std::uint16_t port = start();
    TestClient report(port);
    report.send(get("/report"));
    barrier_.await_arrivals(1);
    TestClient quick(port);
    EXPECT_EQ(quick.request(get("/hello")).status, 200U);
    barrier_.open();
    EXPECT_EQ(report.receive().body, "report");
    server_->stop();
}

TEST_F(ServerTest, an_exception_is_a_500_without_its_text) {
    std::promise<std::string> reported;
    options_.on_error = [&](std::string_view, std::string_view what) {
        reported.set_value(std::string(what));
    };
    TestClient client(start());
    const Answer answer = client.request(get("/throws"));
    EXPECT_EQ(answer.status, 500U);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(reported.get_future().get(), "secret detail");
    EXPECT_EQ(client.request(get("/hello")).status, 200U);
}

TEST_F(ServerTest, a_line_break_in_a_header_never_reaches_the_wire) {
    TestClient client(start());
    const Answer answer = client.request(get("/split"));
    EXPECT_EQ(answer.status, 500U);
    EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
}

TEST_F(ServerTest, json_over_a_kilobyte_is_gzipped_when_accepted) {
    TestClient client(start());
    const Answer packed = client.request(get("/big", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.header("vary"), "Accept-Encoding");
    EXPECT_EQ(gunzip(packed.body, 1U << 20U)->size(), 300'002U);
    const Answer plain = client.request(get("/big"));
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_EQ(plain.body.size(), 300'002U);
    EXPECT_EQ(client.request(get("/hello", "Accept-Encoding: gzip\r\n")).header("content-encoding"),
              "");
}

TEST_F(ServerTest, files_are_sent_whole_in_ranges_or_not_at_all) {
    const auto path =
        std::filesystem::temp_directory_path() / ("range-" + std::to_string(::getpid()) + ".bin");
    std::string content;
    for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + ",";
    std::ofstream(path) << content;
    router_.get("/file", [path](Request&) {
        return Response::download_file(path, "text/csv; charset=utf-8", "Výkaz.csv");
    });
    TestClient client(start());
    const Answer whole = client.request(get("/file"));
    EXPECT_EQ(whole.status, 200U);
    EXPECT_EQ(whole.body, content);
    EXPECT_EQ(whole.header("accept-ranges"), "bytes");
    EXPECT_EQ(whole.header("content-disposition"),
              "attachment; filename=\"V_kaz.csv\"; filename*=UTF-8''V%C3%BDkaz.csv");
    const Answer part = client.request(get("/file", "Range: bytes=300000-300099\r\n"));
    EXPECT_EQ(part.status, 206U);
    EXPECT_EQ(part.body, content.substr(300'000, 100));
    EXPECT_EQ(part.header("content-range"),
              "bytes 300000-300099/" + std::to_string(content.size()));
    const Answer beyond = client.request(get("/file", "Range: bytes=99999999-\r\n"));
    EXPECT_EQ(beyond.status, 416U);
    EXPECT_EQ(beyond.header("content-range"), "bytes */" + std::to_string(content.size()));
    const std::string etag = whole.header("etag");
    EXPECT_EQ(client.request(get("/file", "If-None-Match: " + etag + "\r\n")).status, 304U);
    EXPECT_EQ(client.request(get("/file", "Range: bytes=0-1\r\nIf-Range: " + etag + "\r\n")).status,
              206U);
    EXPECT_EQ(client.request(get("/file", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n")).status,
              200U);
    const Answer head =
        client.request("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n", /*has_body=*/false);
    EXPECT_EQ(head.header("content-length"), std::to_string(content.size()));
    EXPECT_EQ(client.request(get("/hello")).status, 200U);
    std::filesystem::remove(path);
}

TEST_F(ServerTest, large_uploads_go_to_a_file_that_is_gone_afterwards) {
    std::filesystem::path seen;
    router_.post("/upload",
                 [&](Request& request) {
                     seen = request.body_file->path();
                     std::ifstream file(seen);
                     const std::string bytes((std::istreambuf_iterator<char>(file)), {});
                     return Response::text(std::to_string(bytes.size()) +
                                           (bytes.ends_with("end") ? "!" : "?"));
                 },
                 {.body_limit = 8U << 20U, .upload = Upload::to_file});
    TestClient client(start());
    const std::string body = std::string(3'000'000, 'x') + "end";
    EXPECT_EQ(client
                  .request("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body)
                  .body,
              "3000003!");
    EXPECT_EQ(client.request("POST /upload HTTP/1.1\r\nHost: a\r\n\r\n").body, "0?");
    server_->stop();
    EXPECT_FALSE(std::filesystem::exists(seen));
}

TEST_F(ServerTest, an_upload_can_be_refused_before_its_body_is_read) {
    router_.post(
        "/upload", [](Request&) { return Response::text("stored"); },
        {.body_limit = 8U << 20U,
         .upload = Upload::to_file,
         .admit = [](Request& request) -> std::optional<Response> {
             if (request.headers.find("authorization") != nullptr) return std::nullopt;
             return problem({ErrorKind::unauthenticated, "session.missing"}, request.request_id);
         }});
    const std::uint16_t port = start();
    TestClient stranger(port);
    EXPECT_EQ(stranger
                  .request("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n"
                           "Expect: 100-continue\r\n\r\n")
                  .status,
              401U);
    EXPECT_TRUE(stranger.ends());
    TestClient known(port);
    EXPECT_EQ(known
                  .request("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                           "Authorization: x\r\n\r\nabc")
                  .body,
              "stored");
    EXPECT_EQ(known.request(get("/hello")).status, 200U);
}

TEST_F(ServerTest, uploads_fail_cleanly_when_they_cannot_be_stored) {
    options_.upload_directory = "/nowhere/at/all";
    router_.post("/upload", [](Request&) { return Response::text("stored"); },
                 {.upload = Upload::to_file});
    TestClient client(start());
    EXPECT_EQ(
        client.request("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").status,
        503U);
}

TEST_F(ServerTest, only_trusted_proxies_name_the_client_and_the_request) {
    const std::string fields = "X-Forwarded-For: 1.2.3.4\r\nX-Request-Id: abc\r\n";
    {
        TestClient client(start());
        const std::string body = client.request(get("/echo/x", fields)).body;
        EXPECT_TRUE(body.starts_with("x|127.0.0.1|")) << body;
        EXPECT_FALSE(body.ends_with("|abc"));
    }
    Options options;
    options.trusted_proxies = {"127.0.0.0/8"};
    Router router;
    router.get("/x", [](Request& request) {
        return Response::text(request.peer + "|" + request.request_id);
    });
    Server behind(options, std::move(router));
    ASSERT_TRUE(behind.start());
    TestClient client(behind.port());
    EXPECT_EQ(client.request(get("/x", fields)).body, "1.2.3.4|abc");
}

TEST_F(ServerTest, the_access_record_names_the_route_but_no_query) {
    std::promise<std::string> logged;
    options_.on_access = [&](const AccessRecord& record) {
        logged.set_value(std::string(record.verb) + " " + std::string(record.path) + " " +
                         std::string(record.route) + " " + std::string(record.peer) + " " +
                         std::to_string(record.status) + " " + std::string(record.actor));
    };
    router_.get("/named/{id}", [](Request& request) {
        request.actor = "usr_1";
        return Response::no_content();
    });
    TestClient client(start());
    EXPECT_EQ(client.request(get("/named/5?token=secret")).status, 204U);
    EXPECT_EQ(logged.get_future().get(), "GET /named/5 /named/{id} 127.0.0.1 204 usr_1");
}

TEST_F(ServerTest, bad_options_are_reported_by_start) {
    const auto code_of = [](Options options) {
        Server server(std::move(options), Router());
        const auto result = server.start();
        return result ? std::string("started") : result.error().code;
    };
    Options options;
    options.address = "not an address";
    EXPECT_EQ(code_of(options), "server.cannot_listen");
    options = {};
    options.port = start();
    EXPECT_EQ(code_of(options), "server.cannot_listen");  // taken
    options = {};
    options.trusted_proxies = {"nonsense"};
    EXPECT_EQ(code_of(options), "server.bad_proxy_network");
    options = {};
    options.tls_certificate = "/nowhere.pem";
    EXPECT_EQ(code_of(options), "server.tls_invalid");
}

}  // namespace
}  // namespace klicnik::http
