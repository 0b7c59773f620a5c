#include "platform/db/migrator.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/databases.hpp"

namespace klicnik::db {
namespace {

Migration step(int number, const std::string& sql) {
    return {number, "000" + std::to_string(number) + "_step", sql, sql};
}

class MigratorContract : public test::EachEngine {
  protected:
    std::vector<Migration> steps_ = {
        step(1, "CREATE TABLE firm (id @id PRIMARY KEY, name @text, name_key @key, size @int, active @bool, "
                "since_on @date, seen_at @time, extra @json) @strict;"),
        step(2, "CREATE TABLE town (name @text) @strict; INSERT INTO town (name) VALUES ('Brno @id');"),
    };

    std::string outcome(std::span<const Migration> steps) {
        const auto result = migrate(database(), steps, 42);
        return result ? "ok" : result.error().code;
    }

    std::string read_text(std::string_view sql) {
        std::string found;
        database().read([&](Connection& connection) { found = connection.text(sql).value_or(""); });
        return found;
    }
};

KLICNIK_EACH_ENGINE(MigratorContract);

TEST_P(MigratorContract, steps_are_applied_once_in_order_and_recorded) {
    EXPECT_EQ(outcome({steps_.data(), 1}), "ok");
    EXPECT_EQ(outcome(steps_), "ok");
    EXPECT_EQ(outcome(steps_), "ok");
    EXPECT_EQ(read_text("SELECT name FROM town"), "Brno @id");
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM schema_migration"), 2);
        EXPECT_EQ(connection.integer("SELECT max(applied_at) FROM schema_migration"), 42);
        EXPECT_EQ(connection.text("SELECT name FROM schema_migration WHERE number = 2"), "0002_step");
    });
}

TEST_P(MigratorContract, a_step_changed_after_its_release_is_refused) {
    EXPECT_EQ(outcome(steps_), "ok");
    steps_[0].sqlite += " -- later";
    steps_[0].postgres += " -- later";
    const auto result = migrate(database(), steps_, 42);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "schema.changed_after_release");
    EXPECT_EQ(result.error().params, (Params{{"name", "0001_step"}}));
}

TEST_P(MigratorContract, an_old_program_refuses_a_newer_schema) {
    EXPECT_EQ(outcome(steps_), "ok");
    EXPECT_EQ(outcome({steps_.data(), 1}), "schema.newer_than_program");
}

TEST_P(MigratorContract, a_gap_in_the_numbers_is_a_fault_of_the_program) {
    steps_[1].number = 3;
    EXPECT_THROW(outcome(steps_), std::logic_error);
    EXPECT_THROW(outcome({steps_.data() + 1, 1}), std::logic_error);
}

TEST_P(MigratorContract, a_failing_step_leaves_no_half_of_itself_and_keeps_the_steps_before) {
    steps_[1] = step(2, "CREATE TABLE town (name @text); INSERT INTO nowhere (name) VALUES ('x');");
    EXPECT_THROW(outcome(steps_), Error);
    EXPECT_EQ(outcome({steps_.data(), 1}), "ok");
    EXPECT_THROW(read_text("SELECT name FROM town"), Error);
    steps_[1] = step(2, "CREATE TABLE town (name @text); INSERT INTO town (name) VALUES ('x');");
    EXPECT_EQ(outcome(steps_), "ok");
    EXPECT_EQ(read_text("SELECT name FROM town"), "x");
}

TEST_P(MigratorContract, two_nodes_that_start_at_once_migrate_once) {
    std::vector<std::thread> nodes;
    for (int i = 0; i < 4; ++i) {
        nodes.emplace_back([&] { EXPECT_EQ(outcome(steps_), "ok"); });
    }
    for (auto& node : nodes) node.join();
    database().read([&](Connection& connection) {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM schema_migration"), 2);
        EXPECT_EQ(connection.integer("SELECT count(*) FROM town"), 1);
    });
}

