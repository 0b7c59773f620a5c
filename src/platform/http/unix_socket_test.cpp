#include "platform/http/unix_socket.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "platform/http/local_client.hpp"
#include "platform/http/server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::http {

namespace {

class UnixSocketTest : public ::testing::Test {
  protected:
    Router router() {
        Router router;
        router.get("/who", [](Request& request) { return Response::text(request.peer); });
        router.post("/echo", [](Request& request) { return Response::json(request.body, 201).header("X-Seen", request.headers.get("X-Said")); });
        RouteOptions to_file;
        to_file.upload = Upload::to_file;
        to_file.body_limit = 8U << 20U;
        router.post("/size", [](Request& request) { return Response::text(std::to_string(request.body_file->size())); }, to_file);
        router.post("/refused", [](Request&) { return Response::text("never"); }, {.body_limit = 10, .upload = Upload::to_file});
        router.get("/events", [](Request&) {
            auto feed = std::make_shared<Feed>();
            feed->publish("progress", "1");
            feed->publish("done", "2");
            feed->close();
            return Response::from_feed(feed);
        });
        return router;
    }
    std::unique_ptr<Server> start() {
        Options options;
        options.unix_socket = path_;
        options.upload_directory = folder_.path();
        auto server = std::make_unique<Server>(options, router());
        const auto started = server->start();
        EXPECT_TRUE(started) << (started ? "" : started.error().internal);
        return server;
    }
    Result<Response> ask(Verb verb, std::string target, const LocalTransfer& transfer = {}, std::string body = {}) {
        Request request;
        request.verb = verb;
        request.target = std::move(target);
        request.body = std::move(body);
        request.headers.set("X-Said", "něco");
        return ask_locally(path_, request, transfer);
    }

    test::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path() / "k.sock";
};

enum class Outcome { cut_off, no_way_in, answered };

/// Runs in a forked child: system calls only.
[[noreturn]] void ask_as(uid_t user, const sockaddr_un& address) {
    constexpr std::string_view request = "GET /who HTTP/1.1\r\nHost: a\r\n\r\n";
    char byte = 0;
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    Outcome outcome = Outcome::no_way_in;
    if (::setuid(user) == 0 && ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        // The server may be gone before the request is sent: that is being cut off as well.
        const ssize_t sent = ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL);
        outcome = sent > 0 && ::recv(descriptor, &byte, 1, 0) > 0 ? Outcome::answered : Outcome::cut_off;
    }
    ::_exit(static_cast<int>(outcome));
}

}  // namespace

TEST(UnixSocket, lets_in_its_own_user_and_root_and_nobody_else) {
    static_assert(may_enter(1000, 1000));
    static_assert(may_enter(0, 1000));
    static_assert(!may_enter(1001, 1000));
    static_assert(!may_enter(1000, 0));
    static_assert(!may_enter(65534, 0));
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    EXPECT_EQ(user_of_peer(ends[0]), ::geteuid());
    ::close(ends[0]);
    ::close(ends[1]);
    EXPECT_EQ(user_of_peer(-1), std::nullopt);
}

TEST_F(UnixSocketTest, only_its_owner_can_open_it) {
    const auto server = start();
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_TRUE(S_ISSOCK(status.st_mode));
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(UnixSocketTest, another_user_is_cut_off_even_where_the_modes_let_him_through) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user; the rule itself has its own test";
    const auto server = start();
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(path_, std::filesystem::perms(0666));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.string().copy(address.sun_path, longest_socket_path);
    for (const auto& [user, expected] : {std::pair(uid_t{65534}, Outcome::cut_off), std::pair(uid_t{0}, Outcome::answered)}) {
        const pid_t child = ::fork();
        if (child == 0) ask_as(user, address);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(expected)) << user;
    }
    EXPECT_EQ(server->metrics().connections_refused.load(), 1U);
}

TEST_F(UnixSocketTest, a_plain_request_is_answered_and_its_peer_is_local) {
    const auto server = start();
    const auto who = ask(Verb::get, "/who");
    ASSERT_TRUE(who) << who.error().internal;
    EXPECT_EQ(who->body, local_peer);
    const auto echo = ask(Verb::post, "/echo", {}, R"({"a":"Žluťoučký"})");
    ASSERT_TRUE(echo);
    EXPECT_EQ(echo->status, 201U);
    EXPECT_EQ(echo->body, R"({"a":"Žluťoučký"})");
    EXPECT_EQ(echo->content_type, "application/json");
    EXPECT_EQ(echo->headers.get("X-Seen"), "něco");
}

TEST_F(UnixSocketTest, a_file_is_sent_whole) {
    const auto server = start();
    const std::filesystem::path file = folder_.path() / "file";
    std::ofstream(file) << std::string(3'000'001, 'x');
    const auto size = ask(Verb::post, "/size", {.file = file});
    ASSERT_TRUE(size);
    EXPECT_EQ(size->body, "3000001");
    const auto refused = ask(Verb::post, "/refused", {.file = file});
    ASSERT_TRUE(refused) << refused.error().internal;
    EXPECT_EQ(refused->status, 413U);
    const auto missing = ask(Verb::post, "/size", {.file = folder_.path() / "none"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().fields.at(0).code, "unreadable");
}

TEST_F(UnixSocketTest, events_are_handed_on_one_by_one) {
    const auto server = start();
    std::string seen;
    const auto answer = ask(Verb::get, "/events", {.on_event = [&](std::string_view event, std::string_view data) {
        seen.append(event).append("=").append(data).append(";");
    }});
    ASSERT_TRUE(answer) << answer.error().internal;
    EXPECT_EQ(seen, "progress=1;done=2;");
}

TEST_F(UnixSocketTest, a_socket_left_by_a_killed_process_is_replaced_but_no_other_file) {
    const auto left = listen_at(path_);
    ASSERT_TRUE(left);
    ::close(*left);
    EXPECT_TRUE(std::filesystem::exists(path_));
    EXPECT_EQ(ask(Verb::get, "/who").error().code, "server.not_running");
    {
        const auto server = start();
        EXPECT_TRUE(ask(Verb::get, "/who"));
    }
    std::filesystem::remove(path_);
    std::ofstream(path_) << "precious";
    const auto refused = listen_at(path_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "server.no_local_socket");
    EXPECT_EQ(std::filesystem::file_size(path_), 8U);
}

TEST_F(UnixSocketTest, a_path_too_long_for_the_kernel_is_named) {
    const std::string base = "/tmp/";
    EXPECT_TRUE(check_socket_path(base + std::string(longest_socket_path - base.size(), 'a')));
    const auto refused = listen_at(base + std::string(longest_socket_path + 1 - base.size(), 'a'));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "server.socket_path_too_long");
    EXPECT_EQ(refused.error().params.at(1).second, "107");
    path_ = base + std::string(200, 'a');
    EXPECT_EQ(ask(Verb::get, "/who").error().code, "server.socket_path_too_long");
}

TEST_F(UnixSocketTest, a_server_that_goes_away_is_told_from_one_that_answers) {
    const auto listening = listen_at(path_);
    ASSERT_TRUE(listening);
    std::thread server([descriptor = *listening] { ::close(::accept(descriptor, nullptr, nullptr)); });
    const auto answer = ask(Verb::get, "/who");
    server.join();
    ::close(*listening);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "server.connection_lost");
}

}  // namespace klicnik::http
