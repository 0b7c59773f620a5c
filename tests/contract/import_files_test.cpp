#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include "app/dispatch.hpp"
#include "modules/identity/workspace.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/segmentation/actions.hpp"
#include "platform/text/encoding.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/store.hpp"

/// Whole files as they come: the same rows in every encoding and delimiter are the same clients, and a real book of half a million
/// lines comes to the same lists, scores and figures on both engines.
namespace klicnik {
namespace {

using intake::ImportOptions;
using intake::ImportReport;
using library::ImportKind;
using testing_support::file_bytes;

class ImportFiles : public test::EachStore {
  public:
    ImportFiles() = default;
    explicit ImportFiles(db::Engine engine) : EachStore(engine) {}

  protected:
    void SetUp() override { intake::use_data_folder(fresh().folder() / "data"); }

    Context importer() const {
        Context context = as_system();
        context.origin = Origin::import;
        context.roles = {Role::owner};
        return context;
    }
    ImportReport import(ImportKind kind, std::string bytes) {
        ImportOptions options;
        options.kind = kind;
        ImportReport report = must(intake::import_file(store(), importer(), std::move(bytes), options));
        EXPECT_EQ(report.created + report.updated + report.unchanged + report.refused, report.rows);
        return report;
    }
    /// The answer of a reading operation.
    std::string asked(std::string_view name, QueryParams query) {
        for (const Operation& operation : all_operations()) {
            if (operation.name != name) continue;
            Call call;
            call.query = std::move(query);
            call.body = json::Value::object();
            const auto reply = dispatch(store(), operation, importer(), call);
            EXPECT_TRUE(reply) << reply.error().code;
            return reply ? reply->body : std::string{};
        }
        ADD_FAILURE() << "there is no " << name;
        return {};
    }
    /// Every client with every field that an import may fill.
    std::string all_clients() {
        return asked("account.export", {{"fields", "code,name,legal_name,reg_no,vat_no,email,phone,website,street,city,postal_code,country,description"},
                                        {"sort", "name"}});
    }
};
KLICNIK_EACH_ENGINE(ImportFiles);

constexpr std::string_view delimiters = ",;\t|";

using Table = std::vector<std::vector<std::string>>;

/// With every letter that Czech has, cells that hold each of the delimiters, quotes, line ends, leading zeros.
Table odd_clients() {
    Table table = {{"Kód klienta", "Název", "IČO", "Obec", "PSČ", "E-mail", "Poznámka"}};
    constexpr std::array<std::string_view, 12> firms = {
        "Příliš žluťoučký kůň s.r.o.", "Úpěl Ďábelské Ódy, a.s.", "ŘEŽEME; BROUSÍME", "Tiskárna \"U Čápa\"", "Žďárské sklo | hutě", "Šťastný & Ňouma",
        "Pekařství Ěščř", "ÁÉÍÓÚÝ družstvo", "Čížek a syn", "Ťuhýk v poli", "Müller Söhne Kft.", "Ľubošova dielňa"};
    constexpr std::array<std::string_view, 6> towns = {"Žďár nad Sázavou", "Český Těšín", "Ústí nad Labem", "Dvůr Králové", "Příbram", "Břeclav"};
    for (std::size_t i = 0; i < 48; ++i) {
        const std::string number = std::to_string(i);
        const std::string serial = std::to_string(1'000'000 + i * 7);
        int sum = 0;
        for (std::size_t digit = 0; digit < 7; ++digit) sum += (serial[digit] - '0') * static_cast<int>(8 - digit);
        const std::string reg_no = serial + std::to_string((11 - sum % 11) % 10);
        table.push_back({"00" + number, std::string(firms[i % firms.size()]) + " " + number, reg_no, std::string(towns[i % towns.size()]), "591 0" + std::to_string(i % 10),
                         "info" + number + "@klient.cz", i % 3 == 0 ? "první řádek\ndruhý, „třetí“; čtvrtý | pátý" : "pozn.\tč. " + number});
    }
    return table;
}

std::string written(const Table& table, char delimiter) {
    std::string text;
    for (const auto& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) text.push_back(delimiter);
            const bool plain = row[i].find_first_of("\"\n,;\t|") == std::string::npos;
            if (!plain) text.push_back('"');
            for (const char c : row[i]) text.append(c == '"' ? 2 : 1, c);
            if (!plain) text.push_back('"');
        }
        text += "\r\n";
    }
    return text;
}

