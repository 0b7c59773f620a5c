#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "modules/accounts/actions.hpp"
#include "modules/contacts/actions.hpp"
#include "records/audit_chain.hpp"
#include "records/query.hpp"
#include "records/search.hpp"
#include "tests/support/store.hpp"

/// The entity machinery says the same on both engines: validation, version, audit, events, lists, scope, search.
namespace klicnik {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class Records : public test::EachStore {
  protected:
    std::int64_t count(const std::string& table) {
        return store().read(as_system(), [&](const Reader& reader) { return reader.connection().integer("SELECT COUNT(*) FROM " + table).value_or(-1); });
    }
    std::string plan(const std::string& sql) {
        std::string text;
        store().read(as_system(), [&](const Reader& reader) {
            reader.connection().query("EXPLAIN QUERY PLAN " + sql, [&](const db::Row& row) { text.append(row.text(3)).append("\n"); });
            return true;
        });
        return text;
    }
    Result<Account> update(const Context& context, Id<Account> id, const std::function<void(Account&)>& change) {
        return store().write(context, [&](UnitOfWork& work) -> Result<Account> {
            TRY(const Account before, work.get(id, Action::edit));
            Account after = before;
            change(after);
            return accounts::update_account(work, before, after);
        });
    }
};
KLICNIK_EACH_ENGINE(Records);

TEST_P(Records, a_created_record_reads_back_as_it_was_written) {
    Account account;
    account.name = "  Sklárny Žďár, s. r. o. ";
    account.reg_no = "251 23 891";
    account.vat_no = "cz25123891";
    account.default_currency = *parse_currency("EUR");
    account.client_since = *parse_date("2019-02-28");
    account.complexity_override = *parse_decimal("2.5");
    account.complexity_override_reason = "tři závody";
    account.description = "první řádek\ndruhý";
    const Account made = must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::create_account(work, account); }));
    const auto found = store().read(as_system(), [&](const Reader& reader) { return reader.find(made.id); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "Sklárny Žďár, s. r. o.");
    EXPECT_EQ(found->reg_no, "25123891");
    EXPECT_EQ(found->vat_no, "CZ25123891");
    EXPECT_EQ(found->default_currency->view(), "EUR");
    EXPECT_EQ(found->client_since, parse_date("2019-02-28"));
    EXPECT_EQ(to_text(*found->complexity_override), "2.5");
    EXPECT_EQ(found->description, "první řádek\ndruhý");
    EXPECT_EQ(found->lifecycle, accounts::Lifecycle::active);
    EXPECT_FALSE(found->tier);
    EXPECT_EQ(found->version, 1);
}

TEST_P(Records, an_update_raises_the_version_and_a_stale_one_is_a_conflict) {
    const Account account = make_account("Kovárna");
    const Account changed = must(update(as_system(), account.id, [](Account& after) { after.city = "Jihlava"; }));
    EXPECT_EQ(changed.version, 2);
    const auto stale = store().write(as_system(), [&](UnitOfWork& work) {
        Account after = account;
        after.city = "Třebíč";
        return work.update(account, after);
    });
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, "record.stale");
    EXPECT_EQ(store().read(as_system(), [&](const Reader& reader) { return reader.find(account.id)->city; }), "Jihlava");
}

TEST_P(Records, an_update_without_a_difference_is_no_change) {
    const Account account = make_account("Kovárna");
    const std::int64_t before = count("audit_event");
    EXPECT_EQ(must(update(as_system(), account.id, [](Account&) {})).version, 1);
    EXPECT_EQ(count("audit_event"), before);
}

