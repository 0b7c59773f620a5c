// What every engine promises about values, statements and the causes of errors. Each test runs on SQLite and on PostgreSQL.

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "tests/contract/database_contract.hpp"

namespace klicnik::db {
namespace {

class DatabaseStatements : public DatabaseContract {};

KLICNIK_EACH_ENGINE(DatabaseStatements);

// --- values -------------------------------------------------------------------------------------------------------

TEST_P(DatabaseStatements, every_kind_of_value_comes_back_as_it_went_in) {
    const std::string text = "Příliš žluťoučký kůň 🐎 'quoted' \"double\" \\ $1 \n\t";
    const std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    write([&](Connection& connection) {
        add_firm(connection, 1, "firm");
        connection.exec("INSERT INTO note (id, firm_id, body, flag, number) VALUES ($1, $2, $3, $4, $5)", numbered(2),
                        numbered(1), text, true, lowest);
    });
    database().read([&](Connection& connection) {
        int rows = 0;
        connection.query("SELECT id, firm_id, body, flag, number, parent_id FROM note WHERE flag", [&](const Row& row) {
            ++rows;
            EXPECT_EQ(row.uuid(0), numbered(2));
            EXPECT_EQ(row.uuid(1), numbered(1));
            EXPECT_EQ(row.text(2), text);
            EXPECT_TRUE(row.boolean(3));
            EXPECT_EQ(row.integer(4), lowest);
            EXPECT_TRUE(row.is_null(5));
            EXPECT_TRUE(row.uuid(5).is_nil());
        });
        EXPECT_EQ(rows, 1);
    });
}

TEST_P(DatabaseStatements, null_and_the_empty_text_are_different) {
    // In vectors, because g++ 12 warns of an empty optional that it can see through.
    const std::vector<std::optional<bool>> flags(1);
    const std::vector<std::optional<std::int64_t>> numbers(1);
    write([&](Connection& connection) {
        connection.exec("INSERT INTO note (id, body) VALUES ($1, $2)", numbered(1), std::string_view());
        connection.exec("INSERT INTO note (id, body, flag, number, firm_id) VALUES ($1, $2, $3, $4, $5)", numbered(2),
                        std::nullopt, flags[0], numbers[0], std::optional<Uuid>());
    });
    database().read([&](Connection& connection) {
        connection.query("SELECT body, flag, number FROM note WHERE id = $1", [&](const Row& row) {
            EXPECT_FALSE(row.is_null(0));
            EXPECT_EQ(row.text(0), "");
        }, numbered(1));
        connection.query("SELECT body, flag, number FROM note WHERE id = $1", [&](const Row& row) {
            for (int column = 0; column < 3; ++column) EXPECT_TRUE(row.is_null(column));
            EXPECT_EQ(row.text(0), "");
            EXPECT_FALSE(row.boolean(1));
            EXPECT_EQ(row.integer(2), 0);
        }, numbered(2));
        EXPECT_EQ(connection.text("SELECT body FROM note WHERE id = $1", numbered(2)), std::nullopt);
    });
}

TEST_P(DatabaseStatements, parameters_go_by_their_number_and_not_by_their_place) {
    database().read([&](Connection& connection) {
        connection.query("SELECT CAST($2 AS text), CAST($1 AS text)", [&](const Row& row) {
            EXPECT_EQ(row.text(0), "second");
            EXPECT_EQ(row.text(1), "first");
        }, "first", "second");
    });
}

TEST_P(DatabaseStatements, the_tenth_parameter_is_not_the_first_one_with_a_zero) {
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.text("SELECT CAST($10 AS text) || CAST($1 AS text) || CAST($2 AS text) || CAST($3 AS text)"
                                  " || CAST($4 AS text) || CAST($5 AS text) || CAST($6 AS text) || CAST($7 AS text)"
                                  " || CAST($8 AS text) || CAST($9 AS text)",
                                  "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
                  "jabcdefghi");
    });
}

TEST_P(DatabaseStatements, a_dollar_in_a_string_or_comment_is_no_parameter) {
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.text("SELECT 'costs $1 ''and $2''' /* $3 */ || CAST($1 AS text) -- $4", "!"),
                  "costs $1 'and $2'!");
    });
}

