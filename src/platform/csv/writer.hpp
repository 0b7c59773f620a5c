#pragma once

// Writes delimited text: refused rows with their reasons, and exports.

#include <cstddef>
#include <string>
#include <string_view>

namespace klicnik::csv {

/// What happens to a cell that a spreadsheet would run as a formula ("=…", "+…", "-…", "@…").
/// `defuse` puts an apostrophe in front unless the cell is a number; `keep` is for files that are
/// read back by programs.
enum class Formulas { keep, defuse };

/// Collects rows in memory. Cells with the delimiter, quotes or line ends are quoted, quotes
/// doubled; rows end with CR LF (RFC 4180).
class Writer {
  public:
    explicit Writer(char delimiter = ';', Formulas formulas = Formulas::defuse)
        : delimiter_(delimiter), formulas_(formulas) {}

    /// Spreadsheets take a file without it for the encoding of the country.
    void byte_order_mark() { text_ += "\xEF\xBB\xBF"; }
    void cell(std::string_view text);
    void end_row();

    const std::string& text() const { return text_; }
    /// Takes what was written so far, so that a long export can be sent in pieces.
    std::string take();

  private:
    char delimiter_;
    Formulas formulas_;
    bool row_begun_ = false;
    std::string text_;
};

}  // namespace klicnik::csv
