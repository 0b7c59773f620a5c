#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "modules/identity/workspace.hpp"
#include "modules/indicators/cube_loading.hpp"
#include "modules/indicators/movements.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/offerings/rules.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/store.hpp"

/// Files of contracts end in the same rows and the same recurring revenue on both engines.
namespace klicnik {
namespace {

using intake::ImportOptions;
using intake::ImportReport;
using library::ImportKind;
using offerings::ContractKind;
using offerings::ContractState;

class ContractFiles : public test::EachStore {
  protected:
    void SetUp() override { intake::use_data_folder(fresh().folder() / "data"); }

    ImportReport import(ImportKind kind, std::string text, ImportOptions options = {}) {
        options.kind = kind;
        ImportReport report = must(intake::import_file(store(), as_system(), std::move(text), options));
        EXPECT_EQ(report.created + report.updated + report.unchanged + report.refused, report.rows);
        return report;
    }
    std::int64_t integer(const std::string& sql) {
        return store().read(as_system(), [&](const Reader& reader) { return reader.connection().integer(sql).value_or(-1); });
    }
    Contract contract(const std::string& number) {
        return store().read(as_system(), [&](const Reader& reader) {
            auto found = reader.all<Contract>("number = $1", number);
            EXPECT_EQ(found.size(), 1U) << number;
            return found.empty() ? Contract{} : found.front();
        });
    }
    /// The rows in force on a day, as SQL that any report may use.
    static std::string in_force(const char* day) {
        const std::string days = std::to_string(parse_date(day)->days);
        return "c.state <> 'draft' AND NOT c.archived AND c.starts_on <= " + days + " AND (c.term_ends_on IS NULL OR c.term_ends_on > " + days + ")";
    }
    /// Σ annual / 12 in whole units of money.
    std::int64_t monthly(const char* day, const std::string& more = "") {
        const std::int64_t annual = integer("SELECT COALESCE(SUM(c.annual_value), 0) FROM contract c WHERE " + in_force(day) + more);
        EXPECT_EQ(annual % (12 * Decimal::one), 0);
        return annual / (12 * Decimal::one);
    }
};
KLICNIK_EACH_ENGINE(ContractFiles);

constexpr std::string_view czech_contracts =
    "Číslo smlouvy;Klient;IČO;Druh smlouvy;Předmět smlouvy;Platnost od;Platnost do;Výpovědní lhůta;Automatické prodloužení;Prodloužení o měsíců;Měsíční paušál;Stav;Kód služby;Počet\r\n"
    "S-1;Pekárna Zlatoklas;25123891;servisní;Údržba linky;1. 1. 2026;31. 12. 2026;90;ne;;12 500,50;platná;SLU-1;2\r\n"
    "S-2;Pekárna Zlatoklas;25123891;Rámcová smlouva;Dodávky obalů;1. 3. 2020;;;;;;;;\r\n"
    "S-3;Čížek a syn;;pronájem;Přepravky;1. 7. 2024;30. 6. 2025;30;ano;12;1 000;;SLU-2;400\r\n"
    "S-4;Čížek a syn;;licence;Program;1. 7. 2024;30. 6. 2025;;ano;;1 000;;;\r\n"
    "S-5;Čížek a syn;;předplatné;Odběr;1. 7. 2026;31. 9. 2026;;;;100;;;\r\n";

TEST_P(ContractFiles, a_czech_file_becomes_contracts_clients_and_entitlements) {
    const ImportReport report = import(ImportKind::contracts, std::string(czech_contracts));
    EXPECT_EQ(report.created, 4);
    EXPECT_EQ(report.refused, 1);
    EXPECT_EQ(report.accounts_created, 2);
    EXPECT_EQ(report.offerings_created, 2);
    ASSERT_FALSE(report.problems.empty());
    EXPECT_EQ(report.problems.front().field, "last_day_on") << "there is no 31 September, and a contract without its end is another one";
    const Contract service = contract("S-1");
    EXPECT_EQ(service.kind, ContractKind::service);
    EXPECT_EQ(service.name, "Údržba linky");
    EXPECT_EQ(service.ends_on, parse_date("2027-01-01")) << "valid to the last day, so the day after is the first without it";
    EXPECT_EQ(service.annual_value, parse_decimal("150006"));
    EXPECT_EQ(service.notice_deadline_on, parse_date("2026-10-02"));
    EXPECT_EQ(service.state, ContractState::active);
    const Contract frame = contract("S-2");
    EXPECT_EQ(frame.kind, ContractKind::frame);
    EXPECT_FALSE(frame.ends_on);
    EXPECT_FALSE(frame.annual_value);
    const Contract rental = contract("S-3");
    EXPECT_EQ(rental.kind, ContractKind::rental);
    EXPECT_EQ(rental.term_ends_on, parse_date("2027-07-01")) << "renewed by twelve months twice";
    EXPECT_EQ(contract("S-4").state, ContractState::expired);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM entitlement"), 2);
    EXPECT_EQ(integer("SELECT quantity FROM entitlement WHERE contract_id = (SELECT id FROM contract WHERE number = 'S-3')"), 400 * Decimal::one);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM entitlement e JOIN contract c ON c.id = e.contract_id WHERE e.account_id <> c.account_id"), 0);
}

TEST_P(ContractFiles, the_same_file_again_changes_nothing_and_a_changed_cell_its_contract) {
    import(ImportKind::contracts, std::string(czech_contracts));
    const ImportReport again = import(ImportKind::contracts, std::string(czech_contracts));
    EXPECT_EQ(again.unchanged, 4);
    EXPECT_EQ(again.accounts_created + again.offerings_created, 0);
    EXPECT_EQ(integer("SELECT MAX(version) FROM contract"), 1);
    std::string changed(czech_contracts);
    changed.replace(changed.find("12 500,50"), 9, "13 000,00");
    changed.replace(changed.find(";400"), 4, ";500");
    const ImportReport report = import(ImportKind::contracts, changed);
    EXPECT_EQ(report.updated, 2);
    EXPECT_EQ(report.unchanged, 2);
    EXPECT_EQ(contract("S-1").annual_value, parse_decimal("156000"));
}

TEST_P(ContractFiles, an_unknown_length_of_renewal_is_told_and_not_counted_upon) {
    const std::string file = "Contract number,Customer,Start date,End date,Auto renew,Annual value\nA1,Acme,2026-01-01,2027-06-01,yes,1200\n";
    const ImportReport report = import(ImportKind::contracts, file);
    EXPECT_EQ(report.created, 1);
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems.front().code, "renewal.unknown");
    EXPECT_FALSE(report.problems.front().refuses);
    EXPECT_FALSE(contract("A1").auto_renew);
    EXPECT_EQ(import(ImportKind::contracts, file).unchanged, 1);
}

TEST_P(ContractFiles, states_dates_of_the_end_and_replacements_are_read) {
    const ImportReport report = import(ImportKind::contracts,
                                       "Contract number,Customer,Start date,End date,Notice period,Status,Notice date,Termination date,Replaces,Currency,ARR\n"
                                       "B1,Acme,2024-01-01,2025-01-01,,terminated,,,,EUR,1000\n"
                                       "B2,Acme,2025-01-01,,30,notice given,2026-11-20,,B1,EUR,2000\n"
                                       "B3,Acme,2025-01-01,,,,,2026-02-01,B9,EUR,3000\n"
                                       "B4,Acme,2027-01-01,,,draft,,,,EUR,4000\n"
                                       "B5,Acme,2027-01-01,,,terminated,,,,EUR,4000\n"
                                       "B1,Acme,2024-01-01,2025-01-01,,terminated,,,,EUR,1000\n");
    EXPECT_EQ(report.created, 4);
    EXPECT_EQ(report.refused, 2);
    EXPECT_EQ(contract("B1").state, ContractState::terminated);
    EXPECT_EQ(contract("B1").terminated_on, parse_date("2025-01-01"));
    EXPECT_EQ(contract("B2").state, ContractState::notice_given);
    EXPECT_EQ(contract("B2").terminated_on, parse_date("2026-12-21"));
    EXPECT_EQ(contract("B2").replaces_id, contract("B1").id);
    EXPECT_EQ(contract("B2").currency, parse_currency("EUR"));
    EXPECT_EQ(contract("B3").state, ContractState::terminated);
    EXPECT_FALSE(contract("B3").replaces_id);
    EXPECT_EQ(contract("B4").state, ContractState::draft);
    std::set<std::string> codes;
    for (const auto& problem : report.problems) codes.insert(problem.field + " " + problem.code);
    EXPECT_EQ(codes, (std::set<std::string>{"number duplicate_in_file", "terminated_on required"}));
}

TEST_P(ContractFiles, further_rows_of_a_contract_add_entitlements) {
    const std::string file = "Contract number,Customer,Start date,Product,Quantity\nC1,Acme,2026-01-01,Basic,5\nC1,Acme,2026-01-01,Extra,2\n";
    const ImportReport report = import(ImportKind::contracts, file);
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(report.updated, 1);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM contract"), 1);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM entitlement"), 2);
    EXPECT_EQ(import(ImportKind::contracts, file).unchanged, 2);
}

