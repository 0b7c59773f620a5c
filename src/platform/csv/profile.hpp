#pragma once

// What the columns of a file hold, as far as their cells tell: the basis of a proposed mapping and
// of the questions that only the user can answer (which date order, which decimal mark).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/csv/reader.hpp"
#include "platform/csv/values.hpp"

namespace klicnik::csv {

enum class ColumnType { empty, text, integer, decimal, date, boolean };

/// "empty", "text", "integer", "decimal", "date", "boolean".
std::string_view name(ColumnType type);

struct ColumnProfile {
    static constexpr std::size_t max_samples = 5;

    std::string heading;
    std::size_t index = 0;
    ColumnType type = ColumnType::empty;
    std::uint64_t rows = 0;            ///< rows looked at
    std::uint64_t filled = 0;          ///< of those, cells with content
    std::uint64_t distinct = 0;        ///< different contents among them, by hash
    std::size_t longest = 0;           ///< bytes
    std::vector<std::string> samples;  ///< the first different contents, shortened to 80 bytes
    /// Least and greatest value of a number or date column, in its normal form; else empty.
    std::string smallest;
    std::string largest;

    NumberVerdict numbers;
    DateVerdict dates;

    // How many filled cells have the shape of …
    std::uint64_t booleans = 0;  ///< words for yes and no, or 0 and 1
    std::uint64_t emails = 0;
    std::uint64_t phones = 0;
    std::uint64_t urls = 0;
    std::uint64_t reg_nos = 0;       ///< 5 to 8 digits, padded to 8 with the check digit of an IČO
    std::uint64_t full_reg_nos = 0;  ///< of those, written with all eight digits
    std::uint64_t vat_nos = 0;       ///< two letters and 8 to 12 digits or letters
    std::uint64_t countries = 0;
    std::uint64_t currencies = 0;  ///< ISO codes in use
    std::uint64_t postal_codes = 0;
    std::uint64_t with_letters = 0;
    std::uint64_t with_digits = 0;

    /// 0 … 1, of the filled cells.
    double share(std::uint64_t count) const {
        return filled == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(filled);
    }
    double blank_share() const {
        return rows == 0 ? 0.0 : 1.0 - static_cast<double>(filled) / static_cast<double>(rows);
    }
};

struct TableProfile {
    std::uint64_t rows = 0;   ///< looked at
    bool whole_file = false;  ///< there were no more
    std::vector<ColumnProfile> columns;
};

/// Profiles `max_rows` rows of a fresh reader. A date or number column that is still ambiguous then
/// is followed to the end of the file, because the row that decides may be the last.
TableProfile profile_table(Reader& reader, std::uint64_t max_rows = 5000);

}  // namespace klicnik::csv
