#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/databases.hpp"

namespace klicnik::db {

inline constexpr std::string_view contract_tables =
    "CREATE TABLE firm (id @id PRIMARY KEY, name @text NOT NULL UNIQUE, size @int NOT NULL CHECK (size >= 0)) @strict;"
    "CREATE TABLE note (id @id PRIMARY KEY, firm_id @id REFERENCES firm (id) DEFERRABLE INITIALLY DEFERRED,"
    " parent_id @id REFERENCES firm (id) ON DELETE RESTRICT, body @text, flag @bool, number @int) @strict;";

inline Uuid numbered(std::uint8_t number) {
    Uuid uuid;
    uuid.bytes[0] = 0x01;
    uuid.bytes[15] = number;
    return uuid;
}

/// A firm and its notes in a fresh database of each engine.
class DatabaseContract : public test::EachEngine {
  protected:
    DatabaseContract() {
        write([&](Connection& connection) { connection.script(translate(contract_tables, GetParam())); });
    }

    template <class Work>
    void write(Work work) {
        database().write([&](Connection& connection) {
            work(connection);
            return Outcome::commit;
        });
    }

    void add_firm(Connection& connection, std::uint8_t number, std::string_view name, std::int64_t size = 1) {
        connection.exec("INSERT INTO firm (id, name, size) VALUES ($1, $2, $3)", numbered(number), name, size);
    }

    std::int64_t count(std::string_view sql = "SELECT count(*) FROM firm") {
        std::int64_t found = -1;
        database().read([&](Connection& connection) { found = connection.integer(sql).value_or(-1); });
        return found;
    }

    template <class Work>
    ErrorCause cause_of(Work work) {
        try {
            write(work);
        } catch (const Error& error) {
            return error.cause;
        }
        ADD_FAILURE() << "no error was thrown";
        return ErrorCause::other;
    }
};

}  // namespace klicnik::db
