#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "platform/document/document.hpp"
#include "platform/document/pdf_language.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::document {
namespace {

/// What a program of poppler says of the file, which writes U+00A0 as a space, in which '@' stands for its path.
std::string told_by(std::string command, const std::string& pdf_bytes) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "report.pdf";
    std::ofstream(path, std::ios::binary) << pdf_bytes;
    command.replace(command.find('@'), 1, "'" + path.string() + "'");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), pclose);
    std::string output;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) output += static_cast<char>(c);
    return output;
}

std::size_t times(const std::string& text, const std::string& piece) {
    std::size_t count = 0;
    for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + piece.size())) ++count;
    return count;
}

Cell crowns(std::int64_t whole) {
    return Amount{Decimal::from_integer(whole), {}};
}

Document retention(std::size_t rows) {
    Document document;
    document.title = "Udržení klientů";
    document.subtitle = "leden až září 2026";
    document.generated = "Vytvořeno 3. 11. 2026";
    document.made_at = *parse_timestamp("2026-11-03T08:15:00Z");
    document.parameters = {{"Období", "1. 1. 2026 až 30. 9. 2026"}};
    Section summary{"Souhrn", {"Příliš žluťoučký kůň úpěl ďábelské ódy."}};
    summary.key_figures = {{"Čistý růst příjmů", Ratio{10380}, "příjmy na konci ÷ na začátku"}, {"Předpověď", Empty{"Méně než tři období."}, ""}};
    const CellStyle compact{.scale = Scale::compact};
    summary.chart = Chart{"Most", Waterfall{{"Leden", crowns(120'000'000)}, {{"Růst", crowns(9'400'000)}, {"Odchody", crowns(-4'400'000)}}, {"Září", crowns(125'000'000)}, compact}};
    Section cohorts{"Kohorty"};
    cohorts.chart = Chart{"", HeatTable{"Kohorta", {"1.", "2."}, {{"leden", {Ratio{10000}, Ratio{9120}}}, {"únor", {Ratio{10000}}}}}};
    Section trend{"Vývoj"};
    trend.chart = Chart{"", LineChart{{*parse_month("2026-01"), *parse_month("2026-02")}, {{"GRR", {Ratio{9000}, Ratio{9500}}}, {"NRR", {Empty{}, Ratio{10100}}}}}};
    Section quarters{"Čtvrtletí"};
    quarters.chart = Chart{"", BarChart{{"Q1", "Q2"}, {{"Obrat", {crowns(3'100'000), crowns(-200'000)}}}, compact}};
    Section clients{"Klienti"};
    Table table;
    table.columns = {{"Jméno klienta", Align::start, 3}, {"Obrat", Align::end}, {"Od", Align::end}};
    for (std::size_t at = 0; at < rows; ++at) table.rows.push_back({{"Žďárské strojírny " + std::to_string(at), crowns(static_cast<std::int64_t>(at) * 1'000), *parse_date("2026-11-03")}});
    table.total = Row{{"Celkem", crowns(44'850'000)}, RowKind::plain};
    clients.table = table;
    document.sections = {summary, cohorts, trend, quarters, clients};
    return document;
}

TEST(DocumentPdf, its_text_can_be_selected_with_all_czech_letters) {
    const std::string text = told_by("pdftotext -layout @ -", pdf(retention(3)));
    for (const char* piece : {"Udržení klientů", "Příliš žluťoučký kůň úpěl ďábelské ódy.", "103,8 %", "Méně než tři období.", "+9,4 mil. Kč", "−4,4 mil. Kč",
                              "91,2 %", "GRR", "3,1 mil. Kč", "−200 tis. Kč", "Žďárské strojírny 2", "2 000,00 Kč", "3. 11. 2026", "Celkem"}) {
        EXPECT_EQ(times(text, piece) > 0, true) << piece << "\n" << text;
    }
}

TEST(DocumentPdf, a_table_over_many_pages_repeats_its_heading_and_keeps_every_row) {
    const std::string bytes = pdf(retention(300));
    const std::string information = told_by("pdfinfo @", bytes);
    const std::size_t at = information.find("Pages:");
    ASSERT_NE(at, std::string::npos) << information;
    const int pages = std::stoi(information.substr(at + 6));
    EXPECT_GE(pages, 8);
    EXPECT_LE(pages, 14);
    const std::string text = told_by("pdftotext -layout @ -", bytes);
    EXPECT_EQ(times(text, "Žďárské strojírny"), 300U);
    EXPECT_GE(times(text, "Jméno klienta"), static_cast<std::size_t>(pages - 3));
    const std::string last = std::to_string(pages) + " / " + std::to_string(pages);
    EXPECT_EQ(times(text, last), 1U) << "the last page knows that it is the last";
    EXPECT_EQ(times(text, "Vytvořeno 3. 11. 2026"), static_cast<std::size_t>(pages));
}

TEST(DocumentPdf, the_file_says_its_title_date_and_language) {
    const std::string bytes = pdf(retention(1));
    const std::string information = told_by("TZ=UTC pdfinfo -isodates @", bytes);
    EXPECT_EQ(times(information, "Udržení klientů"), 1U) << information;
    EXPECT_EQ(times(information, "2026-11-03T08:15:00"), 1U) << information;
    EXPECT_EQ(times(information, "A4"), 1U) << information;
    EXPECT_EQ(times(information, "rror"), 0U) << information;
    EXPECT_EQ(times(bytes, "/Lang (cs)"), 1U);
}

TEST(DocumentPdf, equal_documents_give_equal_bytes_from_every_thread) {
    const std::string expected = pdf(retention(40));
    std::vector<std::string> made(4);
    std::vector<std::thread> threads;
    for (std::string& each : made) threads.emplace_back([&each] { each = pdf(retention(40)); });
    for (std::thread& each : threads) each.join();
    for (const std::string& each : made) EXPECT_EQ(each == expected, true);
}

TEST(DocumentPdf, a_table_of_twenty_columns_fits_the_page_without_breaking_its_numbers) {
    Document document;
    document.orientation = Orientation::landscape;
    Table table;
    Row row;
    for (int at = 0; at < 20; ++at) {
        table.columns.push_back({"Sloupec " + std::to_string(at), Align::end});
        row.cells.push_back(std::int64_t{123'000 + at});
    }
    table.rows = {row};
    document.sections.push_back({"Široká", {}, {}, {}, table});
    const std::string text = told_by("pdftotext -layout @ -", pdf(document));
    for (int at = 0; at < 20; ++at) EXPECT_EQ(times(text, "123 " + std::to_string(1'000 + at).substr(1)), 1U) << at << text;
}

TEST(DocumentPdf, a_text_longer_than_a_page_ends_in_an_ellipsis_and_paragraphs_flow_on) {
    Document document;
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += "slovo ";
    Table table;
    table.columns = {{"Text"}};
    table.rows = {{{text}}};
    document.sections.push_back({"Dlouhý", {text}, {}, {}, table});
    const std::string shown = told_by("pdftotext -layout @ -", pdf(document));
    // The ellipsis stands for what is left out, also when it is copied.
    EXPECT_GE(times(shown, "slovo"), 3'000U);
    EXPECT_EQ(times(told_by("pdfinfo @", pdf(document)), "Pages:           4"), 1U);
}

TEST(DocumentPdf, empty_parts_are_no_trouble) {
    Document document;
    document.sections = {{"Nic"}, {"", {""}, {{"", Empty{}, ""}}, Chart{"", BarChart{}}, Table{}}};
    document.sections.push_back({"Grafy", {}, {}, Chart{"", LineChart{}}});
    document.sections.push_back({"Grafy", {}, {}, Chart{"", HeatTable{}}});
    document.sections.push_back({"Grafy", {}, {}, Chart{"", Waterfall{}}});
    document.sections.push_back({"Tabulka", {}, {}, {}, Table{{{"Klient"}}, {{}}}});
    EXPECT_EQ(times(told_by("pdfinfo @", pdf(document)), "Pages:"), 1U);
    EXPECT_FALSE(xlsx(document).empty());
    EXPECT_FALSE(csv(document).empty());
}

TEST(DocumentPdf, a_file_of_another_shape_keeps_its_bytes) {
    EXPECT_EQ(with_language("%PDF-1.5 nothing", "cs"), "%PDF-1.5 nothing");
}

}  // namespace
}  // namespace klicnik::document
