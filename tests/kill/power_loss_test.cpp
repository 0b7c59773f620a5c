// The power fails at a random moment while the program writes (G2). A recorder between SQLite and the disk knows what was written and
// what the disk was made to keep; from that, disks are made up as they may be after a cut: all that was synced, any part of the rest.
// With full durability every one of them must open, pass `klicnik check` and hold every write that was acknowledged before the cut.
// The control must fail: with normal durability, which does not wait for the disk, the same test loses acknowledged writes.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>

#include "app/check.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/permissions.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/migrator.hpp"
#include "records/store.hpp"
#include "tests/support/power_recorder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

namespace fs = std::filesystem;

constexpr int writes = 120;

struct Recorded {
    fs::path folder;
    std::unique_ptr<PowerRecorder> recorder;
    std::vector<std::pair<Id<Account>, std::size_t>> acknowledged;  ///< with the steps there were when the answer came
};

Context as_system(int number) {
    Context context;
    context.now = Timestamp{1'795'424'400'000'000 + number * 1'000'000LL};
    context.today = *parse_date("2026-11-23");
    context.request_id = "power";
    return context;
}

class PowerLoss : public ::testing::Test {
  protected:
    /// Makes clients one after the other; now and then the log is folded into the file, which writes there too.
    Recorded record(db::Durability durability) {
        register_modules();
        Recorded recorded;
        recorded.folder = folder_.path() / (durability == db::Durability::full ? "full" : "normal");
        fs::create_directories(recorded.folder);
        db::Options options;
        options.sqlite_file = recorded.folder / "klicnik.sqlite";
        options.durability = durability;
        {
            const auto database = db::Database::open(options);
            EXPECT_TRUE(db::migrate(*database, db::embedded_migrations(), 1'767'225'600'000'000));
        }
        recorded.recorder = std::make_unique<PowerRecorder>(recorded.folder);
        const auto database = db::Database::open(options);
        const Store store(*database, identity::default_permissions());
        for (int i = 0; i < writes; ++i) {
            Account account;
            account.name = "Klient " + std::to_string(i);
            const auto made = store.write(as_system(i), [&](UnitOfWork& work) { return accounts::create_account(work, account); });
            EXPECT_TRUE(made);
            if (made) recorded.acknowledged.emplace_back(made->id, recorded.recorder->steps());
            if (i % 40 == 39) database->checkpoint();
        }
        return recorded;
    }

    struct Verdict {
        int images = 0;
        int broken = 0;  ///< do not open, or have faults
        int lost = 0;    ///< acknowledged writes that are gone
        std::string example;
    };

    Verdict cut_power(const Recorded& recorded, int cuts) {
        Verdict verdict;
        const std::size_t from = recorded.acknowledged.front().second;
        for (int i = 0; i < cuts; ++i) {
            const std::size_t cut = from + random_() % (recorded.recorder->steps() - from + 1);
            const fs::path image = folder_.path() / "image";
            fs::remove_all(image);
            fs::create_directories(image);
            for (const auto& [name, bytes] : recorded.recorder->disk_after(cut, random_)) {
                if (name != "klicnik.sqlite" && name != "klicnik.sqlite-wal") continue;
                std::ofstream(image / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            }
            ++verdict.images;
            try {
                judge(recorded, cut, image, verdict);
            } catch (const db::Error& error) {
                ++verdict.broken;
                verdict.example = error.what();
            }
        }
        return verdict;
    }

    static void judge(const Recorded& recorded, std::size_t cut, const fs::path& image, Verdict& verdict) {
        App app;
        app.database = db::Database::open({.sqlite_file = image / "klicnik.sqlite", .postgres = {}});
        app.clock = std::make_unique<SystemClock>();
        app.store = std::make_unique<Store>(*app.database, identity::default_permissions());
        for (const Fault& fault : find_faults(app)) {
            ++verdict.broken;
            verdict.example = fault.check + " " + fault.where + " " + fault.what;
        }
        app.database->read([&](db::Connection& connection) {
            for (const auto& [id, steps] : recorded.acknowledged) {
                if (steps <= cut && !connection.integer("SELECT 1 FROM account WHERE id = $1", id)) ++verdict.lost;
            }
        });
    }

    TemporaryFolder folder_;
    unsigned seed_ = std::random_device{}();
    std::mt19937 random_{seed_};
};

TEST_F(PowerLoss, nothing_acknowledged_is_lost_and_the_control_does_lose) {
    const Recorded full = record(db::Durability::full);
    EXPECT_GE(full.recorder->syncs(), static_cast<std::size_t>(writes)) << "each commit waits for the disk";
    const char* given = std::getenv("KLICNIK_CUTS");
    const Verdict kept = cut_power(full, given ? std::atoi(given) : 40);
    EXPECT_EQ(kept.lost, 0) << "seed " << seed_;
    EXPECT_EQ(kept.broken, 0) << kept.example << ", seed " << seed_;
    const Recorded normal = record(db::Durability::normal);
    const Verdict control = cut_power(normal, 20);
    EXPECT_GT(control.lost, 0) << "a test that cannot fail proves nothing";
    EXPECT_EQ(control.broken, 0) << control.example;
    std::cout << kept.images << " cuts with full durability: " << kept.lost << " lost, " << kept.broken << " broken; " << control.images
              << " with normal: " << control.lost << " lost, " << control.broken << " broken\n";
}

}  // namespace
}  // namespace klicnik::test
