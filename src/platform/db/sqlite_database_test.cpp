// What only the embedded engine has: one owner, one writer thread, a write-ahead log, backups.

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/db/database.hpp"
#include "tests/support/databases.hpp"

namespace klicnik::db {
namespace {

class SqliteFile : public ::testing::Test {
  protected:
    SqliteFile() {
        options_.sqlite_file = folder_.path() / "firm.sqlite";
        options_.durability = Durability::normal;
    }

    std::unique_ptr<Database> open() const { return Database::open(options_); }

    static void fill(Database& database, int rows) {
        database.write([&](Connection& connection) {
            connection.script("CREATE TABLE IF NOT EXISTS item (number INTEGER NOT NULL, body TEXT) STRICT");
            constexpr std::string_view columns[] = {"number", "body"};
            const std::string body(500, 'x');
            int made = 0;
            connection.bulk_insert("item", columns, [&](std::span<Param> values) {
                values[0] = std::int64_t{made};
                values[1] = std::string_view(body);
                return made++ < rows;
            });
            return Outcome::commit;
        });
    }

    static std::int64_t rows_of(Database& database) {
        std::int64_t rows = 0;
        database.read([&](Connection& connection) { rows = connection.integer("SELECT count(*) FROM item").value(); });
        return rows;
    }

    std::string lock_text() const {
        std::ifstream file(options_.sqlite_file.string() + ".lock");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    test::TemporaryFolder folder_;
    Options options_;
};

TEST_F(SqliteFile, a_second_owner_is_refused_with_the_number_of_the_first) {
    const auto database = open();
    try {
        open();
        FAIL() << "two owners";
    } catch (const Error& error) {
        EXPECT_EQ(error.cause, ErrorCause::busy);
        EXPECT_NE(std::string(error.what()).find("process " + std::to_string(::getpid())), std::string::npos);
    }
}

using SqliteFileDeathTest = SqliteFile;

TEST_F(SqliteFileDeathTest, another_process_is_refused) {
    const auto database = open();
    EXPECT_EXIT(
        {
            try {
                open();
            } catch (const Error& error) {
                std::fprintf(stderr, "%s\n", error.what());
                ::_exit(7);
            }
            ::_exit(0);
        },
        ::testing::ExitedWithCode(7), "another process owns the database");
}

TEST_F(SqliteFile, the_lock_tells_whether_the_last_owner_closed_in_order) {
    auto database = open();
    EXPECT_NE(lock_text().find("\nopen "), std::string::npos);
    database.reset();
    EXPECT_NE(lock_text().find("\nclosed\n"), std::string::npos);
    EXPECT_NO_THROW(open());
}

TEST_F(SqliteFile, damage_is_noticed_after_the_machine_went_down) {
    auto database = open();
    fill(*database, 2000);
    database.reset();
    {
        std::fstream file(options_.sqlite_file, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 20);
        file << std::string(4096 * 10, '\x5A');
    }
    EXPECT_NO_THROW(open()) << "closed in order: not checked";
    std::ofstream(options_.sqlite_file.string() + ".lock") << "process 1\nopen of-an-earlier-start\n";
    EXPECT_THROW(open(), Error);
    EXPECT_THROW(open(), Error) << "a refused opening must not count as an orderly close";
}

TEST_F(SqliteFile, only_the_owner_may_read_the_files) {
    const auto database = open();
    fill(*database, 1);
    using std::filesystem::perms;
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
        const auto rights = std::filesystem::status(options_.sqlite_file.string() + suffix).permissions();
        EXPECT_EQ(rights & (perms::group_all | perms::others_all), perms::none) << suffix;
    }
}

TEST_F(SqliteFile, a_backup_is_complete_private_and_stands_alone) {
    const auto database = open();
    fill(*database, 1000);
    const auto copy = folder_.path() / "copy.sqlite";
    database->backup(copy);
    EXPECT_THROW(database->backup(copy), Error) << "an existing file is never overwritten";
    EXPECT_FALSE(std::filesystem::exists(copy.string() + ".unfinished"));
    EXPECT_EQ(std::filesystem::status(copy).permissions() & std::filesystem::perms::others_all,
              std::filesystem::perms::none);
    Options of_copy = options_;
    of_copy.sqlite_file = copy;
    const auto restored = Database::open(of_copy);
    EXPECT_EQ(rows_of(*restored), 1000);
}

TEST_F(SqliteFile, a_backup_is_one_moment_while_writers_go_on) {
    const auto database = open();
    fill(*database, 5000);
    std::atomic<bool> done = false;
    std::thread writer([&] {
        while (!done) fill(*database, 10);
    });
    database->backup(folder_.path() / "copy.sqlite");
    done = true;
    writer.join();
    Options of_copy = options_;
    of_copy.sqlite_file = folder_.path() / "copy.sqlite";
    EXPECT_EQ(rows_of(*Database::open(of_copy)) % 10, 0);
}

TEST_F(SqliteFile, a_backup_into_a_missing_folder_fails_and_leaves_nothing) {
    const auto database = open();
    EXPECT_THROW(database->backup(folder_.path() / "missing" / "copy.sqlite"), Error);
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "missing"));
}

