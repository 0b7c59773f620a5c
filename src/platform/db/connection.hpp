#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/function_ref.hpp"
#include "base/id.hpp"

/// One small interface over SQLite and PostgreSQL. The same SQL text runs on both (`$1…$n`, no functions that differ;
/// see docs/decisions/0003). Everything here is synchronous.
namespace klicnik::db {

enum class Engine { sqlite, postgres };

enum class ErrorCause {
    unique,
    foreign_key,
    not_null,
    check,
    out_of_range,  ///< a number, mostly a sum, that 64 bits do not hold
    busy,
    serialization,
    disk_full,
    damaged,
    unknown_outcome,
    connection,
    other,
};

/// A statement failed. `busy` and `serialization` may be run again from the start; `unknown_outcome` must never be.
struct Error : std::runtime_error {
    Error(ErrorCause cause_, const std::string& message) : std::runtime_error(message), cause(cause_) {}
    ErrorCause cause;
};

/// A value that the caller keeps alive for the time of the call.
using Param = std::variant<std::monostate, bool, std::int64_t, std::string_view, Uuid>;

/// A value that owns its text.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, Uuid>;

inline Param to_param(const Value& value) {
    return std::visit([](const auto& held) -> Param { return held; }, value);
}
inline Param to_param(std::nullopt_t) { return std::monostate{}; }
inline Param to_param(const Param& value) { return value; }
inline Param to_param(bool value) { return value; }
inline Param to_param(std::int64_t value) { return value; }
inline Param to_param(std::int32_t value) { return std::int64_t{value}; }
inline Param to_param(std::string_view value) { return value; }
inline Param to_param(const std::string& value) { return std::string_view(value); }
inline Param to_param(const char* value) { return std::string_view(value); }
inline Param to_param(Uuid value) { return value; }
inline Param to_param(Date value) { return std::int64_t{value.days}; }
inline Param to_param(Month value) { return std::int64_t{value.index}; }
inline Param to_param(Timestamp value) { return value.micros; }
inline Param to_param(Decimal value) { return value.units; }
template <class T>
Param to_param(Id<T> value) {
    return value.value;
}
template <class T>
Param to_param(const std::optional<T>& value) {
    return value ? to_param(*value) : Param{};
}

/// The current row of a result; views are valid until the callback returns.
class Row {
  public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  ///< 0 when null
    virtual bool boolean(int column) const = 0;          ///< false when null
    virtual std::string_view text(int column) const = 0; ///< empty when null
    virtual Uuid uuid(int column) const = 0;             ///< nil when null
};

/// Feeds bulk_insert: fills `values` and returns true, or returns false at the end.
using NextRow = FunctionRef<bool(std::span<Param> values)>;

class Connection {
  public:
    virtual ~Connection() = default;
    virtual Engine engine() const = 0;

    /// Runs one statement (prepared once per connection and text) and calls `on_row` for each row; the callback returns
    /// false to stop early. Returns the number of rows changed by a writing statement.
    virtual std::int64_t run(std::string_view sql, std::span<const Param> params,
                             FunctionRef<bool(const Row&)> on_row) = 0;

    /// Inserts many rows at the speed of the engine (prepared statement; COPY). Not for tables with version or audit.
    virtual std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns, NextRow next) = 0;

    /// Work on something derived (the index for search) that costs the same for one change as for many: done once before the
    /// commit, together with that of everybody who shares the transaction. Dropped when this job is rolled back.
    virtual void before_commit(std::function<void(Connection&)> work) = 0;

    /// Several statements without parameters or rows: migrations, pragmas.
    virtual void script(std::string_view sql) = 0;

    template <class... Args>
    void query(std::string_view sql, FunctionRef<void(const Row&)> on_row, const Args&... args) {
        const std::initializer_list<Param> params = {to_param(args)...};
        run(sql, {params.begin(), params.size()}, [&](const Row& row) {
            on_row(row);
            return true;
        });
    }

    /// The number of rows changed.
    template <class... Args>
    std::int64_t exec(std::string_view sql, const Args&... args) {
        const std::initializer_list<Param> params = {to_param(args)...};
        return run(sql, {params.begin(), params.size()}, [](const Row&) { return true; });
    }

    /// The first column of the first row as an integer; nothing when there is no row or it is null.
    template <class... Args>
    std::optional<std::int64_t> integer(std::string_view sql, const Args&... args) {
        std::optional<std::int64_t> found;
        query(sql, [&](const Row& row) { if (!found && !row.is_null(0)) found = row.integer(0); }, args...);
        return found;
    }
    template <class... Args>
    std::optional<std::string> text(std::string_view sql, const Args&... args) {
        std::optional<std::string> found;
        query(sql, [&](const Row& row) { if (!found && !row.is_null(0)) found = std::string(row.text(0)); }, args...);
        return found;
    }
};

}  // namespace klicnik::db
