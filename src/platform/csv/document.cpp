#include "platform/csv/document.hpp"

#include <algorithm>
#include <utility>

namespace klicnik::csv {

namespace {

// Workbooks that people upload instead of their export: a ZIP container and the old binary format.
bool is_workbook(std::string_view bytes) {
    return bytes.substr(0, 4) == "PK\x03\x04" || bytes.substr(0, 4) == "\xD0\xCF\x11\xE0";
}

// Pictures, archives and programs hold many bytes that no text has.
bool is_binary(std::string_view text) {
    const std::string_view head = text.substr(0, 64 * 1024);
    const auto controls = std::count_if(head.begin(), head.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x20 && value != '\t' && value != '\n' && value != '\r' && value != 0x1A &&
               value != 0x0C && value != 0x0B;
    });
    return controls > 0 && static_cast<std::size_t>(controls) * 1000 > head.size();
}

}  // namespace

Result<Document> Document::open(std::string_view bytes, const Choices& choices) {
    if (is_workbook(bytes)) {
        return Error{ErrorKind::invalid, "csv.spreadsheet", {}, {}, {}};
    }
    std::vector<text::EncodingGuess> guesses = text::guess_encodings(bytes);
    const text::Encoding encoding = choices.encoding.value_or(guesses[0].encoding);
    Document document(bytes, encoding);
    document.encoding_ = encoding;
    document.encoding_guesses_ = std::move(guesses);
    document.limits_ = choices.limits;
    const std::string_view text = document.text();
    if (text.find_first_not_of(" \t\r\n\x1A") == std::string_view::npos) {
        return Error{ErrorKind::invalid, "csv.empty", {}, {}, {}};
    }
    const bool is_unreadable =
        !choices.encoding && document.decode_report().undecodable * 20 > bytes.size();
    if (is_binary(text) || is_unreadable) {
        return Error{ErrorKind::invalid, "csv.not_text", {}, {}, {}};
    }
    const DialectGuess guess = guess_dialect(text, choices.delimiter);
    document.dialect_ = guess.dialect;
    document.delimiter_confidence_ = choices.delimiter ? 100 : guess.confidence;
    document.header_confidence_ = choices.has_header ? 100 : guess.header_confidence;
    document.dialect_.quote = choices.quote.value_or(guess.dialect.quote);
    document.dialect_.has_header = choices.has_header.value_or(guess.dialect.has_header);
    document.dialect_.skipped_lines = choices.skipped_lines.value_or(guess.dialect.skipped_lines);
    return document;
}

std::unique_ptr<Reader> Document::rows(BlankRows blank_rows) const {
    return std::make_unique<Reader>(text(), dialect_, limits_, blank_rows);
}

TableProfile Document::profile(std::uint64_t max_rows) const {
    const auto reader = rows();
    return profile_table(*reader, max_rows);
}

}  // namespace klicnik::csv
