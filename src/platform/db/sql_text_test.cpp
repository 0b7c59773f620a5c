#include "platform/db/sql_text.hpp"

#include <gtest/gtest.h>

#include "platform/db/connection.hpp"

namespace klicnik::db {
namespace {

TEST(SqlText, placeholders_change_only_outside_of_strings_names_and_comments) {
    EXPECT_EQ(to_sqlite_placeholders("SELECT $1, $12 FROM t WHERE a = '$1' AND \"$2\" = $3 -- $4"),
              "SELECT ?1, ?12 FROM t WHERE a = '$1' AND \"$2\" = ?3 -- $4");
    EXPECT_EQ(to_sqlite_placeholders("'it''s $1' || $1 /* '$2 */ || $2"), "'it''s $1' || ?1 /* '$2 */ || ?2");
    EXPECT_EQ(to_sqlite_placeholders("$ $a '$1"), "$ $a '$1");
    EXPECT_EQ(to_sqlite_placeholders("/* $1"), "/* $1");
}

TEST(SqlText, sql_that_differs_between_the_engines_is_refused) {
    for (const char* sql :
         {"SELECT now()", "SELECT NOW ( )", "SELECT greatest(a, b) FROM t", "SELECT max(a, coalesce(b, 0)) FROM t",
          "SELECT a FROM t WHERE a ILIKE $1", "SELECT string_agg(a, ',') FROM t", "SELECT group_concat(a) FROM t",
          "SELECT lower(a) FROM t", "SELECT round(a) FROM t", "SELECT a FROM t FOR UPDATE",
          "SELECT json_extract(a, '$.b') FROM t", "SELECT a->>'b' FROM t", "SELECT a::text FROM t",
          "INSERT OR REPLACE INTO t VALUES (1)", "SELECT a FROM t WHERE name LIKE $1",
          "SELECT a FROM t WHERE name NOT LIKE $1", "SELECT rowid FROM t", "SELECT ?1", "SELECT current_date"}) {
        EXPECT_THROW(refuse_nonportable(sql), Error) << sql;
    }
}

TEST(SqlText, common_sql_passes) {
    for (const char* sql :
         {"SELECT max(a), min(b) FROM t", "SELECT 'now() FOR UPDATE' || a FROM t", "SELECT a FROM t -- greatest(a, b)",
          "SELECT name FROM t WHERE name_key LIKE $1 ESCAPE '\\'", "SELECT a FROM t WHERE t.name_key NOT LIKE $1",
          "SELECT a - b > 0 FROM t", "SELECT date, lower FROM t", "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
          "SELECT max(coalesce(a, b)) OVER (PARTITION BY c) FROM t", "UPDATE t SET a = $1 RETURNING a"}) {
        EXPECT_NO_THROW(refuse_nonportable(sql)) << sql;
    }
}

TEST(SqlText, names_go_into_sql_only_when_plain) {
    const std::string_view good[] = {"id", "name_key"};
    const std::string_view bad[] = {"id", "Name"};
    EXPECT_EQ(column_list("user", good, 2), "\"user\" (\"id\", \"name_key\")");
    EXPECT_THROW(column_list("user", bad, 2), Error);
    EXPECT_THROW(column_list("a\"b", good, 2), Error);
    EXPECT_THROW(column_list("", good, 2), Error);
    EXPECT_THROW(column_list("1a", good, 2), Error);
}

TEST(SqlText, only_text_that_both_engines_can_keep_is_stored) {
    for (const char* text : {"", "plain text of any length", "žluťoučký kůň pěl ďábelské ódy", "🐎", "\x7F"}) {
        EXPECT_NO_THROW(require_storable_text(text)) << text;
    }
    for (const std::string_view text : {std::string_view("\0", 1), std::string_view("12345678\0", 9),
                                        std::string_view("1234567\0abc", 11), std::string_view("\x80"),
                                        std::string_view("12345678\xFF"), std::string_view("\xC0\x80")}) {
        EXPECT_THROW(require_storable_text(text), Error);
    }
}

}  // namespace
}  // namespace klicnik::db
