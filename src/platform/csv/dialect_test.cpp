#include "platform/csv/dialect.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace klicnik::csv {
namespace {

TEST(CsvDialect, every_delimiter_is_recognised) {
    for (const char delimiter : {',', ';', '\t', '|'}) {
        std::string text = "name#city#turnover\nAlfa#Praha#12\nBeta#Brno#13\n";
        std::replace(text.begin(), text.end(), '#', delimiter);
        const DialectGuess guess = guess_dialect(text);
        EXPECT_EQ(guess.dialect.delimiter, delimiter);
        EXPECT_TRUE(guess.dialect.has_header);
        EXPECT_GE(guess.confidence, 90U);
    }
}

TEST(CsvDialect, decimal_commas_do_not_hide_the_semicolon) {
    const DialectGuess guess = guess_dialect(
        "Jiří;0,064129863;319 593\nJan;0,058482967;294 669\nPetr;0,053950506;271 832\n");
    EXPECT_EQ(guess.dialect.delimiter, ';');
    EXPECT_FALSE(guess.dialect.has_header);
    EXPECT_EQ(guess_dialect("1,5;2,5\n3,5;4,5\n").dialect.delimiter, ';');
    EXPECT_EQ(
        guess_dialect("Název;Sídlo\nAlfa;Dlouhá 1, Praha, 110 00\nBeta;Krátká 2, Brno, 602 00\n")
            .dialect.delimiter,
        ';');
}

TEST(CsvDialect, delimiters_inside_of_quotes_do_not_count) {
    EXPECT_EQ(guess_dialect("a;b\n\"x,y,z\";\"u,v,w\"\n\"x,y,z\";\"u,v,w\"\n").dialect.delimiter,
              ';');
}

TEST(CsvDialect, apostrophes_are_quotes_only_where_they_enclose_cells) {
    const DialectGuess quoted = guess_dialect(
        "id,name\n1,'Alfa, s. r. o.'\n2,'Beta, a. s.'\n3,'Gama'\n4,'Delta'\n5,'Omega'\n");
    EXPECT_EQ(quoted.dialect.quote, '\'');
    const DialectGuess bare = guess_dialect("id,name\n1,O'Neill\n2,'t Hart\n3,D'Arcy\n");
    EXPECT_EQ(bare.dialect.quote, '"');
    EXPECT_EQ(bare.dialect.delimiter, ',');
}

TEST(CsvDialect, a_title_above_the_table_is_found_with_every_line_end) {
    for (const std::string_view end : {"\n", "\r\n", "\r"}) {
        std::string text;
        for (const std::string_view line : {"Seznam", "firma;obrat", "Alfa;1,5", "Beta;2,5"}) {
            text.append(line).append(end);
        }
        const DialectGuess guess = guess_dialect(text);
        EXPECT_EQ(guess.dialect.delimiter, ';');
        EXPECT_EQ(guess.dialect.skipped_lines, 1U);
        EXPECT_TRUE(guess.dialect.has_header);
    }
}

TEST(CsvDialect, a_declared_separator_decides) {
    const DialectGuess guess = guess_dialect("sep=;\r\nnázev;částka\r\nAlfa;1,5\r\n");
    EXPECT_EQ(guess.dialect.delimiter, ';');
    EXPECT_EQ(guess.dialect.skipped_lines, 1U);
    EXPECT_EQ(guess.confidence, 100U);
    EXPECT_TRUE(guess.dialect.has_header);
    EXPECT_EQ(guess_dialect("sep=\t\na\tb\n").dialect.delimiter, '\t');
}

TEST(CsvDialect, title_lines_above_the_table_are_skipped) {
    const DialectGuess guess = guess_dialect(
        "Přehled odběratelů ke dni 1. 1. "
        "2026\n\nNázev;IČO;Město\nAlfa;25123891;Praha\nBeta;46505334;Brno\n");
    EXPECT_EQ(guess.dialect.delimiter, ';');
    EXPECT_EQ(guess.dialect.skipped_lines, 2U);
    EXPECT_TRUE(guess.dialect.has_header);
    const DialectGuess padded =
        guess_dialect("Přehled;;\n;;\nNázev;IČO;Město\nAlfa;25123891;Praha\nBeta;46505334;Brno\n");
    EXPECT_EQ(padded.dialect.skipped_lines, 2U);
}

TEST(CsvDialect, a_first_row_like_the_others_is_no_header) {
    EXPECT_FALSE(guess_dialect("Alfa,12,2026-01-02\nBeta,13,2026-01-03\n").dialect.has_header);
    EXPECT_FALSE(guess_dialect("a@b.cz,x\nc@d.cz,y\n").dialect.has_header);
    EXPECT_TRUE(guess_dialect("first,second\nalpha,beta\n").dialect.has_header);
    EXPECT_TRUE(guess_dialect("měsíc,tržby\n1,20\n2,30\n").dialect.has_header);
    EXPECT_TRUE(guess_dialect("a,b,c").dialect.has_header);
}

TEST(CsvDialect, one_column_and_nothing_do_no_harm) {
    EXPECT_EQ(guess_dialect("").confidence, 0U);
    const DialectGuess guess = guess_dialect("e-mail\na@b.cz\nc@d.cz\n");
    EXPECT_LE(guess.confidence, 10U);
    EXPECT_TRUE(guess.dialect.has_header);
    EXPECT_EQ(guess.dialect.skipped_lines, 0U);
}

}  // namespace
}  // namespace klicnik::csv
