#include <gtest/gtest.h>

#include "modules/identity/actions.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "modules/segmentation/dependence.hpp"
#include "modules/segmentation/portfolio.hpp"
#include "modules/segmentation/scoring.hpp"
#include "tests/support/store.hpp"

/// I-2 and I-3 have one answer, whoever asks: the simulation of a loss, the proposal of tiers and the concentration.
namespace klicnik {
namespace {

using ledger::EntryKind;
using segmentation::ConcentrationQuestion;
using segmentation::ConcentrationReport;
using segmentation::Portfolio;

class Existential : public test::EachStore {
  protected:
    void SetUp() override {
        must(store().write(as_system(), [](UnitOfWork& work) -> Result<> {
            CHECK_OK(identity::ensure_workspace(work));
            return segmentation::ensure_default_model(work);
        }));
    }
    void book(const Account& account, const std::string& day, std::int64_t amount, EntryKind kind = EntryKind::revenue, const char* currency = "CZK") {
        LedgerEntry entry;
        entry.account_id = account.id;
        entry.entry_kind = kind;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.currency = parse_currency(currency);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    void set_reserve(std::int64_t costs, std::int64_t reserve) {
        must(store().write(as_system(), [&](UnitOfWork& work) {
            const Workspace before = identity::current_workspace(work);
            Workspace after = before;
            after.fixed_monthly_costs = Decimal::from_integer(costs);
            after.cash_reserve = Decimal::from_integer(reserve);
            return identity::update_workspace(work, before, std::move(after));
        }));
    }
    bool threatens_by_loss(const Account& account) {
        return store().read(as_system(), [&](const Reader& reader) {
            const Id<Account> ids[] = {account.id};
            return must(segmentation::loss_report(reader, ids, reader.context().today)).existential;
        });
    }
    bool is_proposed_for_a(const Account& account) {
        return store().read(as_system(), [&](const Reader& reader) {
            const auto model = segmentation::published_model(reader);
            const Portfolio portfolio = segmentation::load_portfolio(reader, segmentation::model_of(*model));
            for (std::size_t i = 0; i < portfolio.accounts.size(); ++i) {
                if (portfolio.accounts[i].id == account.id) return portfolio.facts[i].existential;
            }
            return false;
        });
    }
    bool is_marked(const Account& account, const Context& context, segmentation::AmountMeasure measure) {
        return store().read(context, [&](const Reader& reader) {
            ConcentrationQuestion question;
            question.measure = measure;
            const ConcentrationReport report = segmentation::concentration_report(reader, question, std::nullopt);
            for (const auto& client : report.largest) {
                if (client.account_id == account.id) return client.existential;
            }
            return false;
        });
    }
};
KLICNIK_EACH_ENGINE(Existential);

TEST_P(Existential, a_young_book_is_reckoned_from_its_own_months) {  // AC12.1
    const Account large = make_account("Velký");
    const Account others = make_account("Ostatní");
    const Account many[] = {make_account("C"), make_account("D"), make_account("E")};
    for (const char* day : {"2026-09-10", "2026-10-10"}) {
        book(large, day, 300);
        for (const Account& one : many) book(one, day, 300);
        book(others, day, 300);
    }
    set_reserve(1300, 400);
    EXPECT_TRUE(threatens_by_loss(large)) << "1200 a month against 1300";
    EXPECT_TRUE(is_proposed_for_a(large));
}

TEST_P(Existential, a_margin_that_nobody_knows_makes_nobody_existential) {
    const Account known = make_account("Známý");
    const Account foreign = make_account("Cizí");
    book(known, "2026-10-10", 100);
    book(foreign, "2026-10-10", 900, EntryKind::revenue, "EUR");
    EXPECT_FALSE(threatens_by_loss(known));
    EXPECT_FALSE(is_proposed_for_a(known));
    EXPECT_FALSE(is_marked(known, as_system(), segmentation::AmountMeasure::revenue));
}

TEST_P(Existential, it_is_margin_that_counts_and_the_whole_firm) {  // AC12.1, I-2
    const Account big = make_account("Obrat bez zisku");
    const Account good = make_account("Dobrý");
    const Account fine = make_account("Slušný");
    const User manager = make_user("Marek", {Role::account_manager});
    make_lead(fine, manager);
    book(big, "2026-10-10", 1000);
    book(big, "2026-10-11", 990, EntryKind::direct_cost);
    book(good, "2026-10-10", 600);
    book(fine, "2026-10-10", 150);
    for (const auto measure : {segmentation::AmountMeasure::revenue, segmentation::AmountMeasure::margin}) {
        EXPECT_FALSE(is_marked(big, as_system(), measure));
        EXPECT_TRUE(is_marked(good, as_system(), measure));
        EXPECT_FALSE(is_marked(fine, as(manager), measure)) << "of his clients it is all, of the firm a fifth";
    }
    EXPECT_FALSE(is_proposed_for_a(big));
    EXPECT_TRUE(is_proposed_for_a(good));
    EXPECT_TRUE(threatens_by_loss(good));
}

}  // namespace
}  // namespace klicnik
