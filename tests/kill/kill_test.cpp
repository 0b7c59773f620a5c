// The program is killed (SIGKILL, no warning) again and again in the middle of its work. Whatever it has acknowledged must be
// there afterwards, the audit chain whole, the references and sums right, and the database must open at once.
// KLICNIK_KILLS says how often; 50 is the proof, the default is for every day.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

using std::chrono::milliseconds;

int kills() {
    const char* given = std::getenv("KLICNIK_KILLS");
    return given ? std::atoi(given) : 10;
}

/// What the server has said yes to.
class Acknowledged {
  public:
    void account(const std::string& id, int version) {
        const std::lock_guard lock(mutex_);
        accounts_[id] = version;
    }
    void entry(const std::string& id) {
        const std::lock_guard lock(mutex_);
        entries_.insert(id);
    }
    const std::map<std::string, int>& accounts() const { return accounts_; }
    const std::set<std::string>& entries() const { return entries_; }
    std::size_t size() const { return accounts_.size() + entries_.size(); }

  private:
    std::mutex mutex_;
    std::map<std::string, int> accounts_;
    std::set<std::string> entries_;
};

/// Makes a client, renames it, books a line for it, and so on until the server is gone.
void keep_writing(Person person, int number, Acknowledged& acknowledged) {
    for (int round = 0;; ++round) {
        const std::string name = "Klient " + std::to_string(number) + "/" + std::to_string(round);
        const HttpAnswer made = person.post("/accounts", R"({"name":")" + name + R"("})");
        if (made.status != 201) return;
        const std::string id = text_at(made, "id");
        acknowledged.account(id, 1);
        const HttpAnswer renamed = person.send("PATCH", "/accounts/" + id, R"({"city":"Brno"})", {{"If-Match", "\"1\""}});
        if (renamed.status != 200) return;
        acknowledged.account(id, 2);
        const HttpAnswer booked = person.post("/ledger_entries", R"({"account_id":")" + id + R"(","document_date":"2026-05-05","amount":"12.34"})");
        if (booked.status != 201) return;
        acknowledged.entry(text_at(booked, "id"));
    }
}

/// Column `id` and `version` of an export of everything.
std::map<std::string, int> exported(Person& person, const std::string& plural, const std::string& more) {
    const HttpAnswer answer = person.get("/" + plural + ".csv?fields=id,version" + more);
    EXPECT_EQ(answer.status, 200) << answer.body.substr(0, 300);
    std::map<std::string, int> rows;
    std::istringstream lines(answer.body);
    for (std::string line; std::getline(lines, line);) {
        const auto comma = line.find(',');
        if (comma != std::string::npos) rows[line.substr(0, comma)] = std::atoi(line.c_str() + comma + 1);
    }
    return rows;
}

std::size_t count_lost(Person& person, const Acknowledged& acknowledged) {
    std::size_t lost = 0;
    const auto accounts = exported(person, "accounts", "&archived=true,false");
    for (const auto& [id, version] : acknowledged.accounts()) {
        const auto at = accounts.find(id);
        lost += at == accounts.end() || at->second < version;
    }
    const auto entries = exported(person, "ledger_entries", "");
    for (const std::string& id : acknowledged.entries()) lost += !entries.contains(id);
    return lost;
}

void expect_sound(const std::filesystem::path& data) {
    const Ran check = run_program({"--data", data.string(), "check"});
    EXPECT_EQ(check.exit_code, 0) << check.output;
}

TEST(Kill, no_acknowledged_write_is_lost_when_two_hundred_write_at_once) {
    constexpr int writers = 200;
    const TemporaryFolder folder(TemporaryFolder::Place::disk);
    const std::filesystem::path data = folder.path() / "data";
    Person owner(0);
    {
        ServerProcess server(data);
        owner = owner.at(server.port());
        ASSERT_TRUE(owner.set_up(server.setup_token(), "Olga", "olga@firma.cz"));
    }
    Acknowledged acknowledged;
    std::mt19937 random(std::random_device{}());
    milliseconds slowest{};
    for (int kill = 1; kill <= kills(); ++kill) {
        ServerProcess server(data);
        slowest = std::max(slowest, server.time_to_ready());
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([person = owner.at(server.port()), i, &acknowledged]() mutable { keep_writing(std::move(person), i, acknowledged); });
        }
        std::this_thread::sleep_for(milliseconds(150 + random() % 1'000));  // a moment that nobody chose
        server.kill();
        for (std::thread& thread : threads) thread.join();
        expect_sound(data);
        ServerProcess again(data);
        slowest = std::max(slowest, again.time_to_ready());
        Person reader = owner.at(again.port());
        ASSERT_EQ(count_lost(reader, acknowledged), 0U) << "after kill " << kill << " of " << acknowledged.size() << " acknowledged";
    }
    EXPECT_LT(slowest, milliseconds(2'000));
    EXPECT_GT(acknowledged.size(), static_cast<std::size_t>(kills()));
    std::cout << kills() << " kills, " << acknowledged.size() << " acknowledged, 0 lost, slowest start " << slowest.count() << " ms\n";
}

}  // namespace
}  // namespace klicnik::test
