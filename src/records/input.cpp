#include "records/input.hpp"

#include <charconv>

#include "base/countries.hpp"
#include "base/identifiers.hpp"
#include "base/text.hpp"
#include "platform/clock/zone.hpp"
#include "platform/text/fold.hpp"
#include "records/json_values.hpp"

namespace klicnik {

namespace {

constexpr std::size_t max_list_items = 1000;

std::string joined(std::string_view path, std::string_view name) {
    return path.empty() ? std::string(name) : std::string(path).append(".").append(name);
}

Error value_error(const Field& field, std::string code, Params params = {}) {
    return invalid(std::string(field.name), std::move(code), std::move(params));
}

bool has_control_characters(std::string_view text, bool multiline) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == 0x7F || (c < 0x20 && !(multiline && (c == '\n' || c == '\t' || c == '\r')))) return true;
        // U+202A…U+202E and U+2066…U+2069 turn the direction of the text around and hide what a name says.
        if (c == 0xE2 && i + 2 < text.size()) {
            const auto second = static_cast<unsigned char>(text[i + 1]);
            const auto third = static_cast<unsigned char>(text[i + 2]);
            if ((second == 0x80 && third >= 0xAA && third <= 0xAE) || (second == 0x81 && third >= 0xA6 && third <= 0xA9)) return true;
        }
    }
    return false;
}

/// Nothing, or the code of what is wrong with the text.
std::string_view format_error(Format format, std::string_view text) {
    switch (format) {
        case Format::plain:
        case Format::multiline:
        case Format::vat_no:
        case Format::reg_no: return {};
        case Format::email: return identifiers::is_plausible_email(text) ? "" : "bad_email";
        case Format::phone: return identifiers::is_plausible_phone(text) ? "" : "bad_phone";
        case Format::url: return identifiers::normalised_website(text) ? "" : "bad_url";
        case Format::country: return is_country_code(text) ? "" : "bad_country";
        case Format::language: return text == "cs" || text == "en" || text.size() <= 10 ? "" : "bad_language";
    }
    return {};
}

std::string normalised(Format format, std::string text) {
    if (format == Format::email) return ascii_lower(text);
    if (format == Format::vat_no || format == Format::reg_no) {
        std::string compact;
        for (const char c : text) {
            if (c != ' ') compact.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        }
        // Spreadsheets eat leading zeros of numbers; an IČO has eight digits.
        if (format == Format::reg_no && compact.size() < 8 && compact.size() >= 6 &&
            compact.find_first_not_of("0123456789") == std::string::npos) {
            compact.insert(0, 8 - compact.size(), '0');
        }
        return compact;
    }
    return text;
}

/// Checks and normalises one text in place; false leaves an error behind.
void check_text(const Field& field, void* record, std::string text, const std::string& path, std::vector<FieldError>& errors) {
    const bool ascii = text::is_ascii(text);
    if (!ascii && !text::is_valid_utf8(text)) {
        errors.push_back({path, "bad_encoding"});
        return;
    }
    text = ascii ? std::string(trimmed(text)) : text::nfc_trimmed(text);
    text = normalised(field.spec.format, std::move(text));
    if (text.empty()) {
        if (field.spec.required) errors.push_back({path, "required"});
        field.set(record, field.nullable ? db::Value{} : db::Value{std::string{}});
        return;
    }
    if (text.size() > static_cast<std::size_t>(field.spec.max_length) &&
        code_points(text) > static_cast<std::size_t>(field.spec.max_length)) {
        errors.push_back({path, "too_long", {{"max", std::to_string(field.spec.max_length)}}});
        return;
    }
    if (has_control_characters(text, field.spec.format == Format::multiline)) {
        errors.push_back({path, "control_characters"});
        return;
    }
    if (const auto code = format_error(field.spec.format, text); !code.empty()) {
        errors.push_back({path, std::string(code)});
        return;
    }
    // A zone that the machine does not know would stop every request that has to tell what day it is.
    if (field.name == "timezone" && !is_zone(text)) {
        errors.push_back({path, "bad_timezone"});
        return;
    }
    field.set(record, std::move(text));
}

std::string bound_text(const Field& field, std::int64_t bound) {
    return field.kind == Kind::decimal ? to_text(Decimal{bound}) : std::to_string(bound);
}

