#include "platform/db/sqlite_connection.hpp"

#include <sqlite3.h>

#include <cstring>

#include "platform/db/sql_text.hpp"

namespace klicnik::db {

namespace {

constexpr std::size_t sqlite_statements_kept = 200;

ErrorCause cause_of_sqlite(int extended, const char* message) {
    switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return ErrorCause::unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY: return ErrorCause::foreign_key;
        case SQLITE_CONSTRAINT_TRIGGER:
            // ON DELETE RESTRICT is a trigger inside SQLite.
            // Our own triggers stand in for PostgreSQL's exclusion constraints and say so in the same words.
            if (std::strncmp(message, "UNIQUE", 6) == 0) return ErrorCause::unique;
            return std::strncmp(message, "FOREIGN KEY", 11) == 0 ? ErrorCause::foreign_key : ErrorCause::other;
        case SQLITE_CONSTRAINT_NOTNULL: return ErrorCause::not_null;
        case SQLITE_CONSTRAINT_CHECK: return ErrorCause::check;
        case SQLITE_CONSTRAINT_DATATYPE: return ErrorCause::out_of_range;  // a sum that became REAL
        default: break;
    }
    if ((extended & 0xFF) == SQLITE_ERROR && std::strcmp(message, "integer overflow") == 0) return ErrorCause::out_of_range;
    switch (extended & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return ErrorCause::busy;
        case SQLITE_FULL: return ErrorCause::disk_full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorCause::damaged;
        case SQLITE_CANTOPEN: return ErrorCause::connection;
        default: return ErrorCause::other;
    }
}

class SqliteRow final : public Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement), columns_(sqlite3_column_count(statement)) {}

    bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override {
        type(column);
        return sqlite3_column_int64(statement_, column);
    }
    bool boolean(int column) const override { return integer(column) != 0; }
    std::string_view text(int column) const override {
        type(column);
        const auto* bytes = sqlite3_column_text(statement_, column);
        if (bytes == nullptr) return {};
        return {reinterpret_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    Uuid uuid(int column) const override {
        Uuid out;
        if (type(column) == SQLITE_NULL) return out;
        const void* bytes = sqlite3_column_blob(statement_, column);
        if (type(column) != SQLITE_BLOB || sqlite3_column_bytes(statement_, column) != 16) {
            throw Error(ErrorCause::other, "column " + std::to_string(column) + " holds no id");
        }
        std::memcpy(out.bytes.data(), bytes, 16);
        return out;
    }

  private:
    /// The type of the column; throws for a column that the statement does not have.
    int type(int column) const {
        if (column < 0 || column >= columns_) {
            throw Error(ErrorCause::other, "the row has no column " + std::to_string(column));
        }
        return sqlite3_column_type(statement_, column);
    }

    sqlite3_stmt* statement_;
    int columns_;
};

bool is_only_blank(const char* tail) {
    for (; *tail != '\0'; ++tail) {
        if (std::strchr(" \t\r\n;", *tail) == nullptr) return false;
    }
    return true;
}

}  // namespace

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

