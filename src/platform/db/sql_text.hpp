#pragma once

#include <string>
#include <string_view>

/// What both engines need to know about the text of a statement.
namespace klicnik::db {

/// The end of the string, quoted name or comment that begins at `at`; `at` itself when none begins there.
std::size_t end_of_opaque(std::string_view sql, std::size_t at);

/// `$1` becomes `?1` outside of strings, quoted names and comments. SQLite numbers `$n` by first appearance, as if it
/// were a name: `SELECT $2, $1` would bind swapped.
std::string to_sqlite_placeholders(std::string_view sql);

/// Throws Error for SQL that the two engines answer differently; see docs/decisions/0003. Called at prepare in debug
/// builds only, so that it costs the user nothing.
void refuse_nonportable(std::string_view sql);

/// Throws Error unless `name` is a plain lower-case name: it goes into SQL unquoted.
void require_plain_name(std::string_view name);

/// "table(column, column)" after checking every name; nothing else may put names into SQL text.
std::string column_list(std::string_view table, const std::string_view* columns, std::size_t count);

/// Throws Error when the text holds a NUL or malformed UTF-8: PostgreSQL cannot store either, so SQLite must not.
void require_storable_text(std::string_view text);

}  // namespace klicnik::db