struct Spelling {
    std::string_view name;
    text::Encoding encoding;
    std::string_view mark;  ///< byte order mark in front
};

constexpr Spelling spellings[] = {
    {"UTF-8", text::Encoding::utf_8, ""},
    {"UTF-8 with a mark", text::Encoding::utf_8, "\xEF\xBB\xBF"},
    {"UTF-16LE", text::Encoding::utf_16le, "\xFF\xFE"},
    {"UTF-16BE", text::Encoding::utf_16be, "\xFE\xFF"},
    {"windows-1250", text::Encoding::windows_1250, ""},
    {"ISO-8859-2", text::Encoding::iso_8859_2, ""},
    {"CP852", text::Encoding::cp852, ""},
};

std::string encoded(std::string_view utf8, const Spelling& spelling) {
    std::string bytes = text::encode(utf8, spelling.encoding);
    if (!bytes.starts_with(spelling.mark)) bytes.insert(0, spelling.mark);
    return bytes;
}

/// Without what a code page of central Europe lacks.
std::string plain_quotes(std::string text) {
    for (const std::string_view quote : {"„", "“"}) {
        for (auto at = text.find(quote); at != std::string::npos; at = text.find(quote)) text.replace(at, quote.size(), "'");
    }
    return text;
}

TEST_P(ImportFiles, the_same_rows_are_the_same_clients_in_every_encoding_and_delimiter) {
    const Table table = odd_clients();
    const auto rows = static_cast<std::int64_t>(table.size() - 1);
    std::string expected;
    for (const Spelling& spelling : spellings) {
        for (const char delimiter : delimiters) {
            const ImportReport report = import(ImportKind::accounts, encoded(plain_quotes(written(table, delimiter)), spelling));
            const std::string how = std::string(spelling.name) + " with " + delimiter;
            EXPECT_EQ(report.rows, rows) << how;
            EXPECT_EQ(expected.empty() ? report.created : report.unchanged, rows) << how << ": updated " << report.updated << " created " << report.created
                                                                                  << " refused " << report.refused;
            if (expected.empty()) {
                expected = all_clients();
                EXPECT_NE(expected.find("Příliš žluťoučký kůň s.r.o. 0"), std::string::npos) << expected.substr(0, 500);
                EXPECT_NE(expected.find("první řádek"), std::string::npos);
            }
            EXPECT_EQ(all_clients(), expected) << how;
        }
    }
}

TEST_P(ImportFiles, all_municipalities_of_the_country_come_in_and_are_the_same_in_other_encodings) {
    SHARED_DATA_OR_SKIP(file, "cz_open_data/obce_municipalities.csv");
    const std::string utf8 = file_bytes(file);
    EXPECT_EQ(import(ImportKind::accounts, utf8).created, 6243);
    const std::string expected = all_clients();
    for (const std::size_t other : {3U, 4U, 6U}) {
        const ImportReport report = import(ImportKind::accounts, encoded(utf8, spellings[other]));
        EXPECT_EQ(report.unchanged, 6243) << spellings[other].name << ": updated " << report.updated << " created " << report.created;
    }
    EXPECT_EQ(all_clients(), expected);
}

/// The retail book on one engine, and what comes of it.
class RetailBook final : public ImportFiles {
  public:
    explicit RetailBook(db::Engine engine) : ImportFiles(engine) { ImportFiles::SetUp(); }
    void TestBody() override {}

    std::filesystem::path file() { return fresh().folder() / "retail.csv"; }

