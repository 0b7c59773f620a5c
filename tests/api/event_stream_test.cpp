// GET /imports/{id}/events: who may listen, what a listener may send along, and that listeners who are many, slow, gone or
// signed out cost the others nothing.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include "platform/http/test_client.hpp"
#include "tests/support/api_world.hpp"
#include "tests/support/fault_book.hpp"

namespace klicnik::test {
namespace {

using std::chrono::milliseconds;

class EventStream : public ::testing::Test {
  protected:
    ApiWorld& world_ = ApiWorld::shared();

    std::string import_of(const std::string& text, std::string_view kind = "invoices") {
        json::Value body = json::Value::object();
        body.set("kind", json::Value::string(std::string(kind)));
        body.set("file_name", json::Value::string("faktury.csv"));
        body.set("text", json::Value::string(text));
        const HttpAnswer answer = world_.owner().post("/imports", json::to_text(body));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return text_at(answer, "id");
    }
    std::string waiting_import() { return import_of("Název\nPrvní\n", "accounts"); }

    static std::string request(const Person& person, const std::string& id, std::string_view more = {}) {
        return "GET /api/v1/imports/" + id + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + person.cookie() + "\r\n" + std::string(more) + "\r\n";
    }
    int feeds() {
        const HttpAnswer answer = world_.owner().send_raw("GET", "/metrics", {});
        const std::string_view name = "\nklicnik_http_feeds ";
        const auto at = answer.body.find(name);
        return at == std::string::npos ? -1 : std::atoi(answer.body.c_str() + at + name.size());
    }
    /// Whether the number of open streams comes down (or up) to `wanted` within ten seconds.
    bool feeds_become(int wanted) {
        for (int tries = 0; tries < 200; ++tries) {
            if (feeds() == wanted) return true;
            std::this_thread::sleep_for(milliseconds(50));
        }
        return false;
    }
    void TearDown() override { EXPECT_TRUE(feeds_become(0)) << feeds() << " streams are left"; }
};

std::string invoices(int lines) {
    std::string text = "Číslo dokladu;Datum;Odběratel;Částka;Měna\n";
    for (int i = 0; i < lines; ++i) {
        text += "SSE" + std::to_string(i) + ";5. 8. 2026;Posluchač " + std::to_string(i % 90) + ";1 200,50;CZK\n";
    }
    return text;
}

TEST_F(EventStream, only_who_may_see_the_import_may_listen) {
    FaultBook faults;
    const std::string id = waiting_import();
    const auto ask = [&](Person& person, std::string_view verb, const std::string& which, int wanted, const std::string& what) {
        const HttpAnswer answer = person.send(verb, "/imports/" + which + "/events");
        faults.judge(answer, what);
        if (answer.status != wanted) faults.note(what, std::to_string(answer.status) + answer.body);
    };
    Person nobody(world_.port());
    ask(nobody, "GET", id, 401, "nobody");
    // Whose role may not see imports at all learns no more than that there is none for him.
    for (const std::string_view role : {"colleague", "account_manager"}) ask(world_.person(role), "GET", id, 404, std::string(role));
    for (const std::string& bad : std::vector<std::string>{"x", "imp_", "imp_zzz", "acc_01jx0000000000000000000000", "%00", "..", "imp_01jx0000000000000000000000%0d%0a",
                                                           std::string(500, 'i')}) {
        ask(world_.owner(), "GET", bad, 400, "id " + bad);
    }
    ask(world_.owner(), "GET", "imp_01jx0000000000000000000000", 404, "an import that never was");
    for (const std::string_view verb : {"POST", "PUT", "PATCH", "DELETE"}) ask(world_.owner(), verb, id, 405, std::string(verb));
    EXPECT_TRUE(faults.empty()) << faults.text();
    EXPECT_EQ(feeds(), 0);
}

TEST_F(EventStream, a_question_for_the_head_alone_opens_no_stream) {
    const std::string id = waiting_import();
    http::TestClient client(world_.port());
    std::string asked = request(world_.owner(), id);
    asked.replace(0, 3, "HEAD");
    client.send(asked);
    const http::Answer answer = client.receive(false);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    EXPECT_EQ(feeds(), 0);
}

TEST_F(EventStream, whatever_was_heard_last_the_present_state_comes_first) {
    const std::string id = waiting_import();
    for (const std::string& last : std::vector<std::string>{"", "0", "-1", "99999999999999999999", "'; DROP TABLE import_run; --", "\xC3\x28", std::string(8'000, '9')}) {
        http::TestClient client(world_.port());
        client.send(request(world_.owner(), id, "Last-Event-ID: " + last + "\r\nAccept: text/event-stream\r\n"));
        ASSERT_TRUE(client.wait_for("\"state\":\"uploaded\"")) << last << client.inbox();
        EXPECT_TRUE(client.inbox().starts_with("HTTP/1.1 200"));
        EXPECT_NE(client.inbox().find("event: progress\ndata: {\"id\":\"" + id), std::string::npos);
    }
    http::TestClient client(world_.port());
    client.send(request(world_.owner(), id, "Last-Event-ID: a\x01b\r\n"));
    EXPECT_EQ(client.receive().status, 400U);
    http::TestClient huge(world_.port());
    huge.send(request(world_.owner(), id, "Last-Event-ID: " + std::string(40'000, '9') + "\r\n"));
    EXPECT_EQ(huge.receive().status, 431U);
}

TEST_F(EventStream, an_import_is_followed_to_its_end_also_by_who_does_not_read) {
    const std::string id = import_of(invoices(15'000));
    http::TestClient reader(world_.port());
    http::TestClient sleeper(world_.port());
    const int small = 1024;
    ::setsockopt(sleeper.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    reader.send(request(world_.owner(), id));
    sleeper.send(request(world_.owner(), id));
    ASSERT_TRUE(reader.wait_for("event: progress"));
    const HttpAnswer preview = world_.owner().post("/imports/" + id + "/preview", "{}");
    ASSERT_EQ(preview.status, 200) << preview.body;
    ASSERT_EQ(world_.owner().post("/imports/" + id + "/run", "{}").status, 202);
    EXPECT_TRUE(reader.wait_for("event: done")) << reader.inbox().substr(0, 2'000);
    EXPECT_NE(reader.inbox().find("\"created\":15000"), std::string::npos);
    EXPECT_TRUE(reader.ends()) << "the stream ends with the import";
    EXPECT_TRUE(sleeper.wait_for("event: done")) << "it was kept for him";
}

TEST_F(EventStream, signing_out_ends_the_stream) {
    const std::string id = waiting_import();
    Person again(world_.port());
    ASSERT_TRUE(again.sign_in("olga@firma.cz"));
    http::TestClient client(world_.port());
    client.send(request(again, id));
    ASSERT_TRUE(client.wait_for("event: progress"));
    EXPECT_EQ(again.send("DELETE", "/session").status, 204);
    EXPECT_TRUE(client.ends());
}

TEST_F(EventStream, a_crowd_is_served_up_to_the_limit_and_hinders_nobody) {
    constexpr int crowd = 230;
    constexpr int limit = 200;
    const std::string id = waiting_import();
    std::vector<std::unique_ptr<http::TestClient>> clients;
    for (int i = 0; i < crowd; ++i) {
        clients.push_back(std::make_unique<http::TestClient>(world_.port()));
        clients.back()->send(request(world_.owner(), id));
    }
    int served = 0;
    int refused = 0;
    for (const auto& client : clients) {
        ASSERT_TRUE(client->wait_for("\r\n\r\n"));
        served += client->inbox().starts_with("HTTP/1.1 200") ? 1 : 0;
        if (!client->inbox().starts_with("HTTP/1.1 429")) continue;
        ++refused;
        EXPECT_TRUE(client->wait_for("import.too_many_watchers"));
        EXPECT_NE(client->inbox().find("Retry-After: 30"), std::string::npos);
    }
    EXPECT_EQ(served, limit);
    EXPECT_EQ(refused, crowd - limit);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(world_.owner().get("/session").is_ok());
    EXPECT_TRUE(world_.owner().get("/accounts").is_ok());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << "others do not wait";
    clients.clear();
    EXPECT_TRUE(feeds_become(0));
    // The places are free again.
    http::TestClient late(world_.port());
    bool welcome = false;
    for (int tries = 0; tries < 20 && !welcome; ++tries) {
        http::TestClient next(world_.port());
        next.send(request(world_.owner(), id));
        welcome = next.wait_for("\r\n\r\n") && next.inbox().starts_with("HTTP/1.1 200");
        if (!welcome) std::this_thread::sleep_for(milliseconds(100));
    }
    EXPECT_TRUE(welcome);
}

}  // namespace
}  // namespace klicnik::test