/// Borrows the cached statement of a text, or a fresh one when that is running already (a query inside the callback
/// of the same query). Reset and cleared at the end: an unreset SELECT would hold its snapshot and the write-ahead
/// log would grow for ever.
class SqliteConnection::Use {
  public:
    Use(SqliteConnection& connection, std::string_view sql, Text text) {
        entry_ = connection.cache_.find(sql);
        if (entry_ == nullptr) {
#ifndef NDEBUG
            if (text == Text::of_both_engines) refuse_nonportable(sql);
#else
            (void)text;
#endif
            Statement evicted;
            entry_ = connection.cache_.add(sql, connection.prepare(sql), evicted);
        } else if (entry_->in_use) {
            entry_ = nullptr;
            own_ = connection.prepare(sql);
        }
        if (entry_ != nullptr) entry_->in_use = true;
    }
    ~Use() {
        sqlite3_reset(get());
        sqlite3_clear_bindings(get());
        if (entry_ != nullptr) entry_->in_use = false;
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    sqlite3_stmt* get() const { return entry_ != nullptr ? entry_->statement.get() : own_.get(); }

  private:
    StatementCache<Statement>::Entry* entry_ = nullptr;
    Statement own_;
};

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Access access, Durability durability)
    : cache_(sqlite_statements_kept) {
    const int mode = access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code =
        sqlite3_open_v2(file.c_str(), &handle_, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        const std::string message = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
        sqlite3_close(handle_);
        throw Error(ErrorCause::connection, "cannot open " + file.string() + ": " + message);
    }
    try {
        sqlite3_busy_timeout(handle_, 5000);
        // A misspelt "column" must be an error, not a string, as it is in PostgreSQL.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        script("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
               "PRAGMA case_sensitive_like = ON;");
        if (access == Access::read_only) {
            sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
            script("PRAGMA cache_size = -8192;");
            return;
        }
        script("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;"
               "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;");
        rows_.attach(handle_);
        script(durability == Durability::full ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = NORMAL;");
    } catch (...) {
        cache_.clear();
        sqlite3_close(handle_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    cache_.clear();
    sqlite3_close(handle_);
}

void SqliteConnection::fail(int code) {
    failed_ = true;
    const int extended = sqlite3_extended_errcode(handle_);
    const char* message = sqlite3_errmsg(handle_);
    throw Error(cause_of_sqlite((code & 0xFF) == (extended & 0xFF) ? extended : code, message), message);
}

SqliteConnection::Statement SqliteConnection::prepare(std::string_view sql) const {
    const std::string text = to_sqlite_placeholders(sql);
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle_, text.c_str(), static_cast<int>(text.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &raw, &tail);
    Statement statement(raw);
    if (code != SQLITE_OK) {
        throw Error(cause_of_sqlite(code, sqlite3_errmsg(handle_)), std::string(sqlite3_errmsg(handle_)) + " in: " + text);
    }
    if (statement == nullptr || !is_only_blank(tail)) {
        throw Error(ErrorCause::other, "run() takes exactly one statement: " + text);
    }
    return statement;
}

void SqliteConnection::bind_param(sqlite3_stmt* statement, int index, const Param& param) {
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&param)) {
        code = sqlite3_bind_int64(statement, index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&param)) {
        require_storable_text(*text);
        // A null pointer would bind NULL instead of the empty text. Static: the caller's values outlive the call.
        code = sqlite3_bind_text64(statement, index, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    } else if (const auto* uuid = std::get_if<Uuid>(&param)) {
        code = sqlite3_bind_blob(statement, index, uuid->bytes.data(), 16, SQLITE_STATIC);
    } else if (const auto* flag = std::get_if<bool>(&param)) {
        code = sqlite3_bind_int(statement, index, *flag ? 1 : 0);
    } else {
        code = sqlite3_bind_null(statement, index);
    }
    if (code != SQLITE_OK) fail(code);
}

std::int64_t SqliteConnection::step_all(sqlite3_stmt* statement, FunctionRef<bool(const Row&)> on_row) {
    const bool reads = sqlite3_stmt_readonly(statement) != 0;
    const auto changed_before = sqlite3_total_changes64(handle_);
    const SqliteRow row(statement);
    bool wanted = true;
    while (true) {
        const int code = sqlite3_step(statement);
        if (code == SQLITE_DONE) break;
        if (code != SQLITE_ROW) fail(code);
        if (wanted) wanted = on_row(row);
        // A writing statement with RETURNING runs to its end, so that its changes are counted.
        if (!wanted && reads) return 0;
    }
    if (reads || sqlite3_total_changes64(handle_) == changed_before) return 0;
    return sqlite3_changes64(handle_);
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Param> params,
                                   FunctionRef<bool(const Row&)> on_row) {
    return run_text(sql, Text::of_both_engines, params, on_row);
}

std::int64_t SqliteConnection::run_text(std::string_view sql, Text text, std::span<const Param> params, FunctionRef<bool(const Row&)> on_row) {
    if (failed_) throw Error(ErrorCause::other, "a statement after a failed one in the same transaction");
    try {
        const Use use(*this, sql, text);
        if (static_cast<std::size_t>(sqlite3_bind_parameter_count(use.get())) != params.size()) {
            throw Error(ErrorCause::other, "the number of parameters is wrong: " + std::string(sql));
        }
        for (std::size_t i = 0; i < params.size(); ++i) bind_param(use.get(), static_cast<int>(i) + 1, params[i]);
        return step_all(use.get(), on_row);
    } catch (const Error&) {
        failed_ = in_transaction();
        throw;
    }
}

std::int64_t SqliteConnection::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                           NextRow next) {
    if (failed_) throw Error(ErrorCause::other, "a statement after a failed one in the same transaction");
    // Fail instead of abort, or SQLite would keep a copy of every page it touches to take back this statement alone; a failure
    // takes back the whole job.
    std::string sql = "INSERT OR FAIL INTO " + column_list(table, columns.data(), columns.size()) + " SELECT ";
    for (std::size_t i = 0; i < columns.size(); ++i) sql.append(i == 0 ? "c" : ", c").append(std::to_string(i));
    sql += " FROM bulk_rows";
    const SqliteRows::Source source(rows_, columns.size(), next);
    try {
        return run_text(sql, Text::of_sqlite, {}, [](const Row&) { return true; });
    } catch (const Error&) {
        source.rethrow();
        throw;
    }
}

void SqliteConnection::script(std::string_view sql) {
    if (failed_) throw Error(ErrorCause::other, "a statement after a failed one in the same transaction");
    const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

void SqliteConnection::control(std::string_view sql) {
    const bool failed_before = failed_;
    const Use use(*this, sql, Text::of_sqlite);
    const int code = sqlite3_step(use.get());
    if (code != SQLITE_DONE && code != SQLITE_ROW) fail(code);
    failed_ = failed_before;
}

void SqliteConnection::run_before_commit() {
    for (const auto& work : before_commit_) work(*this);
    before_commit_.clear();
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

bool SqliteConnection::has_unresolved_references() const {
    int current = 0;
    int highest = 0;
    sqlite3_db_status(handle_, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0);
    return current != 0;
}

}  // namespace klicnik::db