TEST_P(DatabaseStatements, a_text_with_a_nul_or_broken_utf8_is_refused) {
    for (const std::string_view text : {std::string_view("a\0b", 3), std::string_view("0123456789\0", 11),
                                        std::string_view("long enough \xC3"), std::string_view("\xED\xA0\x80")}) {
        EXPECT_EQ(cause_of([&](Connection& connection) { add_firm(connection, 1, text); }), ErrorCause::other);
    }
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseStatements, sums_and_counts_are_whole_numbers) {
    write([&](Connection& connection) {
        add_firm(connection, 1, "a", 9'000'000'000);
        add_firm(connection, 2, "b", 1'000'000'000);
    });
    EXPECT_EQ(count("SELECT sum(size) FROM firm"), 10'000'000'000);
    EXPECT_EQ(count("SELECT count(*) FILTER (WHERE size > 5000000000) FROM firm"), 1);
    EXPECT_EQ(count("SELECT sum(size) FROM firm WHERE size < 0"), -1);
}

TEST_P(DatabaseStatements, a_comparison_is_a_boolean_and_a_number) {
    database().read([&](Connection& connection) {
        connection.query("SELECT 1 < 2, 2 < 1", [&](const Row& row) {
            EXPECT_TRUE(row.boolean(0));
            EXPECT_FALSE(row.boolean(1));
            EXPECT_EQ(row.integer(0), 1);
            EXPECT_EQ(row.integer(1), 0);
        });
    });
}

TEST_P(DatabaseStatements, a_column_that_is_not_there_or_no_id_is_an_error) {
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    const auto reads = [&](auto use) {
        database().read([&](Connection& connection) {
            connection.query("SELECT name FROM firm", [&](const Row& row) { use(row); });
        });
    };
    EXPECT_THROW(reads([](const Row& row) { row.text(1); }), Error);
    EXPECT_THROW(reads([](const Row& row) { row.integer(-1); }), Error);
    EXPECT_THROW(reads([](const Row& row) { row.uuid(0); }), Error);
}

// --- statements ---------------------------------------------------------------------------------------------------

TEST_P(DatabaseStatements, writing_statements_tell_how_many_rows_they_changed) {
    write([&](Connection& connection) {
        EXPECT_EQ(connection.exec("INSERT INTO firm (id, name, size) VALUES ($1, 'a', 1), ($2, 'b', 2)", numbered(1),
                                  numbered(2)),
                  2);
        EXPECT_EQ(connection.exec("UPDATE firm SET size = size + 1"), 2);
        EXPECT_EQ(connection.exec("UPDATE firm SET size = 5 WHERE name = 'nobody'"), 0);
        EXPECT_EQ(connection.exec("SELECT size FROM firm"), 0);
        EXPECT_EQ(connection.exec("INSERT INTO firm (id, name, size) VALUES ($1, 'a', 7) "
                                  "ON CONFLICT (name) DO UPDATE SET size = excluded.size", numbered(3)),
                  1);
        EXPECT_EQ(connection.exec("INSERT INTO firm (id, name, size) VALUES ($1, 'a', 7) ON CONFLICT (name) DO NOTHING",
                                  numbered(3)),
                  0);
        EXPECT_EQ(connection.exec("DELETE FROM firm WHERE name = 'b'"), 1);
    });
}

TEST_P(DatabaseStatements, returning_gives_rows_and_counts_them) {
    write([&](Connection& connection) {
        add_firm(connection, 1, "a");
        add_firm(connection, 2, "b");
        int seen = 0;
        const auto changed = connection.run("UPDATE firm SET size = 9 RETURNING name", {}, [&](const Row&) {
            ++seen;
            return false;
        });
        EXPECT_EQ(seen, 1);
        EXPECT_EQ(changed, 2);
    });
    EXPECT_EQ(count("SELECT count(*) FROM firm WHERE size = 9"), 2);
}

TEST_P(DatabaseStatements, a_callback_may_stop_early_and_run_the_same_statement_again) {
    write([&](Connection& connection) {
        for (std::uint8_t i = 1; i <= 5; ++i) add_firm(connection, i, "firm " + std::to_string(i), i);
    });
    database().read([&](Connection& connection) {
        constexpr std::string_view sql = "SELECT size FROM firm WHERE size >= $1 ORDER BY size";
        const Param from_two = std::int64_t{2};
        const Param from_four = std::int64_t{4};
        std::vector<std::int64_t> seen;
        connection.run(sql, {&from_two, 1}, [&](const Row& outer) {
            seen.push_back(outer.integer(0));
            connection.run(sql, {&from_four, 1}, [&](const Row& inner) {
                seen.push_back(inner.integer(0));
                return true;
            });
            return seen.size() < 5;
        });
        EXPECT_EQ(seen, (std::vector<std::int64_t>{2, 4, 5, 3, 4, 5}));
    });
}

TEST_P(DatabaseStatements, prepared_statements_survive_a_change_of_the_schema) {
    const auto names = [&] { return count("SELECT count(*) FROM firm WHERE name = 'a'"); };
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    EXPECT_EQ(names(), 1);
    write([&](Connection& connection) {
        connection.script("ALTER TABLE firm ADD COLUMN town text; CREATE INDEX firm_size ON firm (size)");
        connection.exec("UPDATE firm SET town = 'Brno'");
    });
    EXPECT_EQ(names(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM firm WHERE town = 'Brno'"), 1);
}

TEST_P(DatabaseStatements, many_different_statements_push_out_old_ones_and_all_work) {
    database().read([&](Connection& connection) {
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 450; ++i) {
                EXPECT_EQ(connection.integer("SELECT " + std::to_string(i) + " + CAST($1 AS bigint)", 1), i + 1);
            }
        }
    });
}

TEST_P(DatabaseStatements, a_wrong_number_of_parameters_is_an_error) {
    EXPECT_THROW(database().read([&](Connection& connection) {
        connection.integer("SELECT count(*) FROM firm WHERE size = $1", 1, 2);
    }), Error);
    EXPECT_THROW(database().read([&](Connection& connection) {
        connection.integer("SELECT count(*) FROM firm WHERE size = $1");
    }), Error);
}

TEST_P(DatabaseStatements, like_tells_upper_from_lower_case) {
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM (SELECT 'Brno' AS town_key) AS t WHERE town_key LIKE $1", "b%"),
                  0);
        EXPECT_EQ(connection.integer("SELECT count(*) FROM (SELECT 'Brno' AS town_key) AS t WHERE town_key LIKE $1", "B%"),
                  1);
    });
}

