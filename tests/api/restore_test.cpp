// What a restore refuses leaves the target as empty as it was, so that the next backup can be put there, on both engines.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <optional>

#include "platform/db/connection.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

namespace fs = std::filesystem;

void change_backup(const fs::path& file, const char* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
}

void flip_bytes(const fs::path& file, std::uintmax_t from, std::size_t count) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    std::string part(count, '\0');
    bytes.seekg(static_cast<std::streamoff>(from)).read(part.data(), static_cast<std::streamsize>(count));
    for (char& byte : part) byte = static_cast<char>(~byte);
    bytes.seekp(static_cast<std::streamoff>(from)).write(part.data(), static_cast<std::streamsize>(count));
}

class Restore : public ::testing::TestWithParam<db::Engine> {
  protected:
    Restore() {
        if (GetParam() == db::Engine::postgres) postgres_.emplace();
        std::ofstream(path("clients.csv")) << "Název;Město\nRyba;Třeboň\nKapr;Brno\n";
        EXPECT_EQ(run_program({"--data", path("data"), "import", "accounts", path("clients.csv")}).exit_code, 0);
        EXPECT_EQ(run_program({"--data", path("data"), "backup", path("good.sqlite")}).exit_code, 0);
    }

    std::string path(std::string_view name) const { return (folder_.path() / name).string(); }
    Ran on_target(std::vector<std::string> words) const {
        words.insert(words.begin(), {"--data", path("target")});
        if (postgres_) words.insert(words.begin(), {"--database", postgres_->target()});
        return run_program(words);
    }
    /// A copy of the good backup, with its files.
    fs::path copy_of_good(std::string_view name) const {
        fs::copy_file(path("good.sqlite"), path(name));
        fs::copy(path("good.sqlite.files"), path(std::string(name) + ".files"), fs::copy_options::recursive);
        return path(name);
    }
    void expect_refused(const fs::path& backup) const {
        const Ran refused = on_target({"restore", backup.string(), "--json"});
        EXPECT_EQ(refused.exit_code, 2) << backup << refused.output;
        EXPECT_NE(refused.output.find("backup.damaged"), std::string::npos) << refused.output;
        for (const fs::directory_entry& entry : fs::directory_iterator(path("target"))) {
            EXPECT_EQ(entry.path().filename().extension(), ".lock") << "left behind: " << entry.path();
        }
    }

    TemporaryFolder folder_;
    std::optional<EmptyPostgres> postgres_;
};

KLICNIK_EACH_ENGINE(Restore);

TEST_P(Restore, a_damaged_or_changed_backup_is_refused_and_leaves_room_for_a_good_one) {
    const std::uintmax_t size = fs::file_size(path("good.sqlite"));
    flip_bytes(copy_of_good("flipped.sqlite"), size / 2, 8192);
    expect_refused(path("flipped.sqlite"));
    flip_bytes(copy_of_good("header.sqlite"), 0, 64);
    expect_refused(path("header.sqlite"));
    fs::resize_file(copy_of_good("cut.sqlite"), size / 2);
    expect_refused(path("cut.sqlite"));
    fs::resize_file(copy_of_good("nothing.sqlite"), 0);
    expect_refused(path("nothing.sqlite"));
    change_backup(copy_of_good("edited.sqlite"), "UPDATE audit_event SET changes = '{}' WHERE number = 2");
    expect_refused(path("edited.sqlite"));
    change_backup(copy_of_good("shortened.sqlite"), "DELETE FROM audit_event WHERE number = (SELECT MAX(number) FROM audit_event)");
    expect_refused(path("shortened.sqlite"));
    change_backup(path("other.sqlite"), "CREATE TABLE song (name TEXT); INSERT INTO song VALUES ('Škoda lásky')");
    expect_refused(path("other.sqlite"));
    std::ofstream(path("picture.sqlite")) << std::string(20'000, 'x');
    expect_refused(path("picture.sqlite"));

    const Ran good = on_target({"restore", path("good.sqlite")});
    EXPECT_EQ(good.exit_code, 0) << good.output;
    EXPECT_NE(on_target({"account", "list"}).output.find("Ryba"), std::string::npos);
    EXPECT_TRUE(fs::exists(fs::path(path("target")) / "imports"));
}

TEST_P(Restore, what_can_be_computed_again_does_not_refuse_the_only_backup) {
    change_backup(copy_of_good("stale.sqlite"),
                  "INSERT INTO ledger_day (account_id, day, currency, amount, entries) SELECT id, 1, 'CZK', 5, 1 FROM account LIMIT 1");
    const Ran restored = on_target({"restore", path("stale.sqlite")});
    EXPECT_EQ(restored.exit_code, 1) << "the command tells what differs: " << restored.output;
    EXPECT_NE(restored.output.find("ledger_day"), std::string::npos) << restored.output;
    EXPECT_NE(on_target({"account", "list"}).output.find("Ryba"), std::string::npos);
}

TEST_P(Restore, a_message_in_both_languages_says_what_to_do) {
    std::ofstream(path("picture.sqlite")) << std::string(20'000, 'x');
    EXPECT_NE(on_target({"restore", path("picture.sqlite"), "--language", "cs"}).output.find("obnovte starší"), std::string::npos);
    EXPECT_NE(on_target({"restore", path("picture.sqlite"), "--language", "en"}).output.find("restore an older one"), std::string::npos);
}

}  // namespace
}  // namespace klicnik::test
