#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

/// A request that is sent again with the same key is done once, and no answer that lets somebody in is kept for it.
namespace klicnik::test {
namespace {

namespace fs = std::filesystem;

std::string token_in(const HttpAnswer& answer) {
    const std::string url = text_at(answer, "invitation_url");
    const auto at = url.find("token=");
    return at == std::string::npos ? std::string() : url.substr(at + 6);
}

/// Names of files of the folder that hold the text, the write-ahead log among them.
std::vector<std::string> files_with(const fs::path& folder, const std::string& text) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        if (bytes.str().find(text) != std::string::npos) names.push_back(entry.path().filename().string());
    }
    return names;
}

class Repeated : public ::testing::Test {
  protected:
    Repeated() : server_(folder_.path() / "data"), owner_(server_.port()) {
        EXPECT_TRUE(owner_.set_up(server_.setup_token(), "Olga", "olga@firma.cz"));
    }
    HttpAnswer post(std::string_view path, std::string_view body, std::string_view key) {
        return owner_.post(path, body, {{"Idempotency-Key", std::string(key)}});
    }

    TemporaryFolder folder_;
    ServerProcess server_;
    Person owner_;
};

TEST_F(Repeated, an_ordinary_answer_comes_again) {
    const HttpAnswer first = post("/accounts", R"({"name":"Ryba"})", "one");
    const HttpAnswer again = post("/accounts", R"({"name":"Ryba"})", "one");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(post("/accounts", R"({"name":"Kapr"})", "one").status, 422);
}

TEST_F(Repeated, an_invitation_is_sent_once_and_its_link_is_kept_nowhere) {
    constexpr std::string_view body = R"({"full_name":"Jana","email":"jana@firma.cz","roles":["analyst"]})";
    const HttpAnswer created = post("/users", body, "user");
    ASSERT_EQ(created.status, 201) << created.body;
    const HttpAnswer created_again = post("/users", body, "user");
    EXPECT_EQ(created_again.status, 409);
    EXPECT_EQ(text_at(created_again, "code"), "idempotency.answer_not_kept");
    EXPECT_NE(text_at(created_again, "message"), "");

    const std::string path = "/users/" + text_at(created, "id") + "/invitation";
    const HttpAnswer invited = post(path, "", "invitation");
    ASSERT_EQ(invited.status, 201) << invited.body;
    EXPECT_EQ(text_at(post(path, "", "invitation"), "code"), "idempotency.answer_not_kept");
    const HttpAnswer anew = post(path, "", "another");
    EXPECT_EQ(anew.status, 201);

    const std::vector<std::string> tokens = {token_in(created), token_in(invited), token_in(anew)};
    for (int pass = 0; pass < 2; ++pass) {
        for (const std::string& token : tokens) {
            ASSERT_GE(token.size(), 20U);
            EXPECT_EQ(files_with(folder_.path(), token), std::vector<std::string>{});
        }
        EXPECT_NE(files_with(folder_.path(), "jana@firma.cz"), std::vector<std::string>{}) << "the search finds what is there";
        if (pass == 0) {
            Person jana(server_.port());
            EXPECT_TRUE(jana.accept(tokens.back())) << "the links do work";
            EXPECT_EQ(server_.stop(), 0);
        }
    }
}

}  // namespace
}  // namespace klicnik::test
