#include "platform/db/postgres_connection.hpp"

#include <poll.h>
#include <postgresql/libpq-fe.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "platform/db/postgres_values.hpp"
#include "platform/db/sql_text.hpp"

namespace klicnik::db {

namespace {

constexpr std::size_t postgres_statements_kept = 200;
constexpr std::size_t copy_chunk = 256 * 1024;

/// The server answers a commit with success and only warns when somebody cancelled its wait for the standby. The name
/// of the function is the same in every language of the server; the text is the fallback.
bool tells_of_missing_replication(const PGresult* notice) {
    const char* function = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);
    if (function != nullptr && std::strcmp(function, "SyncRepWaitForLSN") == 0) return true;
    const char* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    return message != nullptr && std::strstr(message, "synchronous replication") != nullptr;
}

void receive_notice(void* flag, const PGresult* notice) {
    if (tells_of_missing_replication(notice)) *static_cast<bool*>(flag) = true;
}

/// Defaults stand before the target, so that the operator's own choice wins.
pg_conn* connect_with_defaults(const std::string& target) {
    const char* const names[] = {"connect_timeout",      "tcp_user_timeout", "keepalives_idle",
                                 "keepalives_interval",  "keepalives_count", "application_name",
                                 "target_session_attrs", "dbname",           "client_encoding",
                                 nullptr};
    const char* const values[] = {"5", "10000", "10", "5", "3", "klicnik", "read-write", target.c_str(), "UTF8", nullptr};
    return PQconnectdbParams(names, values, /*expand_dbname=*/1);
}

std::string_view sqlstate_of(const PGresult* result) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state == nullptr ? std::string_view() : std::string_view(state);
}

/// The first line only: the detail quotes values of the row, which belong neither in a log nor in an answer.
std::string message_of(const PGresult* result, const pg_conn* connection) {
    const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return message != nullptr ? message : PQerrorMessage(connection);
}

}  // namespace

void PostgresConnection::Clear::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(const std::string& target, std::chrono::milliseconds commit_deadline)
    : connection_(connect_with_defaults(target)),
      commit_deadline_(commit_deadline),
      cache_(postgres_statements_kept) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        const std::string message = PQerrorMessage(connection_);
        PQfinish(connection_);
        throw Error(ErrorCause::connection, "cannot connect to PostgreSQL: " + message);
    }
    PQsetNoticeReceiver(connection_, receive_notice, &unreplicated_);
    try {
        const char* encoding = PQparameterStatus(connection_, "server_encoding");
        if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0) {
            throw Error(ErrorCause::connection, "the PostgreSQL database must have the encoding UTF8");
        }
        if (PQserverVersion(connection_) < 150000) {
            throw Error(ErrorCause::connection, "PostgreSQL 15 or newer is needed");
        }
        script("SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '5min'");
    } catch (...) {
        PQfinish(connection_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

bool PostgresConnection::usable() const {
    return PQstatus(connection_) == CONNECTION_OK && PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

void PostgresConnection::refuse_after_failure() const {
    if (failed_) throw Error(ErrorCause::other, "a statement after a failed one in the same transaction");
}

void PostgresConnection::fail(const pg_result* result) {
    failed_ = true;
    throw Error(cause_of_sqlstate(sqlstate_of(result)), message_of(result, connection_));
}

void PostgresConnection::require_success(const Result& result) {
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get());
}

/// The server-side name of the statement, prepared when it is new to this session.
const std::string& PostgresConnection::prepared(std::string_view sql) {
    if (const auto* known = cache_.find(sql)) return known->statement;
#ifndef NDEBUG
    refuse_nonportable(sql);
#endif
    std::string name = "s" + std::to_string(++next_name_);
    require_success(Result(PQprepare(connection_, name.c_str(), std::string(sql).c_str(), 0, nullptr)));
    std::string evicted;
    const auto* entry = cache_.add(sql, std::move(name), evicted);
    if (!evicted.empty()) Result(PQexec(connection_, ("DEALLOCATE " + evicted).c_str()));
    return entry->statement;
}

std::int64_t PostgresConnection::run(std::string_view sql, std::span<const Param> params,
                                     FunctionRef<bool(const Row&)> on_row) {
    refuse_after_failure();
    Result result;
    try {
        const std::string& name = prepared(sql);
        texts_.clear();
        std::vector<std::size_t> starts(params.size());
        for (std::size_t i = 0; i < params.size(); ++i) {
            starts[i] = texts_.size();
            append_value(params[i], texts_);
            texts_ += '\0';
        }
        values_.resize(params.size());
        for (std::size_t i = 0; i < params.size(); ++i) {
            const bool null = std::holds_alternative<std::monostate>(params[i]);
            values_[i] = null ? nullptr : texts_.data() + starts[i];
        }
        result.reset(PQexecPrepared(connection_, name.c_str(), static_cast<int>(params.size()), values_.data(), nullptr,
                                    nullptr, 0));
        if (const auto state = sqlstate_of(result.get()); state == "0A000" || state == "26000") cache_.remove(sql);
        require_success(result);
        PostgresRow row(result.get());
        const int rows = PQntuples(result.get());
        for (int i = 0; i < rows; ++i) {
            row.move_to(i);
            if (!on_row(row)) break;
        }
    } catch (const Error&) {
        failed_ = true;
        throw;
    }
    // For a SELECT the server counts the rows it returned, which are no changes.
    const std::string_view tag = PQcmdStatus(result.get());
    if (tag.starts_with("SELECT")) return 0;
    return std::strtoll(PQcmdTuples(result.get()), nullptr, 10);
}

std::int64_t PostgresConnection::bulk_insert(std::string_view table, std::span<const std::string_view> columns,
                                             NextRow next) {
    refuse_after_failure();
    const std::string sql = "COPY " + column_list(table, columns.data(), columns.size()) + " FROM STDIN";
    const Result start(PQexec(connection_, sql.c_str()));
    if (PQresultStatus(start.get()) != PGRES_COPY_IN) fail(start.get());
    std::int64_t count = 0;
    try {
        copy_rows(columns.size(), next, count);
    } catch (...) {
        try {
            finish_copy("the sender gave up");
        } catch (const Error&) {
            // Expected: the server confirms that the copy was refused.
        }
        failed_ = true;
        throw;
    }
    finish_copy(nullptr);
    return count;
}

void PostgresConnection::copy_rows(std::size_t columns, NextRow next, std::int64_t& count) {
    std::vector<Param> values(columns);
    std::string buffer;
    buffer.reserve(copy_chunk + 4096);
    while (next(values)) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i != 0) buffer += '\t';
            append_copy_field(values[i], buffer);
        }
        buffer += '\n';
        ++count;
        if (buffer.size() >= copy_chunk) send_copy(buffer);
    }
    send_copy(buffer);
}

