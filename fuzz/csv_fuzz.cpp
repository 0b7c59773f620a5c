// The way of an uploaded file: encoding, dialect, rows, values, mapping. Any bytes may come; what
// must hold is written as checks, and the sanitizers watch the rest.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "platform/csv/document.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/encoding.hpp"
#include "platform/text/fold.hpp"
#include "records/import_mapping.hpp"

namespace {

using namespace klicnik;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_values(std::string_view cell) {
    for (const auto mark :
         {csv::DecimalMark::unknown, csv::DecimalMark::comma, csv::DecimalMark::point}) {
        if (const auto number = csv::parse_number_cell(cell, mark)) {
            const std::string normal = to_text(number.value.value);
            const auto again = csv::parse_number_cell(normal, csv::DecimalMark::point);
            require(again && again.value.value == number.value.value);
        }
    }
    for (const auto order :
         {csv::DateOrder::unknown, csv::DateOrder::day_first, csv::DateOrder::month_first}) {
        if (const auto date = csv::parse_date_cell(cell, order, csv::TwoDigitYears::accept)) {
            const auto again = csv::parse_date_cell(to_text(date.value), csv::DateOrder::unknown);
            require(again && again.value == date.value);
        }
    }
    csv::parse_boolean_cell(cell);
}

void check_text(std::string_view cell) {
    const std::string folded = text::fold(cell);
    require(text::is_valid_utf8(folded));
    require(text::fold(folded) == folded);
    const std::string stored = text::nfc_trimmed(cell);
    require(text::is_valid_utf8(stored));
    require(text::sort_key(cell).find_first_not_of("0123456789abcdefghijklmnopqrstuv") ==
            std::string::npos);
}

void check_decoders(std::string_view bytes) {
    for (const text::Encoding encoding : text::all_encodings()) {
        const text::DecodedText whole(bytes, encoding);
        require(text::is_valid_utf8(whole.text()));
        text::Decoder decoder(encoding);
        std::string pieces;
        for (std::size_t at = 0; at < bytes.size(); at += 3) {
            decoder.append(bytes.substr(at, 3), pieces);
        }
        decoder.finish(pieces);
        require(pieces == whole.text());
        require(decoder.report().undecodable == whole.report().undecodable);
    }
}

void check_rows(const csv::Document& document) {
    const auto reader = document.rows();
    const std::string_view text = document.text();
    std::uint64_t line = 0;
    while (reader->next() == csv::Step::row) {
        const csv::Row& row = reader->row();
        require(row.line > line);
        line = row.line;
        require(row.source.data() >= text.data());
        require(row.source.data() + row.source.size() <= text.data() + text.size());
        for (const std::string_view cell : row.cells) {
            require(cell.size() <= row.source.size());
            if (cell.size() < 100) {
                check_values(cell);
                check_text(cell);
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (size < 300) {
        check_decoders(bytes);
    }
    check_values(bytes);
    const auto document = csv::Document::open(bytes);
    if (!document) {
        return 0;
    }
    check_rows(*document);
    const csv::TableProfile table = document->profile(50);
    propose_mapping(account_import_targets(), table);
    propose_mapping(invoice_import_targets(), table);
    return 0;
}
