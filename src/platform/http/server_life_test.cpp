// Event streams, shutting down, and TLS: what outlives a single request.

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/http/server.hpp"
#include "platform/http/test_client.hpp"

namespace klicnik::http {
namespace {

using namespace std::chrono_literals;

/// Hands the feeds that a handler makes to the test.
class FeedBox {
  public:
    std::shared_ptr<Feed> make(std::size_t backlog = 1U << 20U) {
        auto feed = std::make_shared<Feed>(backlog);
        const std::lock_guard lock(mutex_);
        latest_ = feed;
        changed_.notify_all();
        return feed;
    }
    std::shared_ptr<Feed> await() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return latest_ != nullptr; });
        return std::exchange(latest_, nullptr);
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<Feed> latest_;
};

TEST(Feed, events_have_the_form_of_the_standard) {
    Feed feed;
    EXPECT_TRUE(feed.publish("changed", "{\"id\":1}", "7"));
    EXPECT_TRUE(feed.publish("", "two\nlines\r\nthree"));
    EXPECT_EQ(feed.take(),
              "id: 7\nevent: changed\ndata: {\"id\":1}\n\n"
              "data: two\ndata: lines\ndata: three\n\n");
    EXPECT_TRUE(feed.publish("a\nevent: b", "injected"));
    EXPECT_EQ(feed.take(), "");
}

TEST(Feed, a_reader_who_falls_behind_is_cut_off) {
    Feed feed(100);
    EXPECT_TRUE(feed.publish("", "short"));
    EXPECT_FALSE(feed.publish("", std::string(200, 'x')));
    EXPECT_TRUE(feed.closed());
    EXPECT_EQ(feed.take(), "");
    EXPECT_FALSE(feed.publish("", "late"));
}

class ServerLifeTest : public testing::Test {
  protected:
    ServerLifeTest() {
        options_.workers = 2;
        router_.get("/hello", [](Request&) { return Response::text("hello"); });
        router_.get("/events", [this](Request&) { return Response::from_feed(feeds_.make()); });
    }
    std::uint16_t start() {
        server_.emplace(options_, std::move(router_));
        EXPECT_TRUE(server_->start());
        return server_->port();
    }

    FeedBox feeds_;
    Options options_;
    Router router_;
    std::optional<Server> server_;
};

TEST_F(ServerLifeTest, events_published_from_another_thread_arrive) {
    TestClient client(start());
    client.send(get("/events"));
    ASSERT_TRUE(client.wait_for("\r\n\r\n"));
    EXPECT_NE(client.inbox().find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(client.inbox().find("Cache-Control: no-store"), std::string::npos);
    EXPECT_EQ(client.inbox().find("Content-Length"), std::string::npos);
    const auto feed = feeds_.await();
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(feed->publish("tick", std::to_string(i)));
    EXPECT_TRUE(client.wait_for("event: tick\ndata: 99\n\n"));
    EXPECT_EQ(server_->metrics().feeds.load(), 1);
    feed->close();
    EXPECT_TRUE(client.ends());
}

TEST_F(ServerLifeTest, a_quiet_stream_carries_heartbeats) {
    options_.heartbeat = 20ms;
    TestClient client(start());
    client.send(get("/events"));
    EXPECT_TRUE(client.wait_for(": \n\n: \n\n"));
}

TEST_F(ServerLifeTest, a_client_that_leaves_closes_its_feed) {
    std::shared_ptr<Feed> feed;
    const std::uint16_t port = start();
    {
        TestClient client(port);
        client.send(get("/events"));
        feed = feeds_.await();
        ASSERT_TRUE(client.wait_for("\r\n\r\n"));
    }
    while (!feed->closed()) std::this_thread::yield();
    EXPECT_FALSE(feed->publish("tick", "x"));
}

TEST_F(ServerLifeTest, open_streams_do_not_occupy_workers) {
    const std::uint16_t port = start();
    std::vector<std::unique_ptr<TestClient>> streams;
    for (int i = 0; i < 20; ++i) {
        streams.push_back(std::make_unique<TestClient>(port));
        streams.back()->send(get("/events"));
        ASSERT_TRUE(streams.back()->wait_for("\r\n\r\n"));
    }
    TestClient client(port);
    EXPECT_EQ(client.request(get("/hello")).status, 200U);
}

TEST_F(ServerLifeTest, stopping_finishes_what_runs_and_closes_what_idles) {
    std::promise<void> arrived;
    std::promise<void> release;
    router_.get("/held", [&](Request&) {
        arrived.set_value();
        release.get_future().wait();
        return Response::text("finished");
    });
    const std::uint16_t port = start();
    TestClient idle(port);
    EXPECT_EQ(idle.request(get("/hello")).status, 200U);
    TestClient stream(port);
    stream.send(get("/events"));
    const auto feed = feeds_.await();
    ASSERT_TRUE(stream.wait_for("\r\n\r\n"));
    feed->publish("last", "word");
    TestClient running(port);
    running.send(get("/held"));
    arrived.get_future().wait();
    std::thread stopper([&] { server_->stop(5s); });
    EXPECT_TRUE(idle.ends());
    EXPECT_TRUE(stream.ends());
    EXPECT_NE(stream.inbox().find("data: word"), std::string::npos);
    EXPECT_FALSE(TestClient(port).is_connected());
    release.set_value();
    const Answer answer = running.receive();
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, "finished");
    EXPECT_TRUE(running.ends());
    running.close();
    stopper.join();
    EXPECT_EQ(server_->metrics().open_connections.load(), 0);
}

