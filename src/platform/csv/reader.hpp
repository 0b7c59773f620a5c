#pragma once

// Reads delimited text row by row from memory. A cell is a view into the file unless it holds a
// doubled quote, so half a million invoice lines cost no allocation. The reader is lenient where
// the meaning is clear (spaces after a closing quote, a quote inside of a bare cell, rows of
// another length), says so in `problems()`, and stops only where going on would invent data.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace klicnik::csv {

/// How a file is written; see guess_dialect in dialect.hpp. LF, CR LF and a lone CR outside of
/// quotes end a row in every file: they come mixed where files were joined, and a row that is
/// swallowed is worse than one that is refused for being short.
struct Dialect {
    char delimiter = ',';
    char quote = '"';  ///< '\0' when the file knows no quoting
    bool has_header = true;
    std::uint32_t skipped_lines = 0;  ///< lines before the header: a title, "sep=;"
};

struct Limits {
    std::size_t max_cells = 1000;  ///< in a row
    std::size_t max_cell_bytes = 1024 * 1024;
};

/// Whether rows without any content are rows.
enum class BlankRows { skip, keep };

enum class RowShape { exact, too_short, too_long };

/// The views are good until the next call of `next()`.
struct Row {
    std::uint64_t number = 0;  ///< data rows from 1; neither header nor skipped rows count
    std::uint64_t line = 0;    ///< line of the file on which it begins, from 1
    RowShape shape = RowShape::exact;
    std::span<const std::string_view> cells;
    std::string_view source;  ///< the row as written, without its line end

    /// Empty when the row is shorter.
    std::string_view cell(std::size_t column) const {
        return column < cells.size() ? cells[column] : std::string_view{};
    }
};

/// What the reader tolerated. Codes: csv.row_too_short, csv.row_too_long, csv.stray_quote.
struct Problem {
    std::uint64_t row = 0;
    std::uint64_t line = 0;
    std::string_view code;
    std::size_t cells = 0;  ///< found in that row
};

struct Problems {
    static constexpr std::size_t max_listed = 100;

    std::uint64_t too_short = 0;
    std::uint64_t too_long = 0;
    std::uint64_t stray_quotes = 0;
    std::vector<Problem> listed;  ///< the first ones
};

enum class Step { row, end, failed };

class Reader {
  public:
    /// `text` is UTF-8 and outlives the reader. With `dialect.has_header` the header is read here;
    /// an error in it is the outcome of the first `next()`.
    Reader(std::string_view text, const Dialect& dialect, Limits limits = {},
           BlankRows blank_rows = BlankRows::skip);
    Reader(const Reader&) = delete;  // rows point into it
    Reader& operator=(const Reader&) = delete;

    /// Headings as written, without white space at their ends; empty without a header.
    const std::vector<std::string>& header() const { return header_; }

    /// Goes to the next row. `failed` is final; see `error()`.
    Step next();

    const Row& row() const { return row_; }

    /// csv.unterminated_quote {line}, csv.too_many_cells {line, max}, csv.cell_too_long {line,
    /// max}.
    const Error& error() const { return error_; }

    const Problems& problems() const { return problems_; }

    /// Cells in a regular row: the number of headings, or the cells of the first row.
    std::size_t width() const { return width_; }
    std::uint64_t blank_rows() const { return blank_rows_; }
    std::uint64_t quoted_cells() const { return quoted_cells_; }
    /// Bytes of the text read so far, for progress.
    std::size_t position() const { return position_; }

  private:
    std::uint64_t load_marks(std::size_t base) const;
    std::size_t next_mark();
    bool is_pair(std::size_t at) const;
    bool read_row();
    bool read_quoted_cell(std::size_t start, std::size_t& mark);
    bool closes_quote(std::size_t quote_at) const;
    bool add_cell(std::string_view cell);
    void resolve_doubled_quotes();
    bool is_blank_row() const;
    void settle_shape();
    void list_problem(std::string_view code);
    bool fail(std::string code, std::uint64_t line, std::size_t max);
    void skip_lines(std::uint32_t count);

    std::string_view text_;
    Dialect dialect_;
    Limits limits_;
    BlankRows blank_rows_wanted_;

    std::size_t block_ = 0;     // beginning of the 64 bytes that `marks_` describes
    std::uint64_t marks_ = 0;   // bits of delimiters, quotes and line ends not yet visited
    std::size_t position_ = 0;  // beginning of the next row
    std::uint64_t line_ = 1;    // of `position_`
    std::uint64_t rows_ = 0;

    std::vector<std::string_view> cells_;
    std::size_t cell_count_ = 0;
    std::vector<std::size_t> escaped_;  // cells of the current row with doubled quotes
    std::string unescaped_;

    std::vector<std::string> header_;
    std::size_t width_ = 0;
    std::uint64_t blank_rows_ = 0;
    std::uint64_t quoted_cells_ = 0;
    Row row_;
    Problems problems_;
    Error error_;
    bool failed_ = false;
};

}  // namespace klicnik::csv
