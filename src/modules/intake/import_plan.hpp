#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/library/import_run.hpp"
#include "platform/csv/document.hpp"
#include "records/import_mapping.hpp"

/// How an uploaded file will be read: its encoding and dialect, which column fills what, how dates and numbers are written.
namespace klicnik::intake {

/// What the targets of an import are.
const std::vector<Target>& targets_of(library::ImportKind kind);

/// One target with the column that fills it.
struct PlannedColumn {
    int column = -1;  ///< none
    csv::DecimalMark mark = csv::DecimalMark::unknown;
    csv::DateOrder order = csv::DateOrder::unknown;
    /// Every cell is a whole number, some written "17850.0": codes that went through a spreadsheet.
    bool drop_zero_fraction = false;
    bool small_fractions = false;  ///< no value above 1: a discount of 0.15 is 15 %

    bool present() const { return column >= 0; }
    std::string_view cell(const csv::Row& row) const {
        return column < 0 ? std::string_view{} : row.cell(static_cast<std::size_t>(column));
    }
};

/// Something that only the user can answer.
struct Question {
    std::string code;  ///< "date_order", "decimal"
    std::size_t column = 0;
    std::vector<std::string> examples;
    std::vector<std::string> choices;
};

class Plan {
  public:
    Plan(library::ImportKind kind, const csv::TableProfile& table, const ImportRun& run);

    const PlannedColumn& of(std::string_view target) const;
    const std::vector<Target>& targets() const { return *targets_; }
    const std::vector<PlannedColumn>& columns() const { return columns_; }
    const std::vector<Question>& questions() const { return questions_; }
    /// A field error `columns` `required` for each required target without a column.
    std::vector<FieldError> problems() const;

  private:
    const std::vector<Target>* targets_;
    std::vector<PlannedColumn> columns_;  // in the order of the targets
    std::vector<Question> questions_;
};

/// A file in memory with what was found out about it. Does not move: the document looks into its bytes.
struct OpenFile {
    std::shared_ptr<const std::string> bytes;
    std::optional<csv::Document> document;
    csv::TableProfile table;
};

/// Reads the bytes as `run` says; what it leaves open is guessed. Errors of csv::Document::open; field `encoding`,
/// `delimiter` not_a_choice.
Result<std::unique_ptr<OpenFile>> open_file(std::shared_ptr<const std::string> bytes, const ImportRun& run);

/// A heading or a cell as it can be shown on one line: line breaks become spaces, other control characters and what turns the
/// direction of the text go, and after 200 characters it ends.
std::string shown_text(std::string_view text);

/// Whether no heading of the file is a word for any target, so that its first line may be none.
bool has_unknown_headings(const OpenFile& file, library::ImportKind kind);

/// Fills encoding, delimiter, header, rows and analysis of the run from the file; also the columns with the proposed mapping
/// unless `keep_mapping`, which takes the fields of the columns as they are.
void describe_file(const OpenFile& file, ImportRun& run, bool keep_mapping);

}  // namespace klicnik::intake
