// Every operation called with what it must refuse: wrong types, lengths, encodings, ranges, ids, versions, queries. The
// answer is the right 4xx with a code that has a text, never a 5xx and never silence (issue: "Every operation of the OpenAPI
// description called with wrong types …").

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "app/described_routes.hpp"
#include "tests/support/api_world.hpp"
#include "tests/support/fault_book.hpp"
#include "tests/support/hostile_inputs.hpp"

namespace klicnik::test {
namespace {

int total_requests = 0;

/// Calls as the owner, who may do everything, so that the request reaches what is to be tested.
class Attack {
  public:
    Attack(ApiWorld& world, FaultBook& faults) : world_(world), faults_(faults) {}

    HttpAnswer send(const Operation& operation, const std::string& path, const std::string& body, const Headers& headers, const std::string& how) {
        const HttpAnswer answer = world_.owner().send(verb_of(operation), path, body, headers);
        ++total_requests;
        faults_.judge(answer, how + ": " + operation.name + " " + path.substr(0, 200) + " " + body.substr(0, 200));
        return answer;
    }

    void expect(const HttpAnswer& answer, std::initializer_list<int> allowed, const std::string& kind, const std::string& example) {
        if (answer.status == 0 || answer.status >= 500) return;  // noted by send()
        for (const int status : allowed) {
            if (answer.status == status) return;
        }
        faults_.note(kind + " → " + std::to_string(answer.status), example.substr(0, 250) + " → " + answer.body.substr(0, 250));
    }

    /// Every other request is a dry run, so that both ways through the program are taken.
    std::string path_of(const std::string& path) {
        const bool dry = ++count_ % 2 == 0;
        return dry ? path + (path.find('?') == std::string::npos ? "?" : "&") + "dry_run=true" : path;
    }

    ApiWorld& world() { return world_; }
    FaultBook& faults() { return faults_; }

  private:
    ApiWorld& world_;
    FaultBook& faults_;
    int count_ = 0;
};

/// The request on a fresh record, made anew after something hostile was accepted.
struct Target {
    Attack& attack;
    const Operation& operation;
    Example example = attack.world().fresh_example(operation);