TEST_P(DatabaseStatements, keys_sort_by_their_bytes) {
    write([&](Connection& connection) {
        connection.script(translate("CREATE TABLE town (name_key @key)", GetParam()));
        for (const char* name : {"chrudim", "cheb", "brno", "zlin", "hodonin", "a b", "a-b", "ab"}) {
            connection.exec("INSERT INTO town (name_key) VALUES ($1)", name);
        }
    });
    std::vector<std::string> sorted;
    database().read([&](Connection& connection) {
        connection.query("SELECT name_key FROM town ORDER BY name_key",
                         [&](const Row& row) { sorted.emplace_back(row.text(0)); });
    });
    EXPECT_EQ(sorted, (std::vector<std::string>{"a b", "a-b", "ab", "brno", "cheb", "chrudim", "hodonin", "zlin"}));
}

#ifndef NDEBUG
TEST_P(DatabaseStatements, debug_builds_refuse_sql_that_differs) {
    EXPECT_THROW(count("SELECT max(size, 1) FROM firm"), Error);
}
#endif

// --- causes of errors ---------------------------------------------------------------------------------------------

TEST_P(DatabaseStatements, a_sum_beyond_64_bits_has_its_own_cause) {
    const auto too_much = [](Connection& c) {
        (void)c.integer("SELECT CAST(SUM(n) AS BIGINT) FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1 AS n) AS numbers");
    };
    EXPECT_EQ(cause_of(too_much), ErrorCause::out_of_range);
}

TEST_P(DatabaseStatements, each_broken_constraint_has_its_own_cause) {
    write([&](Connection& connection) { add_firm(connection, 1, "a"); });
    EXPECT_EQ(cause_of([&](Connection& c) { add_firm(c, 1, "other"); }), ErrorCause::unique);
    EXPECT_EQ(cause_of([&](Connection& c) { add_firm(c, 2, "a"); }), ErrorCause::unique);
    EXPECT_EQ(cause_of([&](Connection& c) { add_firm(c, 2, "b", -1); }), ErrorCause::check);
    EXPECT_EQ(cause_of([&](Connection& c) {
                  c.exec("INSERT INTO firm (id, name, size) VALUES ($1, $2, 1)", numbered(2), std::nullopt);
              }),
              ErrorCause::not_null);
    EXPECT_EQ(cause_of([&](Connection& c) {
                  c.exec("INSERT INTO note (id, parent_id) VALUES ($1, $2)", numbered(2), numbered(9));
              }),
              ErrorCause::foreign_key);
    EXPECT_EQ(cause_of([&](Connection& c) { c.exec("SELECT nothing FROM nowhere"); }), ErrorCause::other);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseStatements, a_referenced_row_cannot_go) {
    write([&](Connection& connection) {
        add_firm(connection, 1, "a");
        connection.exec("INSERT INTO note (id, parent_id) VALUES ($1, $2)", numbered(2), numbered(1));
    });
    EXPECT_EQ(cause_of([&](Connection& c) { c.exec("DELETE FROM firm"); }), ErrorCause::foreign_key);
}

TEST_P(DatabaseStatements, a_deferred_reference_is_checked_at_the_commit) {
    write([&](Connection& connection) {
        connection.exec("INSERT INTO note (id, firm_id) VALUES ($1, $2)", numbered(2), numbered(1));
        add_firm(connection, 1, "late");
    });
    EXPECT_EQ(count("SELECT count(*) FROM note"), 1);
    EXPECT_EQ(cause_of([&](Connection& c) {
                  c.exec("INSERT INTO note (id, firm_id) VALUES ($1, $2)", numbered(3), numbered(9));
              }),
              ErrorCause::foreign_key);
    EXPECT_EQ(count("SELECT count(*) FROM note"), 1);
}

TEST_P(DatabaseStatements, a_reader_cannot_write) {
    EXPECT_THROW(database().read([&](Connection& connection) { add_firm(connection, 1, "a"); }), Error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseStatements, nothing_can_be_saved_after_a_failed_statement) {
    EXPECT_THROW(write([&](Connection& connection) {
        add_firm(connection, 1, "a");
        try {
            add_firm(connection, 1, "again");
        } catch (const Error&) {
            // Swallowed on purpose: the transaction must not be saved in half.
        }
    }), Error);
    EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace klicnik::db
