#include "tests/support/hostile_inputs.hpp"

#include "platform/crypto/encoding.hpp"
#include "tests/support/http_client.hpp"

namespace klicnik::test {

namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out.append(piece);
    return out;
}

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::decimal; }

bool is_listed(Kind kind) { return kind == Kind::list || kind == Kind::choices || kind == Kind::texts; }

void add_wrong_types(const Field& field, std::vector<HostileValue>& all) {
    const bool object = field.kind == Kind::object;
    if (!object) all.push_back({"an object", "{}"});
    if (!object) all.push_back({"an object with members", R"({"id":"x","$ne":null})"});
    if (!is_listed(field.kind)) all.push_back({"a list", "[]"});
    if (!is_listed(field.kind)) all.push_back({"a list of lists", "[[[[1]]]]"});
    if (is_listed(field.kind)) all.push_back({"a list of strange things", R"([null,1,{"a":[]},"x",[]])", field.kind != Kind::texts});
    if (is_listed(field.kind)) all.push_back({"a long list", "[" + repeated("\"x\",", 5000) + "\"x\"]"});
    if (field.kind != Kind::boolean) all.push_back({"true", "true"});
    if (!is_number(field.kind)) all.push_back({"a number", "12345", false});
    all.push_back({"a fraction", "1.5", field.kind != Kind::decimal});
    all.push_back({"an exponent", "1e400", true});
    all.push_back({"null", "null", field.spec.required});
}

