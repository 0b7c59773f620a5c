#include <gtest/gtest.h>

#include "tests/support/api_world.hpp"

/// What a failure says, over a real socket: every one has a sentence in the language of the caller, a stale write the record
/// as it is now.
namespace klicnik::test {
namespace {

json::Value body_of(const HttpAnswer& answer) {
    const auto parsed = json::parse(answer.body);
    return parsed ? *parsed : json::Value();
}
std::string text_in(const json::Value& value, std::string_view name) {
    const json::Value* found = value.find(name);
    return found && found->as_string() ? *found->as_string() : "(none)";
}

TEST(Problems, a_stale_write_is_answered_with_the_record_as_it_is_now) {
    ApiWorld& world = ApiWorld::shared();
    const std::string account = world.make("account");
    ASSERT_EQ(world.owner().send("PATCH", "/accounts/" + account, R"({"city":"Brno"})", {{"If-Match", "\"1\""}}).status, 200);
    const HttpAnswer stale = world.owner().send("PATCH", "/accounts/" + account, R"({"city":"Plzeň"})", {{"If-Match", "\"1\""}});
    EXPECT_EQ(stale.status, 409);
    const json::Value problem = body_of(stale);
    EXPECT_EQ(text_in(problem, "code"), "record.stale");
    ASSERT_TRUE(problem.find("current"));
    EXPECT_EQ(text_in(*problem.find("current"), "id"), account);
    EXPECT_EQ(text_in(*problem.find("current"), "city"), "Brno");
    EXPECT_EQ(problem.find("current")->find("version")->as_integer(), 2);
    const json::Value now = body_of(world.owner().get("/accounts/" + account));
    EXPECT_EQ(problem.find("current")->members().size(), now.members().size()) << "the same view as a read";
    EXPECT_FALSE(body_of(world.owner().get("/accounts/acc_0000000000000000000000000z")).find("current"));
}

TEST(Problems, the_current_record_shows_no_more_than_its_reader_may_see) {
    ApiWorld& world = ApiWorld::shared();
    const std::string& account = world.own("account");
    Person& manager = world.person("account_manager");
    const json::Value seen = body_of(manager.get("/accounts/" + account));
    const HttpAnswer stale = manager.send("PATCH", "/accounts/" + account, R"({"city":"Brno"})", {{"If-Match", "\"4711\""}});
    ASSERT_EQ(stale.status, 409) << stale.body;
    const json::Value problem = body_of(stale);
    ASSERT_TRUE(problem.find("current"));
    EXPECT_EQ(problem.find("current")->find("margin_12m") != nullptr, seen.find("margin_12m") != nullptr);
    EXPECT_EQ(problem.find("current")->members().size(), seen.members().size());
    const HttpAnswer foreign = manager.send("PATCH", "/accounts/" + world.foreign("account"), R"({"city":"Brno"})", {{"If-Match", "\"4711\""}});
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.body.find("current"), std::string::npos);
}

TEST(Problems, an_assignment_and_an_archival_name_the_current_record_too) {
    ApiWorld& world = ApiWorld::shared();
    const std::string contact = world.make("contact");
    const HttpAnswer stale = world.owner().send("PUT", "/contacts/" + contact + "/archival", "", {{"If-Match", "\"9\""}});
    EXPECT_EQ(stale.status, 409);
    ASSERT_TRUE(body_of(stale).find("current"));
    EXPECT_EQ(text_in(*body_of(stale).find("current"), "id"), contact);
}

TEST(Problems, failures_of_the_protocol_have_a_sentence_in_the_language_of_the_caller) {
    Person& owner = ApiWorld::shared().owner();
    struct Case {
        std::string verb;
        std::string target;
        Headers headers;
        std::string body;
        int status;
        std::string code;
    };
    const std::vector<Case> cases = {
        {"GET", "/api/v1/nothing", {}, "", 404, "http.not_found"},
        {"POST", "/api/v1/nothing", {}, "", 404, "http.not_found"},
        {"GET", "/assets/nothing.js", {}, "", 404, "http.not_found"},
        {"DELETE", "/api/v1/accounts", {}, "", 405, "http.method_not_allowed"},
        {"BREW", "/api/v1/accounts", {}, "", 405, "http.method_not_allowed"},
        {"GET", "/api/v1/accounts?q=%zz", {}, "", 400, "http.bad_query"},
        {"GET", "/" + std::string(9'000, 'x'), {}, "", 414, "http.target_too_long"},
        {"GET", "/", {{"X-Long", std::string(20'000, 'x')}}, "", 431, "http.header_too_large"},
        {"POST", "/api/v1/session", {{"Content-Type", "application/json"}}, std::string(1'100'000, ' '), 413, "http.body_too_large"},
        {"POST", "/api/v1/session", {{"Content-Type", "application/json"}}, "{\"email\":", 400, "json.invalid"},
        {"POST", "/api/v1/session", {{"Content-Type", "text/plain"}}, "x", 400, "body.not_json"},
    };
    for (const Case& one : cases) {
        for (const std::string language : {"cs", "en"}) {
            Headers headers = one.headers;
            headers.emplace_back("Accept-Language", language);
            const HttpAnswer answer = owner.send_raw(one.verb, one.target, headers, one.body);
            const std::string name = one.verb + " " + one.target.substr(0, 40) + " " + language;
            EXPECT_EQ(answer.status, one.status) << name << answer.body;
            const json::Value problem = body_of(answer);
            EXPECT_EQ(text_in(problem, "code"), one.code) << name;
            const std::string message = text_in(problem, "message");
            EXPECT_NE(message, "(none)") << name << answer.body;
            EXPECT_EQ(message.find("error."), std::string::npos) << name << " has no text: " << message;
            EXPECT_NE(text_in(problem, "request_id"), "(none)") << name;
        }
    }
    const auto message = [&](const char* language) {
        return text_in(body_of(owner.send_raw("DELETE", "/api/v1/accounts", {{"Accept-Language", language}})), "message");
    };
    EXPECT_NE(message("cs"), message("en"));
}

}  // namespace
}  // namespace klicnik::test
