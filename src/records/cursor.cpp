#include "records/cursor.hpp"

#include "platform/crypto/encoding.hpp"
#include "platform/http/json.hpp"

namespace klicnik {

namespace {

/// Whether a value of the cursor can be one of the column; an engine with types refuses to compare others.
bool fits(const Field& field, const db::Value& value) {
    if (std::holds_alternative<std::monostate>(value)) return field.nullable;
    if (is_ordered(field.kind)) return std::holds_alternative<std::int64_t>(value);
    if (field.kind == Kind::boolean) return std::holds_alternative<bool>(value);
    if (field.kind == Kind::id || field.kind == Kind::reference) return std::holds_alternative<Uuid>(value);
    const auto* text = std::get_if<std::string>(&value);
    return text && text->find('\0') == std::string::npos;
}

}  // namespace

bool is_ordered(Kind kind) {
    return kind == Kind::integer || kind == Kind::date || kind == Kind::month || kind == Kind::timestamp || kind == Kind::decimal;
}

std::string encode_cursor(const std::vector<db::Value>& values) {
    json::Writer out;
    out.begin_array();
    for (const db::Value& value : values) {
        if (std::holds_alternative<std::monostate>(value)) out.null();
        else if (const auto* flag = std::get_if<bool>(&value)) out.boolean(*flag);
        else if (const auto* number = std::get_if<std::int64_t>(&value)) out.string("i" + std::to_string(*number));
        else if (const auto* uuid = std::get_if<Uuid>(&value)) out.string("u" + base32(*uuid));
        else out.string("t" + std::get<std::string>(value));
    }
    out.end_array();
    return crypto::base64url(out.view());
}

std::optional<std::vector<db::Value>> decode_cursor(std::string_view cursor, const std::vector<Sort>& sort) {
    const auto bytes = crypto::from_base64url(cursor);
    if (!bytes) return std::nullopt;
    const auto parsed = json::parse(*bytes);
    if (!parsed || parsed->items().size() != sort.size()) return std::nullopt;
    std::vector<db::Value> values;
    for (const json::Value& item : parsed->items()) {
        if (item.is_null()) {
            values.emplace_back();
        } else if (item.as_boolean()) {
            values.emplace_back(*item.as_boolean());
        } else if (const std::string* text = item.as_string(); text && !text->empty()) {
            if (text->front() == 'u') {
                const auto uuid = uuid_from_base32(std::string_view(*text).substr(1));
                if (!uuid) return std::nullopt;
                values.emplace_back(*uuid);
            } else if (text->front() == 'i') {
                const auto number = json::parse(std::string_view(*text).substr(1));
                if (!number || !number->as_integer()) return std::nullopt;
                values.emplace_back(*number->as_integer());
            } else {
                values.emplace_back(text->substr(1));
            }
        } else {
            return std::nullopt;
        }
        if (!fits(*sort[values.size() - 1].field, values.back())) return std::nullopt;
    }
    return values;
}

}  // namespace klicnik