TEST_F(ServerLifeTest, after_the_grace_connections_are_cut_off) {
    const std::uint16_t port = start();
    TestClient half(port);
    half.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
    TestClient other(port);
    EXPECT_EQ(other.request(get("/hello")).status, 200U);
    server_->stop(30ms);
    EXPECT_TRUE(half.ends());
    server_->stop(30ms);
    EXPECT_EQ(server_->metrics().open_connections.load(), 0);
}

TEST_F(ServerLifeTest, publishing_after_the_server_is_gone_is_harmless) {
    std::shared_ptr<Feed> feed;
    {
        TestClient client(start());
        client.send(get("/events"));
        feed = feeds_.await();
        ASSERT_TRUE(client.wait_for("\r\n\r\n"));
        server_.reset();
    }
    EXPECT_FALSE(feed->publish("tick", "x"));
}

TEST_F(ServerLifeTest, many_clients_at_once_are_all_answered) {
    router_.post("/echo", [](Request& request) { return Response::text(request.body); });
    const std::uint16_t port = start();
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            TestClient client(port);
            for (int i = 0; i < 50; ++i) {
                const std::string body = std::to_string(t * 1000 + i);
                const Answer answer =
                    client.request("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                                   std::to_string(body.size()) + "\r\n\r\n" + body);
                if (answer.body == body) ++right;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right.load(), 400);
}

/// A self-signed certificate for localhost in two PEM files.
class Certificate {
  public:
    Certificate() {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        FILE* file = std::fopen(certificate_.c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(key_.c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~Certificate() {
        std::filesystem::remove(certificate_);
        std::filesystem::remove(key_);
    }
    const std::filesystem::path& certificate() const { return certificate_; }
    const std::filesystem::path& key() const { return key_; }

  private:
    std::filesystem::path stem_ =
        std::filesystem::temp_directory_path() / ("tls-" + std::to_string(::getpid()));
    std::filesystem::path certificate_ = stem_.string() + ".crt";
    std::filesystem::path key_ = stem_.string() + ".key";
};

/// One request over TLS of at most `version`; empty when the handshake fails.
std::string tls_request(std::uint16_t port, int version, std::string_view request) {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_security_level(context, 0);
    TestClient client(port);
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, client.descriptor());
    std::string text;
    if (SSL_connect(ssl) == 1) {
        SSL_write(ssl, request.data(), static_cast<int>(request.size()));
        char buffer[65536];
        int bytes = 0;
        while ((bytes = SSL_read(ssl, buffer, sizeof buffer)) > 0) {
            text.append(buffer, static_cast<std::size_t>(bytes));
        }
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    SSL_CTX_free(context);
    return text;
}

// security.md §3 item 77: TLS 1.2 or newer.
TEST_F(ServerLifeTest, tls_is_spoken_from_version_1_2_on) {
    const Certificate files;
    options_.tls_certificate = files.certificate();
    options_.tls_key = files.key();
    options_.header_deadline = 500ms;
    router_.get("/big", [](Request&) { return Response::text(std::string(500'000, 'x')); });
    const std::uint16_t port = start();
    const std::string request = get("/big", "Connection: close\r\n");
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const std::string answer = tls_request(port, version, request);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK")) << version;
        EXPECT_NE(answer.find("Strict-Transport-Security: max-age=31536000"), std::string::npos);
        EXPECT_GT(answer.size(), 500'000U);
    }
    EXPECT_EQ(tls_request(port, TLS1_1_VERSION, request), "");
    TestClient plain(port);
    plain.send(get("/hello"));
    EXPECT_TRUE(plain.ends());
    EXPECT_EQ(plain.inbox().find("200"), std::string::npos);
    TestClient silent(port);
    EXPECT_TRUE(silent.ends());
}

}  // namespace
}  // namespace klicnik::http
