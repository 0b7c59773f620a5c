// A firm moves between the engines by backup and restore (AC45.3): nothing is lost, and every figure stays what it was.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>

#include "tests/support/databases.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

namespace fs = std::filesystem;

/// Tables whose rows differ between two SQLite files; the index for search is derived, and both know their own migrations.
std::vector<std::string> differing_tables(const fs::path& one, const fs::path& other) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2(one.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(handle, &sqlite3_close);
    const auto rows = [&](const std::string& sql) {
        std::vector<std::string> first_column;
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(handle) << sql;
        while (sqlite3_step(statement) == SQLITE_ROW) first_column.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        sqlite3_finalize(statement);
        return first_column;
    };
    rows("ATTACH '" + other.string() + "' AS other");
    std::vector<std::string> differing;
    std::size_t filled = 0;
    for (const std::string& table : rows("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_index%' AND name <> 'schema_migration'")) {
        const std::string here = "SELECT * FROM main.\"" + table + '"';
        const std::string there = "SELECT * FROM other.\"" + table + '"';
        const auto lost = rows("SELECT COUNT(*) FROM (" + here + " EXCEPT " + there + ")");
        const auto more = rows("SELECT COUNT(*) FROM (" + there + " EXCEPT " + here + ")");
        if (lost != std::vector<std::string>{"0"} || more != std::vector<std::string>{"0"}) differing.push_back(table);
        filled += rows("SELECT COUNT(*) FROM main.\"" + table + '"') != std::vector<std::string>{"0"};
    }
    EXPECT_GT(filled, 25U) << "too few tables have rows to compare";
    return differing;
}

class Engines : public ::testing::Test {
  protected:
    Ran on_file(const fs::path& data, std::vector<std::string> words) const {
        words.insert(words.begin(), {"--data", data.string()});
        return run_program(words);
    }
    Ran on_postgres(std::vector<std::string> words) const {
        words.insert(words.begin(), {"--data", path("postgres_data").string(), "--database", postgres_.target()});
        return run_program(words);
    }
    fs::path path(std::string_view name) const { return folder_.path() / name; }

    TemporaryFolder folder_;
    EmptyPostgres postgres_;
};

const std::vector<std::vector<std::string>> questions = {
    {"report", "retention", "--as-of", "2026-10-31", "--by", "manager", "--json"},
    {"report", "retention", "--as-of", "2026-10-31", "--by", "family", "--json"},
    {"report", "concentration", "--json"},
    {"report", "renewals", "--as-of", "2026-10-31", "--json"},
    {"report", "value", "--as-of", "2026-10-31", "--json"},
    {"segment", "concentration", "--from", "2026-01", "--to", "2026-06", "--json"},
    {"account", "list", "--sort", "name", "--limit", "100", "--json"},
    {"account", "list", "--q", "žluť", "--json"},
    {"contact", "list", "--sort", "last_name", "--json"},
    {"search", "find", "--q", "nov", "--json"},
    {"tier_decision", "list", "--json"},
};

TEST_F(Engines, a_firm_moves_to_postgresql_and_back_with_identical_figures_AC45_3) {
    const fs::path data = path("data");
    std::ofstream(path("clients.csv")) << "Název;IČO;Město\nŽluťásek;27074358;Brno\nRyba;;Třeboň\n";
    ASSERT_EQ(on_file(data, {"sample", "load"}).exit_code, 0);
    ASSERT_EQ(on_file(data, {"import", "accounts", path("clients.csv").string()}).exit_code, 0);
    ASSERT_EQ(on_file(data, {"segment", "--accept"}).exit_code, 0);
    const Ran backup = on_file(data, {"backup", path("one.sqlite").string()});
    ASSERT_EQ(backup.exit_code, 0) << backup.output;

    const Ran restored = on_postgres({"restore", path("one.sqlite").string()});
    ASSERT_EQ(restored.exit_code, 0) << restored.output;
    for (const auto& question : questions) {
        const Ran before = on_file(data, question);
        EXPECT_EQ(before.exit_code, 0) << question[0] << ' ' << before.output;
        EXPECT_EQ(on_postgres(question).output, before.output) << question[0] << ' ' << question[1];
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(path("postgres_data") / "imports"), fs::directory_iterator()), 1);

    const Ran back = on_postgres({"backup", path("two.sqlite").string()});
    ASSERT_EQ(back.exit_code, 0) << back.output;
    EXPECT_EQ(differing_tables(path("one.sqlite"), path("two.sqlite")), std::vector<std::string>{});
    const Ran again = on_file(path("back"), {"restore", path("two.sqlite").string()});
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_EQ(on_file(path("back"), questions[7]).output, on_file(data, questions[7]).output) << "the index for search is made anew";

    // Life goes on there: numbers that the database gives continue.
    const Ran created = on_postgres({"account", "create", "--name", "Nový žlutý klient"});
    EXPECT_EQ(created.exit_code, 0) << created.output;
    EXPECT_NE(on_postgres({"account", "list", "--q", "nový žlutý"}).output.find("Nový žlutý klient"), std::string::npos);
    EXPECT_EQ(on_postgres({"check"}).exit_code, 0);
    for (const fs::path& folder : {folder_.path(), path("postgres_data")}) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            EXPECT_FALSE(entry.path().filename().string().starts_with("klicnik-unfinished")) << "nothing is left on the way";
        }
    }
}

TEST_F(Engines, a_restore_into_postgresql_refuses_what_is_not_empty_or_no_backup) {
    std::ofstream(path("clients.csv")) << "Název\nRyba\n";
    std::ofstream(path("noise.sqlite")) << std::string(8192, 'x');
    EXPECT_EQ(on_postgres({"restore", path("noise.sqlite").string()}).exit_code, 2);
    EXPECT_EQ(on_postgres({"restore", path("absent.sqlite").string()}).exit_code, 8);
    ASSERT_EQ(on_file(path("data"), {"account", "create", "--name", "Jediný"}).exit_code, 0);
    ASSERT_EQ(on_file(path("data"), {"backup", path("one.sqlite").string()}).exit_code, 0);
    const Ran first = on_postgres({"restore", path("one.sqlite").string()});
    EXPECT_EQ(first.exit_code, 0) << "what failed left the database empty: " << first.output;
    const Ran second = on_postgres({"restore", path("one.sqlite").string(), "--json"});
    EXPECT_EQ(second.exit_code, 5);
    EXPECT_NE(second.output.find("restore.database_not_empty"), std::string::npos) << second.output;
    EXPECT_NE(on_postgres({"account", "list"}).output.find("Jediný"), std::string::npos);
    // A backup may lie anywhere, in the data folder too, and stays there.
    EXPECT_TRUE(fs::exists(path("one.sqlite")));
    ASSERT_EQ(on_file(path("data"), {"import", "accounts", path("clients.csv").string()}).exit_code, 0);
    ASSERT_EQ(on_file(path("data"), {"backup", path("with_files.sqlite").string()}).exit_code, 0);
    EXPECT_EQ(on_postgres({"restore", path("with_files.sqlite").string()}).exit_code, 5);
    EXPECT_FALSE(fs::exists(path("postgres_data") / "imports")) << "a refused restore brings no files";
}

}  // namespace
}  // namespace klicnik::test
