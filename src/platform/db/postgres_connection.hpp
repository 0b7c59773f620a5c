#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.hpp"
#include "platform/db/statement_cache.hpp"

struct pg_conn;
struct pg_result;

namespace klicnik::db {

/// One PostgreSQL session, used by one thread at a time. Parameters and results travel as text: the server infers the
/// types, and sum() of a bigint, which is numeric there, needs no code of its own here.
class PostgresConnection final : public Connection {
  public:
    /// Throws Error{connection}. `target` is a URI or a libpq connection string.
    PostgresConnection(const std::string& target, std::chrono::milliseconds commit_deadline);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    Engine engine() const override { return Engine::postgres; }
    /// The whole result is fetched before the first row is handed out, so that a callback may run other statements.
    std::int64_t run(std::string_view sql, std::span<const Param> params,
                     FunctionRef<bool(const Row&)> on_row) override;
    std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns, NextRow next) override;
    void before_commit(std::function<void(Connection&)> work) override { work(*this); }  // transactions are not shared here
    void script(std::string_view sql) override;

    void begin(const char* sql);
    /// Throws Error{unknown_outcome} when nobody can tell whether the commit happened, or whether it is replicated.
    void commit();
    /// Never throws: a session that cannot roll back is thrown away by whoever asks usable().
    void roll_back() noexcept;

    bool failed() const { return failed_; }
    /// Whether the session is alive and outside of any transaction.
    bool usable() const;

  private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, Clear>;

    const std::string& prepared(std::string_view sql);
    void refuse_after_failure() const;
    [[noreturn]] void fail(const pg_result* result);
    void require_success(const Result& result);
    Result wait_for_commit();
    void send_copy(std::string& buffer);
    void copy_rows(std::size_t columns, NextRow next, std::int64_t& count);
    void finish_copy(const char* refusal);

    pg_conn* connection_ = nullptr;
    std::chrono::milliseconds commit_deadline_;
    bool failed_ = false;
    bool unreplicated_ = false;  ///< the server gave up waiting for its standby
    std::uint64_t next_name_ = 0;
    StatementCache<std::string> cache_;  ///< server-side names by text
    std::string texts_;                  ///< parameters of the current call, each with its terminating zero
    std::vector<const char*> values_;
};

}  // namespace klicnik::db
