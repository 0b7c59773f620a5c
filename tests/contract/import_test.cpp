#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

#include "modules/accounts/actions.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/offerings/actions.hpp"
#include "tests/support/import_test_base.hpp"
#include "tests/support/shared_data.hpp"

/// Imports end in the same rows, sums and figures on both engines; the same file again changes nothing.
namespace klicnik {
namespace {

using intake::ImportOptions;
using intake::ImportReport;
using library::ImportKind;
using test::czech_invoices;
using testing_support::file_bytes;

class Import : public test::ImportTest {};
KLICNIK_EACH_ENGINE(Import);

TEST_P(Import, lines_of_a_czech_invoice_file_become_entries_clients_and_offerings) {
    const ImportReport report = import(ImportKind::invoices, std::string(czech_invoices));
    EXPECT_EQ(report.rows, 6);
    EXPECT_EQ(report.created, 4);
    EXPECT_EQ(report.refused, 2);
    EXPECT_EQ(report.accounts_created, 2);
    EXPECT_EQ(report.offerings_created, 2);
    EXPECT_EQ(report.without_account, 1);
    EXPECT_EQ(to_text(report.total(Currency{}), 2), "50256.50");
    ASSERT_EQ(report.problems.size(), 2U);
    EXPECT_EQ(report.problems[0].field, "document_date");
    EXPECT_EQ(report.problems[0].first_row, 3);
    EXPECT_EQ(report.problems[1].field, "amount");
    EXPECT_EQ(text("SELECT entry_kind FROM ledger_entry WHERE document_no = '2603'"), "credit_note");
    EXPECT_EQ(text("SELECT description FROM ledger_entry WHERE document_no = '2603'"), "Krabice s potiskem") << "differs from the offering's name";
    EXPECT_EQ(text("SELECT description FROM ledger_entry WHERE document_no = '2601' AND line_no = 1"), "(none)");
    EXPECT_EQ(integer("SELECT COUNT(*) FROM ledger_entry WHERE account_id IS NULL"), 1);
    EXPECT_EQ(integer("SELECT line_no FROM ledger_entry WHERE document_no = '2601' AND amount = 159000000"), 2);
    expect_sums_tie();
}

TEST_P(Import, a_column_of_families_sorts_the_goods_of_the_file) {
    const auto tree = [&] { return text("SELECT COUNT(*) || '' FROM offering WHERE parent_id IS NOT NULL"); };
    const auto family_of = [&](const std::string& code) {
        return text("SELECT p.name FROM offering o JOIN offering p ON p.id = o.parent_id WHERE o.code = '" + code + "'");
    };
    // Known before, in no tree; and one that a person has put elsewhere.
    import(ImportKind::invoices, "Číslo dokladu;Datum;Odběratel;Kód zboží;Popis;Skupina zboží;Částka\n1;2026-01-05;Ryba;A;Háček;;10\n2;2026-01-05;Ryba;B;Vlasec;Doplňky;10\n");
    EXPECT_EQ(family_of("B"), "Doplňky");
    const std::string file =
        "Číslo dokladu;Datum;Odběratel;Kód zboží;Popis;Skupina zboží;Částka\n"
        "3;2026-02-05;Ryba;A;Háček;Návnady;10\n3;2026-02-05;Ryba;B;Vlasec;Návnady;10\n3;2026-02-05;Ryba;C;Třpytka;Návnady;10\n"
        "4;2026-02-06;Ryba;Návnady;Návnady bez rozlišení;;5\n5;2026-02-07;Ryba;D;Prut;;5\n6;2026-02-07;Ryba;E;Naviják; " + std::string(70, 'x') + ";5\n";
    const ImportReport report = import(ImportKind::invoices, file);
    EXPECT_EQ(report.refused, 0);
    EXPECT_EQ(report.created, 6);
    EXPECT_EQ(report.offerings_created, 5) << "C, D, E and two families";
    EXPECT_EQ(family_of("A"), "Návnady");
    EXPECT_EQ(family_of("B"), "Doplňky") << "it stays where it was";
    EXPECT_EQ(family_of("C"), "Návnady");
    EXPECT_EQ(family_of("D"), "(none)");
    EXPECT_EQ(family_of("E"), std::string(60, 'x'));
    EXPECT_EQ(text("SELECT o.code FROM ledger_entry l JOIN offering o ON o.id = l.offering_id WHERE l.document_no = '4'"), "Návnady");
    const std::string before = tree();
    const std::int64_t changes = integer("SELECT COUNT(*) FROM audit_event WHERE entity = 'offering'");
    const ImportReport again = import(ImportKind::invoices, file);
    EXPECT_EQ(again.unchanged, 6);
    EXPECT_EQ(again.offerings_created, 0);
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM audit_event WHERE entity = 'offering'"), changes);
}

TEST_P(Import, what_a_person_took_out_of_a_family_stays_out) {
    const std::string head = "Číslo dokladu;Datum;Odběratel;Kód zboží;Popis;Skupina zboží;Částka\n";
    // The code of an item may be the name of a family that comes later.
    import(ImportKind::invoices, head + "1;2026-01-05;Ryba;Návnady;Návnady;;10\n1;2026-01-05;Ryba;C;Třpytka;Návnady;10\n");
    const auto placed = [&] { return integer("SELECT COUNT(*) FROM offering WHERE code = 'C' AND parent_id IS NOT NULL"); };
    EXPECT_EQ(placed(), 1);
    must(store().write(importer(), [](UnitOfWork& work) {
        const Offering before = work.all<Offering>("code = 'C'").front();
        Offering after = before;
        after.parent_id.reset();
        return offerings::update_offering(work, before, std::move(after));
    }));
    const ImportReport next = import(ImportKind::invoices, head + "2;2026-02-05;Ryba;C;Třpytka;Jiné;10\n");
    EXPECT_EQ(placed(), 0);
    EXPECT_EQ(next.offerings_created, 0) << "no family into which nothing goes";
}

TEST_P(Import, figures_of_clients_follow_the_import) {
    import(ImportKind::invoices, std::string(czech_invoices));
    const auto client = account("K1");
    ASSERT_TRUE(client);
    EXPECT_EQ(client->revenue_12m, parse_decimal("49500"));
    EXPECT_EQ(client->margin_12m, parse_decimal("49500"));
    EXPECT_EQ(client->first_revenue_on, parse_date("2026-08-05"));
    const auto revenue = store().read(importer(), [&](const Reader& reader) { return ledger::account_revenue(reader, client->id, 12, false); });
    ASSERT_TRUE(revenue);
    EXPECT_EQ(to_text(*revenue->as_of), "2026-10");
    EXPECT_EQ(revenue->months.size(), 12U);
    EXPECT_EQ(revenue->months[9].revenue, parse_decimal("49500"));
    EXPECT_EQ(revenue->months[9].entries, 2);
    EXPECT_EQ(revenue->months[11].revenue, Decimal{});
}

TEST_P(Import, the_same_file_again_changes_nothing) {
    import(ImportKind::invoices, std::string(czech_invoices));
    const std::string before = sums();
    const ImportReport again = import(ImportKind::invoices, std::string(czech_invoices));
    EXPECT_EQ(again.unchanged, 4);
    EXPECT_EQ(again.created + again.updated, 0);
    EXPECT_EQ(again.accounts_created + again.offerings_created, 0);
    EXPECT_EQ(sums(), before);
}

TEST_P(Import, a_changed_cell_updates_its_line_and_the_sums) {
    import(ImportKind::invoices, std::string(czech_invoices));
    std::string changed(czech_invoices);
    changed.replace(changed.find("60;265,00;15 900,00"), 19, "70;265,00;18 550,00");
    const ImportReport report = import(ImportKind::invoices, changed);
    EXPECT_EQ(report.updated, 1);
    EXPECT_EQ(report.unchanged, 3);
    EXPECT_EQ(account("K1")->revenue_12m, parse_decimal("52150"));
    expect_sums_tie();
}

TEST_P(Import, a_preview_reports_the_same_and_leaves_nothing) {
    ImportOptions options;
    options.preview = true;
    const ImportReport report = import(ImportKind::invoices, std::string(czech_invoices), options);
    EXPECT_EQ(report.created, 4);
    EXPECT_EQ(report.refused, 2);
    ASSERT_EQ(report.samples.size(), 6U);
    EXPECT_EQ(report.samples[0].outcome, intake::RowOutcome::created);
    EXPECT_EQ(report.samples[2].outcome, intake::RowOutcome::refused);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM ledger_entry"), 0);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 0);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM audit_event"), 0);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM import_run"), 0);
}

