#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/runner.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/ledger/book_state.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/segmentation/actions.hpp"
#include "records/search.hpp"
#include "tests/support/store.hpp"

/// Work that recurs: figures, shares, teams and scores follow the books and the calendar, on both engines.
namespace klicnik {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Decimal crowns(std::int64_t amount) {
    return Decimal::from_integer(amount);
}

class Schedule : public test::EachStore {
  protected:
    void SetUp() override {
        must(store().write(as_system(), [](UnitOfWork& work) { return identity::ensure_workspace(work); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
    }

    Context on(const char* day) const {
        Context context = as_system();
        context.today = *parse_date(day);
        return context;
    }
    Result<> run(std::string_view name, const Context& context) {
        for (const Recurring& work : recurring_work()) {
            if (work.name == name) return work.run({store(), context, stopping_});
        }
        return not_found("schedule");
    }
    void add_entry(const Account& account, const char* day, std::int64_t amount, const char* today = "2026-11-23") {
        LedgerEntry entry;
        entry.account_id = account.id;
        entry.document_date = *parse_date(day);
        entry.amount = crowns(amount);
        must(store().write(on(today), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    Account shown(Id<Account> id) {
        return store().read(as_system(), [&](const Reader& reader) { return *reader.find(id); });
    }
    /// A firm so large that not everything is done at once: each client bought for 100 in November 2025 and in October 2026,
    /// and has an order for December.
    std::vector<Account> make_large_firm(std::size_t clients) {
        std::vector<Account> accounts(clients);
        std::vector<LedgerEntry> entries;
        for (std::size_t i = 0; i < clients; ++i) {
            accounts[i].id = {new_uuid(as_system().now.micros)};
            accounts[i].name = "Klient " + std::to_string(i);
            for (const char* day : {"2025-11-05", "2026-10-05", "2026-12-05"}) {
                LedgerEntry& entry = entries.emplace_back();
                entry.id = {new_uuid(as_system().now.micros)};
                entry.account_id = accounts[i].id;
                entry.document_date = *parse_date(day);
                entry.service_month = month_of(entry.document_date);
                entry.amount = crowns(100);
                entry.currency = Currency{};
            }
        }
        must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
            std::size_t next = 0;
            work.create_many(entity_of<Account>(), [&]() -> const void* { return next < accounts.size() ? &accounts[next++] : nullptr; });
            next = 0;
            work.create_many(entity_of<LedgerEntry>(), [&]() -> const void* { return next < entries.size() ? &entries[next++] : nullptr; });
            ledger::rebuild_months(work);
            ledger::refresh_all_figures(work);
            return {};
        }));
        return accounts;
    }
    std::int64_t count(const std::string& sql) {
        return store().read(as_system(), [&](const Reader& reader) { return reader.connection().integer(sql).value_or(-1); });
    }

    std::atomic<bool> stopping_ = false;
};
KLICNIK_EACH_ENGINE(Schedule);

TEST_P(Schedule, every_module_declares_its_work_once_and_by_a_name_of_its_own) {
    std::vector<std::string_view> names;
    for (const Recurring& work : recurring_work()) names.push_back(work.name);
    EXPECT_THAT(names, ElementsAre("sessions.forget", "teams.follow_the_calendar", "contracts.follow_the_calendar",
                                   "figures.follow_the_books", "shares.follow_the_revenue",
                                   "scores.follow_the_calendar", "cube.follow_the_books", "expired.forget", "database.checkpoint",
                                   "search.merge_parts"));
}

TEST_P(Schedule, the_index_for_search_is_brought_together_and_finds_the_same) {
    for (int i = 0; i < 40; ++i) make_account("Slévárna " + std::to_string(i));
    const auto found = [&] {
        Sql sql("SELECT t.entity_id FROM search_text t WHERE ");
        append_contains(sql, store().database().engine(), "slevarna 3");
        return store().read(as_system(), [&](const Reader& reader) {
            std::int64_t rows = 0;
            reader.connection().run(sql.text(), sql.params(), [&](const db::Row&) { return ++rows > 0; });
            return rows;
        });
    };
    EXPECT_EQ(found(), 11);
    must(run("search.merge_parts", as_system()));
    EXPECT_EQ(found(), 11);
    make_account("Slévárna 39");
    EXPECT_EQ(found(), 12);
    if (store().database().engine() != db::Engine::sqlite) return;
    // The record of the parts: 4 bytes of a version, then how many levels and how many parts there are, each below 128.
    must(run("search.merge_parts", as_system()));
    EXPECT_EQ(count("SELECT COUNT(*) FROM search_index_data WHERE id = 10 AND hex(substr(block, 6, 1)) = '01'"), 1);
}

TEST_P(Schedule, figures_move_with_the_turn_of_the_month_alone) {
    const Account account = make_account("Alfa");
    add_entry(account, "2025-12-10", 100);
    add_entry(account, "2026-11-10", 10);
    add_entry(account, "2026-12-10", 1);
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(100)) << "November is not over: the books end with the last month that is";
    must(run("figures.follow_the_books", on("2026-11-30")));
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(100));
    must(run("figures.follow_the_books", on("2026-12-01")));
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(110));
    must(run("figures.follow_the_books", on("2027-01-01")));
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(11)) << "December 2025 has left the twelve months";
    must(run("figures.follow_the_books", on("2027-01-01")));
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(11)) << "again changes nothing";
}

