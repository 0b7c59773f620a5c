#pragma once

// How a delimited file is written: which delimiter, which quote, whether the first row holds
// headings, and what stands before it.

#include <optional>
#include <string_view>

#include "platform/csv/reader.hpp"

namespace klicnik::csv {

struct DialectGuess {
    Dialect dialect;
    unsigned confidence = 0;         ///< percent, of the delimiter
    unsigned header_confidence = 0;  ///< percent, of `dialect.has_header`
};

/// Looks at the first 200 rows. Never fails: a text of one column comes back with ',' and little
/// confidence. A first line "sep=;" decides; title lines above the table are counted as skipped.
/// With `delimiter` given, the rest is guessed for it.
DialectGuess guess_dialect(std::string_view text, std::optional<char> delimiter = std::nullopt);

}  // namespace klicnik::csv
