// What only a server can do to us: vanish, be slow, and confirm what it did not keep.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/db/database.hpp"
#include "platform/db/postgres_values.hpp"
#include "tests/support/databases.hpp"

namespace klicnik::db {
namespace {

class PostgresServer : public ::testing::Test {
  protected:
    PostgresServer() {
        write(*ours_, "CREATE TABLE item (number bigint PRIMARY KEY)");
        other_ = Database::open(ours_.options());
    }

    static void write(Database& database, const std::string& sql) {
        database.write([&](Connection& connection) {
            connection.script(sql);
            return Outcome::commit;
        });
    }

    /// Ends our sessions from outside and waits until the server has cleaned up behind them.
    void end_sessions_of(std::int64_t process) {
        write(*other_, "SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)");
    }

    static std::int64_t process_of(Connection& connection) {
        return connection.integer("SELECT pg_backend_pid()").value();
    }

    std::int64_t rows() {
        std::int64_t count = -1;
        other_->read([&](Connection& c) { count = c.integer("SELECT count(*) FROM item").value(); });
        return count;
    }

    test::FreshDatabase ours_{Engine::postgres};
    std::unique_ptr<Database> other_;
};

TEST_F(PostgresServer, a_session_that_died_while_idle_is_replaced_silently) {
    std::int64_t reader = 0;
    std::int64_t writer = 0;
    ours_->read([&](Connection& connection) { reader = process_of(connection); });
    ours_->write([&](Connection& connection) {
        writer = process_of(connection);
        return Outcome::roll_back;
    });
    end_sessions_of(reader);
    end_sessions_of(writer);
    ours_->read([&](Connection& connection) { EXPECT_NE(process_of(connection), reader); });
    write(*ours_, "INSERT INTO item VALUES (1)");
    EXPECT_EQ(rows(), 1);
}

TEST_F(PostgresServer, a_session_lost_before_the_commit_is_a_plain_failure) {
    int runs = 0;
    try {
        ours_->write([&](Connection& connection) {
            ++runs;
            connection.exec("INSERT INTO item (number) VALUES (1)");
            end_sessions_of(process_of(connection));
            connection.exec("INSERT INTO item (number) VALUES (2)");
            return Outcome::commit;
        });
        FAIL() << "the session was gone";
    } catch (const Error& error) {
        EXPECT_EQ(error.cause, ErrorCause::connection);
    }
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(rows(), 0);
    write(*ours_, "INSERT INTO item VALUES (1)");
    EXPECT_EQ(rows(), 1);
}

TEST_F(PostgresServer, a_session_lost_while_committing_leaves_the_outcome_unknown_and_is_not_repeated) {
    int runs = 0;
    try {
        ours_->write([&](Connection& connection) {
            ++runs;
            connection.exec("INSERT INTO item (number) VALUES (1)");
            end_sessions_of(process_of(connection));
            return Outcome::commit;
        });
        FAIL() << "the session was gone";
    } catch (const Error& error) {
        EXPECT_EQ(error.cause, ErrorCause::unknown_outcome);
    }
    EXPECT_EQ(runs, 1);
}

/// A server that waits for a standby which does not exist.
class PostgresWithoutStandby : public PostgresServer {
  protected:
    PostgresWithoutStandby() {
        other_->read([](Connection&) {});  // a session from before waits for no standby
        alone("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        write(*other_, "SELECT pg_reload_conf()");
        std::string name;
        other_->read([&](Connection& c) { name = c.text("SELECT current_database()").value(); });
        write(*other_, "ALTER DATABASE " + name + " SET synchronous_commit = 'on'");
        ours_.close();
    }
    ~PostgresWithoutStandby() override {
        alone("ALTER SYSTEM RESET synchronous_standby_names");
        write(*other_, "SELECT pg_reload_conf()");
    }

    /// ALTER SYSTEM refuses to run inside a transaction.
    void alone(const std::string& sql) {
        other_->write([&](Connection& connection) {
            for (const std::string& step : {std::string("COMMIT"), sql, std::string("BEGIN")}) connection.script(step);
            return Outcome::commit;
        });
    }

    std::unique_ptr<Database> open_waiting(std::chrono::milliseconds deadline) {
        Options options = ours_.options();
        options.commit_deadline = deadline;
        return Database::open(options);
    }

    std::int64_t waiting_process() {
        std::int64_t found = 0;
        while (found == 0) {
            other_->read([&](Connection& connection) {
                found = connection.integer("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'").value_or(0);
            });
        }
        return found;
    }

    static ErrorCause cause_of_insert(Database& database) {
        try {
            write(database, "INSERT INTO item VALUES (1)");
        } catch (const Error& error) {
            return error.cause;
        }
        return ErrorCause::other;
    }
};

TEST_F(PostgresWithoutStandby, a_cancelled_wait_is_not_taken_for_a_confirmation) {
    const auto database = open_waiting(std::chrono::seconds(30));
    std::atomic<ErrorCause> cause = ErrorCause::other;
    std::thread writer([&] { cause = cause_of_insert(*database); });
    write(*other_, "SELECT pg_cancel_backend(" + std::to_string(waiting_process()) + ")");
    writer.join();
    EXPECT_EQ(cause, ErrorCause::unknown_outcome);
}

TEST_F(PostgresWithoutStandby, a_commit_that_never_ends_is_given_up_with_unknown_outcome) {
    const auto database = open_waiting(std::chrono::milliseconds(50));
    EXPECT_EQ(cause_of_insert(*database), ErrorCause::unknown_outcome);
}

TEST_F(PostgresServer, a_serialization_failure_is_run_again_but_not_for_ever) {
    int runs = 0;
    ours_->write([&](Connection& connection) {
        connection.exec("INSERT INTO item (number) VALUES (1)");
        if (++runs < 3) throw Error(ErrorCause::serialization, "once more");
        return Outcome::commit;
    });
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(rows(), 1);
    runs = 0;
    EXPECT_THROW(ours_->write([&](Connection&) -> Outcome {
        ++runs;
        throw Error(ErrorCause::serialization, "always");
    }), Error);
    EXPECT_EQ(runs, 6);
}

TEST_F(PostgresServer, an_error_does_not_quote_the_values_of_the_row) {
    write(*ours_, "INSERT INTO item VALUES (987654)");
    try {
        write(*ours_, "INSERT INTO item VALUES (987654)");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.cause, ErrorCause::unique);
        EXPECT_EQ(std::string(error.what()).find("987654"), std::string::npos);
    }
}

TEST_F(PostgresServer, a_changed_result_type_is_prepared_anew) {
    const auto read_all = [&] {
        ours_->read([&](Connection& connection) { connection.query("SELECT * FROM item", [](const Row&) {}); });
    };
    read_all();
    write(*other_, "ALTER TABLE item ADD COLUMN body text");
    EXPECT_THROW(read_all(), Error);
    EXPECT_NO_THROW(read_all());
}

TEST(Postgres, a_server_that_is_not_there_is_a_clear_error) {
    Options options;
    options.postgres = "host=/nowhere user=nobody dbname=nothing";
    try {
        Database::open(options);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.cause, ErrorCause::connection);
    }
}

TEST(Postgres, ids_are_read_strictly) {
    EXPECT_EQ(parse_uuid("0193a7c2-0000-7000-8000-0000000000ff").bytes[15], 0xFF);
    for (const char* text : {"", "0193a7c2", "0193a7c2-0000-7000-8000-0000000000fg", "0193A7C2-0000-7000-8000-0000000000FF0"}) {
        EXPECT_THROW(parse_uuid(text), Error) << text;
    }
}

TEST(Postgres, copy_fields_are_escaped) {
    std::string out;
    append_copy_field(std::string_view("a\tb\nc\rd\\e\\."), out);
    EXPECT_EQ(out, "a\\tb\\nc\\rd\\\\e\\\\.");
    out.clear();
    append_copy_field(Param{}, out);
    EXPECT_EQ(out, "\\N");
    out.clear();
    append_copy_field(std::string_view("\\N"), out);
    EXPECT_EQ(out, "\\\\N");
}

}  // namespace
}  // namespace klicnik::db
