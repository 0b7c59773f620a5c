// What every engine promises about transactions, threads and bulk inserts. Each test runs on SQLite and on PostgreSQL.

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/database_contract.hpp"

namespace klicnik::db {
namespace {

class DatabaseTransactions : public DatabaseContract {};

KLICNIK_EACH_ENGINE(DatabaseTransactions);

// --- transactions -------------------------------------------------------------------------------------------------

TEST_P(DatabaseTransactions, an_exception_takes_everything_back_and_reaches_the_caller) {
    EXPECT_THROW(write([&](Connection& connection) {
        add_firm(connection, 1, "a");
        throw std::out_of_range("of the caller");
    }), std::out_of_range);
    EXPECT_EQ(count(), 0);
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTransactions, roll_back_takes_everything_back) {
    database().write([&](Connection& connection) {
        add_firm(connection, 1, "a");
        return Outcome::roll_back;
    });
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTransactions, what_was_written_is_read_at_once) {
    for (std::uint8_t i = 1; i <= 50; ++i) {
        write([&](Connection& connection) { add_firm(connection, i, "firm " + std::to_string(i)); });
        EXPECT_EQ(count(), i);
    }
}

TEST_P(DatabaseTransactions, a_read_sees_one_moment) {
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM firm"), 1);
        std::thread([&] { write([&](Connection& other) { add_firm(other, 2, "b"); }); }).join();
        EXPECT_EQ(connection.integer("SELECT count(*) FROM firm"), 1);
        EXPECT_EQ(connection.integer("SELECT sum(size) FROM firm"), 1);
    });
    EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTransactions, one_failing_writer_among_a_hundred_fails_alone) {
    std::atomic<int> arrived = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    std::atomic<bool> blocked = false;
    // The first job holds the writer until the others stand in the queue, so that they share a transaction.
    threads.emplace_back([&] {
        write([&](Connection&) {
            blocked = true;
            while (arrived < 100) std::this_thread::yield();
        });
    });
    while (!blocked) std::this_thread::yield();
    for (int i = 0; i < 100; ++i) {
        threads.emplace_back([&, i] {
            ++arrived;
            try {
                write([&](Connection& connection) {
                    connection.exec("INSERT INTO firm (id, name, size) VALUES ($1, $2, $3)",
                                    numbered(static_cast<std::uint8_t>(i)), "firm " + std::to_string(i), i == 50 ? -1 : 1);
                });
            } catch (const Error& error) {
                EXPECT_EQ(error.cause, ErrorCause::check);
                ++failed;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(count(), 99);
    EXPECT_EQ(count("SELECT count(*) FROM firm WHERE name = 'firm 50'"), 0);
}

TEST_P(DatabaseTransactions, concurrent_increments_lose_nothing) {
    write([&](Connection& connection) { add_firm(connection, 1, "a", 0); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 25; ++j) {
                write([&](Connection& connection) { connection.exec("UPDATE firm SET size = size + 1"); });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(count("SELECT size FROM firm"), 200);
}

TEST_P(DatabaseTransactions, a_deadlock_is_run_again_until_both_are_done) {
    write([&](Connection& connection) {
        add_firm(connection, 1, "a", 0);
        add_firm(connection, 2, "b", 0);
    });
    const auto add_in_order = [&](std::uint8_t first, std::uint8_t second) {
        for (int i = 0; i < 10; ++i) {
            write([&](Connection& connection) {
                connection.exec("UPDATE firm SET size = size + 1 WHERE id = $1", numbered(first));
                std::this_thread::yield();
                connection.exec("UPDATE firm SET size = size + 1 WHERE id = $1", numbered(second));
            });
        }
    };
    std::thread one([&] { add_in_order(1, 2); });
    std::thread two([&] { add_in_order(2, 1); });
    one.join();
    two.join();
    EXPECT_EQ(count("SELECT sum(size) FROM firm"), 40);
}

TEST_P(DatabaseTransactions, a_call_inside_another_is_refused_instead_of_hanging) {
    EXPECT_THROW(database().read([&](Connection&) { count(); }), std::logic_error);
    EXPECT_THROW(write([&](Connection&) { count(); }), std::logic_error);
    EXPECT_THROW(write([&](Connection&) { write([](Connection&) {}); }), std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTransactions, more_readers_than_connections_wait_for_their_turn) {
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 30; ++i) {
        threads.emplace_back([&] {
            if (count() == 0) ++answered;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(answered, 30);
}

TEST_P(DatabaseTransactions, everything_is_still_there_after_opening_again) {
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    database().checkpoint();
    fresh().reopen();
    EXPECT_EQ(count(), 1);
}

// --- bulk ---------------------------------------------------------------------------------------------------------

TEST_P(DatabaseTransactions, a_hundred_thousand_rows_go_in_at_once) {
    constexpr int rows = 100'000;
    constexpr std::string_view columns[] = {"id", "body", "flag", "number"};
    std::string body;
    int made = 0;
    write([&](Connection& connection) {
        const auto inserted = connection.bulk_insert("note", columns, [&](std::span<Param> values) {
            if (made == rows) return false;
            Uuid id;
            for (int i = 0; i < 4; ++i) id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(made >> (8 * i));
            body = made % 3 == 0 ? "tab\tline\nback\\slash \\N ž" : "plain";
            values[0] = id;
            values[1] = made % 5 == 0 ? Param{} : Param{std::string_view(body)};
            values[2] = made % 2 == 0;
            values[3] = std::int64_t{made};
            ++made;
            return true;
        });
        EXPECT_EQ(inserted, rows);
    });
    EXPECT_EQ(count("SELECT count(*) FROM note"), rows);
    EXPECT_EQ(count("SELECT sum(number) FROM note"), std::int64_t{rows} * (rows - 1) / 2);
    EXPECT_EQ(count("SELECT count(*) FROM note WHERE flag"), rows / 2);
    EXPECT_EQ(count("SELECT count(*) FROM note WHERE body IS NULL"), rows / 5);
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.text("SELECT body FROM note WHERE number = $1", 3), "tab\tline\nback\\slash \\N ž");
        EXPECT_EQ(connection.integer("SELECT count(*) FROM note WHERE body = $1", body), 26'667);
    });
}

TEST_P(DatabaseTransactions, a_bulk_insert_that_fails_leaves_nothing) {
    constexpr std::string_view columns[] = {"id", "name", "size"};
    const auto insert = [&](Connection& connection, int size_of_last, bool gives_up) {
        int made = 0;
        connection.bulk_insert("firm", columns, [&](std::span<Param> values) {
            if (made == 3 && gives_up) throw std::runtime_error("the file ended too early");
            if (made == 3) return false;
            values[0] = numbered(static_cast<std::uint8_t>(made));
            values[1] = made == 0 ? "a" : made == 1 ? "b" : "c";
            values[2] = std::int64_t{made == 2 ? size_of_last : 1};
            ++made;
            return true;
        });
    };
    EXPECT_EQ(cause_of([&](Connection& connection) { insert(connection, -1, false); }), ErrorCause::check);
    EXPECT_THROW(write([&](Connection& connection) { insert(connection, 1, true); }), std::runtime_error);
    EXPECT_EQ(count(), 0);
    write([&](Connection& connection) { insert(connection, 1, false); });
    EXPECT_EQ(count(), 3);
}

TEST_P(DatabaseTransactions, names_that_are_not_plain_never_reach_sql) {
    constexpr std::string_view bad[] = {"id) VALUES (1); DROP TABLE firm; --"};
    EXPECT_THROW(write([&](Connection& connection) {
        connection.bulk_insert("firm", bad, [](std::span<Param>) { return false; });
    }), Error);
    EXPECT_THROW(write([&](Connection& connection) {
        connection.bulk_insert("firm; --", bad, [](std::span<Param>) { return false; });
    }), Error);
    EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace klicnik::db
