#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/http/json.hpp"
#include "records/field.hpp"

/// The bridge between stored values and JSON, the same for API, audit and columns that hold lists.
namespace klicnik {

/// Writes one value as the JSON of its field: prefixed ids, "2026-11-03", decimal strings.
void write_value(json::Writer& out, const Field& field, const db::Value& value);

/// Writes the value in column `column` of a row, without a copy.
void write_column(json::Writer& out, const Field& field, const db::Row& row, int column);

/// Writes `{"name":value,…}` of a struct. Lists are nested.
void write_shape(json::Writer& out, const Shape& shape, const void* record);

template <class T>
void write_shape(json::Writer& out, const T& record) {
    write_shape(out, shape_of<T>(), &record);
}

/// The stored form of a field: lists become JSON text, everything else is Field::get.
db::Value stored_value(const Field& field, const void* record);

/// The reverse; false when the value is none of this field.
bool restore_value(const Field& field, void* record, const db::Value& value);

/// What the row holds in `column`, as the value that Field::set takes.
db::Value column_value(const Field& field, const db::Row& row, int column);

}  // namespace klicnik
