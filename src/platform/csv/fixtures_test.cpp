// The vectors of other projects, read from the shared test data: csv-spectrum (files and what they
// mean) and the test cases of PapaParse (texts, options and the expected cells).

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "platform/csv/dialect.hpp"
#include "platform/csv/reader.hpp"
#include "platform/text/encoding.hpp"
#include "tests/support/shared_data.hpp"

namespace klicnik::csv {
namespace {

namespace json = boost::json;

using Rows = std::vector<std::vector<std::string>>;

Rows expected_rows(const json::array& data, const std::vector<std::string>& header) {
    Rows rows;
    for (const json::value& item : data) {
        std::vector<std::string> row;
        if (item.is_array()) {
            for (const json::value& cell : item.as_array()) {
                row.emplace_back(cell.as_string());
            }
        } else {
            for (const std::string& name : header) {
                if (const json::value* cell = item.as_object().if_contains(name)) {
                    row.emplace_back(cell->as_string());
                }
            }
            if (const json::value* extra = item.as_object().if_contains("__parsed_extra")) {
                for (const json::value& cell : extra->as_array()) {
                    row.emplace_back(cell.as_string());
                }
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Rows read_rows(Reader& reader, std::size_t at_most) {
    Rows rows;
    while (rows.size() < at_most && reader.next() == Step::row) {
        rows.emplace_back(reader.row().cells.begin(), reader.row().cells.end());
    }
    return rows;
}

TEST(CsvFixtures, csv_spectrum_files_mean_what_their_json_says) {
    SHARED_DATA_OR_SKIP(folder, "fixtures/csv_spectrum");
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "csvs")) {
        const std::string name = entry.path().stem().string();
        if (name == "location_coordinates") {
            continue;  // its JSON names another phone number than its CSV
        }
        const std::string bytes = testing_support::file_bytes(entry.path());
        const text::DecodedText decoded(bytes, text::guess_encodings(bytes)[0].encoding);
        DialectGuess guess = guess_dialect(decoded.text());
        EXPECT_EQ(guess.dialect.delimiter, ',') << name;
        EXPECT_TRUE(guess.dialect.has_header) << name;
        Reader reader(decoded.text(), guess.dialect);
        const json::value expected =
            json::parse(testing_support::file_bytes(folder / "json" / (name + ".json")));
        EXPECT_EQ(read_rows(reader, SIZE_MAX), expected_rows(expected.as_array(), reader.header()))
            << name;
        ++files;
    }
    EXPECT_EQ(files, 11U);
}

// Options that this reader does not have, because no office file needs them: comment lines, an
// escape character, delimiters of several characters, conversion of types while reading.
bool is_supported(const json::object& config) {
    static const std::set<std::string> known = {"header",         "newline",   "delimiter",
                                                "preview",        "quoteChar", "skipFirstNLines",
                                                "skipEmptyLines", "fastMode"};
    for (const auto& [key, value] : config) {
        if (known.count(std::string(key)) == 0) {
            return false;
        }
        if (key == "delimiter" &&
            (!value.is_string() || value.as_string().size() != 1 || value.as_string()[0] == '\n')) {
            return false;
        }
        if (key == "newline" && !value.is_string()) {
            return false;
        }
        if (key == "header" && !value.is_bool()) {
            return false;
        }
    }
    return true;
}

struct Case {
    Dialect dialect;
    BlankRows blank_rows = BlankRows::keep;
    std::size_t preview = SIZE_MAX;
};

Case case_of(const json::object& config, std::string_view input, bool guesses) {
    Case result;
    if (guesses) {
        result.dialect = guess_dialect(input).dialect;
    }
    result.dialect.quote = '"';
    result.dialect.skipped_lines = 0;
    result.dialect.has_header = false;
    for (const auto& [key, value] : config) {
        if (key == "delimiter") {
            result.dialect.delimiter = value.as_string()[0];
        } else if (key == "quoteChar" && value.is_string()) {
            result.dialect.quote = value.as_string()[0];
        } else if (key == "header") {
            result.dialect.has_header = value.as_bool();
        } else if (key == "preview" && value.as_int64() > 0) {
            result.preview = static_cast<std::size_t>(value.as_int64());
        } else if (key == "skipFirstNLines" && value.as_int64() > 0) {
            result.dialect.skipped_lines = static_cast<std::uint32_t>(value.as_int64());
        } else if (key == "skipEmptyLines" && value.is_string()) {
            result.blank_rows = BlankRows::skip;
        }
    }
    return result;
}

// Where the test case wants what we do not do on purpose.
bool differs_on_purpose(std::string_view description, const json::object& config) {
    const json::value* skip = config.if_contains("skipEmptyLines");
    if (skip != nullptr && skip->is_bool() && skip->as_bool()) {
        return true;  // there only lines without a single byte are left out
    }
    if (description.find("uplicate") != std::string_view::npos) {
        return true;  // there headings that come twice are renamed; here columns go by their place
    }
    // There a lone CR or the pair inside of a file of the other kind is data of the last cell.
    return description == "Mixed slash n and slash r should choose first as precident" ||
           // One row of commas against one of bars: there the larger count wins, here the header.
           description == "Pipe delimiter is guessed correctly choose avgFildCount max one";
}

std::size_t run_papaparse(const json::array& cases, bool guesses) {
    std::size_t run = 0;
    for (const json::value& item : cases) {
        const json::object& test = item.as_object();
        const std::string description(test.at("description").as_string());
        const json::object config =
            test.contains("config") ? test.at("config").as_object() : json::object{};
        if (!is_supported(config) || differs_on_purpose(description, config)) {
            continue;
        }
        std::string input(test.at("input").as_string());
        if (input.substr(0, 3) == "\xEF\xBB\xBF") {
            input.erase(0, 3);  // the decoder's work
        }
        const json::object& expected = test.at("expected").as_object();
        const Case given = case_of(config, input, guesses);
        Reader reader(input, given.dialect, {}, given.blank_rows);
        const Rows rows = read_rows(reader, given.preview);
        const std::string errors = json::serialize(expected.at("errors"));
        Rows wanted = expected_rows(expected.at("data").as_array(), reader.header());
        if (errors.find("MissingQuotes") != std::string::npos) {
            EXPECT_EQ(reader.next(), Step::failed) << description;
            EXPECT_EQ(reader.error().code, "csv.unterminated_quote") << description;
        } else {
            // There a line end at the end of the text begins one more, empty row.
            if (!wanted.empty() && wanted.back() == std::vector<std::string>{""} &&
                !input.empty() && (input.back() == '\n' || input.back() == '\r')) {
                wanted.pop_back();
            }
            EXPECT_EQ(rows, wanted) << description;
            EXPECT_EQ(errors.find("InvalidQuotes") != std::string::npos,
                      reader.problems().stray_quotes > 0)
                << description;
        }
        ++run;
    }
    return run;
}

TEST(CsvFixtures, papaparse_vectors_give_the_same_cells) {
    SHARED_DATA_OR_SKIP(file, "fixtures/papaparse/papaparse_vectors.json");
    const json::value vectors = json::parse(testing_support::file_bytes(file));
    EXPECT_GE(run_papaparse(vectors.at("CORE_PARSER_TESTS").as_array(), /*guesses=*/false), 45U);
    EXPECT_GE(run_papaparse(vectors.at("PARSE_TESTS").as_array(), /*guesses=*/true), 55U);
}

}  // namespace
}  // namespace klicnik::csv