TEST_P(MigratorContract, values_of_every_type_word_come_back) {
    ASSERT_EQ(outcome(steps_), "ok");
    Uuid id;
    id.bytes[3] = 7;
    database().write([&](Connection& connection) {
        connection.exec("INSERT INTO firm (id, name, name_key, size, active, since_on, seen_at, extra) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        id, "Čapek", "capek", 5, true, Date{20'000}, Timestamp{1'767'225'600'000'000}, R"({"a":1})");
        return Outcome::commit;
    });
    database().read([&](Connection& connection) {
        connection.query("SELECT id, name, name_key, size, active, since_on, seen_at, extra FROM firm", [&](const Row& row) {
            EXPECT_EQ(row.uuid(0), id);
            EXPECT_EQ(row.text(1), "Čapek");
            EXPECT_EQ(row.text(2), "capek");
            EXPECT_EQ(row.integer(3), 5);
            EXPECT_TRUE(row.boolean(4));
            EXPECT_EQ(row.integer(5), 20'000);
            EXPECT_EQ(row.integer(6), 1'767'225'600'000'000);
            EXPECT_EQ(row.text(7), R"({"a":1})");
        });
    });
}

TEST_P(MigratorContract, the_migrations_of_the_program_apply) {
    EXPECT_EQ(outcome(embedded_migrations()), "ok");
    EXPECT_EQ(outcome(embedded_migrations()), "ok");
}

TEST(Migrations, files_are_paired_by_number_and_ordered) {
    const files::EmbeddedFile files[] = {
        {"locales/cs/db.json", "{}"},
        {"migrations/0002_search.postgres.sql", "P"},
        {"migrations/0001_identity.sql", "BOTH"},
        {"migrations/README.md", "text"},
        {"migrations/0002_search.sqlite.sql", "S"},
    };
    const auto migrations = migrations_from(files);
    ASSERT_EQ(migrations.size(), 2U);
    EXPECT_EQ(migrations[0].name, "0001_identity");
    EXPECT_EQ(migrations[0].sqlite, "BOTH");
    EXPECT_EQ(migrations[0].postgres, "BOTH");
    EXPECT_EQ(migrations[1].number, 2);
    EXPECT_EQ(migrations[1].sqlite, "S");
    EXPECT_EQ(migrations[1].postgres, "P");
}

TEST(Migrations, a_file_without_its_partner_or_number_is_a_fault_of_the_program) {
    const files::EmbeddedFile no_partner[] = {{"migrations/0001_search.postgres.sql", "P"}};
    const files::EmbeddedFile no_number[] = {{"migrations/identity.sql", "P"}};
    const files::EmbeddedFile short_name[] = {{"migrations/1.sql", "P"}};
    const files::EmbeddedFile twice[] = {{"migrations/0001_a.sql", "A"}, {"migrations/0001_b.sql", "B"}};
    EXPECT_THROW(migrations_from(no_partner), std::logic_error);
    EXPECT_THROW(migrations_from(no_number), std::logic_error);
    EXPECT_THROW(migrations_from(short_name), std::logic_error);
    EXPECT_THROW(migrations_from(twice), std::logic_error);
}

TEST(Migrations, type_words_become_the_types_of_the_engine) {
    constexpr std::string_view sql = "a @id, b @key '@key' -- @id\n, c @date \"@int\") @strict";
    EXPECT_EQ(translate(sql, Engine::sqlite), "a BLOB, b TEXT '@key' -- @id\n, c INTEGER \"@int\") STRICT");
    EXPECT_EQ(translate(sql, Engine::postgres), "a uuid, b text COLLATE \"C\" '@key' -- @id\n, c bigint \"@int\") ");
    EXPECT_EQ(translate("(a @id) @rowless", Engine::sqlite), "(a BLOB) STRICT, WITHOUT ROWID");
    EXPECT_EQ(translate("(a @id) @rowless", Engine::postgres), "(a uuid) ");
    EXPECT_THROW(translate("a @uuid", Engine::sqlite), std::logic_error);
}

}  // namespace
}  // namespace klicnik::db
