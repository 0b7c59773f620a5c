#include <gtest/gtest.h>

#include <map>

#include "modules/accounts/actions.hpp"
#include "modules/intake/import_engine.hpp"
#include "tests/support/import_test_base.hpp"

/// Whom and what the rows of a file mean: known clients, people and lines of documents are found again and never mixed up.
namespace klicnik {
namespace {

using intake::ImportOptions;
using intake::ImportReport;
using library::ImportKind;
using test::czech_invoices;

class ImportIdentity : public test::ImportTest {};
KLICNIK_EACH_ENGINE(ImportIdentity);

TEST_P(ImportIdentity, invoices_find_a_client_by_its_legal_name) {
    Account known = make_account("Akuverna");
    const auto change = [&](Account account, const char* legal_name) {
        must(store().write(importer(), [&](UnitOfWork& work) {
            const Account before = *work.find(account.id);
            Account after = before;
            after.legal_name = legal_name;
            return accounts::update_account(work, before, std::move(after));
        }));
    };
    change(known, "Akuverna Energy s.r.o.");
    for (const char* branch : {"Ryba Třeboň", "Ryba Vodňany"}) change(make_account(branch), "Ryba a.s.");
    const ImportReport report = import(ImportKind::invoices, "Číslo dokladu;Datum;Odběratel;Částka\n1;2026-01-05;AKUVERNA ENERGY S.R.O.;10\n2;2026-01-05;Ryba a.s.;20\n");
    EXPECT_EQ(report.accounts_created, 1) << "the name of two branches is neither of them";
    EXPECT_EQ(integer("SELECT COUNT(*) FROM ledger_entry l JOIN account a ON a.id = l.account_id WHERE a.name = 'Akuverna'"), 1);
}

TEST_P(ImportIdentity, another_spelling_of_a_legal_form_is_the_same_client) {
    import(ImportKind::accounts, "kod;nazev;ico\nK1;Kovo, spol. s r. o.;00000019\nP1;Pila a.s.;\n");
    const std::string head = "cislo dokladu;datum;odberatel;ico;castka\n";
    const ImportReport report = import(ImportKind::invoices, head + "F1;1.2.2026;KOVO s.r.o.;;100\nF2;1.2.2026;Pila s.r.o.;;50\nF3;2.2.2026;Pila, spol. s r.o.;;70\n"
                                                                    "F4;2.2.2026;Kovo sro;00000027;30\n");
    EXPECT_EQ(report.accounts_created, 2) << "Pila s.r.o. is not Pila a.s., and another IČO is another firm";
    EXPECT_EQ(integer("SELECT COUNT(DISTINCT account_id) FROM ledger_entry WHERE document_no IN ('F2', 'F3')"), 1);
    EXPECT_EQ(text("SELECT a.code FROM ledger_entry l JOIN account a ON a.id = l.account_id WHERE l.document_no = 'F1'"), "K1");
}

TEST_P(ImportIdentity, a_preview_names_new_clients_and_whom_they_may_be) {
    import(ImportKind::accounts, "kod;nazev;obchodni firma;ico\nK1;Kovo Brno;Kovotechnika Brno, a.s.;00000019\nP1;Pila;;\n");
    ImportOptions options;
    options.preview = true;
    const ImportReport report = import(ImportKind::invoices, "cislo dokladu;datum;odberatel;ico;castka\n"
                                                             "F1;1.2.2026;Nový odběratel;;1\nF2;1.2.2026;Kovotecnika Brno;;1\nF3;1.2.2026;Novy odberatl;;1\n"
                                                             "F4;1.2.2026;Kovotechnika Brno s.r.o.;00000027;1\n", options);
    ASSERT_EQ(report.accounts_created, 4);
    ASSERT_EQ(report.new_clients.size(), 4U);
    EXPECT_EQ(report.new_clients[0].resembles, "");
    EXPECT_EQ(report.new_clients[1].resembles, "Kovo Brno") << "a slip in the legal name";
    EXPECT_EQ(report.new_clients[1].resembles_id, account("K1")->id);
    EXPECT_EQ(report.new_clients[2].resembles, "Nový odběratel") << "two spellings in the file";
    EXPECT_FALSE(report.new_clients[2].resembles_id);
    EXPECT_NE(report.new_clients[3].resembles_id, account("K1")->id) << "another IČO";
    const std::string json = to_json(report);
    EXPECT_LT(json.find("Kovotecnika Brno"), json.find(R"("name":"Nový odběratel","code")")) << "questions first: " << json;
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 2);
}

TEST_P(ImportIdentity, numbers_that_begin_again_with_a_year_push_nobody_out) {
    const std::string head = "cislo dokladu;datum;odberatel;castka\n";
    import(ImportKind::invoices, head + "1;5.1.2025;Alfa;100\n1;6.1.2025;Alfa;50\n2;7.1.2025;Beta;200\n");
    const std::string second_year = head + "1;4.1.2026;Gama;700\n2;5.1.2026;Delta;800\n";
    EXPECT_EQ(import(ImportKind::invoices, second_year).created, 2);
    EXPECT_EQ(integer("SELECT SUM(amount) FROM ledger_entry"), 1850 * Decimal::one);
    EXPECT_EQ(import(ImportKind::invoices, second_year).unchanged, 2);
    // Both years in one file are the same lines again.
    EXPECT_EQ(import(ImportKind::invoices, head + "1;5.1.2025;Alfa;100\n1;4.1.2026;Gama;700\n1;6.1.2025;Alfa;50\n").unchanged, 3);
}

TEST_P(ImportIdentity, the_same_number_of_another_client_is_refused) {
    const std::string head = "cislo dokladu;datum;odberatel;castka\n";
    import(ImportKind::invoices, head + "F1;5.1.2026;;100\nF2;5.1.2026;Alfa;50\n");
    const ImportReport report = import(ImportKind::invoices, head + "F1;5.1.2026;Alfa;100\nF2;9.1.2026;Beta;70\nF2;9.1.2026;Alfa;60\n");
    EXPECT_EQ(report.updated, 1) << "a line without a client learns whose it is";
    EXPECT_EQ(report.created, 1) << "the second line of F2";
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems[0].code, "document_of_other_client");
    EXPECT_EQ(integer("SELECT SUM(amount) FROM ledger_entry"), 210 * Decimal::one);
    EXPECT_EQ(import(ImportKind::invoices, "cislo dokladu;datum;castka\nF1;5.1.2026;100\n").unchanged, 1) << "a file without clients takes none away";
}

