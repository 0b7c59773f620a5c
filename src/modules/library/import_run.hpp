#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/library/terms.hpp"

namespace klicnik {

/// One uploaded file on its way in: how it was read, how its columns map, what came of it.
struct ImportRun {
    Id<ImportRun> id;
    library::ImportKind kind = library::ImportKind::accounts;
    std::string file_name;
    library::ImportState state = library::ImportState::uploaded;
    std::int64_t bytes = 0;
    std::string content_sha256;
    std::string encoding;
    std::string delimiter;
    bool has_header = true;
    std::int64_t rows = 0;
    std::vector<library::ImportColumn> columns;
    std::optional<std::string> date_order;
    std::optional<std::string> decimal_mark;
    std::optional<Currency> currency;
    std::optional<std::string> account_match;  ///< by what clients are found first: code (the default), reg_no, name
    bool create_accounts = true;
    bool create_offerings = true;
    std::int64_t done_rows = 0;
    std::optional<std::string> report;    ///< JSON, see intake/import_report.hpp
    std::optional<std::string> analysis;  ///< JSON: guesses of the encoding and open questions
    std::optional<std::string> failure;   ///< code of why the run stopped
    std::int64_t version = 1;
};

KLICNIK_ENTITY(ImportRun, "import_run", "imp");

}  // namespace klicnik
