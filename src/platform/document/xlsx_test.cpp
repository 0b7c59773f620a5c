#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "platform/document/document.hpp"
#include "platform/document/sheet_names.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::document {
namespace {

/// One part of the packed workbook, as `unzip` reads it.
std::string part_of(const std::string& workbook, const std::string& name) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "report.xlsx";
    std::ofstream(path, std::ios::binary) << workbook;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(("unzip -p '" + path.string() + "' " + name).c_str(), "r"), pclose);
    std::string content;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) content += static_cast<char>(c);
    return content;
}

bool has(const std::string& content, const std::string& piece) {
    return content.find(piece) != std::string::npos;
}

Document workbook_document() {
    Document document;
    document.title = "Udržení klientů";
    document.overview_name = "Přehled";
    document.made_at = *parse_timestamp("2026-11-03T08:15:00Z");
    Section section{"Klienti: A/B"};
    section.key_figures = {{"NRR", Ratio{10380}, "příjmy"}, {"Předpověď", Empty{"málo období"}, ""}};
    Table table;
    table.columns = {{"Klient"}, {"Obrat", Align::end}, {"NRR", Align::end}, {"Od", Align::end}};
    table.rows.push_back({{"=HYPERLINK(\"x\")", Amount{*parse_decimal("1234.5"), {}}, Ratio{1230}, *parse_date("2026-11-03")}});
    table.total = Row{{"Celkem", Amount{*parse_decimal("1234.5"), {}}}};
    section.table = table;
    document.sections = {section, section};
    return document;
}

TEST(DocumentXlsx, numbers_are_numbers_and_texts_like_formulas_are_texts) {
    const std::string workbook = xlsx(workbook_document());
    const std::string sheet = part_of(workbook, "xl/worksheets/sheet2.xml");
    EXPECT_TRUE(has(sheet, "<v>1234.5</v>")) << sheet;
    EXPECT_TRUE(has(sheet, "<v>0.123</v>"));
    EXPECT_TRUE(has(sheet, "<v>46329</v>")) << "the day as a spreadsheet counts it";
    EXPECT_FALSE(has(sheet, "<f>"));
    EXPECT_TRUE(has(sheet, "<c r=\"A2\" t=\"s\">"));
    EXPECT_TRUE(has(part_of(workbook, "xl/sharedStrings.xml"), "<t>=HYPERLINK("));
}

TEST(DocumentXlsx, values_are_shown_with_their_currency_and_percent) {
    const std::string styles = part_of(xlsx(workbook_document()), "xl/styles.xml");
    EXPECT_TRUE(has(styles, "#,##0.00\\ &quot;Kč&quot;")) << styles;
    EXPECT_TRUE(has(styles, "0.0\\ %"));
    EXPECT_TRUE(has(styles, "d\\.\\ m\\.\\ yyyy"));
}

TEST(DocumentXlsx, the_heading_stays_in_view_and_the_filter_leaves_out_the_total) {
    const std::string sheet = part_of(xlsx(workbook_document()), "xl/worksheets/sheet2.xml");
    EXPECT_TRUE(has(sheet, "state=\"frozen\""));
    EXPECT_TRUE(has(sheet, "<autoFilter ref=\"A1:D2\"/>")) << sheet;
}

TEST(DocumentXlsx, the_first_sheet_has_the_title_and_the_key_figures) {
    const std::string workbook = xlsx(workbook_document());
    EXPECT_TRUE(has(part_of(workbook, "xl/workbook.xml"), "<sheet name=\"Přehled\" sheetId=\"1\""));
    EXPECT_TRUE(has(part_of(workbook, "xl/workbook.xml"), "<sheet name=\"Klienti  A B 2\"")) << part_of(workbook, "xl/workbook.xml");
    EXPECT_TRUE(has(part_of(workbook, "xl/worksheets/sheet1.xml"), "<v>1.038</v>"));
    EXPECT_TRUE(has(part_of(workbook, "xl/sharedStrings.xml"), "málo období"));
}

TEST(DocumentXlsx, equal_documents_give_equal_bytes) {
    EXPECT_EQ(xlsx(workbook_document()), xlsx(workbook_document()));
}

TEST(DocumentXlsx, a_text_longer_than_a_cell_is_cut_at_a_whole_character) {
    Document document = workbook_document();
    std::string text;
    for (int i = 0; i < 33'000; ++i) text += "ř";
    document.sections[0].table->rows[0].cells[0] = text;
    const std::string strings = part_of(xlsx(document), "xl/sharedStrings.xml");
    EXPECT_TRUE(has(strings, "<t>" + text.substr(0, 2 * 32'767) + "</t>"));
}

TEST(SheetNames, are_legal_and_different_from_each_other) {
    SheetNames names;
    EXPECT_EQ(names.add("'Obrat [2026]: A/B?'"), "Obrat  2026   A B");
    EXPECT_EQ(names.add("Klienti"), "Klienti");
    EXPECT_EQ(names.add("KLIENTI"), "KLIENTI 2");
    EXPECT_EQ(names.add(""), "2");
    EXPECT_EQ(names.add("History"), "History 2");
    const std::string longest = "Příliš žluťoučký kůň úpěl ďábel";
    EXPECT_EQ(names.add(longest + "ské ódy"), longest);
    EXPECT_EQ(names.add(longest + "sky"), "Příliš žluťoučký kůň úpěl ďáb 2");
}

}  // namespace
}  // namespace klicnik::document
