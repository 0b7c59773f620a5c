#include <gtest/gtest.h>

#include "modules/accounts/actions.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/offerings/actions.hpp"
#include "tests/support/import_test_base.hpp"

/// Entries and rates by hand: sums and figures follow on both engines.
namespace klicnik {
namespace {

using intake::ImportOptions;
using intake::ImportReport;
using library::ImportKind;
using test::czech_invoices;

class LedgerActions : public test::ImportTest {};
KLICNIK_EACH_ENGINE(LedgerActions);

TEST_P(LedgerActions, an_entry_by_hand_takes_its_month_currency_and_line_from_what_is_known) {
    const Account client = make_account("Sklárny");
    const auto book = [&](const std::string& amount, ledger::EntryKind kind) {
        return must(store().write(importer(), [&](UnitOfWork& work) {
            LedgerEntry entry;
            entry.account_id = client.id;
            entry.document_no = "F1";
            entry.document_date = *parse_date("2026-10-31");
            entry.entry_kind = kind;
            entry.amount = *parse_decimal(amount);
            return ledger::create_entry(work, entry);
        }));
    };
    book("1000", ledger::EntryKind::revenue);
    const LedgerEntry second = book("500.1255", ledger::EntryKind::revenue);
    EXPECT_EQ(second.line_no, 2);
    EXPECT_EQ(second.service_month, parse_month("2026-10"));
    EXPECT_EQ(second.currency, Currency{});
    const LedgerEntry note = book("100", ledger::EntryKind::credit_note);
    EXPECT_EQ(note.amount, parse_decimal("-100"));
    book("400", ledger::EntryKind::direct_cost);
    auto shown = store().read(importer(), [&](const Reader& reader) { return *reader.find(client.id); });
    EXPECT_EQ(shown.revenue_12m, parse_decimal("1400.1255"));
    EXPECT_EQ(shown.margin_12m, parse_decimal("1000.1255"));
    EXPECT_EQ(shown.revenue_share_bp, 10'000);
    EXPECT_EQ(shown.version, client.version) << "figures are derived";

    must(store().write(importer(), [&](UnitOfWork& work) {
        LedgerEntry after = second;
        after.amount = *parse_decimal("600");
        after.document_date = *parse_date("2026-09-30");
        return ledger::update_entry(work, second, after);
    }));
    shown = store().read(importer(), [&](const Reader& reader) { return *reader.find(client.id); });
    EXPECT_EQ(shown.revenue_12m, parse_decimal("1500"));
    EXPECT_EQ(shown.first_revenue_on, parse_date("2026-09-30"));
    expect_sums_tie();
}

TEST_P(LedgerActions, a_missing_rate_leaves_the_figure_unknown_until_it_is_entered) {
    const ImportReport report = import(ImportKind::invoices, "Invoice No,Invoice Date,Customer,Amount,Currency\n1,2026-10-05,Acme,100.00,EUR\n2,2026-10-06,Acme,50,CZK\n");
    EXPECT_EQ(report.created, 2);
    const auto acme = [&] { return store().read(importer(), [&](const Reader& reader) { return reader.all<Account>("name = 'Acme'").front(); }); };
    EXPECT_FALSE(acme().revenue_12m);
    const Id<Account> id = acme().id;
    const auto revenue = store().read(importer(), [&](const Reader& reader) { return ledger::account_revenue(reader, id, 12, false); });
    ASSERT_TRUE(revenue);
    ASSERT_EQ(revenue->rates_missing.size(), 1U);
    EXPECT_EQ(to_text(revenue->rates_missing[0].month), "2026-10");
    EXPECT_FALSE(revenue->months.back().revenue);
    const auto listed = must(store().write(importer(), [](UnitOfWork& work) {
        return ledger::import_rate_list(work, "30.10.2026 #211\nzemě|měna|množství|kód|kurz\nEMU|euro|1|EUR|24,635\nMaďarsko|forint|100|HUF|6,082\n");
    }));
    EXPECT_EQ(listed.created, 2);
    EXPECT_EQ(acme().revenue_12m, parse_decimal("2513.5"));
    const auto again = must(store().write(importer(), [](UnitOfWork& work) {
        return ledger::import_rate_list(work, "30 Oct 2026 #211\nCountry|Currency|Amount|Code|Rate\nEMU|euro|1|EUR|24.635\nHungary|forint|100|HUF|6.082\n");
    }));
    EXPECT_EQ(again.unchanged, 2);
}

TEST_P(LedgerActions, amounts_of_a_window_are_the_same_from_figures_and_from_sums) {
    import(ImportKind::invoices, std::string(czech_invoices));
    store().read(importer(), [&](const Reader& reader) {
        const auto window = ledger::rules::window_to(*parse_month("2026-10"));
        const auto stored = ledger::amounts_in_window(reader, window);
        const auto summed = ledger::amounts_in_window(reader, ledger::rules::window_to(*parse_month("2026-10"), 13));
        EXPECT_EQ(stored.accounts.size(), 2U);
        EXPECT_EQ(summed.accounts.size(), 2U);
        for (std::size_t i = 0; i < stored.accounts.size() && i < summed.accounts.size(); ++i) {
            EXPECT_EQ(stored.accounts[i].account_id, summed.accounts[i].account_id);
            EXPECT_EQ(stored.accounts[i].revenue, summed.accounts[i].revenue);
            EXPECT_EQ(stored.accounts[i].margin, summed.accounts[i].margin);
        }
        EXPECT_EQ(stored.revenue_without_account, *parse_decimal("840.5"));
        return 0;
    });
}

}  // namespace
}  // namespace klicnik
