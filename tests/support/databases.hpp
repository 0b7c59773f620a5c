#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "platform/db/database.hpp"
#include "platform/db/migrator.hpp"
#include "tests/support/temporary_folder.hpp"

/// Databases for tests: a file in a temporary folder, or a database in a private PostgreSQL cluster that is started
/// once per test process and ends with it. KLICNIK_TEST_POSTGRES (a connection string with the right to create
/// databases) names a running server instead. PostgreSQL missing is a failure of the test, not a reason to skip it.
namespace klicnik::test {

enum class Schema {
    none,     ///< an empty database
    current,  ///< all embedded migrations, copied from a template made once per process
};

/// A database of its own for one test.
class FreshDatabase {
  public:
    explicit FreshDatabase(db::Engine engine, Schema schema = Schema::none);
    ~FreshDatabase();
    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;

    db::Database& operator*() { return *database_; }
    db::Database* operator->() { return database_.get(); }
    const db::Options& options() const { return options_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    void close() { database_.reset(); }
    void reopen();

  private:
    TemporaryFolder folder_;
    db::Options options_;
    std::unique_ptr<db::Database> database_;
};

/// `class Ledger : public test::EachEngine {}; KLICNIK_EACH_ENGINE(Ledger); TEST_P(Ledger, adds_up) { … database() … }`
class EachEngine : public ::testing::TestWithParam<db::Engine> {
  protected:
    explicit EachEngine(Schema schema = Schema::none) : fresh_(GetParam(), schema) {}
    /// For a test that compares engines and so makes a fixture of each itself (two tests may run in two processes).
    EachEngine(Schema schema, db::Engine engine) : fresh_(engine, schema) {}

    db::Database& database() { return *fresh_; }
    FreshDatabase& fresh() { return fresh_; }

  private:
    FreshDatabase fresh_;
};

/// The same with the tables of the program.
class EachEngineWithTables : public EachEngine {
  protected:
    EachEngineWithTables() : EachEngine(Schema::current) {}
    explicit EachEngineWithTables(db::Engine engine) : EachEngine(Schema::current, engine) {}
};

std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info);

#define KLICNIK_EACH_ENGINE(Suite)                                                                                 \
    INSTANTIATE_TEST_SUITE_P(on, Suite, ::testing::Values(klicnik::db::Engine::sqlite, klicnik::db::Engine::postgres), \
                             klicnik::test::engine_name)

}  // namespace klicnik::test