    ImportReport take_over() {
        Workspace workspace;
        workspace.name = "Retail";
        workspace.base_currency = *parse_currency("GBP");
        must(store().write(importer(), [&](UnitOfWork& work) { return work.create(workspace); }));
        must(store().write(importer(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        ImportOptions options;
        options.kind = ImportKind::invoices;
        options.currency = parse_currency("GBP");
        return must(intake::import_path(store(), importer(), file(), options));
    }
    std::int64_t integer(const std::string& sql) {
        return store().read(importer(), [&](const Reader& reader) { return reader.connection().integer(sql).value_or(-1); });
    }
    /// Lists, figures, concentration and scores, without the ids, which are new in each database.
    std::string everything() {
        std::string all;
        asked("segmentation.score", {});
        // Equal values follow the order in which the clients were made, which is the order of the lines.
        for (const std::string_view sort : {"-revenue_12m", "name", "-score_bp", "last_revenue_on"}) {
            all += asked("account.export", {{"fields", "code,name,revenue_12m,margin_12m,revenue_share_bp,score_bp,first_revenue_on,last_revenue_on"},
                                            {"sort", std::string(sort)}});
        }
        all += asked("account.export", {{"fields", "code,name"}, {"q", "17850"}});
        all += asked("ledger_entry.summary", {});
        return all;
    }
    std::string concentration() { return asked("portfolio.concentration", {{"from", "2010-12"}, {"to", "2011-12"}}); }
};

/// How many lines of the file: all of them when KLICNIK_WHOLE is set (`./test all`), every day enough to compare the engines.
int retail_lines() {
    const char* whole = std::getenv("KLICNIK_WHOLE");
    return whole && *whole ? 541'909 : 40'000;
}

/// truth.json was added up by another program.
TEST(RetailOnBothEngines, comes_to_the_same_totals_lists_scores_and_figures) {
    SHARED_DATA_OR_SKIP(archive, "uci_online_retail/online_retail.csv.gz");
    std::string expected;
    for (const db::Engine engine : {db::Engine::sqlite, db::Engine::postgres}) {
        RetailBook book(engine);
        const std::string unpack = "gzip -dc '" + archive.string() + "' 2> /dev/null | head -n " + std::to_string(retail_lines() + 1) + " > '" + book.file().string() + "'";
        ASSERT_EQ(std::system(unpack.c_str()), 0);
        const ImportReport report = book.take_over();
        EXPECT_EQ(report.rows, retail_lines());
        EXPECT_EQ(report.created, retail_lines());
        EXPECT_EQ(report.refused, 0);
        EXPECT_EQ(book.integer("SELECT COUNT(*) FROM ledger_entry"), retail_lines());
        EXPECT_EQ(book.integer("SELECT SUM(amount) FROM ledger_month"), book.integer("SELECT SUM(amount) FROM ledger_entry"));
        const std::string concentration = book.concentration();
        if (report.rows == 541'909) {
            EXPECT_EQ(report.accounts_created, 4372);
            EXPECT_EQ(report.offerings_created, 4070);
            EXPECT_EQ(report.without_account, 135'080);
            EXPECT_EQ(to_text(report.total(*parse_currency("GBP"))), "9747747.934");
            EXPECT_NE(concentration.find("\"gini\":\"0.7038\""), std::string::npos) << concentration.substr(0, 800);
        }
        const std::string everything = book.everything();
        EXPECT_GT(everything.size(), 100'000U);
        if (expected.empty()) {
            expected = everything;
            continue;
        }
        const auto [here, there] = std::mismatch(everything.begin(), everything.end(), expected.begin(), expected.end());
        EXPECT_TRUE(here == everything.end() && there == expected.end())
            << "the engines differ: …" << std::string(here, std::min(here + 200, everything.end())) << " instead of …" << std::string(there, std::min(there + 200, expected.end()));
    }
}

}  // namespace
}  // namespace klicnik