void check_value(const Field& field, void* record, const std::string& path, std::vector<FieldError>& errors) {
    db::Value value = field.get(record);
    if (std::holds_alternative<std::monostate>(value)) {
        if (field.spec.required) errors.push_back({path, "required"});
        return;
    }
    if (field.kind == Kind::text) {
        check_text(field, record, std::get<std::string>(std::move(value)), path, errors);
    } else if (field.kind == Kind::integer || field.kind == Kind::decimal) {
        const auto number = std::get<std::int64_t>(value);
        if (number < field.spec.min || number > field.spec.max) {
            errors.push_back({path, "out_of_range",
                              {{"min", bound_text(field, field.spec.min)}, {"max", bound_text(field, field.spec.max)}}});
        }
    } else if (field.kind == Kind::reference && field.spec.required && std::get<Uuid>(value).is_nil()) {
        errors.push_back({path, "required"});
    } else if (field.kind == Kind::choices && field.spec.required && std::get<std::string>(value).empty()) {
        errors.push_back({path, "required"});
    }
}

/// A JSON value as the text that read_text understands; nothing when its JSON type does not fit the field.
std::optional<std::string> json_as_text(const Field& field, const json::Value& value) {
    switch (field.kind) {
        case Kind::integer: return value.as_integer() ? std::optional(std::string(value.raw_number())) : std::nullopt;
        case Kind::decimal:
            if (value.is_number()) return std::string(value.raw_number());
            break;
        case Kind::boolean: return value.as_boolean() ? std::optional<std::string>(*value.as_boolean() ? "true" : "false") : std::nullopt;
        case Kind::choices:
        case Kind::texts: {
            if (!value.is_array()) return std::nullopt;
            const char separator = field.kind == Kind::texts ? '\x1F' : ',';
            std::string text;
            for (const json::Value& item : value.items()) {
                if (!item.as_string() || item.as_string()->find(separator) != std::string::npos) return std::nullopt;
                if (!text.empty()) text.push_back(separator);
                text.append(*item.as_string());
            }
            return text;
        }
        case Kind::id:
        case Kind::reference:
        case Kind::text:
        case Kind::date:
        case Kind::month:
        case Kind::timestamp:
        case Kind::choice:
        case Kind::currency:
        case Kind::list:
        case Kind::object: break;
    }
    return value.as_string() ? std::optional(*value.as_string()) : std::nullopt;
}

void read_list(const json::Value& value, const Field& field, void* record, const std::string& path, std::vector<FieldError>& errors) {
    if (!value.is_array()) {
        errors.push_back({path, "wrong_type", {{"expected", "list"}}});
        return;
    }
    if (value.items().size() > max_list_items) {
        errors.push_back({path, "too_many", {{"max", std::to_string(max_list_items)}}});
        return;
    }
    field.clear(record);
    std::size_t index = 0;
    for (const json::Value& item : value.items()) {
        const std::string item_path = path + "[" + std::to_string(index++) + "]";
        read_shape(item, field.element(), field.append(record), Presence::complete, item_path, errors);
    }
}

void read_member(const json::Value& value, const Field& field, void* record, const std::string& path, std::vector<FieldError>& errors) {
    if (field.kind == Kind::list) {
        read_list(value, field, record, path, errors);
        return;
    }
    if (field.kind == Kind::object && !(value.is_null() && field.nullable)) {
        field.clear(record);
        read_shape(value, field.element(), field.append(record), Presence::complete, path, errors);
        return;
    }
    if (value.is_null()) {
        if (field.kind == Kind::object) field.clear(record);
        else if (field.nullable) field.set(record, db::Value{});
        else if (field.kind == Kind::text && !field.spec.required) field.set(record, db::Value{std::string{}});
        else errors.push_back({path, "required"});
        return;
    }
    const auto text = json_as_text(field, value);
    if (!text) {
        errors.push_back({path, "wrong_type", {{"expected", std::string(to_text(field.kind))}}});
        return;
    }
    auto read = read_text(field, *text);
    if (!read) {
        FieldError problem = std::move(read.error().fields.front());
        problem.field = path;
        errors.push_back(std::move(problem));
        return;
    }
    if (!field.set(record, *read)) errors.push_back({path, "out_of_range"});
}

Result<db::Value> read_choices(const Field& field, std::string_view text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const std::string_view choice = rest.substr(0, comma);
        if (std::find(field.choices.begin(), field.choices.end(), choice) == field.choices.end()) {
            return value_error(field, "not_a_choice", {{"value", std::string(choice)}});
        }
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return db::Value{std::string(text)};
}

}  // namespace