TEST_F(SqliteFile, a_checkpoint_empties_the_write_ahead_log) {
    const auto database = open();
    fill(*database, 100);
    const auto log = options_.sqlite_file.string() + "-wal";
    EXPECT_GT(std::filesystem::file_size(log), 0U);
    database->checkpoint();
    EXPECT_EQ(std::filesystem::file_size(log), 0U);
}

TEST_F(SqliteFile, the_write_ahead_log_stays_bounded_under_many_commits) {
    const auto database = open();
    for (int i = 0; i < 300; ++i) fill(*database, 100);
    EXPECT_LT(std::filesystem::file_size(options_.sqlite_file.string() + "-wal"), 64U << 20U);
    EXPECT_EQ(rows_of(*database), 30'000);
}

/// Runs `jobs` so that all of them wait in the queue before the first is taken, and tells which failed.
std::vector<ErrorCause> run_together(Database& database, const std::vector<std::function<void(Connection&)>>& jobs) {
    std::atomic<std::size_t> waiting = 0;
    std::atomic<bool> holding = false;
    std::vector<ErrorCause> causes(jobs.size(), ErrorCause::connection);
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        database.write([&](Connection&) {
            holding = true;
            while (waiting < jobs.size()) std::this_thread::yield();
            return Outcome::commit;
        });
    });
    while (!holding) std::this_thread::yield();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        threads.emplace_back([&, i] {
            ++waiting;
            try {
                database.write([&](Connection& connection) {
                    jobs[i](connection);
                    return Outcome::commit;
                });
                causes[i] = ErrorCause::busy;  // stands for success here
            } catch (const Error& error) {
                causes[i] = error.cause;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    return causes;
}

void insert_item(Connection& connection) { connection.exec("INSERT INTO item (number) VALUES (1)"); }

TEST_F(SqliteFile, a_job_that_loses_the_transaction_costs_the_others_nothing) {
    const auto database = open();
    fill(*database, 0);
    std::vector<std::function<void(Connection&)>> jobs(20, insert_item);
    jobs[10] = [](Connection& connection) {
        insert_item(connection);
        connection.script("ROLLBACK");
    };
    const auto causes = run_together(*database, jobs);
    EXPECT_EQ(causes[10], ErrorCause::other);
    EXPECT_EQ(std::count(causes.begin(), causes.end(), ErrorCause::busy), 19);
    EXPECT_EQ(rows_of(*database), 19);
}

TEST_F(SqliteFile, a_full_disk_fails_the_job_that_fills_it) {
    const auto database = open();
    fill(*database, 10);
    const auto pages = [&] {
        std::int64_t count = 0;
        database->read([&](Connection& connection) { count = connection.integer("PRAGMA page_count").value(); });
        return count;
    };
    const std::string limit = std::to_string(pages() + 10);
    std::vector<std::function<void(Connection&)>> jobs(5, insert_item);
    jobs[2] = [&](Connection& connection) {
        connection.integer("PRAGMA max_page_count = " + limit);
        const std::string body(100'000, 'x');
        connection.exec("INSERT INTO item (number, body) VALUES (2, $1)", body);
    };
    const auto causes = run_together(*database, jobs);
    EXPECT_EQ(causes[2], ErrorCause::disk_full);
    EXPECT_EQ(std::count(causes.begin(), causes.end(), ErrorCause::busy), 4);
    EXPECT_EQ(rows_of(*database), 14);
}

TEST_F(SqliteFile, what_waits_for_the_commit_is_done_for_all_but_those_that_failed) {
    const auto database = open();
    fill(*database, 0);
    const auto leave = [](Connection& connection, std::int64_t number) {
        connection.before_commit([number](Connection& later) { later.exec("INSERT INTO item (number) VALUES ($1)", number); });
    };
    std::vector<std::function<void(Connection&)>> jobs(6, [&](Connection& connection) { leave(connection, 7); });
    jobs[1] = [&](Connection& connection) {
        leave(connection, 8);
        throw Error(ErrorCause::check, "the job thinks better of it");
    };
    jobs[4] = [](Connection& connection) {
        connection.before_commit([](Connection& later) { later.exec("INSERT INTO item (number) VALUES (NULL)"); });
    };
    const auto causes = run_together(*database, jobs);
    EXPECT_EQ(causes[1], ErrorCause::check);
    EXPECT_EQ(causes[4], ErrorCause::not_null);
    EXPECT_EQ(std::count(causes.begin(), causes.end(), ErrorCause::busy), 4);
    database->read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM item WHERE number = 7"), 4);
        EXPECT_EQ(connection.integer("SELECT count(*) FROM item"), 4);
    });
}

TEST_F(SqliteFile, a_job_that_touched_much_is_taken_back_alone) {
    const auto database = open();
    fill(*database, 5'000);  // 2.5 MB: far more than is kept in memory for taking back
    const auto rewrite = [](Connection& connection) { connection.exec("UPDATE item SET number = number + 1, body = body || 'y'"); };
    std::vector<std::function<void(Connection&)>> jobs(3, rewrite);
    jobs[1] = [&](Connection& connection) {
        rewrite(connection);
        throw Error(ErrorCause::check, "the job thinks better of it");
    };
    const auto causes = run_together(*database, jobs);
    EXPECT_EQ(std::count(causes.begin(), causes.end(), ErrorCause::busy), 2);
    database->read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM item WHERE length(body) = 502"), 5'000);
        EXPECT_EQ(connection.integer("SELECT min(number) FROM item"), 2);
    });
}

