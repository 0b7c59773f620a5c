#pragma once

#include <span>
#include <string_view>

#include "modules/ledger/rollups.hpp"
#include "records/unit_of_work.hpp"

/// Entries by the hundred thousand: the same table and the same sums as ledger/actions, without a value object per cell. The
/// caller has checked every line and audits the whole with UnitOfWork::note.
namespace klicnik::ledger {

/// One line with its references resolved. Texts are views that the caller keeps alive for the time of the call.
struct BulkLine {
    Uuid account;   ///< nil = none
    Uuid offering;  ///< nil = none
    EntryKind kind = EntryKind::revenue;
    std::string_view document_no;
    std::int32_t line_no = 1;
    Date document_date;
    Month service_month;
    std::optional<Decimal> quantity;
    std::optional<Decimal> unit_price;
    Decimal amount;
    Currency currency;
    bool recurring = false;
    std::string_view description;  ///< empty = none
};

/// A stored line as far as an import compares it. Texts are good until the next row.
struct StoredLine {
    Uuid id;
    BulkLine line;
};

/// Every stored line of the documents, in the order of document and line.
void for_each_line_of(const Reader& reader, std::span<const std::string_view> documents, FunctionRef<void(const StoredLine&)> on_line);

/// Inserts lines and adds them to `changes`. `next` returns null at the end.
std::int64_t insert_lines(UnitOfWork& work, Id<ImportRun> run, MonthChanges& changes, FunctionRef<const BulkLine*()> next);

/// Overwrites a stored line, audited with what it was before, and moves its amount between the sums.
Result<> replace_line(UnitOfWork& work, Id<ImportRun> run, const StoredLine& stored, const BulkLine& line, MonthChanges& changes);

/// Takes the lines of a run out again, from the ledger and from the sums: for the sample firm, which was never the books.
void remove_lines(UnitOfWork& work, Id<ImportRun> run, MonthChanges& changes);

/// Whether a file may fill the ledger without the indexes that only lists need. They cost as much as the rows when they grow
/// in the order of a file, and a third of that when they are built once at the end.
bool is_empty(const Reader& reader);
void drop_list_indexes(UnitOfWork& work);
/// Builds them when they are missing: at the end of such an import, and at its resumption after a crash.
void ensure_list_indexes(UnitOfWork& work);

}  // namespace klicnik::ledger
