#include "platform/csv/writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "platform/csv/reader.hpp"

namespace klicnik::csv {
namespace {

TEST(CsvWriter, what_is_written_is_read_back_exactly) {
    const std::vector<std::vector<std::string>> rows = {
        {"Alfa, s. r. o.", "x;y", "\"uvozovky\"", "řádek 1\nřádek 2", " mezera ", ""},
        {"", "", "a", "=1+1", "-x", "\r"},
    };
    for (const char delimiter : {';', ',', '\t', '|'}) {
        Writer writer(delimiter, Formulas::keep);
        for (const auto& row : rows) {
            for (const std::string& cell : row) {
                writer.cell(cell);
            }
            writer.end_row();
        }
        Dialect dialect;
        dialect.delimiter = delimiter;
        dialect.has_header = false;
        Reader reader(writer.text(), dialect);
        for (const auto& row : rows) {
            ASSERT_EQ(reader.next(), Step::row);
            EXPECT_EQ(row, std::vector<std::string>(reader.row().cells.begin(),
                                                    reader.row().cells.end()));
        }
        EXPECT_EQ(reader.next(), Step::end);
    }
}

TEST(CsvWriter, formulas_are_defused_and_numbers_are_not) {
    Writer writer;
    for (const char* cell :
         {"=HYPERLINK(1)", "@x", "+cmd|x", "-1+1", "-12,5", "+420 251 566 363", "(12)", "a=b"}) {
        writer.cell(cell);
    }
    writer.end_row();
    EXPECT_EQ(writer.take(),
              "'=HYPERLINK(1);'@x;'+cmd|x;'-1+1;-12,5;+420 251 566 363;(12);a=b\r\n");
    EXPECT_EQ(writer.text(), "");
}

}  // namespace
}  // namespace klicnik::csv
