#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/http/json.hpp"
#include "records/field.hpp"

/// Reading input against the facts of its fields. All errors are found at once, each with the path of its field.
namespace klicnik {

enum class Presence {
    complete,  ///< a create: required fields must be there
    partial,   ///< an update: what is absent stays
};

/// Reads a JSON object into a struct that already holds defaults (complete) or the present values (partial). Unknown,
/// read-only and malformed members are errors: unknown_field, read_only, wrong_type, required, too_long, out_of_range,
/// not_a_choice, bad_id, bad_date, bad_decimal, bad_email, bad_phone, bad_url, bad_country, bad_currency,
/// control_characters, too_many.
void read_shape(const json::Value& object, const Shape& shape, void* record, Presence presence, std::string_view path,
                std::vector<FieldError>& errors);

/// Reads one value from its text form (CSV cells, query strings, command line flags) into the stored form.
/// An empty text is null for a nullable field.
Result<db::Value> read_text(const Field& field, std::string_view text);

/// The facts that hold whatever the source: required, length, range, format. Normalises texts (NFC, trimmed, phone and
/// identifier spelling) in place.
void check_facts(const Shape& shape, void* record, std::string_view path, std::vector<FieldError>& errors, const void* before = nullptr);

template <class T>
Result<T> read_input(const json::Value& body, T record = {}, Presence presence = Presence::complete) {
    std::vector<FieldError> errors;
    read_shape(body, shape_of<T>(), &record, presence, "", errors);
    if (!errors.empty()) return invalid(std::move(errors));
    return record;
}

}  // namespace klicnik
