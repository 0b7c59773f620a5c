#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "app/describe.hpp"
#include "app/app.hpp"
#include "platform/http/json.hpp"

/// The description of the API is generated and committed, because the web app takes its types from it.
namespace klicnik {
namespace {

TEST(OpenApi, the_committed_description_is_the_generated_one) {
    register_modules();
    std::ifstream file(std::string(KLICNIK_SOURCE_DIR) + "/docs/openapi.json", std::ios::binary);
    std::stringstream committed;
    committed << file.rdbuf();
    EXPECT_TRUE(committed.str() == describe_openapi()) << "stale: run `klicnik describe openapi > docs/openapi.json`";
}

TEST(OpenApi, every_reference_has_its_schema) {
    register_modules();
    const std::string text = describe_openapi();
    const auto parsed = json::parse(text, {.elements = 100'000, .values = 5'000'000});
    ASSERT_TRUE(parsed);
    const json::Value* schemas = parsed->find("components")->find("schemas");
    const std::string mark = "#/components/schemas/";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const std::string name = text.substr(at + mark.size(), text.find('"', at) - at - mark.size());
        EXPECT_NE(schemas->find(name), nullptr) << name;
    }
}

TEST(OpenApi, every_operation_has_one_name_one_path_and_one_way_to_run) {
    register_modules();
    std::set<std::string> names;
    std::set<std::string> routes;
    for (const Operation& operation : all_operations()) {
        EXPECT_TRUE(names.insert(operation.name).second) << operation.name << " stands twice";
        EXPECT_TRUE(routes.insert(std::to_string(static_cast<int>(operation.verb)) + operation.path).second) << operation.path << " is taken";
        EXPECT_NE(operation.read == nullptr, operation.write == nullptr) << operation.name;
        EXPECT_TRUE(operation.verb != Verb::get || operation.read) << operation.name << ": GET never writes";
        EXPECT_FALSE(operation.permission.object.empty()) << operation.name;
        const bool shows_records = operation.answer == Answer::record || operation.answer == Answer::list;
        EXPECT_TRUE(!shows_records || operation.entity) << operation.name;
    }
}

}  // namespace
}  // namespace klicnik
