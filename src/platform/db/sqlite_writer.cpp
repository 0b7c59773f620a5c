#include "platform/db/sqlite_writer.hpp"

#include <sqlite3.h>

#include <chrono>

#include "platform/db/engines.hpp"

namespace klicnik::db {

namespace {

constexpr std::size_t jobs_per_transaction = 256;
constexpr int frames_for_passive_fold = 2000;     // 8 MB of 4 KiB pages
constexpr int frames_for_fold_of_steps = 12000;    // 48 MB: nobody waits for the log of a long import to become short
constexpr int frames_for_truncating_fold = 16000;  // 64 MB: readers kept the log from starting over
constexpr std::chrono::seconds idle_before_fold(2);
/// Who was just answered comes back soon: shorter than an fsync, which the latecomers would need for themselves.
constexpr std::chrono::microseconds longest_gathering(1500);

}  // namespace

SqliteWriter::SqliteWriter(const Database& owner, const std::filesystem::path& file, Durability durability)
    : owner_(owner), durability_(durability), connection_(file, SqliteConnection::Access::read_write, durability) {
    sqlite3_wal_hook(
        connection_.handle(),
        [](void* self, sqlite3*, const char*, int frames) {
            static_cast<SqliteWriter*>(self)->frames_ = frames;
            return SQLITE_OK;
        },
        this);
    thread_ = std::thread([this] { loop(); });
}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void SqliteWriter::write(FunctionRef<Outcome(Connection&)> work, Promise promise) {
    Job job;
    job.work = &work;
    job.promise = promise;
    submit(job);
}

void SqliteWriter::checkpoint() {
    Job job;
    submit(job);
}

void SqliteWriter::submit(Job& job) {
    {
        std::unique_lock lock(mutex_);
        if (stopping_) throw Error(ErrorCause::connection, "the database is being closed");
        queue_.push_back(&job);
        if (queue_.size() == 1 || queue_.size() >= expected_) wake_.notify_one();
        job.finished.wait(lock, [&] { return job.done; });
    }
    if (job.error) std::rethrow_exception(job.error);
}

void SqliteWriter::loop() {
    std::vector<Job*> batch;
    std::unique_lock lock(mutex_);
    const auto has_something = [&] { return stopping_ || !queue_.empty(); };
    while (true) {
        if (frames_ > 0) {
            wake_.wait_for(lock, idle_before_fold, has_something);
        } else {
            wake_.wait(lock, has_something);
        }
        if (queue_.empty() && stopping_) break;
        gather(lock);
        take_batch(batch);
        lock.unlock();
        if (batch.empty()) {
            fold_log(SQLITE_CHECKPOINT_TRUNCATE);
            frames_ = 0;  // When a reader prevented it, the next commit tells the number again.
        } else {
            run_batch(batch);
        }
        lock.lock();
        for (Job* job : batch) {
            job->done = true;
            job->finished.notify_one();
        }
        if (frames_ >= (promise_ == Promise::durable ? frames_for_passive_fold : frames_for_fold_of_steps)) {
            // Nobody waits for this: the jobs are answered already.
            lock.unlock();
            fold_log(frames_ >= frames_for_truncating_fold ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE);
            lock.lock();
        }
    }
    lock.unlock();
    fold_log(SQLITE_CHECKPOINT_TRUNCATE);
}

/// Several callers wait for each commit: then one commit for all of them is worth the moment until they are here again.
void SqliteWriter::gather(std::unique_lock<std::mutex>& lock) {
    if (queue_.empty() || expected_ < 2) return;
    wake_.wait_for(lock, longest_gathering, [&] { return stopping_ || queue_.size() >= expected_; });
}

/// The log is written in order, so that a durable commit makes everything before it durable.
void SqliteWriter::choose_sync(std::span<Job* const> batch) {
    Promise wanted = Promise::before_others;
    for (const Job* job : batch) {
        if (job->promise == Promise::durable) wanted = Promise::durable;
    }
    if (wanted == promise_ || durability_ != Durability::full) return;
    // As a script: a pragma works while it is prepared, so a kept statement of it would do nothing.
    connection_.script(wanted == Promise::durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    promise_ = wanted;
}

/// A checkpoint stands alone, as it cannot run inside a transaction.
void SqliteWriter::take_batch(std::vector<Job*>& batch) {
    batch.clear();
    while (!queue_.empty() && batch.size() < jobs_per_transaction) {
        Job* job = queue_.front();
        if (job->work == nullptr && !batch.empty()) break;
        queue_.pop_front();
        batch.push_back(job);
        if (job->work == nullptr) break;
    }
    expected_ = batch.size();
}

void SqliteWriter::run_batch(std::span<Job* const> batch) {
    if (batch.size() == 1) {
        run_alone(*batch[0]);
        return;
    }
    try {
        connection_.begin_job();
        choose_sync(batch);
        connection_.control("BEGIN IMMEDIATE");
    } catch (const Error& error) {
        fail_all(batch, error.cause, error.what());
        return;
    }
    for (Job* guilty : batch) {
        if (run_in_savepoint(*guilty)) continue;
        // The transaction is gone with the work of the others, who did nothing wrong: each gets one of its own.
        run_each_alone(batch);
        return;
    }
    if (!finish_transaction()) {
        run_each_alone(batch);
        return;
    }
    commit(batch);
}

void SqliteWriter::run_each_alone(std::span<Job* const> batch) {
    roll_back();
    for (Job* job : batch) {
        if (!job->error) run_alone(*job);
    }
}

/// What the jobs left for the end, together. False when it failed: then each job is to find out whether it is its own.
bool SqliteWriter::finish_transaction() {
    try {
        connection_.begin_job();
        connection_.run_before_commit();
        return true;
    } catch (const Error&) {
        return false;
    }
}

void SqliteWriter::run_alone(Job& job) {
    if (job.work == nullptr) {
        fold_log(SQLITE_CHECKPOINT_TRUNCATE);
        return;
    }
    Job* const self = &job;
    try {
        connection_.begin_job();
        choose_sync({&self, 1});
        connection_.control("BEGIN IMMEDIATE");
        if (!do_work(job)) {
            roll_back();
            return;
        }
        connection_.run_before_commit();
    } catch (...) {
        job.error = std::current_exception();
        roll_back();
        return;
    }
    commit({&self, 1});
}

/// False when SQLite took back the whole transaction. The job then carries its error.
bool SqliteWriter::run_in_savepoint(Job& job) {
    bool keep = false;
    const std::size_t left_before = connection_.before_commit_count();
    try {
        connection_.begin_job();
        connection_.control("SAVEPOINT job");
        keep = do_work(job);
    } catch (...) {
        job.error = std::current_exception();
    }
    if (!connection_.in_transaction()) return false;
    try {
        if (!keep) {
            connection_.forget_before_commit(left_before);
            connection_.control("ROLLBACK TO job");
        }
        connection_.control("RELEASE job");
    } catch (...) {
        job.error = std::current_exception();
        return false;
    }
    return true;
}

/// Whether the job's changes are to be kept.
bool SqliteWriter::do_work(Job& job) {
    const InsideDatabase inside(owner_);
    if ((*job.work)(connection_) == Outcome::roll_back) return false;
    if (connection_.failed()) throw Error(ErrorCause::other, "a job may not commit after a failed statement");
    if (!connection_.in_transaction()) throw Error(ErrorCause::other, "the transaction was lost");
    if (connection_.has_unresolved_references()) {
        throw Error(ErrorCause::foreign_key, "a deferred foreign key is violated");
    }
    return true;
}

void SqliteWriter::commit(std::span<Job* const> batch) {
    try {
        connection_.control("COMMIT");
    } catch (const Error& error) {
        roll_back();
        // After an I/O error the frames may be in the log nevertheless and come back after a crash: nobody knows.
        const auto cause = error.cause == ErrorCause::other ? ErrorCause::unknown_outcome : error.cause;
        fail_all(batch, cause, error.what());
    }
}

/// Each job gets an exception object of its own, because each is rethrown in another thread.
void SqliteWriter::fail_all(std::span<Job* const> batch, ErrorCause cause, const char* message) {
    for (Job* job : batch) {
        if (!job->error) job->error = std::make_exception_ptr(Error(cause, message));
    }
}

void SqliteWriter::roll_back() {
    connection_.forget_before_commit(0);
    try {
        if (connection_.in_transaction()) connection_.control("ROLLBACK");
    } catch (const Error&) {
        // A rollback fails only when nothing is left to roll back.
    }
}

void SqliteWriter::fold_log(int mode) {
    // A truncating fold waits for readers; they are short, and commits wait with it, so it must not wait long.
    sqlite3_busy_timeout(connection_.handle(), 100);
    sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.handle(), 5000);
    if (mode == SQLITE_CHECKPOINT_TRUNCATE) sqlite3_db_release_memory(connection_.handle());
}

}  // namespace klicnik::db