TEST_F(SqliteFile, a_durable_write_syncs_and_a_step_leaves_that_to_the_next) {
    options_.durability = Durability::full;
    const auto database = open();
    const auto level_in = [&](Promise promise) {
        std::int64_t level = -1;
        database->write([&](Connection& connection) {
            level = connection.integer("PRAGMA synchronous").value();
            return Outcome::commit;
        }, promise);
        return level;
    };
    constexpr std::int64_t at_checkpoints = 1;
    constexpr std::int64_t at_commits = 2;
    EXPECT_EQ(level_in(Promise::durable), at_commits);
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(level_in(Promise::before_others), at_checkpoints);
        EXPECT_EQ(level_in(Promise::durable), at_commits);
    }
}

TEST_F(SqliteFile, an_exception_while_rows_are_given_comes_out_as_it_was) {
    const auto database = open();
    fill(*database, 0);
    constexpr std::string_view columns[] = {"number", "body"};
    EXPECT_THROW(database->write([&](Connection& connection) {
        int given = 0;
        connection.bulk_insert("item", columns, [&](std::span<Param> values) {
            values[0] = std::int64_t{given};
            if (++given == 10) throw std::out_of_range("the file ended early");
            return true;
        });
        return Outcome::commit;
    }), std::out_of_range);
    EXPECT_EQ(rows_of(*database), 0);
    fill(*database, 3);
    EXPECT_EQ(rows_of(*database), 3);
}

TEST_F(SqliteFileDeathTest, what_was_confirmed_survives_a_kill) {
    options_.durability = Durability::full;
    fill(*open(), 0);
    for (int round = 0; round < 5; ++round) {
        int channel[2];
        ASSERT_EQ(::pipe(channel), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto database = open();
            for (std::int64_t number = 0;; ++number) {
                database->write([&](Connection& connection) {
                    connection.exec("INSERT INTO item (number) VALUES ($1)", number);
                    return Outcome::commit;
                });
                if (::write(channel[1], &number, sizeof number) != sizeof number) ::_exit(1);
            }
        }
        ::close(channel[1]);
        std::int64_t confirmed = -1;
        while (confirmed < 50 + round * 37) ASSERT_EQ(::read(channel[0], &confirmed, sizeof confirmed), 8);
        ::kill(child, SIGKILL);
        while (::read(channel[0], &confirmed, sizeof confirmed) == sizeof confirmed) {
        }
        ::waitpid(child, nullptr, 0);
        ::close(channel[0]);
        EXPECT_NE(lock_text().find("\nopen "), std::string::npos);
        const auto database = open();
        EXPECT_GE(rows_of(*database), confirmed + 1);
        database->write([](Connection& connection) {
            connection.exec("DELETE FROM item");
            return Outcome::commit;
        });
    }
}

TEST_F(SqliteFile, a_folder_that_does_not_exist_is_a_clear_error) {
    options_.sqlite_file = folder_.path() / "missing" / "firm.sqlite";
    EXPECT_THROW(open(), Error);
}

}  // namespace
}  // namespace klicnik::db
