#include "platform/http/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace klicnik::json {
namespace {

std::string written_string(std::string_view text) {
    Writer writer;
    writer.string(text);
    return writer.take();
}

std::string param(const Error& error, std::string_view name) {
    for (const auto& [key, value] : error.params) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

std::string reason_for(std::string_view text, const Limits& limits = {}) {
    const Result<Value> result = parse(text, limits);
    if (result) {
        return "accepted";
    }
    EXPECT_EQ(result.error().code, "json.invalid");
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    return param(result.error(), "reason");
}

TEST(JsonWriter, commas_stand_between_values_and_members_only) {
    Writer writer;
    writer.begin_object();
    writer.key("a").integer(1);
    writer.key("b").begin_array().integer(1).null().boolean(true).begin_array().end_array();
    writer.begin_object().end_object().end_array();
    writer.key("c").string("x").key("d").raw(R"({"y":0})").key("e").real(0.5);
    writer.end_object();
    EXPECT_EQ(writer.take(), R"({"a":1,"b":[1,null,true,[],{}],"c":"x","d":{"y":0},"e":0.5})");
}

TEST(JsonWriter, take_leaves_a_fresh_writer) {
    Writer writer;
    writer.begin_array().integer(1).end_array();
    EXPECT_EQ(writer.take(), "[1]");
    writer.begin_array().integer(2).end_array();
    EXPECT_EQ(writer.take(), "[2]");
    EXPECT_EQ(writer.take(), "");
}

TEST(JsonWriter, quotes_backslashes_and_control_characters_are_escaped) {
    EXPECT_EQ(written_string("a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(written_string("\n\r\t\b\f"), R"("\n\r\t\b\f")");
    EXPECT_EQ(written_string(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
    EXPECT_EQ(written_string(""), R"("")");
    EXPECT_EQ(written_string(std::string_view{}), R"("")");
}

TEST(JsonWriter, czech_text_passes_and_line_separators_are_escaped) {
    EXPECT_EQ(written_string("Žluťoučký kůň 🐎"), "\"Žluťoučký kůň 🐎\"");
    EXPECT_EQ(written_string("a\u2028b\u2029c\u2027"), "\"a\\u2028b\\u2029c\u2027\"");
}

TEST(JsonWriter, broken_utf8_becomes_the_replacement_character) {
    EXPECT_EQ(written_string("a\xFF z"), "\"a\uFFFD z\"");
    EXPECT_EQ(written_string("\xC0\xAF"), "\"\uFFFD\uFFFD\"");            // overlong
    EXPECT_EQ(written_string("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // surrogate
    EXPECT_EQ(written_string("\xE2\x82"), "\"\uFFFD\uFFFD\"");            // cut off
    EXPECT_EQ(written_string("\xF4\x90\x80\x80"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");
}

TEST(JsonWriter, every_byte_at_every_offset_round_trips) {
    for (int byte = 1; byte < 0x80; ++byte) {
        for (std::size_t offset = 0; offset < 18; ++offset) {
            std::string text(18, 'x');
            text[offset] = static_cast<char>(byte);
            const Result<Value> back = parse(written_string(text));
            ASSERT_TRUE(back) << byte << " at " << offset;
            ASSERT_EQ(*back->as_string(), text);
        }
    }
}

TEST(JsonWriter, a_text_of_nothing_but_escapes_fits) {
    const std::string text(10'000, '\x01');
    const Result<Value> back = parse(written_string(text));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back->as_string(), text);
}

TEST(JsonWriter, extreme_numbers_are_written_exactly) {
    Writer writer;
    writer.begin_array();
    writer.integer(std::numeric_limits<std::int64_t>::min());
    writer.integer(std::numeric_limits<std::int64_t>::max());
    writer.real(0.1).real(-1e300).real(std::nan("")).real(HUGE_VAL).end_array();
    EXPECT_EQ(writer.take(), "[-9223372036854775808,9223372036854775807,0.1,-1e+300,null,null]");
}

TEST(JsonParse, a_document_round_trips_with_order_and_number_text_kept) {
    const std::string text =
        R"({"z":1,"a":[true,false,null,"Plzeň",1250.00,-0,1e2],"m":{"amount":"12.50","n":{}}})";
    const Result<Value> value = parse(text);
    ASSERT_TRUE(value);
    EXPECT_EQ(to_text(*value), text);
}

TEST(JsonParse, numbers_answer_only_for_what_they_are) {
    const Result<Value> value = parse("[1,1.0,1e3,-5,9223372036854775807,9223372036854775808]");
    ASSERT_TRUE(value);
    const auto items = value->items();
    EXPECT_EQ(items[0].as_integer(), 1);
    EXPECT_EQ(items[1].as_integer(), std::nullopt);
    EXPECT_EQ(items[1].raw_number(), "1.0");
    EXPECT_EQ(items[1].as_real(), 1.0);
    EXPECT_EQ(items[2].as_integer(), std::nullopt);
    EXPECT_EQ(items[2].as_real(), 1000.0);
    EXPECT_EQ(items[3].as_integer(), -5);
    EXPECT_EQ(items[4].as_integer(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(items[5].as_integer(), std::nullopt);
    EXPECT_EQ(items[5].raw_number(), "9223372036854775808");
}

TEST(JsonParse, accessors_of_another_kind_answer_nothing) {
    const Value text = Value::string("5");
    EXPECT_EQ(text.as_integer(), std::nullopt);
    EXPECT_EQ(text.as_boolean(), std::nullopt);
    EXPECT_EQ(text.raw_number(), "");
    EXPECT_TRUE(text.items().empty());
    EXPECT_TRUE(text.members().empty());
    EXPECT_EQ(text.find("a"), nullptr);
    EXPECT_EQ(Value::integer(5).as_string(), nullptr);
    EXPECT_TRUE(Value().is_null());
}

TEST(JsonParse, escapes_are_decoded) {
    const Result<Value> value = parse(R"("\u017d\"\\\/\b\f\n\r\t\ud83d\ude00")");
    ASSERT_TRUE(value);
    EXPECT_EQ(*value->as_string(), "Ž\"\\/\b\f\n\r\t😀");
}

TEST(JsonParse, malformed_texts_are_refused) {
    const std::vector<std::string_view> texts = {"",           " ",
                                                 "{",          "[1,]",
                                                 "{\"a\":1,}", "[1 2]",
                                                 "{a:1}",      "{'a':1}",
                                                 "01",         "1.",
                                                 ".5",         "+1",
                                                 "1e",         "--1",
                                                 "0x10",       "NaN",
                                                 "Infinity",   "tru",
                                                 "nul",        "\"\n\"",
                                                 "\"\\x41\"",  "\"\\u12\"",
                                                 "// c\n1",    "/* c */1",
                                                 "1 1",        "[]{}",
                                                 "{\"a\"}",    "{\"a\":}",
                                                 "{1:2}",      "[}",
                                                 "\"abc",      "\xEF\xBB\xBF[]",
                                                 "]",          "{\"a\":1 \"b\":2}",
                                                 "\t\v1",      "True"};
    for (const std::string_view text : texts) {
        EXPECT_NE(reason_for(text), "accepted") << text;
    }
}

TEST(JsonParse, the_position_of_the_fault_is_named) {
    const Result<Value> value = parse(R"({"a": x})");
    ASSERT_FALSE(value);
    EXPECT_EQ(param(value.error(), "position"), "6");
    EXPECT_EQ(param(value.error(), "reason"), "syntax");
}

TEST(JsonParse, duplicate_keys_are_refused_however_many_there_are) {
    EXPECT_EQ(reason_for(R"({"a":1,"a":2})"), "duplicate_key");
    EXPECT_EQ(reason_for(R"({"a":1,"\u0061":2})"), "duplicate_key");
    EXPECT_EQ(reason_for(R"([{"b":{"a":1,"c":2,"a":3}}])"), "duplicate_key");
    EXPECT_EQ(reason_for(R"({"a":{"a":1},"b":{"a":1}})"), "accepted");
    std::string many = "{";
    for (int i = 0; i < 9'999; ++i) {
        many += "\"key" + std::to_string(i) + "\":0,";
    }
    EXPECT_EQ(reason_for(many + "\"other\":0}"), "accepted");
    EXPECT_EQ(reason_for(many + "\"key77\":0}"), "duplicate_key");
}

TEST(JsonParse, nul_and_broken_unicode_are_refused) {
    EXPECT_EQ(reason_for(R"("a\u0000b")"), "nul");
    EXPECT_EQ(reason_for(R"({"a\u0000":1})"), "nul");
    EXPECT_NE(reason_for(std::string_view("\"a\0b\"", 5)), "accepted");
    EXPECT_EQ(reason_for("\"\xFF\""), "utf8");
    EXPECT_EQ(reason_for("\"\xC0\xAF\""), "utf8");
    EXPECT_NE(reason_for("\"\xED\xA0\x80\""), "accepted");
    EXPECT_NE(reason_for(R"("\ud83d")"), "accepted");
    EXPECT_EQ(reason_for(R"("\ude00")"), "utf8");
}

// Limits of AC: depth 32, 10,000 elements (security.md §3 item 43).
TEST(JsonParse, depth_is_limited) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(reason_for(nested(32)), "accepted");
    EXPECT_EQ(reason_for(nested(33)), "depth");
    EXPECT_EQ(reason_for(std::string(1'000'000, '[')), "depth");
}

TEST(JsonParse, the_number_of_elements_is_limited_per_container) {
    const auto list = [](std::size_t count) {
        std::string text = "[0";
        for (std::size_t i = 1; i < count; ++i) {
            text += ",0";
        }
        return text + "]";
    };
    EXPECT_EQ(reason_for(list(10'000)), "accepted");
    EXPECT_EQ(reason_for(list(10'001)), "elements");
    Limits limits;
    limits.values = 100;
    EXPECT_EQ(reason_for(list(98), limits), "accepted");
    EXPECT_EQ(reason_for("[" + list(60) + "," + list(60) + "]", limits), "elements");
}

TEST(JsonParse, numbers_beyond_a_double_or_overlong_are_refused) {
    EXPECT_EQ(reason_for("1e999"), "number");
    EXPECT_EQ(reason_for("1e99999999999"), "number");
    EXPECT_EQ(reason_for("0." + std::string(200, '1')), "number");
    EXPECT_EQ(reason_for("123456789012345678901234567890.12"), "accepted");
}

TEST(JsonValue, members_are_set_replaced_and_erased) {
    Value value;
    value.set("name", Value::string("Alfa"));
    value.set("tags").push(Value::integer(1));
    value.set("name", Value::string("Beta"));
    EXPECT_EQ(to_text(value), R"({"name":"Beta","tags":[1]})");
    EXPECT_TRUE(value.erase("tags"));
    EXPECT_FALSE(value.erase("tags"));
    EXPECT_EQ(to_text(value), R"({"name":"Beta"})");
    EXPECT_EQ(to_text(Value::real(0.25)), "0.25");
    EXPECT_TRUE(Value::real(std::nan("")).is_null());
    EXPECT_EQ(to_text(Value::array()) + to_text(Value::object()), "[]{}");
}

}  // namespace
}  // namespace klicnik::json