TEST_P(Records, a_failed_action_leaves_no_trace) {
    make_account("Kovárna");
    const std::int64_t accounts_before = count("account");
    const std::int64_t audits = count("audit_event");
    const std::int64_t events = count("outbox_event");
    const std::int64_t texts = count("search_text");
    const auto failed = store().write(as_system(), [&](UnitOfWork& work) -> Result<Account> {
        Account account;
        account.name = "Nedokončený";
        TRY(Account made, work.create(account));
        return rule_violated("test.fails");
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(count("account"), accounts_before);
    EXPECT_EQ(count("audit_event"), audits);
    EXPECT_EQ(count("outbox_event"), events);
    EXPECT_EQ(count("search_text"), texts);
}

TEST_P(Records, a_preview_is_the_same_transaction_rolled_back) {
    const std::int64_t before = count("account");
    const auto previewed = store().write(as_system(), [&](UnitOfWork& work) {
        Account account;
        account.name = "Jen na zkoušku";
        return accounts::create_account(work, account);
    }, WriteMode::preview);
    EXPECT_TRUE(previewed);
    EXPECT_EQ(count("account"), before);
}

TEST_P(Records, all_field_errors_come_at_once) {
    Account account;
    account.name = std::string(300, 'x');
    account.email = "kdo@kde";
    account.website = "javascript:alert(1)";
    account.country = "Česko";
    account.payment_terms_days = -1;
    account.parent_id = Id<Account>{new_uuid(1)};
    const auto refused = store().write(as_system(), [&](UnitOfWork& work) { return work.create(account); });
    ASSERT_FALSE(refused);
    std::vector<std::string> found;
    for (const FieldError& error : refused.error().fields) found.push_back(error.field + ":" + error.code);
    EXPECT_THAT(found, UnorderedElementsAre("name:too_long", "email:bad_email", "website:bad_url", "country:too_long", "payment_terms_days:out_of_range",
                                            "parent_id:not_found"));
}

TEST_P(Records, a_code_that_another_client_has_is_a_conflict) {
    Account account;
    account.name = "První";
    account.code = "K-1";
    must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::create_account(work, account); }));
    const auto taken = store().write(as_system(), [&](UnitOfWork& work) { return accounts::create_account(work, account); });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, "account.code_taken");
    const auto by_engine = store().write(as_system(), [&](UnitOfWork& work) { return work.create(account); });
    ASSERT_FALSE(by_engine);
    EXPECT_EQ(by_engine.error().code, "record.duplicate");
}

TEST_P(Records, a_parent_below_its_own_daughter_is_refused) {
    const Account mother = make_account("Matka");
    const Account daughter = make_account("Dcera");
    must(update(as_system(), daughter.id, [&](Account& after) { after.parent_id = mother.id; }));
    const auto cycle = update(as_system(), mother.id, [&](Account& after) { after.parent_id = daughter.id; });
    ASSERT_FALSE(cycle);
    EXPECT_EQ(cycle.error().fields.front().code, "cycle");
}

TEST_P(Records, the_audit_is_one_chain_that_covers_every_change) {
    const User head = make_user("Hlava", {Role::head_of_accounts});
    const Account account = make_account("Kovárna");
    must(update(as(head), account.id, [](Account& after) { after.city = "Jihlava"; }));
    std::string previous;
    std::vector<std::string> actions;
    store().read(as_system(), [&](const Reader& reader) {
        constexpr std::string_view lines =
            "SELECT number, at, actor_id, origin, request_id, entity, entity_id, account_id, action, changes, hash FROM audit_event ORDER BY number";
        reader.connection().query(lines, [&](const db::Row& row) {
            const AuditLine line{row.integer(0), row.integer(1), row.uuid(2), row.text(3), row.text(4), row.text(5),
                                 row.uuid(6), row.is_null(7) ? Uuid{} : row.uuid(7), row.text(8), row.text(9)};
            EXPECT_EQ(audit_hash(line, previous), row.text(10));
            previous = row.text(10);
            actions.push_back(std::string(row.text(5)) + " " + std::string(row.text(8)));
            if (row.text(8) == "updated") {
                EXPECT_EQ(row.text(9), R"([{"field":"city","before":null,"after":"Jihlava"}])");
                EXPECT_EQ(row.uuid(2), head.id.value);
            }
        });
        return true;
    });
    EXPECT_THAT(actions, ElementsAre("user created", "account created", "account updated"));
}

