#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "platform/db/sqlite_connection.hpp"

namespace klicnik::db {

/// The one thread that writes. It takes everything that is queued into one transaction, so that one fsync serves many
/// callers; each job has a savepoint, so that one failure takes back only its own changes. It also makes all
/// checkpoints: SQLite before 3.51.3 can corrupt a file when a checkpoint of one connection meets a commit of another.
class SqliteWriter {
  public:
    SqliteWriter(const Database& owner, const std::filesystem::path& file, Durability durability);
    /// Finishes what is queued, folds the write-ahead log into the file and closes the connection.
    ~SqliteWriter();
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    void write(FunctionRef<Outcome(Connection&)> work, Promise promise = Promise::durable);
    void checkpoint();

  private:
    struct Job {
        const FunctionRef<Outcome(Connection&)>* work = nullptr;  ///< none: a checkpoint
        Promise promise = Promise::durable;
        std::exception_ptr error{};
        bool done = false;
        std::condition_variable finished{};
    };

    void submit(Job& job);
    void loop();
    void gather(std::unique_lock<std::mutex>& lock);
    void take_batch(std::vector<Job*>& batch);
    void run_batch(std::span<Job* const> batch);
    void run_alone(Job& job);
    void run_each_alone(std::span<Job* const> batch);
    bool finish_transaction();
    bool run_in_savepoint(Job& job);
    bool do_work(Job& job);
    void commit(std::span<Job* const> batch);
    static void fail_all(std::span<Job* const> batch, ErrorCause cause, const char* message);
    void roll_back();
    void fold_log(int mode);

    void choose_sync(std::span<Job* const> batch);

    const Database& owner_;
    const Durability durability_;
    SqliteConnection connection_;
    Promise promise_ = Promise::durable;  ///< what the connection does now
    int frames_ = 0;  ///< pages in the write-ahead log, told by SQLite after each commit
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job*> queue_;
    std::size_t expected_ = 0;  ///< callers of the batch before, who mostly come again
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace klicnik::db
