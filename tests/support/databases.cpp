#include "tests/support/databases.hpp"

#include <stdexcept>

#include "tests/support/postgres_cluster.hpp"

namespace klicnik::test {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t moment_of_migration = 1'767'225'600'000'000;  // 2026-01-01

void apply_migrations(const db::Options& options) {
    const auto database = db::Database::open(options);
    const auto outcome = db::migrate(*database, db::embedded_migrations(), moment_of_migration);
    if (!outcome) throw std::runtime_error("the embedded migrations fail: " + outcome.error().code);
}

db::Options sqlite_options(const fs::path& file) {
    db::Options options;
    options.sqlite_file = file;
    options.durability = db::Durability::normal;
    return options;
}

db::Options postgres_options(const std::string& target) {
    db::Options options;
    options.postgres = target;
    return options;
}

/// A file with all tables, made once per process.
const fs::path& sqlite_template() {
    static const TemporaryFolder folder;
    static const fs::path file = [] {
        const fs::path made = folder.path() / "template.sqlite";
        apply_migrations(sqlite_options(made));
        return made;
    }();
    return file;
}

/// A database with all tables, made once per process. Dropped by nobody: it ends with the private cluster.
const std::string& postgres_template() {
    static const std::string name = [] {
        const std::string made = unique_database_name();
        apply_migrations(postgres_options(create_postgres_database(made, "")));
        return made;
    }();
    return name;
}

std::string database_name_of(const db::Options& options) {
    const auto end = options.postgres.find(' ');
    return options.postgres.substr(sizeof "dbname=" - 1, end - (sizeof "dbname=" - 1));
}

}  // namespace

FreshDatabase::FreshDatabase(db::Engine engine, Schema schema) {
    if (engine == db::Engine::sqlite) {
        options_ = sqlite_options(folder_.path() / "klicnik.sqlite");
        if (schema == Schema::current) fs::copy_file(sqlite_template(), options_.sqlite_file);
    } else {
        const std::string model = schema == Schema::current ? postgres_template() : "";
        options_ = postgres_options(create_postgres_database(unique_database_name(), model));
    }
    reopen();
}

FreshDatabase::~FreshDatabase() {
    close();
    try {
        if (!options_.postgres.empty()) drop_postgres_database(database_name_of(options_));
    } catch (const std::exception&) {
        // The server may be gone already, and the database with it.
    }
}

void FreshDatabase::reopen() {
    database_.reset();
    database_ = db::Database::open(options_);
}

std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info) {
    return info.param == db::Engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace klicnik::test