TEST_P(Records, every_change_is_followed_by_its_event) {
    const Account account = make_account("Kovárna");
    must(update(as_system(), account.id, [](Account& after) { after.city = "Jihlava"; }));
    std::vector<std::string> events;
    store().read(as_system(), [&](const Reader& reader) {
        reader.connection().query("SELECT name, account_id FROM outbox_event ORDER BY id", [&](const db::Row& row) {
            events.emplace_back(row.text(0));
            EXPECT_EQ(row.uuid(1), account.id.value);
        });
        return true;
    });
    EXPECT_THAT(events, ElementsAre("account.created", "account.updated"));
}

TEST_P(Records, lists_sort_as_a_czech_dictionary) {
    for (const char* name : {"Hora", "Chalupa", "Cukr", "Čáp", "čap", "Žák", "Zikmund", "Šebek", "Sýkora"}) make_account(name);
    EXPECT_THAT(names(as_system(), {{"sort", "name"}}), ElementsAre("Cukr", "čap", "Čáp", "Hora", "Chalupa", "Sýkora", "Šebek", "Zikmund", "Žák"));
}

/// Property: pages of any size, in any order, together are the whole list, each row once.
TEST_P(Records, pages_together_are_the_list) {
    const User leads[] = {make_user("Zdena", {Role::account_manager}), make_user("Čeněk", {Role::account_manager}),
                          make_user("Adam", {Role::account_manager})};
    const std::optional<accounts::Tier> tiers[] = {accounts::Tier::C, accounts::Tier::A, std::nullopt, accounts::Tier::D, accounts::Tier::B};
    for (int i = 0; i < 47; ++i) {
        const Account account = make_account("Firma " + std::to_string(i % 9));
        if (i % 4 != 0) make_lead(account, leads[static_cast<std::size_t>(i % 4 - 1)]);
        must(update(as_system(), account.id, [&](Account& after) {
            after.lifecycle = i % 7 == 0 ? accounts::Lifecycle::at_risk : accounts::Lifecycle::active;
            if (i % 5 != 0) after.city = i % 2 == 0 ? "Šumperk" : "Čáslav";
            if (i % 6 != 0) after.client_since = Date{18'000 + i % 4};
        }));
        must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::set_tier(work, account.id, tiers[static_cast<std::size_t>(i % 5)], std::nullopt); }));
        if (i % 3 == 0) continue;  // without revenue: nulls come last in either direction
        (void)store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
            work.derive(entity_of<Account>(), account.id.value, {{"revenue_12m", std::int64_t{i % 5} * 10'000}});
            return {};
        });
    }
    for (const char* sort : {"name", "-name", "revenue_12m", "-revenue_12m", "-revenue_12m,name", "name,-revenue_12m", "-created_at", "tier", "-tier", "lifecycle", "-lifecycle",
                             "lead_id", "-lead_id", "city", "-city", "client_since", "-client_since", "tier,-revenue_12m", "lead_id,city"}) {
        const auto whole = json::parse(list_json(as_system(), {{"sort", sort}, {"limit", "200"}}));
        ASSERT_TRUE(whole);
        std::vector<std::string> expected;
        for (const json::Value& item : whole->find("items")->items()) expected.push_back(*item.find("id")->as_string());
        ASSERT_THAT(expected, SizeIs(47));
        for (const char* limit : {"1", "7", "46", "47"}) {
            std::vector<std::string> paged;
            std::string after;
            for (int guard = 0; guard < 60; ++guard) {
                QueryParams params = {{"sort", sort}, {"limit", limit}};
                if (!after.empty()) params.emplace_back("after", after);
                const auto page = json::parse(list_json(as_system(), params));
                ASSERT_TRUE(page);
                for (const json::Value& item : page->find("items")->items()) paged.push_back(*item.find("id")->as_string());
                const std::string* next = page->find("next")->as_string();
                if (!next) break;
                after = *next;
            }
            EXPECT_EQ(paged, expected) << sort << " by " << limit;
        }
    }
}

