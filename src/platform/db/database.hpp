#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace klicnik::db {

enum class Durability {
    full,    ///< an acknowledged write survives a power cut (fsync per group commit); the default
    normal,  ///< survives a process kill only; may lose the last commits at a power cut
};

struct Options {
    std::filesystem::path sqlite_file;  ///< used when `postgres` is empty
    std::string postgres;               ///< "postgres://…" or a libpq connection string
    int readers = 4;                    ///< concurrent readers
    Durability durability = Durability::full;
    /// PostgreSQL: how long to wait for the answer to a commit before its outcome counts as unknown.
    std::chrono::milliseconds commit_deadline{30'000};
};

enum class Outcome { commit, roll_back };

/// What the return of a write promises.
enum class Promise {
    durable,        ///< it survives a power cut
    before_others,  ///< it survives a power cut once any later durable write has returned: one step of many that count together
};

/// SQLite: one writer thread with group commit (everything queued goes into one transaction, each job in its savepoint)
/// and read-only connections beside it. PostgreSQL: a pool. Both behave the same to the caller.
class Database {
  public:
    /// Throws Error when the database cannot be opened or another process owns the SQLite file (lock file beside it).
    static std::unique_ptr<Database> open(const Options& options);
    virtual ~Database() = default;
    virtual Engine engine() const = 0;

    /// Runs `work` on one consistent snapshot. May be called from any thread; blocks while all readers are busy.
    virtual void read(FunctionRef<void(Connection&)> work) = 0;

    /// Runs `work` in a write transaction and returns after the commit is as durable as promised. `work` may be run again after a
    /// deadlock or serialization failure, so it must have no effect outside the connection. When it throws, or returns
    /// roll_back, nothing of it remains. A commit whose outcome is unknown throws Error{unknown_outcome} and is not
    /// repeated.
    virtual void write(FunctionRef<Outcome(Connection&)> work, Promise promise = Promise::durable) = 0;

    /// A consistent copy into `target`, a file that must not exist (SQLite: VACUUM INTO, checked and fsynced).
    /// PostgreSQL: throws; its rows are copied by copy_all_rows().
    virtual void backup(const std::filesystem::path& target) = 0;

    /// Releases memory and folds the write-ahead log into the file; called on shutdown and from time to time.
    virtual void checkpoint() = 0;
};

}  // namespace klicnik::db
