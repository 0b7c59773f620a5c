#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.hpp"
#include "platform/db/database.hpp"
#include "platform/db/sqlite_rows.hpp"
#include "platform/db/statement_cache.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace klicnik::db {

/// One SQLite handle, used by one thread at a time.
class SqliteConnection final : public Connection {
  public:
    enum class Access { read_write, read_only };

    SqliteConnection(const std::filesystem::path& file, Access access, Durability durability);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Engine engine() const override { return Engine::sqlite; }
    std::int64_t run(std::string_view sql, std::span<const Param> params,
                     FunctionRef<bool(const Row&)> on_row) override;
    std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns, NextRow next) override;
    void before_commit(std::function<void(Connection&)> work) override { before_commit_.push_back(std::move(work)); }
    void script(std::string_view sql) override;

    /// Runs a statement of the transaction machinery: not counted as work, never refused after a failure.
    void control(std::string_view sql);

    /// Forgets the failure of the previous job. After a failed statement everything else in the same job fails too,
    /// as it does in PostgreSQL: an action must not commit half of what it meant.
    void begin_job() { failed_ = false; }
    bool failed() const { return failed_; }

    /// How much waits for the commit; forget_before_commit() drops what came after this many.
    std::size_t before_commit_count() const { return before_commit_.size(); }
    void forget_before_commit(std::size_t kept) { before_commit_.resize(kept); }
    void run_before_commit();

    /// False when SQLite rolled back by itself (disk full, I/O error).
    bool in_transaction() const;
    /// Whether a deferred foreign key is violated at this point.
    bool has_unresolved_references() const;
    sqlite3* handle() const { return handle_; }

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    class Use;

    Statement prepare(std::string_view sql) const;
    enum class Text { of_both_engines, of_sqlite };
    std::int64_t run_text(std::string_view sql, Text text, std::span<const Param> params, FunctionRef<bool(const Row&)> on_row);
    [[noreturn]] void fail(int code);
    void bind_param(sqlite3_stmt* statement, int index, const Param& param);
    std::int64_t step_all(sqlite3_stmt* statement, FunctionRef<bool(const Row&)> on_row);

    sqlite3* handle_ = nullptr;
    bool failed_ = false;
    SqliteRows rows_;
    std::vector<std::function<void(Connection&)>> before_commit_;
    StatementCache<Statement> cache_;
};

}  // namespace klicnik::db
