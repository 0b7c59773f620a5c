#include <gtest/gtest.h>

#include "modules/contacts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/intake/sample.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "tests/support/store.hpp"

/// The sample firm comes and goes whole, on both engines.
namespace klicnik {
namespace {

class Sample : public test::EachStore {
  protected:
    Sample() {
        must(store().write(as_system(), [](UnitOfWork& work) -> Result<std::int64_t> {
            CHECK_OK(identity::ensure_workspace(work));
            CHECK_OK(segmentation::ensure_default_model(work));
            return std::int64_t{1};
        }));
    }
    std::int64_t count(const std::string& table) {
        return store().read(as_system(), [&](const Reader& reader) { return reader.connection().integer("SELECT COUNT(*) FROM \"" + table + "\"").value_or(-1); });
    }
};
KLICNIK_EACH_ENGINE(Sample);

TEST_P(Sample, tells_its_story_in_numbers) {
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    EXPECT_EQ(count("account"), 40);
    EXPECT_EQ(count("contact"), 110);
    EXPECT_EQ(count("contract"), 15);
    EXPECT_EQ(count("entitlement"), 2);
    store().read(as_system(), [&](const Reader& reader) {
        const auto trasima = reader.all<Account>("code = 'K001'");
        EXPECT_EQ(trasima.size(), 1U);
        EXPECT_EQ(trasima.front().tier, accounts::Tier::A);
        EXPECT_EQ(trasima.front().revenue_share_bp.value_or(0) / 100, 27) << "the dominant client";
        EXPECT_TRUE(trasima.front().lead_id);
        EXPECT_EQ(trasima.front().last_revenue_on.value_or(Date{}) >= *parse_date("2026-10-01"), true);
        return true;
    });
}

TEST_P(Sample, is_removed_without_a_trace_but_for_the_audit) {
    const Account own = make_account("Vlastní klient");
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::remove_sample(work); }));
    EXPECT_EQ(count("account"), 1);
    for (const char* table : {"contact", "contract", "entitlement", "user", "department", "offering", "ledger_entry", "ledger_month", "account_assignment", "tier_decision",
                              "account_judgement", "exchange_rate", "import_run", "sample_record"}) {
        EXPECT_EQ(count(table), 0) << table;
    }
    EXPECT_EQ(count("search_text"), 1);
    const Workspace firm = store().read(as_system(), [](const Reader& reader) { return identity::current_workspace(reader); });
    EXPECT_FALSE(firm.fixed_monthly_costs || firm.cash_reserve) << "the real firm has its own";
    EXPECT_TRUE(store().read(as_system(), [&](const Reader& reader) { return reader.find(own.id).has_value(); }));
}

TEST_P(Sample, keeps_a_client_on_which_own_data_hang) {
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<Contact> {
        Contact contact;
        contact.account_id = work.all<Account>("code = 'K013'").front().id;
        contact.last_name = "Vlastní";
        return contacts::create_contact(work, contact);
    }));
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::remove_sample(work); }));
    EXPECT_EQ(count("account"), 1);
    EXPECT_GE(count("contact"), 1);
}

TEST_P(Sample, has_contracts_that_fit_its_story) {
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    store().read(as_system(), [&](const Reader& reader) {
        const auto of = [&](const char* number) { return reader.all<Contract>("number = $1", std::string(number)).at(0); };
        const Contract leaving = of("RS-2024-001");
        EXPECT_EQ(leaving.state, offerings::ContractState::active);
        EXPECT_LT(*leaving.term_ends_on - reader.context().today, 90) << "runs out within ninety days of the story";
        EXPECT_EQ(of("RS-2025-002").state, offerings::ContractState::notice_given);
        EXPECT_EQ(of("RS-2024-009").replaces_id, of("RS-2022-014").id);
        EXPECT_EQ(of("RS-2024-009").term_ends_on, parse_date("2027-09-01")) << "renewed by a year";
        EXPECT_EQ(of("RS-2019-002").state, offerings::ContractState::terminated);
        return true;
    });
}

TEST_P(Sample, keeps_a_client_with_a_contract_of_our_own) {
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<Contract> {
        Contract contract;
        contract.account_id = work.all<Account>("code = 'K013'").front().id;
        contract.number = "NASE-1";
        contract.starts_on = work.context().today;
        return offerings::create_contract(work, contract);
    }));
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::remove_sample(work); }));
    EXPECT_EQ(count("account"), 1);
    EXPECT_EQ(count("contract"), 1);
}

TEST_P(Sample, is_refused_twice_and_in_another_currency) {
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); }));
    const auto twice = store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); });
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, "sample.loaded_already");
    must(store().write(as_system(), [](UnitOfWork& work) { return intake::remove_sample(work); }));
    must(store().write(as_system(), [](UnitOfWork& work) -> Result<Workspace> {
        const Workspace before = identity::current_workspace(work);
        Workspace after = before;
        after.base_currency = *parse_currency("EUR");
        return identity::update_workspace(work, before, after);
    }));
    const auto foreign = store().write(as_system(), [](UnitOfWork& work) { return intake::load_sample(work); });
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, "sample.base_currency");
}

}  // namespace
}  // namespace klicnik
