#pragma once

#include <memory>

#include "modules/intake/client_book.hpp"
#include "modules/intake/import_plan.hpp"
#include "modules/intake/import_report.hpp"
#include "records/unit_of_work.hpp"

/// What the four kinds of import have in common: rows are read and checked on one thread while another writes the chunk
/// before.
namespace klicnik::intake {

/// Some rows of the file, read and checked, not yet written.
struct Chunk {
    virtual ~Chunk() = default;
    std::int64_t rows = 0;
    Tally read;  ///< rows refused already while reading
};

class Importer {
  public:
    virtual ~Importer() = default;

    /// Before the first row, on the state of the database: what rows are matched with.
    virtual void prepare(const Reader& reader) = 0;

    /// The next rows; null at the end. Touches nothing that apply() touches. An unreadable rest of the file is an Error.
    virtual Result<std::unique_ptr<Chunk>> read(csv::Reader& rows) = 0;

    /// Writes a chunk. May be called again for the same chunk when its transaction is run again.
    virtual Result<> apply(UnitOfWork& work, Chunk& chunk, Tally& tally) = 0;

    /// The chunk is committed.
    virtual void accept(Chunk& chunk) = 0;

    /// After the last chunk, in a transaction of its own: figures, parents of accounts. What it finds belongs to rows before.
    virtual Result<> finish(UnitOfWork& work, Tally& tally) = 0;
};

std::unique_ptr<Importer> make_invoice_importer(const Plan& plan, const ImportRun& run, Currency base, std::string_view text);
std::unique_ptr<Importer> make_account_importer(const Plan& plan, const ImportRun& run, std::string_view text);
std::unique_ptr<Importer> make_contact_importer(const Plan& plan, const ImportRun& run, std::string_view text);
std::unique_ptr<Importer> make_contract_importer(const Plan& plan, const ImportRun& run, std::string_view text);

MatchBy match_by_of(const ImportRun& run);

/// The cells of the mapped columns, for the preview.
SampleRow sample_of(const Plan& plan, const csv::Row& row);

}  // namespace klicnik::intake
