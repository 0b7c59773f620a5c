// Every word that a person can meet has a text in both languages.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/app.hpp"
#include "platform/http/json.hpp"
#include "tests/support/source_tree.hpp"

namespace klicnik::test {

namespace {

using Texts = std::map<std::string, std::string>;

/// All texts of one language; every mistake in the files themselves is a failure here.
const Texts& texts(const std::string& language) {
    static std::map<std::string, Texts> loaded;
    if (const auto found = loaded.find(language); found != loaded.end()) return found->second;
    Texts& all = loaded[language];
    for (const SourceFile& file : source_files()) {
        if (!file.path.starts_with("locales/" + language + "/")) continue;
        const auto parsed = json::parse(file.text);
        EXPECT_TRUE(parsed.ok()) << file.path << " is no JSON";
        if (!parsed) continue;
        EXPECT_TRUE(parsed->is_object()) << file.path;
        for (const json::Member& member : parsed->members()) {
            EXPECT_NE(member.value.as_string(), nullptr) << file.path << ": " << member.key << " is no text";
            if (!member.value.as_string()) continue;
            EXPECT_TRUE(all.emplace(member.key, *member.value.as_string()).second) << file.path << ": " << member.key << " has a text already";
        }
    }
    return all;
}

void expect_label(const std::string& key, const std::string& why) {
    for (const std::string language : {"cs", "en"}) {
        if (!texts(language).contains(key)) ADD_FAILURE() << "locales/" << language << " has no text \"" << key << "\" (" << why << ")";
    }
}

void expect_labels_of(const Shape& shape, std::set<std::string_view>& seen) {
    if (!seen.insert(shape.name).second) return;
    const std::string name(shape.name);
    expect_label(name, "a shape");
    for (const Field& field : shape.fields) {
        const std::string key = name + "." + std::string(field.name);
        expect_label(key, "a field");
        for (const std::string_view choice : field.choices) expect_label(key + "." + std::string(choice), "a choice");
        if (field.element) expect_labels_of(field.element(), seen);
    }
}

/// The names between braces that ICU fills in: `{count, plural, one {…}}` names count.
std::set<std::string> arguments_of(const std::string& text) {
    std::set<std::string> names;
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '}') --depth;
        if (text[at] != '{') continue;
        // Braces alternate: an argument, inside it a branch, inside that an argument again.
        if (depth % 2 == 0) {
            const std::size_t end = text.find_first_of(",}", at);
            names.insert(text.substr(at + 1, end - at - 1));
        }
        ++depth;
    }
    return names;
}

/// Plain error codes ("record.stale") and codes of fields ("required") that the sources can produce.
struct Codes {
    std::map<std::string, std::string> errors;
    std::map<std::string, std::string> fields;
};

void collect(std::map<std::string, std::string>& into, const SourceFile& file, const Call& call, std::size_t argument) {
    if (call.arguments.size() <= argument) return;
    for (const std::string& code : literals(call.arguments[argument])) {
        if (!code.empty()) into.emplace(code, file.place(call.position));
    }
}

Codes codes_of_the_sources() {
    Codes codes;
    for (const SourceFile* file : product_sources()) {
        if (file->path == "src/base/result.hpp") continue;
        const std::string code = without_comments(file->text);
        for (const std::string_view maker : {"conflict(", "rule_violated(", "limited(", "unavailable("}) {
            for (const Call& call : calls(code, maker)) collect(codes.errors, *file, call, 0);
        }
        for (const std::string_view maker : {"Error{ErrorKind::", "{ErrorKind::"}) {
            for (const Call& call : calls(code, maker)) collect(codes.errors, *file, call, 1);
        }
        for (const Call& call : calls(code, "Fault{")) {
            if (file->path.starts_with("src/platform/http/")) collect(codes.errors, *file, call, 1);
        }
        for (const Call& call : calls(code, "not_found(")) {
            for (const std::string& entity : literals(call.arguments[0])) codes.errors.emplace(entity + ".not_found", file->place(call.position));
        }
        for (const Call& call : calls(code, "invalid(")) collect(codes.fields, *file, call, 1);
        for (const Call& call : calls(code, "value_error(")) collect(codes.fields, *file, call, 1);
        for (const std::string_view list : {"errors.push_back({", "found.push_back({", "errors.emplace_back("}) {
            for (const Call& call : calls(code, list)) collect(codes.fields, *file, call, 1);
        }
        for (const Call& call : calls(code, "add(errors")) collect(codes.fields, *file, call, 2);
    }
    return codes;
}

}  // namespace

TEST(Labels, both_languages_have_the_same_keys) {
    for (const auto& [key, text] : texts("cs")) EXPECT_TRUE(texts("en").contains(key)) << "only Czech: " << key;
    for (const auto& [key, text] : texts("en")) EXPECT_TRUE(texts("cs").contains(key)) << "only English: " << key;
}

TEST(Labels, both_languages_fill_in_the_same_values) {
    for (const auto& [key, text] : texts("cs")) {
        const auto english = texts("en").find(key);
        if (english == texts("en").end()) continue;
        EXPECT_EQ(arguments_of(text), arguments_of(english->second)) << key;
    }
}

TEST(Labels, keys_are_english_identifiers_and_texts_are_finished) {
    for (const std::string language : {"cs", "en"}) {
        for (const auto& [key, text] : texts(language)) {
            const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; });
            EXPECT_TRUE(plain) << key;
            EXPECT_FALSE(text.empty()) << language << ": " << key;
            EXPECT_EQ(text.find("TODO"), std::string::npos) << language << ": " << key;
            // In ICU MessageFormat an ASCII apostrophe quotes what follows; typography has a better one.
            for (const std::string_view quoted : {"'{", "'}", "'#", "''"}) EXPECT_EQ(text.find(quoted), std::string::npos) << language << ": " << key;
        }
    }
}

TEST(Labels, every_entity_field_and_choice_has_a_text) {
    register_modules();
    std::set<std::string_view> seen;
    for (const Entity* entity : all_entities()) {
        expect_label(std::string(entity->name) + ".plural", "an entity");
        expect_label("error." + std::string(entity->name) + ".not_found", "an entity");
        expect_labels_of(*entity, seen);
    }
}

TEST(Labels, every_operation_has_a_text) {
    register_modules();
    for (const Operation& operation : all_operations()) expect_label("operation." + operation.name, "an operation");
}

TEST(Labels, every_permission_role_and_scope_has_a_text) {
    register_modules();
    for (const Operation& operation : all_operations()) {
        const std::string object(operation.permission.object);
        if (!find_entity(object)) expect_label("permission." + object, "the permission of " + operation.name);
    }
    for (const std::string_view action : enum_names<Action>()) expect_label("action." + std::string(action), "an action");
    for (const std::string_view role : enum_names<Role>()) expect_label("role." + std::string(role), "a role");
    for (const std::string_view scope : enum_names<Scope>()) expect_label("scope." + std::string(scope), "a scope");
    for (const std::string_view origin : enum_names<Origin>()) expect_label("origin." + std::string(origin), "an origin");
}

TEST(Labels, every_error_code_of_the_sources_has_a_text) {
    const Codes codes = codes_of_the_sources();
    ASSERT_TRUE(codes.errors.contains("record.stale"));
    ASSERT_TRUE(codes.fields.contains("required"));
    for (const auto& [code, place] : codes.errors) expect_label("error." + code, place);
    for (const auto& [code, place] : codes.fields) expect_label("error.field." + code, place);
    for (const std::string code : {"input.invalid", "permission.denied"}) expect_label("error." + code, "src/base/result.hpp");
}

}  // namespace klicnik::test