void add_texts(const Field& field, std::vector<HostileValue>& all) {
    const bool text = field.kind == Kind::text;
    const bool plain = text && field.spec.format != Format::email && field.spec.format != Format::phone && field.spec.format != Format::url &&
                       field.spec.format != Format::country;
    all.push_back({"an empty text", "\"\"", field.spec.required && !is_listed(field.kind)});
    all.push_back({"blanks", "\"  \\t\\u00a0 \"", false});
    all.push_back({"a strange text", quoted("'; DROP TABLE account; --"), !plain});
    all.push_back({"markup", quoted("<img src=x onerror=alert(1)>"), !plain});
    all.push_back({"a script address", quoted("javascript:alert(document.domain)"), !plain});
    all.push_back({"NUL", "\"a\\u0000b\""});
    all.push_back({"a bell", "\"a\\u0007b\""});
    all.push_back({"reversed direction", "\"a\\u202egpj.exe\""});
    all.push_back({"a lone surrogate", "\"\\ud800x\""});
    all.push_back({"broken UTF-8", "\"\xC3(\""});
    all.push_back({"overlong UTF-8", "\"\xC0\xAF\""});
    all.push_back({"UTF-8 of a surrogate", "\"\xED\xA0\x80\""});
    all.push_back({"half a character", "\"\xE2\x82\""});
    all.push_back({"a raw newline", "\"a\nb\""});
    all.push_back({"a million combining marks", quoted("e" + repeated("\xCC\x81", 5000)), text && field.spec.max_length < 5000});
    all.push_back({"a noncharacter", "\"\\uffff\\ufdd0\"", false});
    if (text) {
        const auto length = static_cast<std::size_t>(field.spec.max_length) + 1;
        if (length < 100'000) all.push_back({"one character too many", quoted(repeated("ž", length))});
        if (length < 100'000) all.push_back({"ten times too long", quoted(repeated("x", 10 * length))});
    } else {
        all.push_back({"a long text", quoted(repeated("x", 5000)), field.kind != Kind::texts});
    }
}

void add_numbers(const Field& field, std::vector<HostileValue>& all) {
    for (const std::string_view number : {"9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890"}) {
        all.push_back({"a huge number", std::string(number), number.size() > 19 || field.spec.max < std::numeric_limits<std::int64_t>::max()});
        all.push_back({"a huge number as text", quoted(number), number.size() > 19 || field.spec.max < std::numeric_limits<std::int64_t>::max()});
    }
    for (const std::string_view text : {"NaN", "Infinity", "0x10", "1_000", "１２", "1,5", "--1", "+-1", "1 000", "1e5", "."}) {
        all.push_back({"not a number", quoted(text)});
    }
    for (const std::string_view raw : {"NaN", "-", "01", "+1", "1.", ".5", "0x10"}) all.push_back({"no JSON number", std::string(raw)});
    if (field.spec.min > std::numeric_limits<std::int64_t>::min() && field.kind == Kind::integer) {
        all.push_back({"below the range", std::to_string(field.spec.min - 1)});
    }
    if (field.spec.max < std::numeric_limits<std::int64_t>::max() && field.kind == Kind::integer) {
        all.push_back({"above the range", std::to_string(field.spec.max + 1)});
    }
    all.push_back({"five decimal places", "\"1.00001\""});
}

void add_days(std::vector<HostileValue>& all) {
    for (const std::string_view day : {"2026-02-30", "2026-13-01", "0000-00-00", "2026-1-1", "20260101", "2026-01-01T00:00:00", "1.1.2026",
                                       "99999-01-01", "-0001-01-01", "2026-01-01x", "２０２６-01-01"}) {
        all.push_back({"no day", quoted(day)});
    }
    // Days that exist but cannot be meant, or that break arithmetic on them.
    for (const std::string_view day : {"0001-01-01", "9999-12-31"}) all.push_back({"a far day", quoted(day), false});
}

void add_ids(std::string_view prefix, std::vector<HostileValue>& all) {
    const std::string own(prefix);
    const std::string zeros(26, '0');
    all.push_back({"an absent id", quoted(own + "_01jx0000000000000000000000")});
    all.push_back({"the nil id", quoted(own + "_" + zeros)});
    all.push_back({"another kind of id", quoted("xyz_01jx0000000000000000000000")});
    all.push_back({"an id without prefix", quoted("01jx0000000000000000000000")});
    all.push_back({"an id in capitals", quoted(own + "_01JX0000000000000000000000")});
    all.push_back({"an id with a letter that base32 lacks", quoted(own + "_01jxu000000000000000000000")});
    all.push_back({"an id of too many bits", quoted(own + "_zzzzzzzzzzzzzzzzzzzzzzzzzz")});
    all.push_back({"a short id", quoted(own + "_01jx")});
    all.push_back({"a plain UUID", quoted("018f3c2e-7b1a-7c3d-8e4f-5a6b7c8d9e0f")});
}

}  // namespace

std::vector<HostileValue> hostile_values(const Field& field) {
    std::vector<HostileValue> all;
    add_wrong_types(field, all);
    add_texts(field, all);
    if (is_number(field.kind)) add_numbers(field, all);
    if (field.kind == Kind::date || field.kind == Kind::month || field.kind == Kind::timestamp) add_days(all);
    if (field.kind == Kind::month) all.push_back({"no month", "\"2026-00\""});
    if (field.kind == Kind::month) all.push_back({"a day for a month", "\"2026-05-05\""});
    if (field.kind == Kind::reference || field.kind == Kind::id) add_ids(field.prefix, all);
    if (field.kind == Kind::choice) all.push_back({"a choice in capitals", quoted("REVENUE")});
    if (field.kind == Kind::choices) all.push_back({"the same choice twice, then a wrong one", R"(["owner","owner","king"])"});
    if (field.kind == Kind::currency) {
        for (const std::string_view code : {"XXXX", "cz", "czk", "ZZZ", "C K"}) all.push_back({"no currency", quoted(code), code != "ZZZ"});
    }
    return all;
}

std::vector<HostileValue> hostile_bodies(std::string_view valid) {
    const std::string good(valid);
    std::vector<HostileValue> all = {
        {"half a body", good.substr(0, good.size() / 2)},
        {"one byte less", good.substr(0, good.size() - 1)},
        {"something behind", good + "x"},
        {"two values", good + good},
        {"a trailing comma", good.substr(0, good.size() - 1) + ",}"},
        {"a comment", "/* x */" + good},
        {"single quotes", "{'name':'x'}"},
        {"a byte order mark", "\xEF\xBB\xBF" + good},
        {"UTF-16", std::string("\xFF\xFE{\0}\0", 6)},
        {"a NUL byte behind", good + std::string(1, '\0')},
        {"a list", "[" + good + "]"},
        {"a text", "\"name\""},
        {"a number", "1"},
        {"null", "null"},
        {"true", "true"},
        {"deep lists", repeated("[", 10'000)},
        {"deep objects", repeated("{\"a\":", 10'000) + "1" + repeated("}", 10'000)},
        {"deep inside", good.substr(0, good.size() - 1) + (good.size() > 2 ? "," : "") + "\"x\":" + repeated("[", 500) + repeated("]", 500) + "}"},
        {"a duplicate member", R"({"name":"a","name":"b"})"},
        {"an unknown member", good.substr(0, good.size() - 1) + (good.size() > 2 ? "," : "") + R"("is_admin":true})"},
        {"a prototype", good.substr(0, good.size() - 1) + (good.size() > 2 ? "," : "") + R"("__proto__":{"x":1}})"},
        {"an empty name", good.substr(0, good.size() - 1) + (good.size() > 2 ? "," : "") + R"("":1})"},
        {"a long name", good.substr(0, good.size() - 1) + (good.size() > 2 ? "," : "") + quoted(repeated("ž", 5000)) + ":1}"},
        {"many members", "{\"a\":1" + [] {
             std::string members;
             for (int i = 0; i < 12'000; ++i) members += ",\"m" + std::to_string(i) + "\":1";
             return members;
         }() + "}"},
        {"broken UTF-8 in a name", "{\"\xFF\xFE\":1}"},
        {"a number of a thousand digits", "{\"x\":" + repeated("9", 1000) + "}"},
    };
    return all;
}

std::vector<HostileValue> hostile_queries(const Entity& entity) {
    std::vector<HostileValue> all = {
        {"unknown parameter", "is_admin=true"},
        {"unknown sort", "sort=nothing"},
        {"sort by injection", "sort=" + url_encoded("name; DROP TABLE account")},
        {"empty sort", "sort="},
        {"sort of commas", "sort=,,,,"},
        {"sort a thousand times", "sort=" + repeated("-id,", 1000) + "id", false},
        {"limit zero", "limit=0"},
        {"limit negative", "limit=-1"},
        {"limit too large", "limit=201"},
        {"limit huge", "limit=99999999999999999999"},
        {"limit no number", "limit=ten"},
        {"limit fraction", "limit=1.5"},
        {"cursor of nonsense", "after=nonsense%20%20"},
        {"cursor of base64 nonsense", "after=" + crypto::base64url("nonsense")},
        {"cursor of an object", "after=" + crypto::base64url("{}")},
        {"cursor of nothing", "after=" + crypto::base64url("[]")},
        {"cursor of wrong types", "sort=id&after=" + crypto::base64url(R"(["tx"])")},
        {"cursor of a boolean", "sort=id&after=" + crypto::base64url("[true]")},
        {"cursor of a number", "sort=id&after=" + crypto::base64url(R"(["i5"])")},
        {"cursor with a broken number", "sort=id&after=" + crypto::base64url(R"(["i5x"])")},
        {"cursor with broken UTF-8", "sort=id&after=" + crypto::base64url("[\"t\xC3(\"]")},
        {"cursor with NUL", "sort=id&after=" + crypto::base64url(R"(["t\u0000"])")},
        {"cursor of too many", "sort=id&after=" + crypto::base64url(R"(["i1","i1","i1"])")},
        {"unknown column", "fields=nothing"},
        {"column of injection", "fields=" + url_encoded("id,(SELECT 1)")},
        {"empty columns", "fields="},
        {"a column twice", "fields=id,id", false},
        {"q of broken UTF-8", "q=%C3%28"},
        {"q of NUL", "q=a%00b", false},
        {"q of quotes", "q=" + url_encoded("\"' OR 1=1 -- * NEAR(a b) ^x"), false},
        {"q of wildcards", "q=" + url_encoded("%%__\\%"), false},
        {"q of one letter", "q=a", false},
        {"q too long", "q=" + repeated("x", 201)},
        {"q of nothing", "q=", false},
        {"no value", "sort", true},
        {"only an equals sign", "=", true},
        {"broken percent", "q=%ZZ", false},
        {"same parameter twice", "limit=5&limit=6", false},
        {"a thousand parameters", repeated("q=a&", 1000), false},
        {"nested brackets", "name[[gte]]=1"},
        {"unknown test", "id[like]=1"},
    };
    for (const Field& field : entity.fields) {
        const std::string name(field.name);
        for (const std::string_view test : {"", "[ne]", "[lt]", "[lte]", "[gt]", "[gte]"}) {
            for (const std::string_view value : {"", "%C3%28", "nonsense", "-1", "99999999999999999999", "a,b,,c", "true"}) {
                all.push_back({"a filter", name + std::string(test) + "=" + std::string(value), false});
            }
        }
        all.push_back({"is null of nonsense", name + "[null]=maybe"});
        all.push_back({"is null", name + "[null]=true", false});
        all.push_back({"too many values", name + "=" + repeated("x,", 300) + "x", field.kind != Kind::text});
        all.push_back({"sorted", "sort=-" + name + "&limit=2", false});
        all.push_back({"cursor for it", "sort=" + name + "&after=" + crypto::base64url(R"(["tx","u00000000000000000000000000"])"), false});
        all.push_back({"cursor of null", "sort=" + name + "&after=" + crypto::base64url(R"([null,"u00000000000000000000000000"])"), false});
    }
    return all;
}

std::vector<HostileValue> hostile_ids(std::string_view prefix) {
    std::vector<HostileValue> all;
    std::vector<HostileValue> quoted_ids;
    add_ids(prefix, quoted_ids);
    for (const HostileValue& id : quoted_ids) all.push_back({id.what, id.json.substr(1, id.json.size() - 2)});
    for (const std::string_view text : {"0", "-1", "null", "undefined", "*", "1 OR 1=1", "a\0b", "\xFF\xFE", "é", "'", "\"", "%", "acc_"}) {
        all.push_back({"no id", url_encoded(text)});
    }
    all.push_back({"a path upwards", "..%2f..%2fetc%2fpasswd"});
    all.push_back({"an encoded NUL", "%00"});
    all.push_back({"a long id", repeated("x", 3000)});
    all.push_back({"a very long id", repeated("x", 20'000)});
    return all;
}

std::string mutated(std::string_view text, std::mt19937_64& random) {
    static constexpr std::string_view pieces[] = {"\"", "\\", "{", "}", "[", "]", ":", ",", "null", "-1", "1e999", "\\u0000", "\xFF", "\xE2\x80\xAE",
                                                  "\\ud83d", "true", "0", "99999999999999999999", "'", "%00", "\r\n", "\xC0\x80"};
    std::string out(text);
    const auto pick = [&](std::size_t below) { return below == 0 ? 0 : static_cast<std::size_t>(random() % below); };
    for (std::size_t rounds = 1 + pick(4); rounds > 0; --rounds) {
        const std::size_t at = pick(out.size() + 1);
        switch (pick(4)) {
            case 0: out.insert(at, pieces[pick(std::size(pieces))]); break;
            case 1: out.erase(at, 1 + pick(6)); break;
            case 2:
                if (at < out.size()) out[at] = static_cast<char>(random() & 0xFFU);
                break;
            default: out.insert(at, out.substr(pick(out.size() + 1), pick(20))); break;
        }
    }
    return out;
}

}  // namespace klicnik::test