    void renew() { example = attack.world().fresh_example(operation); }
};

std::string with_member(const std::string& body, std::string_view name, std::string_view value) {
    json::Value object = *json::parse(body);
    object.erase(name);
    std::string text = json::to_text(object);
    text.pop_back();
    return text + (text.size() > 1 ? "," : "") + "\"" + std::string(name) + "\":" + std::string(value) + "}";
}

void attack_field(Target& target, const Field& field) {
    const Operation& operation = target.operation;
    const bool writable = field.writable() && !(operation.verb == Verb::patch && field.spec.immutable);
    for (const HostileValue& hostile : hostile_values(field)) {
        const std::string body = with_member(target.example.body, field.name, hostile.json);
        const std::string what = operation.name + "." + std::string(field.name) + " = " + hostile.what;
        const HttpAnswer answer = target.attack.send(operation, target.attack.path_of(target.example.path), body, target.example.headers, what);
        const int absent = field.kind == Kind::reference ? 404 : 400;
        if (!writable || hostile.must_fail) target.attack.expect(answer, {400, 413, absent}, "accepted or misjudged: " + what, body);
        if (answer.is_ok()) target.renew();
        if (!writable) break;  // one is enough: the name alone decides
    }
}

TEST(HostileRequests, every_field_of_every_input_is_checked) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    for (const Operation& operation : attack.world().operations()) {
        if (!operation.input) continue;
        Target target{attack, operation};
        for (const Field& field : operation.input->fields) attack_field(target, field);
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, every_body_that_is_no_object_of_ours_is_refused) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    for (const Operation& operation : attack.world().operations()) {
        if (operation.verb == Verb::get) continue;
        Target target{attack, operation};
        for (const HostileValue& hostile : hostile_bodies(target.example.body.empty() ? "{}" : target.example.body)) {
            const auto answer = attack.send(operation, attack.path_of(target.example.path), hostile.json, target.example.headers, hostile.what);
            if (operation.input) attack.expect(answer, {400, 413}, "accepted body: " + operation.name + ", " + hostile.what, hostile.json);
            if (answer.is_ok()) target.renew();
        }
        for (const std::string_view type : {"text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json5", "x", ""}) {
            Headers headers = target.example.headers;
            headers.emplace_back("Content-Type", type);
            const std::string body = target.example.body.empty() ? "{}" : target.example.body;
            const auto answer = attack.send(operation, target.example.path, body, headers, "as " + std::string(type));
            if (operation.input) attack.expect(answer, {400, 415}, "accepted type: " + operation.name + " " + std::string(type), body);
            if (answer.is_ok()) target.renew();
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, every_id_in_a_path_is_checked) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    for (const Operation& operation : attack.world().operations()) {
        if (operation.path.find('{') == std::string::npos) continue;
        const Target target{attack, operation};
        const Entity* entity = ApiWorld::entity_in_path(operation);
        for (const HostileValue& hostile : hostile_ids(entity ? entity->prefix : "acc")) {
            const auto path = with_path_ids(operation.path, hostile.json);
            const auto answer = attack.send(operation, path, target.example.body, target.example.headers, hostile.what);
            attack.expect(answer, {400, 404, 405, 414, 431}, "id accepted: " + operation.name, path);
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, every_list_checks_its_questions) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    for (const Operation& operation : attack.world().operations()) {
        if (!operation.read || !operation.entity) continue;
        const Example example = attack.world().own_example(operation);
        const bool is_list = operation.answer == Answer::list || operation.name.ends_with(".export") || operation.name.ends_with(".summary");
        int number = 0;
        for (const HostileValue& hostile : hostile_queries(*operation.entity)) {
            // All questions go to the plain lists; what reads its question with the same function gets every seventh.
            if (operation.name != std::string(operation.entity->name) + ".list" && ++number % 7 != 0) continue;
            const std::string path = example.path + (example.path.find('?') == std::string::npos ? "?" : "&") + hostile.json;
            const auto answer = attack.send(operation, path, "", {}, hostile.what);
            if (is_list && hostile.must_fail) attack.expect(answer, {400, 414, 431}, "question accepted: " + hostile.what, path);
        }
        attack.expect(attack.send(operation, example.path + "?x=" + std::string(30'000, 'x'), "", {}, "a huge question"), {400, 414, 431},
                      "huge question accepted", operation.name);
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, every_update_asks_for_the_version_it_changes) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    for (const Operation& operation : attack.world().operations()) {
        if (operation.verb != Verb::patch) continue;
        const Target target{attack, operation};
        const auto with_version = [&](const Headers& headers, std::initializer_list<int> allowed, const std::string& how) {
            attack.expect(attack.send(operation, target.example.path, target.example.body, headers, how), allowed, how + ": " + operation.name, "");
        };
        with_version({}, {400}, "without a version");
        for (const std::string_view text : {"x", "-1", "\"1", "*", "W/\"1\"", "1.5", "99999999999999999999", "\"\"", "\xFF"}) {
            with_version({{"If-Match", std::string(text)}}, {400, 409}, "with the version " + std::string(text));
        }
        with_version({{"If-Match", "\"4711\""}}, {409}, "with a stale version");
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, repeating_a_post_with_its_key_answers_the_same_once) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    int number = 0;
    for (const Operation& operation : attack.world().operations()) {
        if (operation.verb != Verb::post || !operation.write) continue;
        const Example example = attack.world().fresh_example(operation);
        const Headers key = {{"Idempotency-Key", "key-" + std::to_string(++number)}};
        const auto first = attack.send(operation, example.path, example.body, key, "first");
        const auto second = attack.send(operation, example.path, example.body, key, "again");
        attack.expect(first, {200, 201, 202, 204}, "first call refused: " + operation.name, first.body);
        if (operation.kept == Kept::never) {
            attack.expect(second, {409}, "an answer with a secret was kept: " + operation.name, second.body);
        } else if (first.status != second.status || first.body != second.body) {
            faults.note("the repetition differs: " + operation.name, first.body + " / " + second.body);
        }
        const std::string other_body = example.body + " ";
        attack.expect(attack.send(operation, example.path, other_body, key, "another body"), {422}, "another body under the same key: " + operation.name, "");
        attack.expect(attack.send(operation, example.path, example.body, {{"Idempotency-Key", std::string(256, 'k')}}, "long key"), {400},
                      "a long key: " + operation.name, "");
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// A fixed seed for comparison and a fresh one for discovery; the seed of a failure is in its message.
void mutate_everything(std::uint64_t seed, int rounds) {
    FaultBook faults;
    Attack attack(ApiWorld::shared(), faults);
    std::mt19937_64 random(seed);
    for (const Operation& operation : attack.world().operations()) {
        Target target{attack, operation};
        for (int round = 0; round < rounds; ++round) {
            Example example = target.example;
            if (!example.body.empty() && random() % 4 != 0) example.body = mutated(example.body, random);
            else if (operation.read) example.path += "?" + url_encoded(mutated("limit=5&sort=-id&q=klient&count=true", random));
            if (random() % 8 == 0) example.headers = {{"If-Match", url_encoded(mutated("\"1\"", random))}};
            const auto answer = attack.send(operation, attack.path_of(example.path), example.body, example.headers, "mutated");
            if (operation.write && answer.is_ok()) target.renew();
        }
    }
    EXPECT_TRUE(faults.empty()) << "seed " << seed << faults.text();
}

TEST(HostileRequests, mutations_with_a_fixed_seed_are_answered) { mutate_everything(20261124, 12); }

TEST(HostileRequests, mutations_with_a_fresh_seed_are_answered) {
    const char* given = std::getenv("KLICNIK_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "seed " << seed << " (KLICNIK_SEED repeats it)\n";
    mutate_everything(seed, 12);
}

/// The doors that are no operations: sign-in, set-up, invitation, session.
TEST(HostileRequests, the_doors_refuse_what_they_must) {
    FaultBook faults;
    ApiWorld& world = ApiWorld::shared();
    Person nobody(world.port());
    const auto knock = [&](std::string_view verb, std::string_view path, const std::string& body, const Headers& headers, const std::string& how) {
        const HttpAnswer answer = nobody.send(verb, path, body, headers);
        ++total_requests;
        faults.judge(answer, how + " " + std::string(path) + " " + body.substr(0, 200));
        if (answer.is_ok()) faults.note("the door opens: " + how, std::string(path) + body.substr(0, 200));
    };
    constexpr std::string_view full = R"({"token":"x","full_name":"X","email":"x@example.cz","password":"short","workspace_name":"W"})";
    for (const Route& route : described_routes().routes) {
        if (!route.input) continue;
        const std::string_view path = route.path;
        for (const Field& field : route.input->fields) {
            for (const HostileValue& hostile : hostile_values(field)) {
                knock("POST", path, with_member(std::string(full), field.name, hostile.json), {}, std::string(field.name) + " = " + hostile.what);
            }
        }
        for (const HostileValue& hostile : hostile_bodies(full)) knock("POST", path, hostile.json, {}, hostile.what);
        knock("POST", path, std::string(full), {{"Origin", "https://evil.example"}}, "from another origin");
        knock("POST", path, std::string(full), {{"Content-Type", "text/plain"}}, "as text");
        knock("POST", path, "", {}, "empty");
        for (const std::string_view name : {"token", "email", "password", "full_name"}) {
            for (const std::string_view value : {"null", "1", "[]", "{}", "\"\"", "\"\\u0000\"", "\"\xC3(\""}) {
                knock("POST", path, with_member(std::string(full), name, value), {}, std::string(name));
            }
            knock("POST", path, with_member(std::string(full), name, "\"" + std::string(20'000, 'x') + "\""), {}, "long " + std::string(name));
        }
        for (const std::string_view verb : {"PUT", "PATCH", "DELETE", "BREW"}) {
            if (path != "/session" || verb != "DELETE") knock(verb, path, "", {}, std::string(verb));
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(HostileRequests, forms_and_streams_refuse_what_they_must) {
    FaultBook faults;
    ApiWorld& world = ApiWorld::shared();
    const auto send = [&](std::string_view verb, const std::string& path, const std::string& body, const Headers& headers, const std::string& how) {
        const HttpAnswer answer = world.owner().send(verb, path, body, headers);
        ++total_requests;
        faults.judge(answer, how + " " + path.substr(0, 200));
        if (answer.is_ok()) faults.note("accepted: " + how, path.substr(0, 200));
    };
    for (const Route& route : described_routes().routes) {
        if (route.input || route.path == "/session") continue;
        if (!route.form.empty()) {
            for (const HostileValue& hostile : hostile_bodies("{}")) {
                send("POST", std::string(route.path), hostile.json, {}, "as JSON: " + hostile.what);
                send("POST", std::string(route.path), hostile.json, {{"Content-Type", "multipart/form-data; boundary=x"}}, "as a form: " + hostile.what);
            }
            continue;
        }
        for (const HostileValue& hostile : hostile_ids("imp")) send("GET", with_path_ids(route.path, hostile.json), "", {}, hostile.what);
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// The promise as a number; the last test, so that it sees the requests of a whole run.
TEST(HostileRequests, zz_there_were_ten_thousand_of_them) {
    std::cout << total_requests << " hostile requests\n";
    const auto* suite = ::testing::UnitTest::GetInstance()->current_test_suite();
    if (suite->test_to_run_count() < suite->total_test_count()) GTEST_SKIP() << "only some of the requests were sent";
    EXPECT_GE(total_requests, 10'000);
}

}  // namespace
}  // namespace klicnik::test
