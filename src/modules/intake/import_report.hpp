#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "modules/intake/client_book.hpp"

namespace klicnik::intake {

/// What is wrong with one row. `refuses` is false when only the cell was left out, or kept in spite of a doubt (`kept`).
struct RowProblem {
    std::int64_t row = 0;
    std::string field;
    std::string code;
    std::string example;
    bool refuses = true;
    bool kept = false;
};

enum class RowOutcome { created, updated, unchanged, refused };

/// A row as the preview shows it.
struct SampleRow {
    std::int64_t row = 0;
    RowOutcome outcome = RowOutcome::refused;
    std::vector<std::pair<std::string, std::string>> values;
    std::vector<RowProblem> problems;
};

/// A row that was not taken over: for the file that goes back to the user.
struct RefusedRow {
    std::int64_t row = 0;
    std::string_view source;  ///< as written in the file
    std::string reason;
};

/// A client that the file named and nobody knew.
struct NewClient {
    ClientKey client;
    /// Whom it may be in truth; empty = nobody. Without an id that is another new client of the same file.
    std::string resembles;
    std::optional<Id<Account>> resembles_id;
};

/// What one chunk did, added to the report once it is committed.
struct Tally {
    std::int64_t rows = 0;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
    std::vector<NewClient> new_clients;
    std::int64_t offerings_created = 0;
    std::int64_t without_account = 0;
    std::map<Currency, std::int64_t> amounts;  ///< ten-thousandths
    std::vector<RowProblem> problems;
    std::vector<SampleRow> samples;
    std::vector<RefusedRow> refused_rows;

    void refuse(RowProblem problem, std::string_view source);
};

struct ProblemCount {
    std::string code;
    std::string field;
    bool refuses = true;
    bool kept = false;
    std::int64_t count = 0;
    std::int64_t first_row = 0;
    std::string example;
};

/// created + updated + unchanged + refused = rows, always.
struct ImportReport {
    std::int64_t rows = 0;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
    std::int64_t accounts_created = 0;
    std::int64_t offerings_created = 0;
    std::int64_t without_account = 0;
    std::map<Currency, std::int64_t> amounts;
    std::vector<ProblemCount> problems;
    std::vector<SampleRow> samples;
    std::vector<NewClient> new_clients;  ///< at most `max_new_clients`, in the order of the file

    void add(const Tally& tally);
    /// The sum of the accepted lines in one currency.
    Decimal total(Currency currency) const;
};

/// As the API shows it.
std::string to_json(const ImportReport& report);

constexpr std::size_t max_samples = 50;
constexpr std::size_t max_refused_samples = 20;
constexpr std::size_t max_new_clients = 1000;
constexpr std::size_t max_new_clients_shown = 100;

}  // namespace klicnik::intake
