#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "modules/intake/importer.hpp"
#include "modules/ledger/bulk.hpp"

/// Reading and checking the rows of an invoice file. Half a million of them in a second, so that a row makes no text of its
/// own: codes and numbers of documents are views into the file, clients and offerings small numbers.
namespace klicnik::intake {

/// A line that was read. `line` has no ids yet.
struct ReadLine {
    ledger::BulkLine line;
    std::int32_t client = -1;    ///< place in InvoiceRows::clients, -1 = none
    std::int32_t offering = -1;
    std::uint32_t document = 0;  ///< place in InvoiceChunk::documents
    std::int64_t row = 0;
    std::string_view source;
};

/// An item of the file, as the first row says that speaks of it.
struct OfferingKey {
    std::string code;
    std::string name;
    std::string family;  ///< empty when the file does not tell
};

struct InvoiceChunk : Chunk {
    std::vector<ReadLine> lines;
    std::vector<std::string_view> documents;  ///< each once
    std::vector<ClientKey> new_clients;       ///< first met in this chunk
    std::vector<OfferingKey> new_offerings;
    std::deque<std::string> kept_texts;       ///< cells with doubled quotes or composed letters
    std::vector<SampleRow> samples;

    // Filled by apply(): what the new clients and offerings became.
    struct Resolved {
        Uuid id;
        std::string problem;  ///< code of why there is none
        std::string name;     ///< of an offering
    };
    std::vector<Resolved> clients;
    std::vector<Resolved> offerings;
};

class InvoiceRows {
  public:
    InvoiceRows(const Plan& plan, const ImportRun& run, Currency base, std::string_view text);

    Result<std::unique_ptr<Chunk>> read(csv::Reader& rows);

  private:
    /// One document: a number may begin again with every year.
    struct DocumentYear {
        std::int32_t year = 0;
        std::uint64_t number = 0;  ///< of the document within the file
        std::int32_t next_line = 1;
    };
    struct DocumentState {
        std::vector<DocumentYear> years;
        std::int64_t chunk = -1;
        std::uint32_t place = 0;
    };
    /// Why a row is refused: field and code; an empty code when it is not.
    struct Refusal {
        std::string_view field = {};
        std::string code = {};
        std::string_view cell = {};
    };

    Refusal read_row(const csv::Row& row, ReadLine& read);
    Refusal read_document(const csv::Row& row, ReadLine& read);
    Refusal read_dates(const csv::Row& row, ReadLine& read);
    Refusal read_numbers(const csv::Row& row, ReadLine& read);
    Refusal read_client(const csv::Row& row, ReadLine& read);
    Refusal read_offering(const csv::Row& row, ReadLine& read);
    std::string_view kept(std::string_view cell);
    DocumentState& document_state(std::string_view document);
    DocumentYear& document_year(DocumentState& state, Date day);

    const Plan& plan_;
    std::string_view text_;
    Currency currency_;

    // The targets by name, looked up once.
    const PlannedColumn& document_no_;
    const PlannedColumn& line_no_;
    const PlannedColumn& document_date_;
    const PlannedColumn& service_date_;
    const PlannedColumn& client_code_;
    const PlannedColumn& client_name_;
    const PlannedColumn& client_reg_no_;
    const PlannedColumn& offering_code_;
    const PlannedColumn& offering_family_;
    const PlannedColumn& description_;
    const PlannedColumn& quantity_;
    const PlannedColumn& unit_price_;
    const PlannedColumn& discount_;
    const PlannedColumn& amount_;
    const PlannedColumn& currency_column_;
    const PlannedColumn& entry_kind_;
    const PlannedColumn& country_;

    TextMap<DocumentState> documents_;
    std::uint64_t document_count_ = 0;  // a number counts once per year
    std::unordered_set<std::uint64_t> numbered_lines_;  // only when the file brings its line numbers
    TextMap<std::int32_t> clients_;
    TextMap<std::int32_t> offerings_;

    // The row before: neighbours of an invoice share most of their cells.
    std::string_view last_document_;
    DocumentState* last_document_state_ = nullptr;
    std::string_view last_date_cell_;
    Date last_date_;
    std::string_view last_client_cells_[3];
    std::int32_t last_client_ = -1;
    bool has_last_client_ = false;

    std::string scratch_;
    std::int64_t chunks_ = 0;
    std::int64_t rows_ = 0;
    InvoiceChunk* chunk_ = nullptr;  // the one being filled
};

/// Blank and letters only: what is trimmed from a code, and "17850.0" → "17850".
std::string_view code_cell(const PlannedColumn& column, std::string_view cell);

}  // namespace klicnik::intake
