#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/db/database.hpp"
#include "platform/files/embedded.hpp"

namespace klicnik::db {

/// One numbered step: "0001_identity". `sqlite` and `postgres` are the same text unless the engines must differ.
struct Migration {
    int number = 0;
    std::string name;
    std::string sqlite;
    std::string postgres;
};

/// Reads migrations/NNNN_name.sql and pairs NNNN_name.sqlite.sql / NNNN_name.postgres.sql from embedded files
/// ("migrations/…" paths); numbers must run from 1 without gaps (std::logic_error otherwise: the program is broken).
std::vector<Migration> embedded_migrations();

/// The same from any list of files; paths outside "migrations/" are left out.
std::vector<Migration> migrations_from(std::span<const files::EmbeddedFile> files);

/// Replaces the type words @id @text @key @int @bool @date @time @json and the table suffixes @strict and @rowless by
/// those of the engine. @strict is right for almost every table; @rowless (instead of it) only for links that are their
/// own key, as every further index of such a table holds the whole key again: measured, lists by an index become a
/// fifth to two thirds slower, a read by id a tenth to a third faster.
std::string translate(std::string_view sql, Engine engine);

/// Brings the database to the newest step, each step in one transaction, and records number, name and checksum in
/// schema_migration. Errors: schema.newer_than_program (an old binary met a newer database),
/// schema.changed_after_release (a checksum differs; param name).
Result<> migrate(Database& database, std::span<const Migration> migrations, std::int64_t now_micros);

}  // namespace klicnik::db
