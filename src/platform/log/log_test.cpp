#include "platform/log/log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "tests/support/databases.hpp"

namespace klicnik::log {
namespace {

class LogFile : public ::testing::Test {
  protected:
    ~LogFile() override { start(Level::warning); }

    std::vector<std::string> lines() const {
        std::ifstream file(path_);
        std::vector<std::string> out;
        for (std::string line; std::getline(file, line);) out.push_back(line);
        return out;
    }

    test::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path() / "klicnik.log";
};

TEST(Log, a_line_is_one_json_object_with_an_event) {
    EXPECT_EQ(format(Level::info, "request.done", {{"method", "GET"}, {"status", 200}, {"cached", false}}),
              R"("level":"info","event":"request.done","method":"GET","status":200,"cached":false})");
}

TEST(Log, text_cannot_break_out_of_its_line) {
    EXPECT_EQ(format(Level::error, "x", {{"path", "a\"b\\c\nd\r\x1b[31m\x7f"}}),
              R"("level":"error","event":"x","path":"a\"b\\c\u000ad\u000d\u001b[31m\u007f"})");
    EXPECT_EQ(format(Level::error, "x", {{"path", std::string_view("\0\xFF\xC3", 3)}}),
              "\"level\":\"error\",\"event\":\"x\",\"path\":\"\\u0000\xEF\xBF\xBD\xEF\xBF\xBD\"}");
    EXPECT_EQ(format(Level::error, "x", {{"path", "\xE2\x80\xA8"}}), R"("level":"error","event":"x","path":"\u2028"})");
}

TEST(Log, long_text_is_cut) {
    EXPECT_LT(format(Level::info, "x", {{"body", std::string(100'000, 'a')}}).size(), 5000U);
}

TEST(Log, secrets_stay_out) {
    for (const char* name : {"password", "new_password", "session_token", "set-cookie", "authorization", "client_secret"}) {
        EXPECT_EQ(format(Level::info, "x", {{name, "canary"}}).find("canary"), std::string::npos) << name;
    }
}

TEST_F(LogFile, levels_below_the_chosen_one_are_left_out) {
    start(Level::warning, path_);
    info("too.quiet");
    warning("loud.enough", {{"count", 3}});
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_NE(lines()[0].find(R"("event":"loud.enough","count":3})"), std::string::npos);
    EXPECT_TRUE(lines()[0].starts_with(R"({"at":"20)"));
    EXPECT_FALSE(is_on(Level::info));
    EXPECT_TRUE(is_on(Level::error));
}

TEST_F(LogFile, only_its_owner_may_read_it) {
    start(Level::info, path_);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(path_).permissions() & (perms::group_all | perms::others_all), perms::none);
}

TEST_F(LogFile, lines_of_many_threads_stay_whole) {
    start(Level::info, path_);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([] {
            for (int j = 0; j < 100; ++j) info("tick", {{"text", std::string(200, 'x')}});
        });
    }
    for (auto& thread : threads) thread.join();
    const auto written = lines();
    EXPECT_EQ(written.size(), 800U);
    for (const auto& line : written) EXPECT_TRUE(line.ends_with("x\"}")) << line;
}

TEST_F(LogFile, rotation_continues_in_a_new_file) {
    start(Level::info, path_);
    info("before");
    std::filesystem::rename(path_, path_.string() + ".1");
    reopen();
    info("after");
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_NE(lines()[0].find("after"), std::string::npos);
}

}  // namespace
}  // namespace klicnik::log
