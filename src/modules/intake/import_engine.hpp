#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/intake/import_report.hpp"
#include "modules/library/import_run.hpp"
#include "records/store.hpp"

/// The import of one file from upload to report: the same for the command line, the API and the sample firm.
namespace klicnik::intake {

/// Called now and then with the rows done and the (estimated) rows of the file.
using Progress = std::function<void(std::int64_t rows, std::int64_t total)>;

/// The folder whose sub-folder `imports` keeps uploaded files. Set once at start-up, before the first import.
void use_data_folder(std::filesystem::path folder);

/// What a user may decide; what is absent is guessed from the file.
struct ImportOptions {
    library::ImportKind kind = library::ImportKind::accounts;
    std::string file_name;
    std::optional<std::string> encoding;
    std::optional<std::string> delimiter;
    std::optional<bool> has_header;
    /// Heading (or number of the column from 0) and target; empty: the proposed mapping. With any, other columns are left out.
    std::vector<std::pair<std::string, std::string>> mapping;
    std::optional<std::string> date_order;     ///< dmy, mdy
    std::optional<std::string> decimal_mark;   ///< comma, point
    std::optional<std::string> account_match;  ///< code, reg_no, name
    std::optional<Currency> currency;
    bool create_accounts = true;
    bool create_offerings = true;
    bool preview = false;  ///< nothing stays
};

/// Does everything at once: `klicnik import KIND FILE`. Errors: those of csv::Document::open; field `columns` required (a target
/// without a column) or unknown_column; rule import.question_open {code, column, examples}; csv.unterminated_quote and the
/// like, after the rows before it were taken over; import.cancelled.
Result<ImportReport> import_file(const Store& store, const Context& context, std::string bytes, const ImportOptions& options,
                                 const Progress& progress = {});

/// The same for a file on disk. Error: field `file` unreadable.
Result<ImportReport> import_path(const Store& store, const Context& context, const std::filesystem::path& file, ImportOptions options,
                                 const Progress& progress = {});

/// Keeps an uploaded file and describes it, without the database: a large file takes a second. Errors as accept_upload.
Result<ImportRun> describe_upload(library::ImportKind kind, std::string file_name, std::string bytes);

/// Keeps an uploaded file and describes it: the first step of the wizard. Errors as import_file, limited import.too_large.
Result<ImportRun> accept_upload(UnitOfWork& work, library::ImportKind kind, std::string file_name, std::string bytes);
Result<ImportRun> accept_upload(const Store& store, const Context& context, library::ImportKind kind, std::string file_name, std::string bytes);

/// Reads the file again after a decision. `keep_mapping`: the fields of run.columns were chosen.
Result<ImportRun> change_import(UnitOfWork& work, const ImportRun& before, ImportRun after, bool keep_mapping);

/// The real work, rolled back; its report is stored with the run.
Result<ImportRun> preview_import(UnitOfWork& work, const ImportRun& run);

/// Sets the run running and queues the job `import.run` that calls run_import. Errors: rule import.not_ready {state},
/// import.question_open, field `columns` required.
Result<ImportRun> start_import(UnitOfWork& work, const ImportRun& run);
Result<ImportRun> cancel_import(UnitOfWork& work, const ImportRun& run);

/// Runs a started import to its end, from the beginning: rows of a run that was killed are found unchanged. The outcome is in
/// the run, so an Error means that there is no such run.
Result<ImportReport> run_import(const Store& store, const Context& context, Id<ImportRun> id, const Progress& progress = {});

/// The handler of the job `import.run`: payload `{"id":"imp_…"}`.
Result<> run_import_job(const Store& store, const Context& context, std::string_view payload);

/// The refused rows as a file: the cells as they were and why.
Result<std::string> refused_file(const ImportRun& run);

}  // namespace klicnik::intake
