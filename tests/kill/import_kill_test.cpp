// SIGKILL in the middle of an import. Only kills that the database itself dates into the running import count (its run is left
// `running`, which the next start turns into `failed` with import.interrupted), and KLICNIK_KILLS of them are collected: 50 is
// the proof, over files of 200,000 rows; every day there are few, over short files. Afterwards the database opens, `klicnik check`
// finds nothing, the rows of the file that are there are exactly those that the run had counted as done, and running the import
// again ends in the same totals as if nothing had happened.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "platform/db/database.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

using std::chrono::milliseconds;

int kills() {
    const char* given = std::getenv("KLICNIK_KILLS");
    return given ? std::atoi(given) : 4;
}

int lines() { return kills() >= 50 ? 200'000 : 30'000; }

/// One row in this many is of no use and must be refused.
constexpr int bad_every = 97;

bool is_bad(int row) { return row % bad_every == bad_every - 1; }

int good_rows(int among) { return among - among / bad_every; }

std::string crowns(int minor) {
    return std::to_string(minor / 100) + "," + (minor % 100 < 10 ? "0" : "") + std::to_string(minor % 100);
}

int price_of(int row) { return (100 + row % 977) * 100 + 10 + row % 90; }  // in haléře

/// Lines of 300 clients and 50 goods; the bad ones have no such day.
std::int64_t write_invoices(const std::filesystem::path& file, int count) {
    std::ofstream out(file);
    std::int64_t total = 0;
    out << "Číslo dokladu;Datum;Odběratel;Popis;Množství;Cena za jednotku;Částka;Měna\n";
    for (int i = 0; i < count; ++i) {
        const std::string day = is_bad(i) ? "2026-02-31" : "2026-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10);
        out << "FV" << 100'000 + i / 3 << ";" << day << ";Klient " << i % 300 << ";Zboží " << i % 50 << ";2;" << crowns(price_of(i)) << ";"
            << crowns(2 * price_of(i)) << ";CZK\n";
        if (!is_bad(i)) total += 2 * price_of(i);
    }
    return total;
}

/// Clients with a code; the bad ones have no name.
void write_accounts(const std::filesystem::path& file, int count) {
    std::ofstream out(file);
    out << "Kód klienta;Název;Obec;E-mail\n";
    for (int i = 0; i < count; ++i) {
        out << "K" << i << ";" << (is_bad(i) ? "" : "Klient číslo " + std::to_string(i)) << ";Obec " << i % 800 << ";klient" << i << "@example.cz\n";
    }
}

/// What the database of a dead program says.
struct Aftermath {
    bool was_running = false;    ///< the newest import had not come to its end
    std::int64_t done_rows = 0;  ///< of any run of the file, the most that were committed
    std::int64_t there = 0;      ///< entries or clients
    std::int64_t total = 0;      ///< haléře of all entries
};

class ImportKill : public ::testing::Test {
  protected:
    void use(std::string kind, int count) {
        kind_ = std::move(kind);
        count_ = count;
        file_ = folder_.path() / (kind_ + ".csv");
        if (kind_ == "invoices") total_ = write_invoices(file_, count);
        else write_accounts(file_, count);
    }
    std::vector<std::string> command(const std::filesystem::path& data) const {
        return {"--data", data.string(), "import", kind_, file_.string(), "--json"};
    }
    json::Value report_of(const Ran& ran) const {
        const auto at = ran.output.rfind("{\"rows\"");
        const auto report = json::parse(at == std::string::npos ? "" : ran.output.substr(at));
        EXPECT_TRUE(report) << ran.output;
        return report ? *report : json::Value{};
    }
    static int number(const json::Value& report, std::string_view name) { return std::atoi(text_at(report, name).c_str()); }

