#include <gtest/gtest.h>

#include "platform/document/document.hpp"

namespace klicnik::document {
namespace {

Document small_table(Language language) {
    Document document;
    document.language = language;
    Table table;
    table.columns = {{"Klient"}, {"Obrat", Align::end}, {"NRR", Align::end}, {"Od"}, {"Měsíc"}, {"Počet"}};
    table.rows.push_back({{"Alfa; s. r. o.", Amount{*parse_decimal("-1234567.8"), {}}, Ratio{10380}, *parse_date("2026-11-03"), *parse_month("2026-11"), std::int64_t{12000}}});
    table.rows.push_back({{"=1+1", Empty{"bez faktur"}}});
    table.total = Row{{"Celkem", Amount{*parse_decimal("5"), {}}}};
    document.sections.push_back({"Klienti", {}, {}, {}, table});
    return document;
}

TEST(DocumentCsv, a_czech_table_has_semicolons_and_decimal_commas) {
    EXPECT_EQ(csv(small_table(Language::cs)),
              "\xEF\xBB\xBFKlient;Obrat (CZK);NRR;Od;Měsíc;Počet\r\n"
              "\"Alfa; s. r. o.\";-1234567,80;1,038;2026-11-03;2026-11;12000\r\n"
              "'=1+1;;;;;\r\n"
              "Celkem;5,00;;;;\r\n");
}

TEST(DocumentCsv, an_english_table_has_commas_and_decimal_points) {
    EXPECT_EQ(csv(small_table(Language::en)),
              "\xEF\xBB\xBFKlient,Obrat (CZK),NRR,Od,Měsíc,Počet\r\n"
              "Alfa; s. r. o.,-1234567.80,1.038,2026-11-03,2026-11,12000\r\n"
              "'=1+1,,,,,\r\n"
              "Celkem,5.00,,,,\r\n");
}

TEST(DocumentCsv, texts_that_a_spreadsheet_would_run_get_an_apostrophe) {
    Document document;
    Table table;
    table.columns = {{"Text"}};
    for (const char* text : {"=A1", "+A1", "-A1", "@A1", "\tA1", "\rA1"}) table.rows.push_back({{text}});
    document.sections.push_back({"Texty", {}, {}, {}, table});
    EXPECT_EQ(csv(document), "\xEF\xBB\xBFText\r\n'=A1\r\n'+A1\r\n'-A1\r\n'@A1\r\n'\tA1\r\n\"'\rA1\"\r\n");
}

TEST(DocumentCsv, a_column_of_several_currencies_says_the_currency_of_each_row) {
    Document document;
    Table table;
    table.columns = {{"Obrat"}};
    table.rows = {{{Amount{*parse_decimal("1"), *parse_currency("EUR")}}}, {{Amount{*parse_decimal("2"), *parse_currency("CZK")}}}};
    document.sections.push_back({"Měny", {}, {}, {}, table});
    EXPECT_EQ(csv(document), "\xEF\xBB\xBFObrat;Obrat (ISO 4217)\r\n1,00;EUR\r\n2,00;CZK\r\n");
}

TEST(DocumentCsv, several_tables_stand_under_their_headings) {
    Document document;
    HeatTable heat{"Kohorta", {"1"}, {{"leden", {Ratio{9000}}}}};
    Waterfall waterfall{{"Začátek", std::int64_t{5}}, {{"Růst", std::int64_t{2}}}, {"Konec", std::int64_t{7}}};
    document.sections.push_back({"Kohorty", {}, {}, Chart{"", heat}});
    document.sections.push_back({"Souhrn", {"Bez tabulky."}});
    document.sections.push_back({"Most", {}, {}, Chart{"", waterfall}});
    EXPECT_EQ(csv(document),
              "\xEF\xBB\xBFKohorty\r\nKohorta;1\r\nleden;0,9\r\n"
              "\r\nMost\r\n\"\";\r\nZačátek;5\r\nRůst;2\r\nKonec;7\r\n");
}

}  // namespace
}  // namespace klicnik::document
