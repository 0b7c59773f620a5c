#include "records/json_values.hpp"

#include "records/input.hpp"

namespace klicnik {

namespace {

void write_parts(json::Writer& out, std::string_view text, char separator) {
    out.begin_array();
    while (!text.empty()) {
        const auto at = text.find(separator);
        out.string(text.substr(0, at));
        text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
    }
    out.end_array();
}

void write_integer(json::Writer& out, const Field& field, std::int64_t number) {
    switch (field.kind) {
        case Kind::date: out.string(short_text(Date{static_cast<std::int32_t>(number)}).view()); return;
        case Kind::month: out.string(to_text(Month{static_cast<std::int32_t>(number)})); return;
        case Kind::timestamp: out.string(short_text(Timestamp{number}).view()); return;
        case Kind::decimal: out.string(to_text(Decimal{number})); return;
        case Kind::integer:
        case Kind::id:
        case Kind::reference:
        case Kind::text:
        case Kind::boolean:
        case Kind::choice:
        case Kind::choices:
        case Kind::texts:
        case Kind::currency:
        case Kind::list:
        case Kind::object: out.integer(number); return;
    }
}

void write_text(json::Writer& out, const Field& field, std::string_view text) {
    if (field.kind == Kind::object) {
        out.raw(text.empty() ? std::string_view("null") : text);
    } else if (field.kind == Kind::list) {
        out.raw(text.empty() ? std::string_view("[]") : text);
    } else if (field.kind == Kind::choices) {
        write_parts(out, text, ',');
    } else if (field.kind == Kind::texts) {
        write_parts(out, text, '\x1F');
    } else {
        out.string(text);
    }
}

}  // namespace

void write_value(json::Writer& out, const Field& field, const db::Value& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        out.null();
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        out.boolean(*flag);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        write_integer(out, field, *number);
    } else if (const auto* uuid = std::get_if<Uuid>(&value)) {
        out.string(format_id(field.prefix, *uuid));
    } else {
        write_text(out, field, std::get<std::string>(value));
    }
}

void write_column(json::Writer& out, const Field& field, const db::Row& row, int column) {
    if (row.is_null(column)) {
        out.null();
        return;
    }
    switch (field.kind) {
        case Kind::id:
        case Kind::reference: out.string(format_id(field.prefix, row.uuid(column))); return;
        case Kind::boolean: out.boolean(row.boolean(column)); return;
        case Kind::integer:
        case Kind::date:
        case Kind::month:
        case Kind::timestamp:
        case Kind::decimal: write_integer(out, field, row.integer(column)); return;
        case Kind::text:
        case Kind::choice:
        case Kind::choices:
        case Kind::texts:
        case Kind::currency:
        case Kind::list:
        case Kind::object: write_text(out, field, row.text(column)); return;
    }
}

void write_shape(json::Writer& out, const Shape& shape, const void* record) {
    out.begin_object();
    for (const Field& field : shape.fields) {
        out.member(field.name);
        if (field.kind == Kind::list) {
            out.begin_array();
            const std::size_t count = field.count(record);
            for (std::size_t i = 0; i < count; ++i) write_shape(out, field.element(), field.at(record, i));
            out.end_array();
        } else if (field.kind == Kind::object) {
            if (field.count(record) == 0) out.null();
            else write_shape(out, field.element(), field.at(record, 0));
        } else {
            write_value(out, field, field.get(record));
        }
    }
    out.end_object();
}

db::Value stored_value(const Field& field, const void* record) {
    if (field.kind == Kind::object) {
        if (field.count(record) == 0) return {};
        json::Writer object;
        write_shape(object, field.element(), field.at(record, 0));
        return object.take();
    }
    if (field.kind != Kind::list) return field.get(record);
    json::Writer out;
    out.begin_array();
    const std::size_t count = field.count(record);
    for (std::size_t i = 0; i < count; ++i) write_shape(out, field.element(), field.at(record, i));
    out.end_array();
    return out.take();
}

bool restore_value(const Field& field, void* record, const db::Value& value) {
    if (field.kind != Kind::list && field.kind != Kind::object) return field.set(record, value);
    field.clear(record);
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return std::holds_alternative<std::monostate>(value);
    const auto parsed = json::parse(*text);
    std::vector<FieldError> errors;
    if (parsed && field.kind == Kind::object) {
        read_shape(*parsed, field.element(), field.append(record), Presence::complete, "", errors);
        return errors.empty();
    }
    if (!parsed || !parsed->is_array()) return false;
    for (const json::Value& item : parsed->items()) {
        read_shape(item, field.element(), field.append(record), Presence::complete, "", errors);
    }
    return errors.empty();
}

db::Value column_value(const Field& field, const db::Row& row, int column) {
    if (row.is_null(column)) return {};
    switch (field.kind) {
        case Kind::id:
        case Kind::reference: return row.uuid(column);
        case Kind::boolean: return row.boolean(column);
        case Kind::integer:
        case Kind::date:
        case Kind::month:
        case Kind::timestamp:
        case Kind::decimal: return row.integer(column);
        case Kind::text:
        case Kind::choice:
        case Kind::choices:
        case Kind::texts:
        case Kind::currency:
        case Kind::list:
        case Kind::object: return std::string(row.text(column));
    }
    return {};
}

}  // namespace klicnik