void PostgresConnection::send_copy(std::string& buffer) {
    if (buffer.empty()) return;
    if (PQputCopyData(connection_, buffer.data(), static_cast<int>(buffer.size())) != 1) fail(nullptr);
    buffer.clear();
}

/// Ends the copy, by force when `refusal` says why, and throws the server's verdict.
void PostgresConnection::finish_copy(const char* refusal) {
    PQputCopyEnd(connection_, refusal);
    Result verdict;
    while (pg_result* next = PQgetResult(connection_)) {
        Result result(next);
        if (PQresultStatus(next) != PGRES_COMMAND_OK && verdict == nullptr) verdict = std::move(result);
    }
    if (verdict != nullptr) fail(verdict.get());
    if (PQstatus(connection_) != CONNECTION_OK) fail(nullptr);
}

void PostgresConnection::script(std::string_view sql) {
    refuse_after_failure();
    require_success(Result(PQexec(connection_, std::string(sql).c_str())));
}

void PostgresConnection::begin(const char* sql) {
    failed_ = false;
    require_success(Result(PQexec(connection_, sql)));
}

/// Waits for the answer to COMMIT, but not for ever. It is never cancelled: a cancelled wait for the standby would
/// come back as a success.
PostgresConnection::Result PostgresConnection::wait_for_commit() {
    const auto until = std::chrono::steady_clock::now() + commit_deadline_;
    while (PQisBusy(connection_) != 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd socket{PQsocket(connection_), POLLIN, 0};
        const int ready = left.count() <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || PQconsumeInput(connection_) == 0) return nullptr;
    }
    Result first(PQgetResult(connection_));
    while (pg_result* more = PQgetResult(connection_)) PQclear(more);
    return first;
}

void PostgresConnection::commit() {
    if (failed_) throw Error(ErrorCause::other, "a job may not commit after a failed statement");
    unreplicated_ = false;
    if (PQsendQuery(connection_, "COMMIT") == 0) {
        throw Error(ErrorCause::unknown_outcome, "the connection was lost while committing");
    }
    const Result result = wait_for_commit();
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
        if (unreplicated_) throw Error(ErrorCause::unknown_outcome, "the commit is not confirmed by a standby");
        // The server answers the commit of a failed transaction with ROLLBACK and no error.
        if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") != 0) {
            throw Error(ErrorCause::other, "the transaction was rolled back by the server");
        }
        return;
    }
    const auto cause = cause_of_sqlstate(sqlstate_of(result.get()));
    if (result == nullptr || cause == ErrorCause::connection || PQstatus(connection_) != CONNECTION_OK) {
        throw Error(ErrorCause::unknown_outcome, "the connection was lost while committing");
    }
    fail(result.get());
}

void PostgresConnection::roll_back() noexcept {
    // A session that still waits for the answer to its commit is left alone: asking it would wait as well.
    const auto status = PQtransactionStatus(connection_);
    if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR) {
        const Result ignored(PQexec(connection_, "ROLLBACK"));
    }
    failed_ = false;
}

}  // namespace klicnik::db
