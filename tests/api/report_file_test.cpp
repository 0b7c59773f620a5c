// Reports as documents over a real socket: the same figures as the answer of the report, in both languages.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/report_document.hpp"
#include "tests/support/api_world.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

TEST(ReportFiles, come_as_pdf_workbook_and_tables_for_every_report) {
    ApiWorld& world = ApiWorld::shared();
    int reports = 0;
    for (const Operation& operation : world.operations()) {
        if (!is_report(operation)) continue;
        ++reports;
        const std::string path = report_file_path(operation);
        for (const char* const language : {"cs", "en"}) {
            const std::string day = operation.name == "portfolio.concentration" ? "&to=2026-10" : "&as_of=2026-10-31";
            const HttpAnswer pdf = world.owner().get(path + "?format=pdf&language=" + language + day);
            EXPECT_EQ(pdf.status, 200) << path << pdf.body;
            EXPECT_TRUE(pdf.body.starts_with("%PDF-")) << path;
            EXPECT_NE(pdf.header("Content-Disposition").find(".pdf"), std::string::npos);
        }
        const HttpAnswer workbook = world.owner().get(path + "?format=xlsx");
        EXPECT_EQ(workbook.status, 200) << path;
        EXPECT_TRUE(workbook.body.starts_with("PK")) << path;
        EXPECT_EQ(world.owner().get(path + "?format=csv").status, 200) << path;
    }
    EXPECT_GE(reports, 5);
}

TEST(ReportFiles, say_what_is_wrong_and_obey_the_rights) {
    ApiWorld& world = ApiWorld::shared();
    EXPECT_EQ(world.owner().get("/reports/retention/file").status, 400);
    EXPECT_EQ(text_at(world.owner().get("/reports/retention/file?format=docx"), "fields.0.code"), "not_a_choice");
    EXPECT_EQ(world.owner().get("/reports/retention/file?format=pdf&window=0").status, 400);
    EXPECT_EQ(world.person("colleague").get("/reports/retention/file?format=pdf").status, 403);
    Person nobody(world.port());
    EXPECT_EQ(nobody.get("/reports/retention/file?format=pdf").status, 401);
}

TEST(SavedReports, keep_addresses_of_reports_and_no_others) {
    ApiWorld& world = ApiWorld::shared();
    Person& manager = world.person("account_manager");
    const HttpAnswer made = manager.post("/saved_reports", R"({"name":"Moji klienti","address":"/reports/retention?by=tier&window=12"})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(text_at(world.owner().get("/saved_reports/" + text_at(made, "id")), "address"), "/reports/retention?by=tier&window=12");
    for (const char* const address : {"https://example.com/", "//example.com/reports", "/settings", "/reports//example.com", "/reportsx", "/reports/\\\\x"}) {
        const HttpAnswer refused = manager.post("/saved_reports", std::string(R"({"name":"Past","address":")") + address + "\"}");
        EXPECT_EQ(refused.status, 400) << address;
        EXPECT_EQ(text_at(refused, "fields.0.code"), "bad_address") << address << refused.body;
    }
    EXPECT_EQ(world.person("colleague").get("/saved_reports").status, 403);
}

TEST(ReportFiles, of_a_bare_file_need_no_data_folder) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "purchases.csv";
    std::ofstream(file) << "customer,date,amount\nK1,2024-05-01,100\nK1,2025-05-01,80\nK2,2024-06-01,100\nK2,2025-12-01,150\nK3,2024-01-01,1\n";
    const Ran text = run_program({"report", "retention", file.string(), "--language", "en"});
    EXPECT_EQ(text.exit_code, 0) << text.output;
    EXPECT_NE(text.output.find("net_bp: 11443"), std::string::npos) << text.output;  // 230 / 201
    const Ran pdf = run_program({"report", "retention", file.string(), "--output", (folder.path() / "r.pdf").string()});
    EXPECT_EQ(pdf.exit_code, 0) << pdf.output;
    EXPECT_GT(std::filesystem::file_size(folder.path() / "r.pdf"), 1000U);
    EXPECT_EQ(run_program({"report", "retention", file.string(), "--output", (folder.path() / "r.docx").string()}).exit_code, 2);
    EXPECT_EQ(run_program({"report", "value", (folder.path() / "none.csv").string()}).exit_code, 4);
    EXPECT_EQ(run_program({"report", "retention", file.string(), "--window", "many"}).exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));
}

}  // namespace
}  // namespace klicnik::test
