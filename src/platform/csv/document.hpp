#pragma once

// A delimited file from its raw bytes to rows: encoding, dialect and headings are guessed, and each
// guess can be overruled by whoever knows better. Everything that was guessed stays visible.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/csv/dialect.hpp"
#include "platform/csv/profile.hpp"
#include "platform/csv/reader.hpp"
#include "platform/text/encoding.hpp"

namespace klicnik::csv {

/// What the user decided; everything else is guessed.
struct Choices {
    std::optional<text::Encoding> encoding;
    std::optional<char> delimiter;
    std::optional<char> quote;
    std::optional<bool> has_header;
    std::optional<std::uint32_t> skipped_lines;
    Limits limits;
};

class Document {
  public:
    /// `bytes` outlive the document. Errors: csv.empty; csv.spreadsheet (a workbook, not its
    /// export); csv.not_text.
    static Result<Document> open(std::string_view bytes, const Choices& choices = {});

    text::Encoding encoding() const { return encoding_; }
    /// The best first; also when the user chose.
    const std::vector<text::EncodingGuess>& encoding_guesses() const { return encoding_guesses_; }
    const text::DecodeReport& decode_report() const { return decoded_.report(); }
    const Dialect& dialect() const { return dialect_; }
    /// Percent; 100 where the user chose.
    unsigned delimiter_confidence() const { return delimiter_confidence_; }
    unsigned header_confidence() const { return header_confidence_; }

    /// The whole text as UTF-8.
    std::string_view text() const { return decoded_.text(); }
    /// A reader at the first data row, and behind it a fresh one each time.
    std::unique_ptr<Reader> rows(BlankRows blank_rows = BlankRows::skip) const;
    /// See profile_table.
    TableProfile profile(std::uint64_t max_rows = 5000) const;

  private:
    Document(std::string_view bytes, text::Encoding encoding) : decoded_(bytes, encoding) {}

    text::DecodedText decoded_;
    text::Encoding encoding_ = text::Encoding::utf_8;
    std::vector<text::EncodingGuess> encoding_guesses_;
    Dialect dialect_;
    Limits limits_;
    unsigned delimiter_confidence_ = 0;
    unsigned header_confidence_ = 0;
};

}  // namespace klicnik::csv
