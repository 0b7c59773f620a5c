#include "platform/csv/reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace klicnik::csv {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Dialect bare(char delimiter = ',') {
    Dialect dialect;
    dialect.delimiter = delimiter;
    dialect.has_header = false;
    return dialect;
}

Rows all_rows(Reader& reader) {
    Rows rows;
    while (reader.next() == Step::row) {
        rows.emplace_back(reader.row().cells.begin(), reader.row().cells.end());
    }
    return rows;
}

Rows rows_of(std::string_view text, const Dialect& dialect = bare()) {
    Reader reader(text, dialect);
    return all_rows(reader);
}

TEST(CsvReader, a_quoted_newline_stays_in_its_cell) {
    Reader reader("a,\"b\nc\",d\ne,f,g\n", bare());
    ASSERT_EQ(reader.next(), Step::row);
    EXPECT_EQ(reader.row().cell(1), "b\nc");
    EXPECT_EQ(reader.row().line, 1U);
    ASSERT_EQ(reader.next(), Step::row);
    EXPECT_EQ(reader.row().line, 3U);
    EXPECT_EQ(reader.row().number, 2U);
    EXPECT_EQ(reader.next(), Step::end);
}

TEST(CsvReader, doubled_quotes_are_one_quote) {
    EXPECT_EQ(rows_of("\"a \"\"b\"\" c\",\"\"\"\",\"\",\"\"\"x\"\n"),
              (Rows{{"a \"b\" c", "\"", "", "\"x"}}));
}

TEST(CsvReader, every_line_end_is_understood) {
    EXPECT_EQ(rows_of("a,b\r\nc,d\r\n"), (Rows{{"a", "b"}, {"c", "d"}}));
    EXPECT_EQ(rows_of("a,b\nc,d"), (Rows{{"a", "b"}, {"c", "d"}}));
    EXPECT_EQ(rows_of("a,b\rc,\"d\re\"\r"), (Rows{{"a", "b"}, {"c", "d\re"}}));
}

TEST(CsvReader, a_lone_return_ends_a_row_also_where_lines_end_with_a_line_feed) {
    EXPECT_EQ(rows_of("C;2\rD;3\nE;4", bare(';')), (Rows{{"C", "2"}, {"D", "3"}, {"E", "4"}}));
    EXPECT_EQ(rows_of("C;2\nD;3\r\nE;\"4\"\rF;5\r", bare(';')),
              (Rows{{"C", "2"}, {"D", "3"}, {"E", "4"}, {"F", "5"}}));
    Reader reader("a;b\rc;\"d\r\ne\rf\ng\"\nh;i\r", bare(';'));
    EXPECT_EQ(all_rows(reader), (Rows{{"a", "b"}, {"c", "d\r\ne\rf\ng"}, {"h", "i"}}));
    EXPECT_EQ(reader.row().line, 6U);  // of h: a return, three line ends in the cell, a line feed
}

TEST(CsvReader, line_ends_may_lie_across_the_blocks_of_the_scanner) {
    for (std::size_t size = 1; size < 150; ++size) {
        const std::string word(size, 'x');
        for (const std::string_view end : {"\n", "\r\n", "\r"}) {
            std::string text = word;
            text.append(end).append("y;").append(word).append(end).append("z");
            Reader reader(text, bare(';'));
            EXPECT_EQ(all_rows(reader), (Rows{{word}, {"y", word}, {"z"}})) << size;
            EXPECT_EQ(reader.row().line, 3U);
            EXPECT_EQ(reader.blank_rows(), 0U);
        }
    }
}

TEST(CsvReader, a_row_may_span_many_blocks_of_the_scanner) {
    for (std::size_t size = 1; size < 300; ++size) {
        const std::string word(size, 'x');
        const std::string text = word + ";\"" + word + ";\n\"\"" + word + "\"\r\n;" + word;
        EXPECT_EQ(rows_of(text, bare(';')), (Rows{{word, word + ";\n\"" + word}, {"", word}}))
            << size;
    }
}

TEST(CsvReader, cells_without_doubled_quotes_are_views_into_the_text) {
    const std::string text = "one,\"two\"\n";
    Reader reader(text, bare());
    ASSERT_EQ(reader.next(), Step::row);
    EXPECT_EQ(reader.row().cell(0).data(), text.data());
    EXPECT_EQ(reader.row().cell(1).data(), text.data() + 5);
    EXPECT_EQ(reader.row().source, "one,\"two\"");
}

