#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"

namespace klicnik {

namespace library {

enum class ImportKind { accounts, contacts, contracts, invoices };

enum class ImportState { uploaded, mapped, previewed, running, done, failed, cancelled };

/// One column of an uploaded file and the field it fills.
struct ImportColumn {
    std::int32_t index = 0;
    std::string header;
    std::vector<std::string> samples;
    std::string type;                  ///< text, integer, decimal, date, boolean, empty
    std::int32_t blank_bp = 0;
    std::optional<std::string> field;  ///< absent: the column is left out
    std::int32_t confidence_bp = 0;
    std::string reason;                ///< code of why this field was proposed
};

}  // namespace library

KLICNIK_SHAPE(library::ImportColumn);

}  // namespace klicnik