TEST_P(Import, ambiguous_dates_are_asked_about) {
    const std::string file = "Invoice No,Invoice Date,Customer,Amount\n1,03/04/2026,Acme,10.00\n2,05/06/2026,Acme,20.00\n";
    const auto refused = try_import(ImportKind::invoices, file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "import.question_open");
    ImportOptions american;
    american.date_order = "mdy";
    EXPECT_EQ(import(ImportKind::invoices, file, american).created, 2);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM ledger_entry WHERE document_date = " + std::to_string(parse_date("2026-03-04")->days)), 1);
}

TEST_P(Import, two_lines_with_the_same_number_are_not_both_taken) {
    const ImportReport report = import(ImportKind::invoices, "Invoice No,Line No,Invoice Date,Customer,Amount\n1,1,2026-01-05,Acme,10\n1,1,2026-01-05,Acme,20\n");
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(report.refused, 1);
    EXPECT_EQ(report.problems.front().code, "duplicate_in_file");
}

TEST_P(Import, a_stopped_import_leaves_whole_chunks_and_running_again_completes_it) {
    std::string file = "InvoiceNo,InvoiceDate,CustomerID,Quantity,UnitPrice\n";
    constexpr int lines = 25'000;
    for (int i = 0; i < lines; ++i) {
        file += std::to_string(1000 + i / 20) + ",2026-0" + std::to_string(1 + i / 5000) + "-10,C" + std::to_string(i % 37) + ",3,1.25\n";
    }
    struct Killed : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    const auto kill = [](std::int64_t, std::int64_t) { throw Killed("kill -9"); };
    EXPECT_THROW(try_import(ImportKind::invoices, file, {}, kill), Killed);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM ledger_entry"), 10'000) << "the first chunk and nothing else";
    EXPECT_EQ(integer("SELECT SUM(entries) FROM ledger_month"), 10'000);
    EXPECT_EQ(text("SELECT state FROM import_run"), "running");
    EXPECT_EQ(list_indexes(), 0) << "a first import goes without them";
    must(store().write(importer(), [](UnitOfWork& work) -> Result<> {
        ledger::ensure_list_indexes(work);  // what the next start does
        return {};
    }));
    EXPECT_EQ(list_indexes(), 2);
    const auto id = store().read(importer(), [](const Reader& reader) { return reader.all<ImportRun>("1 = 1").front().id; });
    const ImportReport report = must(intake::run_import(store(), importer(), id));
    EXPECT_EQ(report.rows, lines);
    EXPECT_EQ(report.unchanged, 10'000);
    EXPECT_EQ(report.created, 15'000);
    EXPECT_EQ(text("SELECT state FROM import_run"), "done");
    EXPECT_EQ(integer("SELECT SUM(amount) FROM ledger_entry"), std::int64_t{lines} * 37'500);
    EXPECT_EQ(integer("SELECT SUM(revenue_12m) FROM account"), std::int64_t{lines} * 37'500);
    expect_sums_tie();
}

TEST_P(Import, the_wizard_goes_from_upload_to_report) {
    ImportRun run = must(intake::accept_upload(store(), importer(), ImportKind::accounts, "klienti.csv",
                                               "Název;IČO;Obec\nSklárny Žďár;25123891;Žďár\nBez jména\n;12345678;Brno\n"));
    ASSERT_EQ(run.columns.size(), 3U);
    EXPECT_EQ(run.columns[0].field, "name");
    EXPECT_EQ(run.columns[1].field, "reg_no");
    EXPECT_EQ(run.columns[2].field, "city");
    run = must(store().write(importer(), [&](UnitOfWork& work) { return intake::preview_import(work, run); }));
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 0);
    run = must(store().write(importer(), [&](UnitOfWork& work) { return intake::start_import(work, run); }));
    EXPECT_EQ(integer("SELECT COUNT(*) FROM job WHERE name = 'import.run'"), 1);
    must(intake::run_import_job(store(), importer(), text("SELECT payload FROM job")));
    run = must(store().read(importer(), [&](const Reader& reader) { return reader.get(run.id); }));
    EXPECT_EQ(run.state, library::ImportState::done);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 2);
    const std::string refused = must(intake::refused_file(run));
    EXPECT_THAT(refused, ::testing::HasSubstr(";12345678;Brno;\"name: required\""));
}

TEST_P(Import, rows_of_municipalities_are_the_same_accounts_in_each_encoding) {
    SHARED_DATA_OR_SKIP(folder, "cz_open_data/reencoded");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
    ASSERT_GE(files.size(), 3U);
    std::sort(files.begin(), files.end());
    const ImportReport first = import(ImportKind::accounts, file_bytes(files.front()));
    EXPECT_EQ(first.rows, 1500);
    EXPECT_EQ(first.created, 1500);
    for (std::size_t i = 1; i < files.size(); ++i) {
        const ImportReport other = import(ImportKind::accounts, file_bytes(files[i]));
        EXPECT_EQ(other.unchanged, 1500) << files[i] << " updated " << other.updated << " created " << other.created;
    }
}

TEST_P(Import, customers_of_northwind_and_accounts_of_maven_come_in) {
    SHARED_DATA_OR_SKIP(folder, ".");
    const ImportReport northwind = import(ImportKind::accounts, file_bytes(folder / "northwind/customers.csv"));
    EXPECT_EQ(northwind.created, 91);
    EXPECT_EQ(account("ALFKI")->country, "DE");
    EXPECT_EQ(account("AROUT")->country, "GB");
    EXPECT_EQ(import(ImportKind::accounts, file_bytes(folder / "northwind/customers.csv")).unchanged, 91);
    const ImportReport maven = import(ImportKind::accounts, file_bytes(folder / "maven_crm/accounts.csv"));
    EXPECT_EQ(maven.created, 85);
    EXPECT_EQ(maven.refused, 0);
    EXPECT_GT(integer("SELECT COUNT(*) FROM account WHERE parent_id IS NOT NULL"), 0);
}

/// The truth was added up by another program (truth.json there).
TEST_P(Import, the_retail_file_adds_up_to_the_last_digit) {
    SHARED_DATA_OR_SKIP(archive, "uci_online_retail/online_retail.csv.gz");
    if (GetParam() == db::Engine::postgres) GTEST_SKIP() << "once is enough for half a million lines; the engines are compared by the tests above";
    const std::filesystem::path file = fresh().folder() / "retail.csv";
    ASSERT_EQ(std::system(("gzip -dc '" + archive.string() + "' > '" + file.string() + "'").c_str()), 0);
    ImportOptions options;
    options.kind = ImportKind::invoices;
    options.currency = parse_currency("GBP");
    const ImportReport report = must(intake::import_path(store(), importer(), file, options));
    EXPECT_EQ(report.rows, 541'909);
    EXPECT_EQ(report.created, 541'909);
    EXPECT_EQ(report.refused, 0);
    EXPECT_EQ(report.accounts_created, 4372);
    EXPECT_EQ(report.offerings_created, 4070);
    EXPECT_EQ(report.without_account, 135'080);
    EXPECT_EQ(to_text(report.total(*parse_currency("GBP"))), "9747747.934");
    EXPECT_EQ(integer("SELECT SUM(amount) FROM ledger_month"), 97'477'479'340);
    // Net of the lines without a customer: 1447682.12 rounded half-even to two places.
    EXPECT_EQ(divide_half_even(integer("SELECT SUM(amount) FROM ledger_entry WHERE account_id IS NULL"), 100), 144'768'212);
    EXPECT_EQ(divide_half_even(integer("SELECT SUM(amount) FROM ledger_month WHERE month = " + std::to_string(parse_month("2011-11")->index)), 100), 146'175'625);
    EXPECT_EQ(divide_half_even(integer("SELECT SUM(amount) FROM ledger_entry WHERE account_id = (SELECT id FROM account WHERE code = '14646')"), 100), 27'948'902);
    EXPECT_EQ(integer("SELECT COUNT(DISTINCT document_no) FROM ledger_entry"), 25'900);
    const ImportReport again = must(intake::import_path(store(), importer(), file, options));
    EXPECT_EQ(again.unchanged, 541'909);
}

}  // namespace
}  // namespace klicnik
