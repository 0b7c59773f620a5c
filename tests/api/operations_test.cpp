// Every operation of the API against a real server: who may call it, what it shows to whom, and that each works at all.

#include <gtest/gtest.h>

#include <set>

#include "modules/identity/permissions.hpp"
#include "app/described_routes.hpp"
#include "tests/support/api_world.hpp"
#include "tests/support/database_digest.hpp"
#include "tests/support/fault_book.hpp"

namespace klicnik::test {
namespace {

constexpr std::string_view roles[] = {"account_manager", "head_of_accounts", "owner", "colleague", "analyst", "admin"};

std::string line(std::string_view role, const Operation& operation, const Example& example) {
    return std::string(role) + ": " + operation.name + " " + std::string(verb_of(operation)) + " " + example.path + " " + example.body;
}

HttpAnswer call(Person& person, const Operation& operation, const Example& example) {
    return person.send(verb_of(operation), example.path, example.body, example.headers);
}

Example as_dry_run(const Operation& operation, Example example) {
    if (operation.write) example.path += (example.path.find('?') == std::string::npos ? "?" : "&") + std::string("dry_run=true");
    return example;
}

Scope scope_of(std::string_view role, Permission permission) {
    static const PermissionMatrix matrix = identity::default_permissions();
    Context context;
    context.origin = Origin::http;
    context.roles = {*parse_enum<Role>(role)};
    return matrix.scope(context, permission);
}

TEST(Operations, the_description_names_every_operation) {
    ApiWorld& world = ApiWorld::shared();
    const auto description = json::parse(Person(world.port()).get("/openapi.json").body, {.elements = 100'000});
    ASSERT_TRUE(description) << description.error().params.at(0).second << description.error().params.at(1).second;
    std::set<std::string> described;
    for (const json::Member& path : description->find("paths")->members()) {
        for (const json::Member& verb : path.value.members()) described.insert(text_at(verb.value, "operationId"));
    }
    std::set<std::string> linked;
    for (const Operation& operation : world.operations()) linked.insert(operation.name);
    for (const Route& route : described_routes().routes) EXPECT_TRUE(linked.insert(std::string(route.name)).second) << route.name << " stands twice";
    EXPECT_EQ(described, linked);
}

TEST(Operations, every_operation_succeeds_with_a_valid_request) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    for (const Operation& operation : world.operations()) {
        try {
            const Example example = world.fresh_example(operation);
            const HttpAnswer answer = call(world.owner(), operation, example);
            faults.judge(answer, line("owner", operation, example));
            if (answer.is_ok() && answer.status != status_of(operation)) {
                faults.note("described with another status: " + operation.name, std::to_string(answer.status) + line("", operation, example));
            }
            if (!answer.is_ok()) faults.note("refused: " + operation.name, line("", operation, example) + " → " + answer.body);
        } catch (const std::exception& error) {
            faults.note("no example: " + operation.name, error.what());
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// Names of members that a schema requires and an answer lacks, and the other way round, with those of the objects inside.
void compare_members(const json::Value& schema, const json::Value& answer, const std::string& where) {
    const json::Value* properties = schema.find("properties");
    if (!properties) return;
    for (const json::Value& name : schema.find("required")->items()) EXPECT_TRUE(answer.find(*name.as_string())) << where << *name.as_string();
    for (const json::Member& member : answer.members()) {
        const json::Value* described = properties->find(member.key);
        EXPECT_TRUE(described) << where << member.key << " is not described";
        if (described && member.value.is_object()) compare_members(*described, member.value, where + member.key + ".");
    }
}

TEST(Operations, what_is_written_by_hand_answers_as_it_is_described) {
    ApiWorld& world = ApiWorld::shared();
    const auto description = json::parse(world.owner().get("/openapi.json").body, {.elements = 100'000});
    ASSERT_TRUE(description);
    const json::Value& schemas = *description->find("components")->find("schemas");
    const auto session = json::parse(world.owner().get("/session").body);
    ASSERT_TRUE(session);
    compare_members(*schemas.find("session"), *session, "session.");
    Person person(world.port());
    const HttpAnswer invited = world.owner().post("/users", R"({"full_name":"Eva","email":"eva.popsana@firma.cz","roles":["analyst"]})");
    ASSERT_EQ(invited.status, 201);
    EXPECT_NE(text_at(invited, "invitation_url"), "");
    const std::string url = text_at(world.owner().post("/users/" + text_at(invited, "id") + "/invitation", ""), "invitation_url");
    EXPECT_TRUE(person.accept(url.substr(url.find("token=") + 6)));
    EXPECT_EQ(person.send("DELETE", "/session").status, 204);
    EXPECT_EQ(text_at(*description->find("paths")->find("/users/{id}/invitation")->find("post")->find("responses")->find("201")
                           ->find("content")->find("application/json")->find("schema"), "$ref"),
              "#/components/schemas/invitation_link");
}

TEST(Operations, nobody_gets_past_the_door_without_a_session) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    Person nobody(world.port());
    for (const Operation& operation : world.operations()) {
        const Example example = world.own_example(operation);
        for (const Headers& headers : {Headers{}, Headers{{"Cookie", "klicnik=" + std::string(43, 'A')}}, Headers{{"Cookie", "klicnik=;;=\"\x80"}},
                                       Headers{{"Authorization", "Bearer x"}}}) {
            const HttpAnswer answer = nobody.send(verb_of(operation), example.path, example.body, headers);
            faults.judge(answer, line("nobody", operation, example));
            if (answer.status != 401) faults.note("not 401 without a session: " + operation.name, answer.body);
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// G5, threat 6: a page of somebody else cannot write with the cookie of the browser.
TEST(Operations, no_write_without_the_token_or_from_another_site) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    for (const Operation& operation : world.operations()) {
        if (operation.verb == Verb::get) continue;
        const Example example = world.own_example(operation);
        const Headers session = {{"Cookie", world.owner().cookie()}, {"Content-Type", "application/json"}};
        const auto refused = [&](Headers more, std::string_view how) {
            Headers headers = session;
            headers.insert(headers.end(), example.headers.begin(), example.headers.end());
            headers.insert(headers.end(), more.begin(), more.end());
            const HttpAnswer answer = world.owner().send_raw(verb_of(operation), "/api/v1" + example.path, headers, example.body);
            faults.judge(answer, std::string(how) + line("", operation, example));
            if (answer.status != 403) faults.note("not 403 " + std::string(how) + ": " + operation.name, answer.body);
        };
        refused({}, "without a token");
        refused({{"X-CSRF-Token", std::string(43, 'A')}}, "with a wrong token");
        refused({{"X-CSRF-Token", world.person("admin").csrf()}}, "with the token of somebody else");
        refused({{"X-CSRF-Token", world.owner().csrf()}, {"Origin", "https://evil.example"}}, "from another origin");
        refused({{"X-CSRF-Token", world.owner().csrf()}, {"Origin", "null"}}, "from the null origin");
        refused({{"X-CSRF-Token", world.owner().csrf()}, {"Sec-Fetch-Site", "cross-site"}}, "from another site");
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// G1: roles × operations; the matrix that `klicnik describe permissions` prints is what the server does.
TEST(Operations, the_permission_matrix_holds_for_every_role) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    for (const Operation& operation : world.operations()) {
        Example example = as_dry_run(operation, world.own_example(operation));
        for (const std::string_view role : roles) {
            // A manager sees his own load only.
            if (operation.name == "team.user_load") example.path = with_path_ids(operation.path, world.person(role).id());
            const HttpAnswer answer = call(world.person(role), operation, example);
            const std::string what = line(role, operation, example) + " → " + std::to_string(answer.status) + " " + answer.body.substr(0, 300);
            faults.judge(answer, what);
            if (scope_of(role, operation.permission) == Scope::none) {
                if (answer.status != 403) faults.note("the matrix says no, the server does not: " + operation.name, what);
            } else if (operation.read ? !answer.is_ok() && answer.status != 409 && answer.status != 422
                                      : answer.status == 401 || answer.status == 403 || answer.status == 404 || answer.status == 400) {
                faults.note("the matrix says yes, the server does not: " + operation.name, what);
            }
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// What belongs to a client outside the scope is as absent as what never was.
TEST(Operations, records_of_a_foreign_client_are_not_found) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    for (const Operation& operation : world.operations()) {
        if (operation.path.find("{id}") == std::string::npos) continue;
        const Entity* entity = ApiWorld::entity_in_path(operation);
        if (!world.has_foreign(entity->name)) continue;
        Example example = world.own_example(operation);
        example.path = with_path_ids(operation.path, world.foreign(entity->name));
        Example absent = example;
        absent.path = with_path_ids(operation.path, std::string(entity->prefix) + "_01jx0000000000000000000000");
        for (const std::string_view role : {"account_manager", "colleague"}) {
            if (scope_of(role, operation.permission) == Scope::none) continue;
            const HttpAnswer answer = call(world.person(role), operation, example);
            const HttpAnswer other = call(world.person(role), operation, absent);
            faults.judge(answer, line(role, operation, example));
            if (answer.status != 404) faults.note("a foreign record is not 404: " + operation.name, line(role, operation, example) + answer.body);
            if (text_at(answer, "code") != text_at(other, "code")) faults.note("foreign and absent differ: " + operation.name, answer.body + other.body);
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(Operations, nothing_can_be_hung_on_a_foreign_client) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    for (const Operation& operation : world.operations()) {
        if (!operation.input) continue;
        for (const Field& field : operation.input->fields) {
            if (field.kind != Kind::reference || !field.writable() || !world.has_foreign(field.references)) continue;
            for (const std::string_view role : {"account_manager", "colleague"}) {
                if (scope_of(role, operation.permission) == Scope::none) continue;
                Example example = as_dry_run(operation, world.own_example(operation));
                json::Value body = *json::parse(example.body);
                if (operation.verb == Verb::patch && field.spec.immutable) continue;
                body.set(field.name, json::Value::string(world.foreign(field.references)));
                example.body = json::to_text(body);
                const HttpAnswer answer = call(world.person(role), operation, example);
                faults.judge(answer, line(role, operation, example));
                if (answer.status != 404 && answer.status != 400) {
                    faults.note("a reference to a foreign client is accepted: " + operation.name + "." + std::string(field.name),
                                line(role, operation, example) + answer.body);
                }
            }
        }
    }
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// The word that stands in every text of the foreign client comes to nobody who may not see it, whatever he asks for.
TEST(Operations, the_canary_of_a_foreign_client_never_sings) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    const std::string bird(canary);
    // A mother and a daughter of ours that belong to somebody else: names could leak along the tree of a group.
    Person& manager = world.person("account_manager");
    const std::string ours = world.own("account");
    const std::string etag = world.owner().get("/accounts/" + ours).header("ETag");
    const HttpAnswer moved = world.owner().send("PATCH", "/accounts/" + ours, R"({"parent_id":")" + world.foreign("account") + R"("})", {{"If-Match", etag}});
    ASSERT_EQ(moved.status, 200) << moved.body;
    const std::vector<std::string> questions = {"", "limit=200&count=true", "q=" + bird + "&count=true", "q=" + bird.substr(3, 6), "sort=-id",
                                                "account_id=" + world.foreign("account") + "&count=true", "count=true&archived=true,false"};
    for (const Operation& operation : world.operations()) {
        if (!operation.read) continue;
        for (const std::string_view role : {"account_manager", "colleague"}) {
            for (const std::string& question : questions) {
                Example example = world.own_example(operation);
                example.path += (example.path.find('?') == std::string::npos ? "?" : "&") + question;
                const HttpAnswer answer = call(world.person(role), operation, example);
                faults.judge(answer, line(role, operation, example));
                if (answer.body.find(bird) != std::string::npos) faults.note("the canary sings in " + operation.name, line(role, operation, example) + answer.body);
                const bool asks_foreign = operation.answer == Answer::list && operation.entity->account_field() && question.find(bird) != std::string::npos;
                if (asks_foreign && answer.is_ok() && text_at(answer, "total") != "0") faults.note("a count tells of foreign rows: " + operation.name, answer.body);
            }
        }
    }
    const HttpAnswer found = manager.get("/search?q=" + bird);
    EXPECT_EQ(text_at(found, "items"), "[]") << found.body;
    // The same questions do find it for those who may see it, so that the silence above means something.
    EXPECT_NE(world.owner().get("/search?q=" + bird).body.find(world.foreign("account")), std::string::npos);
    EXPECT_EQ(text_at(manager.get("/accounts?count=true"), "total"), text_at(manager.get("/accounts/summary"), "count"));
    EXPECT_TRUE(faults.empty()) << faults.text();
}

/// Reading leaves no trace, so that it is safe to repeat, to prefetch and to be tricked into.
TEST(Operations, get_changes_nothing) {
    ApiWorld& world = ApiWorld::shared();
    FaultBook faults;
    std::vector<std::pair<const Operation*, Example>> reads;
    for (const Operation& operation : world.operations()) {
        if (operation.read) reads.emplace_back(&operation, world.fresh_example(operation));
    }
    const auto before = database_digest(world.database_file());
    for (const auto& [operation, example] : reads) {
        for (const std::string_view role : roles) faults.judge(call(world.person(role), *operation, example), line(role, *operation, example));
    }
    for (const std::string_view path : {"/session", "/meta", "/version", "/openapi.json"}) faults.judge(world.owner().get(path), std::string(path));
    EXPECT_EQ(before, database_digest(world.database_file()));
    EXPECT_TRUE(faults.empty()) << faults.text();
}

}  // namespace
}  // namespace klicnik::test