TEST_P(ContractFiles, unknown_clients_and_offerings_are_made_only_when_allowed) {
    ImportOptions options;
    options.create_accounts = false;
    options.create_offerings = false;
    import(ImportKind::accounts, "Název;IČO\nPekárna Zlatoklas;25123891\n");
    const ImportReport report = import(ImportKind::contracts, std::string(czech_contracts), options);
    EXPECT_EQ(report.created, 2) << "those of the client that is known";
    EXPECT_EQ(report.refused, 3);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account"), 1);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM offering"), 0);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM entitlement"), 0);
}

/// 5,000 subscriptions; the truth was added up by another program (truth.json there), which counts a subscription up to the day
/// before its end_date: that is our `ends_on`.
TEST_P(ContractFiles, recurring_revenue_of_ravenstack_agrees_with_its_truth) {
    SHARED_DATA_OR_SKIP(folder, "ravenstack");
    EXPECT_EQ(import(ImportKind::accounts, testing_support::file_bytes(folder / "ravenstack_accounts.csv")).created, 500);
    const std::string subscriptions = testing_support::file_bytes(folder / "ravenstack_subscriptions.csv");
    ImportOptions options;
    options.currency = parse_currency("USD");
    const ImportReport report = import(ImportKind::contracts, subscriptions, options);
    EXPECT_EQ(report.rows, 5000);
    EXPECT_EQ(report.created, 5000);
    EXPECT_EQ(report.accounts_created, 0);
    EXPECT_EQ(report.offerings_created, 3);
    EXPECT_EQ(monthly("2024-12-31"), 10'159'608);
    EXPECT_EQ(monthly("2023-12-31"), 1'262'113);
    const std::string had_some = "SELECT c.account_id FROM contract c WHERE " + in_force("2023-12-31") + " GROUP BY c.account_id HAVING SUM(c.annual_value) > 0";
    EXPECT_EQ(integer("SELECT COUNT(*) FROM (" + had_some + ") AS base"), 185);
    EXPECT_EQ(monthly("2024-12-31", " AND c.account_id IN (" + had_some + ")"), 3'688'789);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM contract WHERE state = 'expired'"), 486);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM contract WHERE annual_value = 0"), 778) << "trials";
    EXPECT_EQ(integer("SELECT COUNT(*) FROM contract WHERE kind <> 'subscription' OR currency <> 'USD'"), 0);
    EXPECT_EQ(integer("SELECT COUNT(*) FROM entitlement"), 5000);
    // The rules say the same as the SQL.
    store().read(as_system(), [&](const Reader& reader) {
        offerings::rules::AnnualSum sum;
        for (const Contract& one : reader.all<Contract>("1 = 1")) {
            if (offerings::rules::is_in_force(one, *parse_date("2024-12-31"))) sum.add(one);
        }
        EXPECT_EQ(sum.monthly(), Decimal::from_integer(10'159'608));
        return 0;
    });
    // So do the indicators: NRR 292.27 %, GRR 99.59 %, every client kept.
    Workspace workspace;
    workspace.name = "RavenStack";
    workspace.base_currency = *parse_currency("USD");
    must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(workspace); }));
    store().read(as_system(), [&](const Reader& reader) {
        const indicators::Cube cube = indicators::load_cube(reader);
        const indicators::Period year{indicators::Base::contracts, *parse_date("2024-12-31"), 12};
        const auto moved = indicators::movements_of(indicators::ends_of(cube, year), indicators::Chosen(cube.accounts.size(), 1));
        EXPECT_EQ(moved.net_retention_bp(), 29'227);
        EXPECT_EQ(moved.gross_retention_bp(), 9'959);
        EXPECT_EQ(moved.logo_retention_bp(), 10'000);
        EXPECT_EQ(moved.clients, 185);
        EXPECT_EQ(moved.end(), __int128{12} * 10'159'608 * Decimal::one);
        return 0;
    });
    const ImportReport again = import(ImportKind::contracts, subscriptions, options);
    EXPECT_EQ(again.unchanged, 5000);
    EXPECT_EQ(again.created + again.updated + again.refused, 0);
}

TEST_P(ContractFiles, unknown_accounts_of_ravenstack_are_made) {
    SHARED_DATA_OR_SKIP(folder, "ravenstack");
    std::string text = testing_support::file_bytes(folder / "ravenstack_subscriptions.csv");
    text.resize(text.find('\n', 30'000) + 1);  // some hundreds of rows
    const ImportReport report = import(ImportKind::contracts, text);
    EXPECT_EQ(report.created, report.rows);
    EXPECT_EQ(report.accounts_created, integer("SELECT COUNT(DISTINCT account_id) FROM contract"));
    EXPECT_EQ(integer("SELECT COUNT(*) FROM account WHERE code IS NULL"), 0);
}

}  // namespace
}  // namespace klicnik
