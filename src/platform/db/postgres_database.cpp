#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "platform/db/engines.hpp"
#include "platform/db/postgres_connection.hpp"

namespace klicnik::db {

namespace {

constexpr int retries_of_a_write = 5;

// Reads: one snapshot for all statements. Writes: read committed, because every write of the program ends in the same
// few rows (the head of the audit chain); a stricter level would turn each such meeting into a failure and a retry,
// this one waits. The price: a decision about rows that the action does not change must first write to their parent
// row (`UPDATE … SET version = version + 1`), which locks it in PostgreSQL and costs nothing in SQLite.
constexpr const char* begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* begin_write = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Sessions lent to one thread at a time, opened when first needed and thrown away when broken.
class SessionPool {
  public:
    explicit SessionPool(const Options& options)
        : target_(options.postgres), commit_deadline_(options.commit_deadline), places_free_(std::max(options.readers, 1)) {}

    /// A session that has just answered `begin`. A session that died while it lay idle is replaced once per call;
    /// nothing of the caller has run by then.
    std::unique_ptr<PostgresConnection> borrow(const char* begin) {
        std::unique_ptr<PostgresConnection> session = take_place();
        try {
            if (session != nullptr) {
                try {
                    session->begin(begin);
                    return session;
                } catch (const Error&) {
                    session.reset();
                }
            }
            session = std::make_unique<PostgresConnection>(target_, commit_deadline_);
            session->begin(begin);
            return session;
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }

    void give_back(std::unique_ptr<PostgresConnection> session) {
        {
            const std::lock_guard lock(mutex_);
            ++places_free_;
            if (session != nullptr && session->usable()) idle_.push_back(std::move(session));
        }
        returned_.notify_one();
    }

  private:
    std::unique_ptr<PostgresConnection> take_place() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return places_free_ > 0; });
        --places_free_;
        if (idle_.empty()) return nullptr;
        auto session = std::move(idle_.back());
        idle_.pop_back();
        return session;
    }

    std::string target_;
    std::chrono::milliseconds commit_deadline_;
    int places_free_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

class SessionLoan {
  public:
    SessionLoan(SessionPool& pool, const char* begin) : pool_(pool), session_(pool.borrow(begin)) {}
    ~SessionLoan() {
        session_->roll_back();
        pool_.give_back(std::move(session_));
    }
    SessionLoan(const SessionLoan&) = delete;
    SessionLoan& operator=(const SessionLoan&) = delete;

    PostgresConnection& session() { return *session_; }

  private:
    SessionPool& pool_;
    std::unique_ptr<PostgresConnection> session_;
};

/// Waits a random part of 5, 10, 20 … ms, so that those who collided do not meet again.
void wait_before_retry(int attempt) {
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<int> micros(0, 5000 << attempt);
    std::this_thread::sleep_for(std::chrono::microseconds(micros(random)));
}

class PostgresDatabase final : public Database {
  public:
    explicit PostgresDatabase(const Options& options)
        : readers_(options), writers_(options) {
        SessionLoan(writers_, begin_write);  // tells at once when the server cannot be reached
    }

    Engine engine() const override { return Engine::postgres; }

    void read(FunctionRef<void(Connection&)> work) override {
        InsideDatabase::refuse_nesting(*this);
        const InsideDatabase inside(*this);
        SessionLoan loan(readers_, begin_read);
        work(loan.session());
    }

    void write(FunctionRef<Outcome(Connection&)> work, Promise) override {
        InsideDatabase::refuse_nesting(*this);
        const InsideDatabase inside(*this);
        for (int attempt = 0;; ++attempt) {
            try {
                SessionLoan loan(writers_, begin_write);
                if (work(loan.session()) == Outcome::commit) loan.session().commit();
                return;
            } catch (const Error& error) {
                if (error.cause != ErrorCause::serialization || attempt == retries_of_a_write) throw;
            }
            wait_before_retry(attempt);
        }
    }

    void backup(const std::filesystem::path&) override {
        throw Error(ErrorCause::other, "PostgreSQL does not write its own files for others");
    }

    void checkpoint() override {}

  private:
    SessionPool readers_;
    SessionPool writers_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) { return std::make_unique<PostgresDatabase>(options); }

}  // namespace klicnik::db