TEST_P(Schedule, books_that_begin_with_the_running_month_end_with_it) {
    const Account account = make_account("Alfa");
    add_entry(account, "2026-11-10", 10);
    EXPECT_EQ(shown(account.id).revenue_12m, crowns(10));
}

TEST_P(Schedule, a_large_firm_moves_in_short_steps_that_survive_a_restart) {
    constexpr std::size_t clients = 350;
    const std::vector<Account> accounts = make_large_firm(clients);
    EXPECT_EQ(shown(accounts.front().id).revenue_12m, crowns(200));
    const auto step = [&] {
        bool more = false;
        must(store().write(on("2027-01-01"), [&](UnitOfWork& work) -> Result<> {
            more = ledger::advance_figures(work, 100);
            return {};
        }));
        return more;
    };
    EXPECT_TRUE(step()) << "the pass begins";
    EXPECT_TRUE(step());
    EXPECT_EQ(count("SELECT COUNT(*) FROM account WHERE revenue_12m = 2000000"), 350) << "November 2025 left, December 2026 came";
    EXPECT_TRUE(store().read(on("2027-01-01"), [](const Reader& reader) { return ledger::are_figures_behind(reader); }));

    // What was entered while the pass runs is in the figure at once, wherever the pass is.
    add_entry(accounts.back(), "2026-12-06", 7, "2027-01-01");
    EXPECT_EQ(shown(accounts.back().id).revenue_12m, crowns(207));
    const auto amounts = store().read(on("2027-01-01"), [](const Reader& reader) {
        return ledger::amounts_in_window(reader, ledger::rules::window_to(*parse_month("2026-12")));
    });
    EXPECT_EQ(amounts.accounts.size(), clients) << "reports add up the months meanwhile";

    int steps = 0;
    while (step()) ++steps;
    EXPECT_EQ(steps, 2) << "it went on where it was";
    EXPECT_FALSE(store().read(on("2027-01-01"), [](const Reader& reader) { return ledger::are_figures_behind(reader); }));
    EXPECT_EQ(count("SELECT revenue FROM ledger_state"), count("SELECT SUM(revenue) FROM ledger_figure")) << "the total moves with its parts";
    EXPECT_EQ(count("SELECT revenue FROM ledger_state"), crowns(350 * 200 + 7).units);
}

TEST_P(Schedule, a_stopping_program_leaves_the_rest_to_the_next_start) {
    make_large_firm(320);
    stopping_ = true;
    must(run("figures.follow_the_books", on("2027-01-01")));
    EXPECT_TRUE(store().read(on("2027-01-01"), [](const Reader& reader) { return ledger::are_figures_behind(reader); }));
    stopping_ = false;
    must(run("figures.follow_the_books", on("2027-01-01")));
    EXPECT_FALSE(store().read(on("2027-01-01"), [](const Reader& reader) { return ledger::are_figures_behind(reader); }));
}

