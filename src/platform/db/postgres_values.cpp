#include "platform/db/postgres_values.hpp"

#include <postgresql/libpq-fe.h>

#include <charconv>

#include "platform/db/sql_text.hpp"

namespace klicnik::db {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

void append_uuid(const Uuid& uuid, std::string& out) {
    static constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += digits[uuid.bytes[i] >> 4U];
        out += digits[uuid.bytes[i] & 0x0FU];
    }
}

void append_integer(std::int64_t value, std::string& out) {
    char buffer[24];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
    out.append(buffer, written.ptr);
}

}  // namespace

ErrorCause cause_of_sqlstate(std::string_view sqlstate) {
    if (sqlstate == "23505" || sqlstate == "23P01") return ErrorCause::unique;
    if (sqlstate == "23503" || sqlstate == "23001") return ErrorCause::foreign_key;
    if (sqlstate == "23502") return ErrorCause::not_null;
    if (sqlstate == "23514") return ErrorCause::check;
    if (sqlstate == "22003") return ErrorCause::out_of_range;
    if (sqlstate == "40001" || sqlstate == "40P01") return ErrorCause::serialization;
    // "cached plan must not change result type": the schema moved on, and the next preparation will fit it.
    if (sqlstate == "0A000" || sqlstate == "26000") return ErrorCause::serialization;
    if (sqlstate == "55P03" || sqlstate == "57014") return ErrorCause::busy;
    if (sqlstate == "53100") return ErrorCause::disk_full;
    // No answer at all, a closing server, no room for another session, or a primary that became a standby.
    if (sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "53300" ||
        sqlstate == "25006") {
        return ErrorCause::connection;
    }
    return ErrorCause::other;
}

void append_value(const Param& param, std::string& out) {
    if (const auto* number = std::get_if<std::int64_t>(&param)) {
        append_integer(*number, out);
    } else if (const auto* text = std::get_if<std::string_view>(&param)) {
        require_storable_text(*text);
        out += *text;
    } else if (const auto* uuid = std::get_if<Uuid>(&param)) {
        append_uuid(*uuid, out);
    } else if (const auto* flag = std::get_if<bool>(&param)) {
        out += *flag ? 't' : 'f';
    }
}

void append_copy_field(const Param& param, std::string& out) {
    if (std::holds_alternative<std::monostate>(param)) {
        out += "\\N";
        return;
    }
    const auto* text = std::get_if<std::string_view>(&param);
    if (text == nullptr) {
        append_value(param, out);
        return;
    }
    require_storable_text(*text);
    for (const char c : *text) {
        switch (c) {
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default: out += c;
        }
    }
}

Uuid parse_uuid(std::string_view text) {
    Uuid out;
    std::size_t filled = 0;
    for (std::size_t at = 0; at + 1 < text.size() && filled < 16;) {
        if (text[at] == '-') {
            ++at;
            continue;
        }
        const int high = hex_digit(text[at]);
        const int low = hex_digit(text[at + 1]);
        if (high < 0 || low < 0) break;
        out.bytes[filled++] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    if (filled != 16 || text.size() != 36) throw Error(ErrorCause::other, "the column holds no id");
    return out;
}

void PostgresRow::require(int column) const {
    if (column < 0 || column >= PQnfields(result_)) {
        throw Error(ErrorCause::other, "the row has no column " + std::to_string(column));
    }
}

bool PostgresRow::is_null(int column) const {
    require(column);
    return PQgetisnull(result_, row_, column) != 0;
}

std::string_view PostgresRow::text(int column) const {
    require(column);
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::int64_t PostgresRow::integer(int column) const {
    const auto value = text(column);
    if (value.empty() || value == "f") return 0;
    if (value == "t") return 1;
    std::int64_t out = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), out);
    // avg() has decimals: cut off, as SQLite does when an integer is asked for.
    if (parsed.ec != std::errc() || (parsed.ptr != value.data() + value.size() && *parsed.ptr != '.')) {
        throw Error(ErrorCause::other, "column " + std::to_string(column) + " holds no whole number");
    }
    return out;
}

bool PostgresRow::boolean(int column) const { return integer(column) != 0; }

Uuid PostgresRow::uuid(int column) const { return is_null(column) ? Uuid{} : parse_uuid(text(column)); }

}  // namespace klicnik::db