TEST_P(ImportIdentity, a_line_that_an_import_changes_is_audited_with_what_it_was) {
    const std::string head = "cislo dokladu;datum;odberatel;castka\n";
    import(ImportKind::invoices, head + "F1;5.1.2026;Alfa;100\n");
    import(ImportKind::invoices, head + "F1;5.1.2026;Alfa;130\n");
    const std::string changes = text("SELECT changes FROM audit_event WHERE entity = 'ledger_entry'");
    EXPECT_NE(changes.find(R"("before":"100")"), std::string::npos) << changes;
    EXPECT_NE(changes.find(R"("after":"130")"), std::string::npos) << changes;
}

TEST_P(ImportIdentity, an_absurd_amount_is_refused_before_sums_overflow) {
    const ImportReport report = import(ImportKind::invoices, "cislo dokladu;datum;odberatel;castka\nF1;5.1.2026;Alfa;1000000000001\nF2;5.1.2026;Alfa;1000000000000\n");
    EXPECT_EQ(report.refused, 1);
    EXPECT_EQ(report.created, 1);
}

TEST_P(ImportIdentity, unknown_clients_are_refused_when_none_may_be_made) {
    ImportOptions options;
    options.create_accounts = false;
    const ImportReport report = import(ImportKind::invoices, std::string(czech_invoices), options);
    EXPECT_EQ(report.created, 1) << "only the line without a client";
    EXPECT_EQ(report.refused, 5);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 0);
}

TEST_P(ImportIdentity, different_codes_are_never_one_client) {
    import(ImportKind::accounts, "Kód klienta;Název\nA1;Novák\n");
    const ImportReport report = import(ImportKind::accounts, "Kód klienta;Název\nA2;NOVAK\n");
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(import(ImportKind::accounts, "Název;Obec\nnovak;Brno\n").updated, 1) << "without a code the name finds the first one";
}

TEST_P(ImportIdentity, people_are_found_by_address_or_name_at_their_client) {
    const std::string people = "Firma;Jméno a příjmení;E-mail;Funkce\nSklárny;Ing. Jana Nováková, Ph.D.;jana@sklarny.cz;ředitelka\nSklárny;Petr Malý;;nákupčí\n";
    const ImportReport first = import(ImportKind::contacts, people);
    EXPECT_EQ(first.created, 2);
    EXPECT_EQ(first.accounts_created, 1);
    EXPECT_EQ(import(ImportKind::contacts, people).unchanged, 2);
    EXPECT_EQ(text("SELECT full_name FROM contact WHERE email = 'jana@sklarny.cz'"), "Ing. Jana Nováková, Ph.D.");
    const ImportReport married = import(ImportKind::contacts, "Firma;Jméno a příjmení;E-mail\nSklárny;Jana Dvořáková;jana@sklarny.cz\n");
    EXPECT_EQ(married.updated, 1);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM contact"), 2);
}