TEST_P(Schedule, the_shares_of_the_others_move_with_an_entry_of_one) {
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    add_entry(alfa, "2026-10-05", 300);
    EXPECT_EQ(shown(alfa.id).revenue_share_bp, 10'000);
    add_entry(beta, "2026-10-06", 100);
    EXPECT_EQ(shown(alfa.id).revenue_share_bp, 7'500) << "in the transaction of the entry";
    EXPECT_EQ(shown(beta.id).revenue_share_bp, 2'500);
    add_entry(beta, "2026-10-07", -100);
    EXPECT_EQ(shown(alfa.id).revenue_share_bp, 10'000);
    EXPECT_EQ(shown(beta.id).revenue_share_bp, 0);
    add_entry(alfa, "2026-10-08", -300);
    EXPECT_EQ(shown(alfa.id).revenue_share_bp, std::nullopt) << "a share in nothing is unknown";
}

TEST_P(Schedule, the_shares_of_a_large_firm_follow_soon) {
    const std::vector<Account> accounts = make_large_firm(400);
    EXPECT_EQ(shown(accounts.front().id).revenue_share_bp, 25);
    add_entry(accounts.back(), "2026-10-09", 400 * 200);
    EXPECT_EQ(shown(accounts.front().id).revenue_share_bp, 25) << "not at once";
    must(run("shares.follow_the_revenue", on("2026-11-23")));
    EXPECT_EQ(shown(accounts.front().id).revenue_share_bp, 12) << "200 of 160,000 is 12.5 basis points, half to even";
    EXPECT_EQ(shown(accounts.back().id).revenue_share_bp, 5'012);
    EXPECT_EQ(count("SELECT COUNT(*) FROM ledger_state WHERE shares_of = revenue"), 1);
    EXPECT_EQ(count("SELECT MAX(version) FROM account"), 1) << "derived: no version";
}

TEST_P(Schedule, a_team_changes_on_the_day_its_assignments_say) {
    const User adam = make_user("Adam", {Role::account_manager});
    const User zdena = make_user("Zdena", {Role::account_manager});
    const Account account = make_account("Alfa");
    make_lead(account, adam);
    AccountAssignment next;
    next.account_id = account.id;
    next.user_id = zdena.id;
    next.from_on = *parse_date("2027-01-01");
    must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::add_assignment(work, next); }));
    must(run("teams.follow_the_calendar", on("2026-11-30")));
    EXPECT_EQ(shown(account.id).lead_id, adam.id);
    must(run("teams.follow_the_calendar", on("2027-01-01")));
    EXPECT_EQ(shown(account.id).lead_id, zdena.id);
    EXPECT_THAT(store().read(on("2027-01-01"), [](const Reader& reader) { return accounts::accounts_with_stale_team(reader); }), IsEmpty());
}

TEST_P(Schedule, scores_follow_the_books_once_somebody_has_scored) {
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    add_entry(alfa, "2026-10-05", 300);
    must(run("scores.follow_the_calendar", on("2026-11-23")));
    EXPECT_EQ(count("SELECT COUNT(*) FROM account_score"), 0) << "the first scoring is a person's decision";
    must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::segment(work, false); }));
    const auto before = shown(beta.id).score_bp;
    const std::int64_t rows = count("SELECT COUNT(*) FROM account_score");
    must(run("scores.follow_the_calendar", on("2026-11-24")));
    EXPECT_EQ(count("SELECT COUNT(*) FROM account_score"), rows) << "nothing new, no new rows";
    EXPECT_EQ(count("SELECT COUNT(*) FROM audit_event WHERE action = 'scored'"), 1);
    add_entry(beta, "2026-10-06", 900);
    must(run("scores.follow_the_calendar", on("2026-11-25")));
    EXPECT_NE(shown(beta.id).score_bp, before);
    EXPECT_GT(count("SELECT COUNT(*) FROM account_score"), rows) << "history by date";
    EXPECT_EQ(count("SELECT COUNT(*) FROM account_score_current"), 2);
    EXPECT_EQ(count("SELECT COUNT(*) FROM audit_event WHERE action = 'scored'"), 2);

    must(store().write(as_system(), [&](UnitOfWork& work) { return work.archive(entity_of<Account>(), beta.id.value, true, std::nullopt); }));
    must(run("scores.follow_the_calendar", on("2026-11-26")));
    EXPECT_EQ(shown(beta.id).score_bp, std::nullopt) << "who takes part no more has no score";
    EXPECT_EQ(count("SELECT COUNT(*) FROM account_score_current"), 1);
}

/// The runner on a whole program; one engine suffices, the work itself is held above.
TEST(Runner, daily_work_is_one_job_a_day_of_the_workspace_whatever_restarts) {
    const test::TemporaryFolder folder;
    config::Settings settings;
    settings.data_dir = folder.path();
    auto clock = std::make_unique<FixedClock>(*parse_timestamp("2026-11-23T09:00:00Z"));
    FixedClock& hands = *clock;
    const auto app = open_app(settings, std::move(clock));
    ASSERT_TRUE(app);
    const auto jobs = [&](const std::string& condition) {
        return (*app)->store->read(system_context(**app), [&](const Reader& reader) {
            return reader.connection().integer("SELECT COUNT(*) FROM job WHERE " + condition).value_or(-1);
        });
    };
    const auto daily = static_cast<int>(std::count_if(recurring_work().begin(), recurring_work().end(),
                                                      [](const Recurring& work) { return work.every_seconds == once_a_day; }));
    EXPECT_GE(daily, 4);
    EXPECT_EQ(Runner(**app).run_due(), daily);
    EXPECT_EQ(jobs("name = 'scores.follow_the_calendar' AND done_at IS NOT NULL AND last_error IS NULL"), 1);
    EXPECT_EQ(Runner(**app).run_due(), 0) << "a restart on the same day";
    hands.set(*parse_timestamp("2026-11-23T22:59:00Z"));
    Runner runner(**app);
    EXPECT_EQ(runner.run_due(), 0) << "not yet midnight in Prague";
    hands.set(*parse_timestamp("2026-11-23T23:00:00Z"));
    EXPECT_EQ(runner.run_due(), daily) << "midnight in Prague";
    EXPECT_EQ(runner.run_due(), 0);
    EXPECT_EQ(jobs("1 = 1"), 2 * daily);
}

}  // namespace
}  // namespace klicnik