TEST(CsvReader, rows_of_another_length_are_read_and_reported) {
    Dialect dialect;
    Reader reader("a,b,c\n1,2,3\n1,2\n\n1,2,3,4\n1,2,3,,\n", dialect);
    EXPECT_EQ(reader.header(), (std::vector<std::string>{"a", "b", "c"}));
    std::vector<RowShape> shapes;
    while (reader.next() == Step::row) {
        shapes.push_back(reader.row().shape);
    }
    EXPECT_EQ(shapes, (std::vector<RowShape>{RowShape::exact, RowShape::too_short,
                                             RowShape::too_long, RowShape::exact}));
    EXPECT_EQ(reader.problems().too_short, 1U);
    EXPECT_EQ(reader.problems().too_long, 1U);
    ASSERT_EQ(reader.problems().listed.size(), 2U);
    EXPECT_EQ(reader.problems().listed[0].row, 2U);
    EXPECT_EQ(reader.problems().listed[0].line, 3U);
    EXPECT_EQ(reader.problems().listed[1].line, 5U);
    EXPECT_EQ(reader.problems().listed[1].code, "csv.row_too_long");
}

TEST(CsvReader, blank_rows_are_left_out_and_counted) {
    Reader reader("a;b\n\n;\n ; \n1;2\r\n\r\n", bare(';'));
    EXPECT_EQ(all_rows(reader), (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(reader.blank_rows(), 4U);
    Reader keeping("a\n\nb\n", bare(), {}, BlankRows::keep);
    EXPECT_EQ(all_rows(keeping), (Rows{{"a"}, {""}, {"b"}}));
}

TEST(CsvReader, an_open_quote_fails_with_the_line_where_it_began) {
    Reader reader("a,b\nc,\"d\ne,f\n", bare());
    EXPECT_EQ(reader.next(), Step::row);
    EXPECT_EQ(reader.next(), Step::failed);
    EXPECT_EQ(reader.error().code, "csv.unterminated_quote");
    EXPECT_EQ(reader.error().params[0].second, "2");
    EXPECT_EQ(reader.next(), Step::failed);
}

TEST(CsvReader, a_stray_quote_is_kept_and_reported) {
    Reader reader("a,\"b\"c\",d\n19\" monitor,x\n", bare());
    EXPECT_EQ(all_rows(reader), (Rows{{"a", "b\"c", "d"}, {"19\" monitor", "x"}}));
    EXPECT_EQ(reader.problems().stray_quotes, 1U);
}

TEST(CsvReader, too_many_cells_and_too_long_cells_are_refused) {
    Limits limits;
    limits.max_cells = 3;
    limits.max_cell_bytes = 10;
    Reader wide("a,b,c\na,b,c,d\n", bare(), limits);
    EXPECT_EQ(wide.next(), Step::row);
    EXPECT_EQ(wide.next(), Step::failed);
    EXPECT_EQ(wide.error().code, "csv.too_many_cells");
    EXPECT_EQ(wide.error().kind, ErrorKind::limited);
    Reader bare_cell("abcdefghijk\n", bare(), limits);
    EXPECT_EQ(bare_cell.next(), Step::failed);
    EXPECT_EQ(bare_cell.error().code, "csv.cell_too_long");
    Reader quoted_cell("\"abcdefghi\njk\"\n", bare(), limits);
    EXPECT_EQ(quoted_cell.next(), Step::failed);
    EXPECT_EQ(quoted_cell.error().code, "csv.cell_too_long");
}

TEST(CsvReader, lines_before_the_header_are_skipped_and_counted) {
    Dialect dialect;
    dialect.delimiter = ';';
    dialect.skipped_lines = 2;
    Reader reader("sep=;\nSeznam\nA; B \n1;2\n", dialect);
    EXPECT_EQ(reader.header(), (std::vector<std::string>{"A", "B"}));
    ASSERT_EQ(reader.next(), Step::row);
    EXPECT_EQ(reader.row().line, 4U);
    EXPECT_EQ(reader.row().number, 1U);
}

TEST(CsvReader, empty_input_has_no_rows) {
    EXPECT_EQ(rows_of(""), Rows{});
    Dialect dialect;
    Reader reader("", dialect);
    EXPECT_TRUE(reader.header().empty());
    EXPECT_EQ(reader.next(), Step::end);
    EXPECT_EQ(rows_of(",x"), (Rows{{"", "x"}}));
    EXPECT_EQ(rows_of("x,"), (Rows{{"x", ""}}));
}

TEST(CsvReader, without_quoting_quotes_are_characters) {
    Dialect dialect = bare('\t');
    dialect.quote = '\0';
    EXPECT_EQ(rows_of("\"a\tb\"\n\"c\td\n", dialect), (Rows{{"\"a", "b\""}, {"\"c", "d"}}));
}

}  // namespace
}  // namespace klicnik::csv