TEST_P(Records, levels_states_and_managers_are_sortable_in_the_order_in_which_people_read_them) {
    const User zdena = make_user("Zdena", {Role::account_manager});
    const User cenek = make_user("Čeněk", {Role::account_manager});
    struct Client {
        const char* name;
        accounts::Lifecycle lifecycle;
        std::optional<accounts::Tier> tier;
        const User* lead;
        const char* city;
    };
    for (const Client& client : {Client{"Adamov", accounts::Lifecycle::at_risk, accounts::Tier::B, &zdena, "Šumperk"},
                                 Client{"Bor", accounts::Lifecycle::active, std::nullopt, &cenek, nullptr},
                                 Client{"Cukr", accounts::Lifecycle::active, accounts::Tier::A, nullptr, "Čáslav"},
                                 Client{"Dub", accounts::Lifecycle::active, accounts::Tier::B, &cenek, "Cvikov"}}) {
        const Account account = make_account(client.name);
        must(update(as_system(), account.id, [&](Account& after) {
            after.lifecycle = client.lifecycle;
            if (client.city) after.city = client.city;
        }));
        must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::set_tier(work, account.id, client.tier, std::nullopt); }));
        if (client.lead) make_lead(account, *client.lead);
    }
    EXPECT_THAT(names(as_system(), {{"sort", "tier"}}), ElementsAre("Cukr", "Adamov", "Dub", "Bor")) << "then by name, without a level last";
    EXPECT_THAT(names(as_system(), {{"sort", "-tier"}}), ElementsAre("Dub", "Adamov", "Cukr", "Bor"));
    EXPECT_THAT(names(as_system(), {{"sort", "lead_id"}}), ElementsAre("Bor", "Dub", "Adamov", "Cukr")) << "Čeněk before Zdena, nobody last";
    EXPECT_THAT(names(as_system(), {{"sort", "lifecycle"}}), ElementsAre("Bor", "Cukr", "Dub", "Adamov")) << "in the order of a client's life";
    EXPECT_THAT(names(as_system(), {{"sort", "city"}}), ElementsAre("Dub", "Cukr", "Adamov", "Bor")) << "c before č before š";
}

TEST_P(Records, a_sorted_list_walks_an_index_and_sorts_nothing_by_itself) {
    if (GetParam() != db::Engine::sqlite) return;  // the planner of PostgreSQL decides by the number of rows
    make_user("Zdena", {Role::account_manager});
    for (const std::string column : {"name_key", "revenue_12m", "score_bp", "client_since", "city_key, e.name_key"}) {
        for (const std::string direction : {"", " DESC"}) {
            std::string order = column + direction + ", e.id" + direction;
            if (const auto comma = order.find(", e.name_key"); comma != std::string::npos) order.insert(comma, direction);
            EXPECT_EQ(plan("SELECT e.id FROM account AS e WHERE NOT e.archived AND e." + column.substr(0, column.find(',')) +
                           " IS NOT NULL ORDER BY e." + order).find("TEMP B-TREE"), std::string::npos) << order;
        }
    }
    for (const std::string group : {"tier = 'A'", "tier IS NULL", "lifecycle = 'active'", "lead_id IS NULL"}) {
        EXPECT_EQ(plan("SELECT e.id FROM account AS e WHERE NOT e.archived AND e." + group + " ORDER BY e.name_key, e.id").find("TEMP B-TREE"),
                  std::string::npos) << group;
    }
}

