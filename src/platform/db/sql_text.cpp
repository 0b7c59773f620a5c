#include "platform/db/sql_text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "platform/db/connection.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::db {

namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Names in lower case, other characters one by one; strings and comments are left out.
std::vector<std::string> words_of(std::string_view sql) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto end = end_of_opaque(sql, at); end != at) {
            if (sql[at] == '"') words.emplace_back(sql.substr(at + 1, end - at - 2));
            if (sql[at] == '\'') words.emplace_back("''");
            at = end;
        } else if (is_blank(sql[at])) {
            ++at;
        } else if (is_name_start(sql[at])) {
            const auto begin = at;
            while (at < sql.size() && is_name_part(sql[at])) ++at;
            std::string word(sql.substr(begin, at - begin));
            for (char& c : word) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            }
            words.push_back(std::move(word));
        } else {
            words.emplace_back(1, sql[at++]);
        }
    }
    return words;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// Whether the call that opens at words[open] has more than one argument.
bool has_several_arguments(const std::vector<std::string>& words, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < words.size(); ++at) {
        if (words[at] == "(") ++depth;
        if (words[at] == ")" && --depth == 0) return false;
        if (words[at] == "," && depth == 1) return true;
    }
    return false;
}

[[noreturn]] void refuse(std::string_view what, std::string_view sql) {
    throw Error(ErrorCause::other, "SQL that differs between the engines: " + std::string(what) + " in: " +
                                       std::string(sql));
}

constexpr std::array<std::string_view, 21> differing_functions = {
    "now",    "greatest",  "least", "string_agg", "group_concat", "array_agg", "lower",
    "upper",  "round",     "date",  "datetime",   "strftime",     "julianday", "unixepoch",
    "random", "date_part", "instr", "ifnull",     "strpos",       "iif",       "typeof"};
constexpr std::array<std::string_view, 9> differing_words = {
    "ilike", "similar", "glob", "rowid", "autoincrement", "current_timestamp", "current_date", "current_time", "extract"};

}  // namespace

std::size_t end_of_opaque(std::string_view sql, std::size_t at) {
    const char first = sql[at];
    if (first == '\'' || first == '"') {
        // A doubled quote ends one literal and begins the next, which comes to the same.
        const auto end = sql.find(first, at + 1);
        return end == std::string_view::npos ? sql.size() : end + 1;
    }
    if (sql.substr(at, 2) == "--") {
        const auto end = sql.find('\n', at);
        return end == std::string_view::npos ? sql.size() : end;
    }
    if (sql.substr(at, 2) == "/*") {
        const auto end = sql.find("*/", at + 2);
        return end == std::string_view::npos ? sql.size() : end + 2;
    }
    return at;
}

std::string to_sqlite_placeholders(std::string_view sql) {
    std::string out(sql);
    for (std::size_t at = 0; at < out.size();) {
        if (const auto end = end_of_opaque(out, at); end != at) {
            at = end;
            continue;
        }
        if (out[at] == '$' && at + 1 < out.size() && is_digit(out[at + 1])) out[at] = '?';
        ++at;
    }
    return out;
}

void refuse_nonportable(std::string_view sql) {
    // The full-text index exists on SQLite only; statements on it are written for SQLite.
    if (sql.find("search_index") != std::string_view::npos) return;
    const auto words = words_of(sql);
    const auto word_at = [&](std::size_t at) -> std::string_view {
        return at < words.size() ? std::string_view(words[at]) : std::string_view();
    };
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = words[at];
        const std::string_view next = word_at(at + 1);
        if (is_one_of(word, differing_words)) refuse(word, sql);
        if (word == "for" && (next == "update" || next == "share")) refuse("FOR UPDATE", sql);
        if (word == "insert" && next == "or") refuse("INSERT OR", sql);
        if (word == "-" && next == ">") refuse("a JSON operator", sql);
        if (word == ":" && next == ":") refuse("a cast by ::", sql);
        if (word == "?") refuse("a placeholder other than $n", sql);
        if (next == "(") {
            if (is_one_of(word, differing_functions)) refuse(word, sql);
            if (word.starts_with("json")) refuse("a JSON function", sql);
            if ((word == "max" || word == "min") && has_several_arguments(words, at + 1)) {
                refuse("scalar max or min", sql);
            }
        }
        if (word == "like" && at > 0) {
            const std::string_view subject = words[at - 1] == "not" && at > 1 ? words[at - 2] : words[at - 1];
            if (!subject.ends_with("_key")) refuse("LIKE on a column that is no _key", sql);
        }
    }
}

void require_plain_name(std::string_view name) {
    const bool plain = !name.empty() && name.size() <= 63 && (is_name_start(name[0])) &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                           return is_name_part(c) && !(c >= 'A' && c <= 'Z');
                       });
    if (!plain) throw Error(ErrorCause::other, "not a plain name: " + std::string(name));
}

std::string column_list(std::string_view table, const std::string_view* columns, std::size_t count) {
    require_plain_name(table);
    // Quoted, because `user` and `role` are words of the language in PostgreSQL.
    std::string out = "\"" + std::string(table) + "\" (";
    for (std::size_t i = 0; i < count; ++i) {
        require_plain_name(columns[i]);
        if (i != 0) out += ", ";
        out += '"';
        out += columns[i];
        out += '"';
    }
    out += ')';
    return out;
}

void require_storable_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        // Eight plain bytes at a time: no byte is zero and none has its high bit set.
        if (at + 8 <= text.size()) {
            std::uint64_t chunk = 0;
            std::memcpy(&chunk, text.data() + at, 8);
            const std::uint64_t zero_or_high = ((chunk - 0x0101010101010101ULL) | chunk) & 0x8080808080808080ULL;
            if (zero_or_high == 0) {
                at += 8;
                continue;
            }
        }
        if (text[at] == '\0') throw Error(ErrorCause::other, "a text with a NUL cannot be stored");
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const auto point = text::code_point_at(text, at);
        if (!point.valid) throw Error(ErrorCause::other, "a text that is not UTF-8 cannot be stored");
        at += point.length;
    }
}

}  // namespace klicnik::db
