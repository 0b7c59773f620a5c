#include "platform/db/migrator.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/db/sql_text.hpp"

namespace klicnik::db {

namespace {

struct TypeWord {
    std::string_view word;
    std::string_view sqlite;
    std::string_view postgres;
};

/// Days and instants are whole numbers in both engines, so that they are read, compared and counted the same way.
constexpr TypeWord type_words[] = {
    {"@id", "BLOB", "uuid"},           {"@text", "TEXT", "text"},      {"@key", "TEXT", "text COLLATE \"C\""},
    {"@int", "INTEGER", "bigint"},     {"@bool", "INTEGER", "boolean"}, {"@date", "INTEGER", "bigint"},
    {"@time", "INTEGER", "bigint"},    {"@json", "TEXT", "text"},      {"@strict", "STRICT", ""},
    {"@rowless", "STRICT, WITHOUT ROWID", ""},
};

constexpr std::string_view create_history =
    "CREATE TABLE IF NOT EXISTS schema_migration (number @int PRIMARY KEY, name @text NOT NULL, "
    "checksum @text NOT NULL, applied_at @time NOT NULL) @strict";

struct Applied {
    std::int64_t number = 0;
    std::string name;
    std::string checksum;
};

const std::string& text_for(const Migration& migration, Engine engine) {
    return engine == Engine::sqlite ? migration.sqlite : migration.postgres;
}

std::string checksum_of(const Migration& migration, Engine engine) {
    return crypto::hex(crypto::view(crypto::sha256(text_for(migration, engine))));
}

void require_unbroken_numbers(std::span<const Migration> migrations) {
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        const Migration& migration = migrations[i];
        if (migration.number != static_cast<int>(i) + 1) {
            throw std::logic_error("migrations must be numbered from 1 without gaps; found " + migration.name);
        }
        if (migration.sqlite.empty() || migration.postgres.empty()) {
            throw std::logic_error("migration " + migration.name + " lacks the text of one engine");
        }
    }
}

/// Two nodes of a cluster may start at once; the second waits here and then finds the work done.
void wait_for_other_nodes(Connection& connection) {
    if (connection.engine() == Engine::postgres) connection.script("SELECT pg_advisory_xact_lock(7310942886235165)");
}

std::vector<Applied> applied_steps(Connection& connection) {
    std::vector<Applied> applied;
    connection.query("SELECT number, name, checksum FROM schema_migration ORDER BY number", [&](const Row& row) {
        applied.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
    });
    return applied;
}

Result<> compare(std::span<const Applied> applied, std::span<const Migration> migrations, Engine engine) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (i >= migrations.size()) {
            return rule_violated("schema.newer_than_program", {{"name", applied[i].name}});
        }
        if (applied[i].number != migrations[i].number || applied[i].checksum != checksum_of(migrations[i], engine)) {
            return rule_violated("schema.changed_after_release", {{"name", applied[i].name}});
        }
    }
    return {};
}

void apply(Connection& connection, const Migration& migration, std::int64_t now_micros) {
    connection.script(translate(text_for(migration, connection.engine()), connection.engine()));
    connection.exec("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                    migration.number, migration.name, checksum_of(migration, connection.engine()), now_micros);
}

bool is_word_part(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// "0007_offers.sqlite.sql" → number 7, name "0007_offers", engines named or both.
void add_file(std::vector<Migration>& migrations, std::string_view file, std::string_view text) {
    std::string_view stem = file.substr(0, file.size() - 4);
    const bool only_sqlite = stem.ends_with(".sqlite");
    const bool only_postgres = stem.ends_with(".postgres");
    if (only_sqlite || only_postgres) stem = stem.substr(0, stem.rfind('.'));
    int number = 0;
    const auto parsed = std::from_chars(stem.data(), stem.data() + std::min<std::size_t>(stem.size(), 4), number);
    if (parsed.ptr != stem.data() + 4 || stem.size() < 6 || stem[4] != '_') {
        throw std::logic_error("a migration is named NNNN_name.sql, not " + std::string(file));
    }
    auto found = std::find_if(migrations.begin(), migrations.end(), [&](const Migration& m) { return m.name == stem; });
    if (found == migrations.end()) {
        migrations.push_back({number, std::string(stem), {}, {}});
        found = migrations.end() - 1;
    }
    if (!only_postgres) found->sqlite = text;
    if (!only_sqlite) found->postgres = text;
}

}  // namespace

std::string translate(std::string_view sql, Engine engine) {
    std::string out;
    out.reserve(sql.size());
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto end = end_of_opaque(sql, at); end != at) {
            out += sql.substr(at, end - at);
            at = end;
            continue;
        }
        if (sql[at] != '@') {
            out += sql[at++];
            continue;
        }
        const auto begin = at++;
        while (at < sql.size() && is_word_part(sql[at])) ++at;
        const std::string_view word = sql.substr(begin, at - begin);
        const auto* found = std::find_if(std::begin(type_words), std::end(type_words),
                                         [&](const TypeWord& known) { return known.word == word; });
        if (found == std::end(type_words)) throw std::logic_error("unknown type word " + std::string(word));
        out += engine == Engine::sqlite ? found->sqlite : found->postgres;
    }
    return out;
}

std::vector<Migration> migrations_from(std::span<const files::EmbeddedFile> files) {
    constexpr std::string_view folder = "migrations/";
    std::vector<Migration> migrations;
    for (const files::EmbeddedFile& file : files) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(".sql")) continue;
        add_file(migrations, file.path.substr(folder.size()), file.bytes);
    }
    std::sort(migrations.begin(), migrations.end(),
              [](const Migration& a, const Migration& b) { return a.name < b.name; });
    require_unbroken_numbers(migrations);
    return migrations;
}

std::vector<Migration> embedded_migrations() { return migrations_from(files::klicnik_assets()); }

Result<> migrate(Database& database, std::span<const Migration> migrations, std::int64_t now_micros) {
    require_unbroken_numbers(migrations);
    Result<> outcome;
    std::size_t done = 0;
    database.write([&](Connection& connection) {
        wait_for_other_nodes(connection);
        connection.script(translate(create_history, connection.engine()));
        const auto applied = applied_steps(connection);
        outcome = compare(applied, migrations, connection.engine());
        done = applied.size();
        return Outcome::commit;
    });
    for (; outcome.ok() && done < migrations.size(); ++done) {
        database.write([&](Connection& connection) {
            wait_for_other_nodes(connection);
            const auto applied = applied_steps(connection);
            outcome = compare(applied, migrations, connection.engine());
            // Another node may have been here in between.
            if (outcome.ok() && applied.size() == done) apply(connection, migrations[done], now_micros);
            return Outcome::commit;
        });
    }
    return outcome;
}

}  // namespace klicnik::db