TEST_P(Records, filters_are_typed_and_unknown_ones_are_errors) {
    const Account a = make_account("Alfa");
    make_account("Beta");
    must(update(as_system(), a.id, [](Account& after) { after.lifecycle = accounts::Lifecycle::at_risk; after.payment_terms_days = 30; }));
    EXPECT_THAT(names(as_system(), {{"lifecycle", "at_risk,leaving"}}), ElementsAre("Alfa"));
    EXPECT_THAT(names(as_system(), {{"payment_terms_days[gte]", "30"}}), ElementsAre("Alfa"));
    EXPECT_THAT(names(as_system(), {{"payment_terms_days[null]", "true"}}), ElementsAre("Beta"));
    EXPECT_THAT(names(as_system(), {{"lifecycle[ne]", "at_risk"}}), ElementsAre("Beta"));
    EXPECT_EQ(list_json(as_system(), {{"colour", "red"}}), "error colour unknown_field");
    EXPECT_EQ(list_json(as_system(), {{"lifecycle", "sleeping"}}), "error lifecycle not_a_choice");
    EXPECT_EQ(list_json(as_system(), {{"name[gte]", "a"}}), "error name[gte] not_ordered");
    EXPECT_EQ(list_json(as_system(), {{"sort", "description"}}), "error sort not_sortable");
    EXPECT_EQ(list_json(as_system(), {{"after", "nonsense"}}), "error after bad_cursor");
    EXPECT_EQ(list_json(as_system(), {{"limit", "201"}}), "error limit out_of_range");
}

TEST_P(Records, archived_records_leave_the_list_until_asked_for) {
    const Account account = make_account("Stará");
    make_account("Nová");
    ASSERT_TRUE(store().write(as_system(), [&](UnitOfWork& work) { return work.archive(entity_of<Account>(), account.id.value, true, std::nullopt); }));
    EXPECT_THAT(names(as_system(), {}), ElementsAre("Nová"));
    EXPECT_THAT(names(as_system(), {{"archived", "true"}}), ElementsAre("Stará"));
}

TEST_P(Records, a_manager_sees_and_changes_only_the_accounts_of_his_team) {
    const User mine = make_user("Moje", {Role::account_manager});
    const User other = make_user("Jiny", {Role::account_manager});
    const Account own = make_account("Vlastní");
    const Account foreign = make_account("Cizí");
    make_lead(own, mine);
    make_lead(foreign, other);
    EXPECT_THAT(names(as(mine), {}), ElementsAre("Vlastní"));
    EXPECT_THAT(names(as(mine), {{"q", "cizi"}}), IsEmpty());
    const auto read = store().read(as(mine), [&](const Reader& reader) { return reader.get(foreign.id); });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "account.not_found");
    const auto write = update(as(mine), foreign.id, [](Account& after) { after.city = "X"; });
    ASSERT_FALSE(write);
    EXPECT_EQ(write.error().kind, ErrorKind::not_found);
    Contact contact;
    contact.account_id = foreign.id;
    contact.last_name = "Špeh";
    const auto smuggled = store().write(as(mine), [&](UnitOfWork& work) { return contacts::create_contact(work, contact); });
    ASSERT_FALSE(smuggled);
    EXPECT_EQ(smuggled.error().kind, ErrorKind::not_found);
    EXPECT_TRUE(update(as(mine), own.id, [](Account& after) { after.city = "X"; }));
}

TEST_P(Records, access_ends_with_the_assignment) {
    const User user = make_user("Bývalý", {Role::account_manager});
    const Account account = make_account("Klient");
    const AccountAssignment lead = make_lead(account, user);
    EXPECT_THAT(names(as(user), {}), SizeIs(1));
    must(store().write(as_system(), [&](UnitOfWork& work) {
        AccountAssignment ended = lead;
        ended.to_on = parse_date("2026-11-23");
        return accounts::end_assignment(work, lead, std::move(ended));
    }));
    EXPECT_THAT(names(as(user), {}), IsEmpty());
}

