#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <vector>

#include "platform/db/engines.hpp"
#include "platform/db/file_lock.hpp"
#include "platform/db/sqlite_connection.hpp"
#include "platform/db/sqlite_writer.hpp"

namespace klicnik::db {

namespace {

/// Only the owner may read the file; SQLite gives its side files the same rights.
void create_private_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw Error(ErrorCause::connection, "cannot open " + file.string() + ": " + std::generic_category().message(errno));
    }
    ::close(descriptor);
}

void require_sound(Connection& connection, std::string_view check, const std::filesystem::path& file) {
    const auto answer = connection.text(check);
    if (answer != "ok") {
        throw Error(ErrorCause::other, "the database " + file.string() + " is damaged: " + answer.value_or(""));
    }
}

/// A backup that fills the disk would stop the writers as well.
void require_room(const std::filesystem::path& folder, std::uintmax_t needed) {
    std::error_code unknown;
    const auto space = std::filesystem::space(folder, unknown);
    if (!unknown && space.available < needed) {
        throw Error(ErrorCause::disk_full, "a backup of " + std::to_string(needed) + " bytes does not fit into " + folder.string());
    }
}

/// Read-only connections, lent to one thread at a time.
class ReaderPool {
  public:
    ReaderPool(const std::filesystem::path& file, int size) {
        for (int i = 0; i < std::max(size, 1); ++i) {
            free_.push_back(std::make_unique<SqliteConnection>(file, SqliteConnection::Access::read_only,
                                                               Durability::full));
        }
    }

    class Loan {
      public:
        explicit Loan(ReaderPool& pool) : pool_(pool) {
            std::unique_lock lock(pool_.mutex_);
            pool_.returned_.wait(lock, [&] { return !pool_.free_.empty(); });
            connection_ = std::move(pool_.free_.back());  // the warmest cache
            pool_.free_.pop_back();
        }
        ~Loan() {
            {
                const std::lock_guard lock(pool_.mutex_);
                pool_.free_.push_back(std::move(connection_));
            }
            pool_.returned_.notify_one();
        }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;

        SqliteConnection& connection() { return *connection_; }

      private:
        ReaderPool& pool_;
        std::unique_ptr<SqliteConnection> connection_;
    };

  private:
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteConnection>> free_;
};

class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(const Options& options)
        : file_(options.sqlite_file), lock_(file_.string() + ".lock") {
        create_private_file(file_);
        // The writer first: it makes the write-ahead log that read-only connections need to find.
        writer_.emplace(*this, file_, options.durability);
        readers_.emplace(file_, options.readers);
        if (lock_.previous() == FileLock::Previous::machine_lost) {
            read([&](Connection& connection) { require_sound(connection, "PRAGMA quick_check(1)", file_); });
        }
        lock_.mark_open();
        opened_ = true;
    }

    ~SqliteDatabase() override {
        readers_.reset();
        writer_.reset();
        if (opened_) lock_.mark_closed();
    }

    Engine engine() const override { return Engine::sqlite; }

    void read(FunctionRef<void(Connection&)> work) override {
        InsideDatabase::refuse_nesting(*this);
        const InsideDatabase inside(*this);
        ReaderPool::Loan loan(*readers_);
        SqliteConnection& connection = loan.connection();
        connection.begin_job();
        connection.control("BEGIN");
        try {
            work(connection);
        } catch (...) {
            end_snapshot(connection);
            throw;
        }
        end_snapshot(connection);
    }

    void write(FunctionRef<Outcome(Connection&)> work, Promise promise) override {
        InsideDatabase::refuse_nesting(*this);
        writer_->write(work, promise);
    }

    void backup(const std::filesystem::path& target) override {
        InsideDatabase::refuse_nesting(*this);
        if (std::filesystem::exists(target)) {
            throw Error(ErrorCause::other, "the target of a backup must not exist: " + target.string());
        }
        const std::filesystem::path folder = std::filesystem::absolute(target).parent_path();
        require_room(folder, std::filesystem::file_size(file_));
        std::filesystem::path unfinished = target;
        unfinished += ".unfinished";
        std::filesystem::remove(unfinished);
        try {
            write_copy(unfinished);
            sync_to_disk(unfinished);
            std::filesystem::rename(unfinished, target);
            sync_to_disk(folder);
        } catch (...) {
            std::error_code ignored;
            std::filesystem::remove(unfinished, ignored);
            throw;
        }
    }

    void checkpoint() override {
        InsideDatabase::refuse_nesting(*this);
        writer_->checkpoint();
    }

  private:
    static void end_snapshot(SqliteConnection& connection) {
        if (connection.in_transaction()) connection.control("COMMIT");
    }

    /// A connection of its own, so that neither readers nor the writer wait for the copy.
    void write_copy(const std::filesystem::path& target) const {
        create_private_file(target);
        {
            SqliteConnection source(file_, SqliteConnection::Access::read_only, Durability::full);
            source.exec("VACUUM INTO $1", target.string());
        }
        SqliteConnection copy(target, SqliteConnection::Access::read_only, Durability::full);
        require_sound(copy, "PRAGMA integrity_check(1)", target);
    }

    std::filesystem::path file_;
    FileLock lock_;
    std::optional<SqliteWriter> writer_;
    std::optional<ReaderPool> readers_;
    bool opened_ = false;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const Options& options) {
    // Counting every allocation takes a lock that all connections share; nobody reads the count.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // What a savepoint would need to be taken back stays in memory up to this size: the pages that one new client touches.
    // The default of 64 kB sent every record through a temporary file. It must stay below 128 kB, the most that SQLite hands
    // to a file at once: it fails with "disk full" when it moves a larger piece there.
    static const int in_memory = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 31 * (4096 + 4));
    (void)uncounted;
    (void)in_memory;
    return std::make_unique<SqliteDatabase>(options);
}

}  // namespace klicnik::db
