#include "records/input.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/context.hpp"
#include "records/entity.hpp"
#include "records/json_values.hpp"

namespace klicnik {

namespace {

enum class Colour { red, green };

struct Part {
    std::string label;
    std::int32_t count = 0;
};

struct Toy {
    Id<Toy> id;
    std::string name;
    std::optional<std::string> note;
    std::optional<Date> due_on;
    std::optional<Month> month;
    std::optional<Timestamp> seen_at;
    std::optional<Decimal> price;
    std::optional<Currency> currency;
    std::optional<Id<Toy>> parent_id;
    std::int32_t count = 0;
    bool loud = false;
    Colour colour = Colour::green;
    std::vector<Colour> colours;
    std::vector<std::string> words;
    std::vector<Part> parts;
    std::optional<std::string> email;
    std::optional<std::string> reg_no;
    std::int64_t version = 1;
};

}  // namespace

template <>
struct EntityName<Toy> {
    static constexpr std::string_view name = "toy";
    static constexpr std::string_view prefix = "toy";
};
KLICNIK_SHAPE(Part);
KLICNIK_SHAPE(Toy);
template <>
const Entity& entity_of<Toy>();

static constexpr Field part_fields[] = {field<&Part::label>({.required = true, .max_length = 5}), field<&Part::count>({.min = 0, .max = 9})};
KLICNIK_DEFINE_SHAPE(Part, "part", part_fields);

static constexpr Field toy_fields[] = {
    field<&Toy::id>({.read_only = true}),
    field<&Toy::name>({.required = true, .max_length = 10}),
    field<&Toy::note>({.max_length = 100, .format = Format::multiline}),
    field<&Toy::due_on>(),
    field<&Toy::month>(),
    field<&Toy::seen_at>(),
    field<&Toy::price>({.min = 0}),
    field<&Toy::currency>(),
    field<&Toy::parent_id>({.immutable = true}),
    field<&Toy::count>({.min = -5, .max = 5}),
    field<&Toy::loud>(),
    field<&Toy::colour>(),
    field<&Toy::colours>(),
    field<&Toy::words>(),
    field<&Toy::parts>(),
    field<&Toy::email>({.format = Format::email}),
    field<&Toy::reg_no>({.format = Format::reg_no}),
    field<&Toy::version>({.read_only = true}),
};
KLICNIK_DEFINE_ENTITY(Toy, toy_fields, .plural = "toys", .title = "name");

namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

json::Value parsed(std::string_view text) {
    auto value = json::parse(text);
    EXPECT_TRUE(value) << text;
    return value ? *value : json::Value{};
}

std::vector<std::string> errors_of(std::string_view text, Presence presence = Presence::complete) {
    Toy toy;
    toy.name = presence == Presence::partial ? "old" : "";
    std::vector<FieldError> errors;
    read_shape(parsed(text), shape_of<Toy>(), &toy, presence, "", errors);
    std::vector<std::string> found;
    for (const FieldError& error : errors) found.push_back(error.field + ":" + error.code);
    return found;
}

TEST(Input, reads_every_kind_of_field) {
    const auto toy = read_input<Toy>(parsed(
        R"({"name":" Vůz ","note":"a\nb","due_on":"2026-11-03","month":"2026-10","seen_at":"2026-11-03T09:15:00Z","price":"12.3450",
            "currency":"EUR","parent_id":"toy_00000000000000000000000001","count":-5,"loud":true,"colour":"red",
            "colours":["red","green"],"words":["a b","c"],"parts":[{"label":"x","count":3}],"email":"Jana@Firma.CZ","reg_no":"251 238"})"));
    ASSERT_TRUE(toy);
    EXPECT_EQ(toy->name, "Vůz");
    EXPECT_EQ(to_text(*toy->due_on), "2026-11-03");
    EXPECT_EQ(to_text(*toy->month), "2026-10");
    EXPECT_EQ(toy->price->units, 123'450);
    EXPECT_EQ(toy->count, -5);
    EXPECT_THAT(toy->colours, ElementsAre(Colour::red, Colour::green));
    EXPECT_THAT(toy->words, ElementsAre("a b", "c"));
    ASSERT_EQ(toy->parts.size(), 1U);
    EXPECT_EQ(toy->parts[0].count, 3);
    EXPECT_EQ(toy->email, "jana@firma.cz");
    EXPECT_EQ(toy->reg_no, "00251238") << "spreadsheets eat leading zeros";
}

TEST(Input, what_was_written_reads_back_the_same) {
    Toy toy;
    toy.name = "Vůz \"1\"";
    toy.words = {"jedna", "dvě"};
    toy.parts = {{"x", 1}, {"y", 2}};
    toy.price = Decimal{-12'345};
    json::Writer out;
    write_shape(out, toy);
    const json::Value again = parsed(out.view());
    EXPECT_EQ(*again.find("name")->as_string(), toy.name);
    EXPECT_EQ(*again.find("price")->as_string(), "-1.2345");
    EXPECT_EQ(again.find("words")->items().size(), 2U);
    for (const Field& field : shape_of<Toy>().fields) {
        Toy copy;
        EXPECT_TRUE(restore_value(field, &copy, stored_value(field, &toy))) << field.name;
        EXPECT_EQ(stored_value(field, &copy), stored_value(field, &toy)) << field.name;
    }
}

TEST(Input, all_errors_come_at_once_with_their_paths) {
    EXPECT_THAT(errors_of(R"({"note":7,"due_on":"2026-02-30","price":"1,5","currency":"XXQ","parent_id":"acc_00000000000000000000000001",
                              "count":6,"loud":"yes","colour":"blue","colours":["blue"],"parts":[{"label":"toolong"},{"count":99}],
                              "email":"a@b","nonsense":1,"version":3})"),
                UnorderedElementsAre("name:required", "note:wrong_type", "due_on:bad_date", "price:bad_decimal", "currency:bad_currency",
                                     "parent_id:bad_id", "count:out_of_range", "loud:wrong_type", "colour:not_a_choice", "colours:not_a_choice",
                                     "parts[0].label:too_long", "parts[1].label:required", "parts[1].count:out_of_range", "email:bad_email",
                                     "nonsense:unknown_field", "version:read_only"));
}

TEST(Input, a_partial_input_keeps_what_it_does_not_name) {
    Toy before;
    before.name = "old";
    before.count = 3;
    const auto after = read_input<Toy>(parsed(R"({"note":"new"})"), before, Presence::partial);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->name, "old");
    EXPECT_EQ(after->count, 3);
    EXPECT_EQ(after->note, "new");
    EXPECT_THAT(errors_of(R"({"parent_id":null})", Presence::partial), ElementsAre("parent_id:read_only"));
    EXPECT_THAT(errors_of(R"({"name":""})", Presence::partial), ElementsAre("name:required"));
    EXPECT_THAT(errors_of(R"({"name":null})", Presence::partial), ElementsAre("name:required"));
}

TEST(Input, a_partial_input_leaves_what_it_does_not_name_as_the_rules_of_its_day_stored_it) {
    Toy before;
    before.name = "old";
    before.email = "stored@before-the-rule";
    const auto after = read_input<Toy>(parsed(R"({"note":"new"})"), before, Presence::partial);
    ASSERT_TRUE(after) << "an address of old must not stop a change of the note";
    EXPECT_EQ(after->email, "stored@before-the-rule");
    const auto named = read_input<Toy>(parsed(R"({"email":"stored@before-the-rule"})"), before, Presence::partial);
    ASSERT_FALSE(named);
    EXPECT_EQ(named.error().fields.front().code, "bad_email");
    std::vector<FieldError> errors;
    Toy changed = before;
    changed.note = "new";
    check_facts(shape_of<Toy>(), &changed, "", errors, &before);
    EXPECT_TRUE(errors.empty());
}

TEST(Input, texts_that_hide_something_are_refused) {
    EXPECT_THAT(errors_of("{\"name\":\"a\\u0007b\"}"), ElementsAre("name:control_characters"));
    EXPECT_THAT(errors_of("{\"name\":\"a\\u202eb\"}"), ElementsAre("name:control_characters"));
    EXPECT_THAT(errors_of("{\"name\":\"a\\nb\"}"), ElementsAre("name:control_characters"));
    EXPECT_THAT(errors_of("{\"name\":\"ok\",\"note\":\"a\\nb\"}"), ElementsAre());
}

TEST(Input, lengths_count_characters_not_bytes) {
    EXPECT_THAT(errors_of(R"({"name":"žžžžžžžžžž"})"), ElementsAre());
    EXPECT_THAT(errors_of(R"({"name":"žžžžžžžžžžž"})"), ElementsAre("name:too_long"));
}

TEST(Input, a_body_that_is_no_object_is_one_error) {
    EXPECT_THAT(errors_of("[1]"), ElementsAre(":wrong_type"));
    EXPECT_THAT(errors_of("null"), ElementsAre(":wrong_type"));
}

}  // namespace
}  // namespace klicnik
