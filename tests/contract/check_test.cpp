#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/check.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/intake/sample.hpp"
#include "modules/segmentation/actions.hpp"
#include "records/audit_chain.hpp"
#include "tests/support/store.hpp"

/// `klicnik check` finds what somebody changed behind the back of the program, on both engines, and says how much and where.
namespace klicnik {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Check : public test::EachStore {
  protected:
    Check() {
        must(store().write(as_system(), [](UnitOfWork& work) -> Result<std::int64_t> {
            CHECK_OK(identity::ensure_workspace(work));
            CHECK_OK(segmentation::ensure_default_model(work));
            CHECK_OK(intake::load_sample(work));
            return std::int64_t{1};
        }));
    }
    void change(const std::string& sql) {
        database().write([&](db::Connection& connection) {
            connection.script(sql);
            return db::Outcome::commit;
        });
    }
    /// "check where" of each fault.
    std::vector<std::string> found(Context context) {
        std::vector<std::string> faults;
        for (const Fault& fault : faults_of(std::move(context))) faults.push_back(fault.check + " " + fault.where);
        return faults;
    }
    std::vector<std::string> found() { return found(as_system()); }
    std::vector<Fault> faults_of(Context context) {
        return store().read(context, [](const Reader& reader) { return find_faults(reader); });
    }
    Account client() {
        return store().read(as_system(), [](const Reader& reader) { return reader.all<Account>("code = 'K001'").front(); });
    }
    /// Writes every line of the chain anew in the form of the first versions.
    void write_chain_of_first_version() {
        database().write([](db::Connection& connection) {
            std::vector<std::pair<std::int64_t, std::string>> hashes;
            std::string previous;
            connection.query("SELECT number, at, actor_id, origin, request_id, entity, entity_id, account_id, action, changes FROM audit_event ORDER BY number",
                             [&](const db::Row& row) {
                const AuditLine line{row.integer(0), row.integer(1), row.uuid(2), row.text(3), row.text(4), row.text(5),
                                     row.uuid(6), row.is_null(7) ? Uuid{} : row.uuid(7), row.text(8), row.text(9)};
                previous = audit_hash(line, previous, AuditForm::without_request);
                hashes.emplace_back(line.number, previous);
            });
            for (const auto& [number, hash] : hashes) connection.exec("UPDATE audit_event SET hash = $2 WHERE number = $1", number, hash);
            connection.exec("UPDATE audit_head SET hash = $1", previous);
            return db::Outcome::commit;
        });
    }
};
KLICNIK_EACH_ENGINE(Check);

TEST_P(Check, a_firm_as_the_program_wrote_it_has_no_faults) { EXPECT_THAT(found(), IsEmpty()); }

TEST_P(Check, a_chain_that_was_thrown_away_is_missed) {
    change("DELETE FROM audit_event; DELETE FROM audit_head");
    EXPECT_THAT(found(), ElementsAre("audit_chain audit_head", "audit_chain workspace", "audit_chain user"));
    change("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '')");
    EXPECT_THAT(found(), ElementsAre("audit_chain workspace", "audit_chain user"));
    make_account("Nový klient");
    EXPECT_THAT(found(), ElementsAre("audit_chain workspace", "audit_chain user")) << "a new chain does not hide that the old one is gone";
}

TEST_P(Check, every_column_of_the_audit_is_covered) {
    change("UPDATE audit_event SET request_id = 'other' WHERE number = 2");
    EXPECT_THAT(found(), ElementsAre("audit_chain audit_event 2"));
    change("UPDATE audit_event SET request_id = 'test' WHERE number = 2");
    EXPECT_THAT(found(), IsEmpty());
    change("UPDATE audit_event SET account_id = NULL WHERE number = (SELECT MIN(number) FROM audit_event WHERE account_id IS NOT NULL)");
    EXPECT_EQ(found().size(), 1U);
}

TEST_P(Check, lines_of_the_first_versions_still_verify_and_none_can_follow_new_ones) {
    write_chain_of_first_version();
    EXPECT_THAT(found(), IsEmpty());
    make_account("Nový klient");
    EXPECT_THAT(found(), IsEmpty()) << "new lines follow old ones";
    make_account("Další klient");
    // The last line is the one that no other covers: written in the old form, it could name another request.
    database().write([](db::Connection& connection) {
        const auto last = connection.integer("SELECT number FROM audit_head").value_or(0);
        const std::string previous = connection.text("SELECT hash FROM audit_event WHERE number = $1", last - 1).value_or("");
        std::string hash;
        connection.query("SELECT number, at, actor_id, origin, request_id, entity, entity_id, account_id, action, changes FROM audit_event WHERE number = $1",
                         [&](const db::Row& row) {
            hash = audit_hash({row.integer(0), row.integer(1), row.uuid(2), row.text(3), "other", row.text(5), row.uuid(6), row.uuid(7), row.text(8), row.text(9)},
                              previous, AuditForm::without_request);
        }, last);
        connection.exec("UPDATE audit_event SET hash = $2, request_id = 'other' WHERE number = $1", last, hash);
        connection.exec("UPDATE audit_head SET hash = $1", hash);
        return db::Outcome::commit;
    });
    ASSERT_EQ(found().size(), 1U);
    EXPECT_THAT(found().front(), HasSubstr("audit_event"));
}

TEST_P(Check, figures_of_clients_are_compared_with_what_they_derive_from) {
    const std::string of_client = " WHERE code = 'K001'";
    for (const std::string column : {"revenue_12m", "margin_12m", "revenue_share_bp", "first_revenue_on", "last_revenue_on"}) {
        const auto before = store().read(as_system(), [&](const Reader& reader) { return reader.connection().integer("SELECT " + column + " FROM account" + of_client); });
        change("UPDATE account SET " + column + " = 5" + of_client);
        const auto faults = faults_of(as_system());
        ASSERT_EQ(faults.size(), 1U) << column;
        EXPECT_EQ(faults.front().where, "account." + column);
        EXPECT_EQ(faults.front().what, "1 record differs from what it derives from: " + to_text(client().id));
        change("UPDATE account SET " + column + " = " + std::to_string(before.value_or(0)) + of_client);
        EXPECT_THAT(found(), IsEmpty());
    }
    change("UPDATE account SET revenue_12m = 5");
    const auto faults = faults_of(as_system());
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_THAT(faults.front().what, HasSubstr("40 records differ"));
    EXPECT_THAT(faults.front().what, HasSubstr(", …"));
}

TEST_P(Check, figures_beside_the_months_are_compared_with_the_months) {
    change("UPDATE ledger_figure SET cost_to_serve = cost_to_serve + 1 WHERE account_id = (SELECT id FROM account WHERE code = 'K001')");
    EXPECT_THAT(found(), ElementsAre("figure ledger_figure"));
    change("UPDATE ledger_state SET revenue = revenue + 1, shares_of = shares_of + 1");
    EXPECT_THAT(found(), ElementsAre("figure ledger_state.revenue", "figure ledger_figure"));
}

TEST_P(Check, the_people_of_a_client_are_those_of_its_assignments) {
    change("UPDATE account SET lead_id = NULL WHERE code = 'K001'");
    EXPECT_THAT(found(), ElementsAre("team account.lead_id"));
    change("UPDATE account SET deputy_id = (SELECT id FROM \"user\" LIMIT 1) WHERE id = (SELECT id FROM account WHERE deputy_id IS NULL AND code <> 'K001' LIMIT 1)");
    EXPECT_THAT(found(), ElementsAre("team account.lead_id", "team account.deputy_id"));
}

TEST_P(Check, a_team_that_only_waits_for_the_work_of_the_day_is_no_fault) {
    const Account account = make_account("Kovárna");
    const User user = make_user("Jana", {Role::account_manager});
    AccountAssignment lead = make_lead(account, user);
    must(store().write(as_system(), [&](UnitOfWork& work) {
        AccountAssignment ended = lead;
        ended.to_on = as_system().today + 3;
        return accounts::end_assignment(work, lead, std::move(ended));
    }));
    advance_seconds(10 * 86'400);
    Context later = as_system();
    later.today = later.today + 10;
    EXPECT_THAT(found(later), IsEmpty()) << "the server was off when the assignment ended";
    change("UPDATE account SET lead_id = (SELECT lead_id FROM account WHERE code = 'K001') WHERE name = 'Kovárna'");
    EXPECT_THAT(found(later), ElementsAre("team account.lead_id"));
}

TEST_P(Check, every_searchable_record_has_its_text) {
    change("UPDATE search_text SET body_key = body_key || 'x' WHERE entity = 'contract' AND number = (SELECT MIN(number) FROM search_text WHERE entity = 'contract')");
    EXPECT_THAT(found(), ElementsAre("search contract in search_text"));
    change("DELETE FROM search_text");
    const auto faults = faults_of(as_system());
    EXPECT_EQ(faults.size(), 5U);
    for (const Fault& fault : faults) EXPECT_EQ(fault.check, "search");
    EXPECT_THAT(faults_json(faults), HasSubstr("110 records differ"));
}

}  // namespace
}  // namespace klicnik