    void expect_sound(const std::filesystem::path& data) const {
        const Ran check = run_program({"--data", data.string(), "check"});
        EXPECT_EQ(check.exit_code, 0) << check.output;
    }
    Aftermath look(const std::filesystem::path& data) const {
        Aftermath found;
        const auto database = db::Database::open({.sqlite_file = data / "klicnik.sqlite", .postgres = {}});
        database->read([&](db::Connection& connection) {
            found.was_running = connection.text("SELECT failure FROM import_run ORDER BY id DESC LIMIT 1") == "import.interrupted";
            found.done_rows = connection.integer("SELECT MAX(done_rows) FROM import_run").value_or(0);
            found.there = connection.integer(kind_ == "invoices" ? "SELECT COUNT(*) FROM ledger_entry" : "SELECT COUNT(*) FROM account").value_or(0);
            found.total = connection.integer("SELECT SUM(amount) FROM ledger_entry").value_or(0) / 100;
        });
        return found;
    }
    /// The import run to its end must find everything as if nobody had killed it before, and once more everything unchanged.
    void expect_whole(const std::filesystem::path& data) const {
        const json::Value report = report_of(run_program(command(data)));
        EXPECT_EQ(number(report, "rows"), count_);
        EXPECT_EQ(number(report, "refused"), count_ - good_rows(count_));
        EXPECT_EQ(number(report, "created") + number(report, "unchanged"), good_rows(count_));
        EXPECT_EQ(number(report, "updated"), 0);
        const json::Value again = report_of(run_program(command(data)));
        EXPECT_EQ(number(again, "unchanged"), good_rows(count_));
        expect_sound(data);
        const Aftermath whole = look(data);
        EXPECT_EQ(whole.there, good_rows(count_));
        EXPECT_EQ(whole.total, total_);
    }
    /// Collects kills that fell into the import; how many attempts that took.
    void kill_again_and_again() {
        const std::filesystem::path data = folder_.path() / "data";
        const auto begin = std::chrono::steady_clock::now();
        ASSERT_EQ(run_program(command(folder_.path() / "unharmed")).exit_code, 0);
        const auto usual = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
        std::mt19937 random(std::random_device{}());
        int inside = 0;
        int attempts = 0;
        int in_series = 0;
        while (inside < kills()) {
            ASSERT_LT(++attempts, 5 * kills() + 20) << "the kills do not fall into the import: " << inside << " did";
            const bool killed = run_and_kill(command(data), milliseconds(random() % static_cast<unsigned>(usual.count() + 1)));
            if (!std::filesystem::exists(data)) continue;
            expect_sound(data);
            const Aftermath after = look(data);
            inside += after.was_running ? 1 : 0;
            in_series += after.was_running ? 1 : 0;
            ASSERT_EQ(after.there, good_rows(static_cast<int>(after.done_rows))) << "rows that no finished piece of the file accounts for";
            if (::testing::Test::HasFailure()) return;
            // Ten kills on one database go on where the last one broke off; then the next begins from nothing.
            if (killed && in_series < 10 && inside < kills()) continue;
            expect_whole(data);
            std::filesystem::remove_all(data);
            in_series = 0;
        }
        std::cout << inside << " kills inside of an import of " << count_ << " " << kind_ << " (" << attempts << " attempts; it takes " << usual.count()
                  << " ms), every check ok, every repetition complete\n";
    }

    TemporaryFolder folder_{TemporaryFolder::Place::disk};
    std::filesystem::path file_;
    std::string kind_;
    int count_ = 0;
    std::int64_t total_ = 0;
};

TEST_F(ImportKill, invoices_are_there_in_whole_pieces_and_the_rest_follows) {
    use("invoices", lines());
    kill_again_and_again();
}

TEST_F(ImportKill, clients_are_there_in_whole_pieces_and_the_rest_follows) {
    use("accounts", kills() >= 50 ? lines() : lines() / 10);
    kill_again_and_again();
}

/// The import of a server is a job: the next start goes on with it by itself.
TEST_F(ImportKill, a_server_goes_on_with_the_import_in_which_it_was_killed) {
    use("invoices", 30'000);
    const std::filesystem::path data = folder_.path() / "data";
    std::ifstream in(file_, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const std::string form = "--XX\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ninvoices\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; "
                             "filename=\"faktury.csv\"\r\n\r\n" + bytes + "\r\n--XX--\r\n";
    Person owner(0);
    std::string id;
    {
        ServerProcess server(data);
        owner = owner.at(server.port());
        ASSERT_TRUE(owner.set_up(server.setup_token(), "Olga", "olga@firma.cz"));
        const HttpAnswer taken = owner.send("POST", "/imports/upload", form, {{"Content-Type", "multipart/form-data; boundary=XX"}});
        ASSERT_EQ(taken.status, 201) << taken.body;
        id = text_at(taken, "id");
        ASSERT_EQ(owner.post("/imports/" + id + "/run", "{}").status, 202);
        for (int tries = 0; tries < 500 && text_at(owner.get("/imports/" + id), "progress.rows") == "0"; ++tries) {
            std::this_thread::sleep_for(milliseconds(10));
        }
        server.kill();
    }
    ServerProcess server(data);
    Person again = owner.at(server.port());
    HttpAnswer run;
    for (int tries = 0; tries < 600; ++tries) {
        run = again.get("/imports/" + id);
        if (text_at(run, "state") != "running") break;
        std::this_thread::sleep_for(milliseconds(50));
    }
    EXPECT_EQ(text_at(run, "state"), "done") << run.body.substr(0, 500);
    EXPECT_EQ(text_at(run, "report.rows"), std::to_string(count_));
    EXPECT_EQ(std::atoi(text_at(run, "report.created").c_str()) + std::atoi(text_at(run, "report.unchanged").c_str()), good_rows(count_));
    EXPECT_EQ(server.stop(), 0);
    expect_sound(data);
    const Aftermath after = look(data);
    EXPECT_EQ(after.there, good_rows(count_));
    EXPECT_EQ(after.total, total_);
}

}  // namespace
}  // namespace klicnik::test