TEST_P(Records, search_finds_any_part_without_diacritics) {
    make_account("Žďárské sklárny s.r.o.");
    make_account("Pekárna U Mlýna");
    make_account("100% bavlna");
    EXPECT_THAT(names(as_system(), {{"q", "DARSK"}}), ElementsAre("Žďárské sklárny s.r.o."));
    EXPECT_THAT(names(as_system(), {{"q", "mlýn"}}), ElementsAre("Pekárna U Mlýna"));
    EXPECT_THAT(names(as_system(), {{"q", "0%"}}), ElementsAre("100% bavlna"));
    EXPECT_THAT(names(as_system(), {{"q", "ar"}}), UnorderedElementsAre("Pekárna U Mlýna", "Žďárské sklárny s.r.o."));
    EXPECT_THAT(names(as_system(), {{"q", "\"*"}}), IsEmpty());
}

TEST_P(Records, a_renamed_record_is_found_by_its_new_name_only) {
    const Account account = make_account("Staronová");
    must(update(as_system(), account.id, [](Account& after) { after.name = "Přejmenovaná"; }));
    EXPECT_THAT(names(as_system(), {{"q", "staronov"}}), IsEmpty());
    EXPECT_THAT(names(as_system(), {{"q", "prejmenov"}}), SizeIs(1));
}

/// AC2.1: at any date exactly one lead; the engine refuses what an action would let through.
TEST_P(Records, the_engine_itself_refuses_two_leads_on_one_day_AC2_1) {
    const User first = make_user("Prvni", {Role::account_manager});
    const User second = make_user("Druhy", {Role::account_manager});
    const Account account = make_account("Klient");
    make_lead(account, first);
    AccountAssignment overlapping;
    overlapping.account_id = account.id;
    overlapping.user_id = second.id;
    overlapping.from_on = *parse_date("2026-06-01");
    const auto refused = store().write(as_system(), [&](UnitOfWork& work) { return work.create(overlapping); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "record.duplicate");
}

TEST_P(Records, a_new_lead_ends_the_running_one_on_the_same_day_AC2_1) {
    const User first = make_user("Prvni", {Role::account_manager});
    const User second = make_user("Druhy", {Role::account_manager});
    const Account account = make_account("Klient");
    const AccountAssignment before = make_lead(account, first);
    AccountAssignment next;
    next.account_id = account.id;
    next.user_id = second.id;
    next.from_on = *parse_date("2026-11-01");
    must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::add_assignment(work, next); }));
    store().read(as_system(), [&](const Reader& reader) {
        EXPECT_EQ(reader.find(before.id)->to_on, parse_date("2026-11-01"));
        EXPECT_EQ(reader.find(account.id)->lead_id, second.id);
        return true;
    });
}

/// The tables and the declarations agree: every field has its column, and no column is unknown.
TEST_P(Records, tables_equal_their_declarations) {
    store().read(as_system(), [&](const Reader& reader) {
        for (const Entity* entity : all_entities()) {
            std::vector<std::string> expected = {"created_at", "created_by", "updated_at", "updated_by"};
            for (const Field& field : entity->fields) {
                expected.emplace_back(field.name);
                if (field.spec.keyed) expected.push_back(std::string(field.name) + "_key");
            }
            std::vector<std::string> found;
            const char* sql = GetParam() == db::Engine::sqlite ? "SELECT name FROM pragma_table_info($1)"
                                                               : "SELECT column_name FROM information_schema.columns WHERE table_name = $1";
            reader.connection().query(sql, [&](const db::Row& row) { found.emplace_back(row.text(0)); }, entity->name);
            if (found.size() + 4 == expected.size()) expected.erase(expected.begin(), expected.begin() + 4);  // not stamped
            EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(expected)) << entity->name;
        }
        return true;
    });
}

}  // namespace
}  // namespace klicnik