Result<db::Value> read_text(const Field& field, std::string_view text) {
    if (text.empty() && (field.nullable || field.kind == Kind::text)) {
        return field.nullable ? db::Value{} : db::Value{std::string{}};
    }
    switch (field.kind) {
        case Kind::text: return db::Value{std::string(text)};
        case Kind::id:
        case Kind::reference: {
            const auto id = parse_id(field.prefix, text);
            if (!id || id->is_nil()) return value_error(field, "bad_id", {{"expected", std::string(field.prefix) + "_…"}});
            return db::Value{*id};
        }
        case Kind::integer: {
            std::int64_t number = 0;
            const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (failure == std::errc::result_out_of_range) return value_error(field, "out_of_range");
            if (failure != std::errc{} || end != text.data() + text.size()) return value_error(field, "wrong_type", {{"expected", "integer"}});
            return db::Value{number};
        }
        case Kind::boolean:
            if (text == "true" || text == "1") return db::Value{true};
            if (text == "false" || text == "0") return db::Value{false};
            return value_error(field, "wrong_type", {{"expected", "boolean"}});
        case Kind::date: {
            const auto date = parse_date(text);
            if (!date) return value_error(field, "bad_date");
            return db::Value{std::int64_t{date->days}};
        }
        case Kind::month: {
            const auto month = parse_month(text);
            if (!month) return value_error(field, "bad_month");
            return db::Value{std::int64_t{month->index}};
        }
        case Kind::timestamp: {
            const auto instant = parse_timestamp(text);
            if (!instant) return value_error(field, "bad_timestamp");
            return db::Value{instant->micros};
        }
        case Kind::decimal: {
            const auto decimal = parse_decimal(text);
            if (!decimal) return value_error(field, "bad_decimal");
            return db::Value{decimal->units};
        }
        case Kind::choice:
            if (std::find(field.choices.begin(), field.choices.end(), text) == field.choices.end()) {
                return value_error(field, "not_a_choice", {{"value", std::string(text.substr(0, 60))}});
            }
            return db::Value{std::string(text)};
        case Kind::choices: return read_choices(field, text);
        case Kind::texts: return db::Value{std::string(text)};
        case Kind::currency:
            if (!parse_currency(text)) return value_error(field, "bad_currency");
            return db::Value{std::string(text)};
        case Kind::list: return value_error(field, "wrong_type", {{"expected", "list"}});
        case Kind::object: return value_error(field, "wrong_type", {{"expected", "object"}});
    }
    return value_error(field, "wrong_type");
}

void read_shape(const json::Value& object, const Shape& shape, void* record, Presence presence, std::string_view path,
                std::vector<FieldError>& errors) {
    if (!object.is_object()) {
        errors.push_back({std::string(path), "wrong_type", {{"expected", "object"}}});
        return;
    }
    const std::size_t errors_before = errors.size();
    for (const json::Member& member : object.members()) {
        const Field* field = shape.find(member.key);
        const std::string member_path = joined(path, member.key.substr(0, 80));
        if (!field) {
            errors.push_back({member_path, "unknown_field"});
        } else if (!field->writable() || (field->spec.immutable && presence == Presence::partial)) {
            errors.push_back({member_path, "read_only"});
        } else {
            read_member(member.value, *field, record, member_path, errors);
        }
    }
    std::vector<FieldError> found;
    check_facts(shape, record, path, found);
    for (FieldError& error : found) {
        // What a partial input leaves alone was stored by the rules of its day and stays.
        const bool given = error.field.size() >= path.size() && object.find(std::string_view(error.field).substr(path.empty() ? 0 : path.size() + 1));
        if (presence == Presence::partial && !given) continue;
        // A field that could not even be read has its error already.
        bool reported = false;
        for (std::size_t i = errors_before; i < errors.size(); ++i) reported = reported || errors[i].field == error.field;
        if (!reported) errors.push_back(std::move(error));
    }
}

void check_facts(const Shape& shape, void* record, std::string_view path, std::vector<FieldError>& errors, const void* before) {
    for (const Field& field : shape.fields) {
        if (field.kind == Kind::id || field.kind == Kind::list || field.kind == Kind::object || field.spec.derived || field.spec.read_only) continue;
        if (before && field.get(before) == field.get(record)) continue;
        check_value(field, record, joined(path, field.name), errors);
    }
}

}  // namespace klicnik