TEST_P(ImportIdentity, a_file_overloads_no_manager) {  // AC33.1
    make_user("Plny", {Role::account_manager});
    std::string file = "nazev;spravce klienta\n";
    for (int i = 1; i <= 33; ++i) file += "Klient " + std::to_string(i) + "; plný \n";
    const ImportReport report = import(ImportKind::accounts, file);
    EXPECT_EQ(report.created, 33);
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems[0].code, "assignment.over_capacity");
    EXPECT_EQ(report.problems[0].count, 3) << "capacity is 30 points";
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account WHERE lead_id IS NOT NULL"), 30);
}

TEST_P(ImportIdentity, a_row_that_contradicts_an_earlier_one_is_refused) {
    const std::string branches = "nazev;mesto;ico\nPobočka Praha;Praha;00000019\nPobočka Brno;Brno;00000019\nPobočka Praha;Praha;00000019\n";
    const ImportReport first = import(ImportKind::accounts, branches);
    EXPECT_EQ(first.created, 1);
    EXPECT_EQ(first.unchanged, 1) << "the same row again says nothing new";
    ASSERT_EQ(first.problems.size(), 1U);
    EXPECT_EQ(first.problems[0].code, "repeats_client");
    const ImportReport again = import(ImportKind::accounts, branches);
    EXPECT_EQ(again.unchanged, 2) << "the same file changes nothing";
    EXPECT_EQ(again.refused, 1);
    EXPECT_EQ(text("SELECT name FROM account"), "Pobočka Praha");
}

TEST_P(ImportIdentity, nothing_is_left_out_in_silence) {
    const ImportReport report = import(ImportKind::accounts, "kod;nazev;materska firma;ico;splatnost\n"
                                                             "A;Alfa;B;;30\nB;Beta;A;12345678;99999\nC;Gama;Nikdo;;\n");
    EXPECT_EQ(report.created, 3);
    std::map<std::string, std::string> found;
    for (const auto& problem : report.problems) found[problem.field] += problem.code + (problem.kept ? " kept " : " ");
    EXPECT_EQ(found.count("parent"), 1U) << "a cycle, and a parent nobody knows";
    EXPECT_EQ(found["parent"], "cycle account.unknown ");
    EXPECT_EQ(found["reg_no"], "ico.checksum kept ");
    EXPECT_EQ(found["payment_terms_days"], "out_of_range ");
    EXPECT_EQ(text("SELECT reg_no FROM account WHERE code = 'B'"), "12345678");
}

TEST_P(ImportIdentity, a_cell_with_a_line_break_is_one_line) {
    const ImportReport report = import(ImportKind::accounts, "kod;nazev;mesto;poznamka\nK1;\"Alfa\ns.r.o.\";\"Praha\r\n1\";\"první\ndruhá\"\n");
    EXPECT_EQ(report.created, 1);
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(account("K1")->name, "Alfa s.r.o.");
    EXPECT_EQ(account("K1")->city, "Praha 1");
    EXPECT_EQ(import(ImportKind::invoices, "cislo dokladu;datum;odberatel;castka\nF1;1.2.2026;\"Alfa\ns.r.o.\";1\n").accounts_created, 0);
}

TEST_P(ImportIdentity, the_very_word_of_a_heading_is_believed_whatever_the_cells) {
    const ImportReport report = import(ImportKind::invoices, "document_no;document_date;account_name;amount\nF1;30.2.2026;Alfa;1\nF2;1.2.2026;Alfa;abc\n");
    EXPECT_EQ(report.refused, 2) << "row by row, with reasons";
    EXPECT_EQ(report.problems.size(), 2U);
}

TEST_P(ImportIdentity, a_plain_list_of_names_is_a_list_of_clients) {  // AC45.1
    const auto described = [&](const std::string& text) { return must(intake::describe_upload(ImportKind::accounts, "vložený text", text)); };
    const ImportRun names = described("Sklárny Bohemia\nPekárna Zlatoklas s.r.o.\nPila Vysočina\n");
    EXPECT_FALSE(names.has_header);
    EXPECT_EQ(names.rows, 3);
    ASSERT_EQ(names.columns.size(), 1U);
    EXPECT_EQ(names.columns[0].field, "name");
    const ImportRun with_numbers = described("Sklárny Bohemia\t00000019\nPekárna Zlatoklas\t00000027\n");
    EXPECT_FALSE(with_numbers.has_header);
    EXPECT_EQ(with_numbers.columns[0].field, "name");
    EXPECT_EQ(with_numbers.columns[1].field, "reg_no");
    EXPECT_TRUE(described("Název;IČO\nSklárny Bohemia;00000019\n").has_header);
}

}  // namespace
}  // namespace klicnik
