#pragma once

#include <string>
#include <vector>

#include "modules/intake/importer.hpp"

/// Rows of clients, people or contracts: each becomes a record of its own with its own line in the audit.
namespace klicnik::intake {

/// The cells of the planned targets of one row, copied: a few thousand rows are not worth cleverness.
struct RecordRow {
    std::int64_t row = 0;
    std::string_view source;
    std::vector<std::string> cells;  ///< in the order of the plan's targets; trimmed, composed
    bool shown = false;
};

struct RecordChunk : Chunk {
    std::vector<RecordRow> rows_read;
    std::vector<SampleRow> samples;
};

/// Reads the next rows; null at the end.
Result<std::unique_ptr<Chunk>> read_records(const Plan& plan, csv::Reader& rows, std::string_view text, std::int64_t& rows_seen);

/// The cell of a target by its name; empty when there is none.
const std::string& cell_of(const Plan& plan, const RecordRow& row, std::string_view target);

/// Whether two records of an entity have different values.
bool differs(const Entity& entity, const void* one, const void* other);

/// Puts the cell into the field of a record unless it is blank. A cell that the field cannot hold is left out and noted;
/// `spoils` tells whether the row can live without it.
void set_text(const Entity& entity, void* record, std::string_view field, const std::string& cell, const RecordRow& row,
              std::vector<RowProblem>& problems);

/// Counts the outcome of a row and remembers it for the preview.
void note_outcome(const RecordRow& row, RowOutcome outcome, std::vector<RowProblem> problems, RecordChunk& chunk, Tally& tally);

/// The problem of an Error of an action, for the row.
RowProblem problem_of(const RecordRow& row, const Error& error);

/// A date cell under the plan of its column.
std::optional<Date> date_of(const Plan& plan, const RecordRow& row, std::string_view target, std::vector<RowProblem>& problems);

/// A whole number, also "1 200".
std::optional<std::int64_t> integer_of(const Plan& plan, const RecordRow& row, std::string_view target, std::vector<RowProblem>& problems);

}  // namespace klicnik::intake
