#pragma once

#include <gtest/gtest.h>

#include "modules/accounts/actions.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/ledger/rollups.hpp"
#include "tests/support/store.hpp"

namespace klicnik::test {

/// With a day that does not exist and a number that is none.
inline constexpr std::string_view czech_invoices =
    "Číslo dokladu;Datum vystavení;Kód odběratele;Odběratel;Kód zboží;Popis;Množství;Cena za MJ;Celkem bez DPH;Měna\r\n"
    "2601;5. 8. 2026;K1;Pekárna Zlatoklas;T-01;Krabice;4 000;8,40;33 600,00;CZK\r\n"
    "2601;5. 8. 2026;K1;Pekárna Zlatoklas;T-02;Paleta;60;265,00;15 900,00;CZK\r\n"
    "2602;31. 9. 2026;K1;Pekárna Zlatoklas;T-02;Paleta;1;265,00;265,00;CZK\r\n"
    "2603;7. 10. 2026;K2;Čížek a syn;T-01;Krabice s potiskem;-10;8,4;-84,00;CZK\r\n"
    "2604;8. 10. 2026;K2;Čížek a syn;T-01;Krabice;10;8,4;84,O0;CZK\r\n"
    "2605;9. 10. 2026;;;T-01;Krabice;100;8,405;840,5;CZK\r\n";

/// Imports of texts into an empty firm, and what came of them.
class ImportTest : public EachStore {
  protected:
    void SetUp() override { intake::use_data_folder(fresh().folder() / "data"); }

    Context importer() const {
        Context context = as_system();
        context.origin = Origin::system;
        return context;
    }
    Result<intake::ImportReport> try_import(library::ImportKind kind, std::string text, intake::ImportOptions options = {}, const intake::Progress& progress = {}) {
        options.kind = kind;
        return intake::import_file(store(), importer(), std::move(text), options, progress);
    }
    intake::ImportReport import(library::ImportKind kind, std::string text, intake::ImportOptions options = {}) {
        intake::ImportReport report = must(try_import(kind, std::move(text), std::move(options)));
        EXPECT_EQ(report.created + report.updated + report.unchanged + report.refused, report.rows);
        return report;
    }
    std::int64_t integer(const std::string& sql) {
        return store().read(importer(), [&](const Reader& reader) { return reader.connection().integer(sql).value_or(-1); });
    }
    std::string text(const std::string& sql) {
        return store().read(importer(), [&](const Reader& reader) { return reader.connection().text(sql).value_or("(none)"); });
    }
    std::optional<Account> account(const std::string& code) {
        return store().read(importer(), [&](const Reader& reader) -> std::optional<Account> {
            auto found = reader.all<Account>("code = $1", code);
            return found.empty() ? std::nullopt : std::optional(found.front());
        });
    }
    std::int64_t list_indexes() {
        const std::string names = " IN ('ledger_entry_by_account_id_document_date', 'ledger_entry_by_document_date')";
        return integer(GetParam() == db::Engine::sqlite ? "SELECT COUNT(*) FROM sqlite_master WHERE name" + names
                                                        : "SELECT COUNT(*) FROM pg_indexes WHERE indexname" + names);
    }
    /// The roll-ups must be what the entries add up to.
    void expect_sums_tie() {
        const std::string before = sums();
        must(store().write(importer(), [](UnitOfWork& work) -> Result<> {
            ledger::rebuild_months(work);
            return {};
        }));
        EXPECT_EQ(sums(), before);
    }
    std::string sums() {
        std::string all;
        store().read(importer(), [&](const Reader& reader) {
            reader.connection().query("SELECT account_id, month, currency, entry_kind, amount, entries FROM ledger_month WHERE entries <> 0 "
                                      "ORDER BY account_id, month, currency, entry_kind", [&](const db::Row& row) {
                all.append(base32(row.uuid(0))).append(" ").append(std::to_string(row.integer(1))).append(row.text(2)).append(row.text(3));
                all.append(std::to_string(row.integer(4))).append("/").append(std::to_string(row.integer(5))).append("\n");
            });
            return 0;
        });
        return all;
    }
};

}  // namespace klicnik::test
