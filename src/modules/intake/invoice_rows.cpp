#include "modules/intake/invoice_rows.hpp"

#include <algorithm>

#include "base/countries.hpp"
#include "base/text.hpp"
#include "modules/ledger/rules.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::intake {

namespace {

constexpr std::int64_t rows_per_chunk = 50'000;
constexpr std::int64_t rows_of_first_chunk = 10'000;  // so that the writer has something to do soon
constexpr std::size_t longest_document_no = 60;
constexpr std::size_t longest_code = 60;
constexpr std::size_t longest_description = 200;

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// "12", "-3.50" with the decimal mark of the column: nine cells of ten, without the general reader.
std::optional<Decimal> plain_number(std::string_view cell, csv::DecimalMark mark) {
    if (cell.empty() || cell.size() > 14) return std::nullopt;
    const char point = mark == csv::DecimalMark::comma ? ',' : '.';
    std::int64_t value = 0;
    int places = -1;
    std::size_t digits = 0;
    for (std::size_t i = cell.front() == '-' ? 1 : 0; i < cell.size(); ++i) {
        const char c = cell[i];
        if (is_digit(c)) {
            value = value * 10 + (c - '0');
            ++digits;
            if (places >= 0 && ++places > 4) return std::nullopt;
        } else if (c == point && places < 0 && mark != csv::DecimalMark::unknown && digits > 0) {
            places = 0;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0 || places == 0) return std::nullopt;
    for (int place = std::max(places, 0); place < 4; ++place) value *= 10;
    return Decimal{cell.front() == '-' ? -value : value};
}

struct NumberRead {
    std::optional<Decimal> value;
    std::string_view problem;
    std::optional<Currency> currency;
    bool percent = false;
};

NumberRead read_number(const PlannedColumn& column, std::string_view cell) {
    NumberRead read;
    if (cell.empty()) return read;
    if (const auto plain = plain_number(cell, column.mark)) {
        read.value = *plain;
        return read;
    }
    const auto parsed = csv::parse_number_cell(cell, column.mark);
    if (!parsed) {
        if (trimmed(cell).empty()) return read;
        read.problem = parsed.problem;
        return read;
    }
    read.value = parsed.value.value;
    read.percent = parsed.value.percent;
    if (!parsed.value.currency_code().empty()) read.currency = parse_currency(parsed.value.currency_code());
    return read;
}

/// Words of accounting programs for what a line is.
std::optional<ledger::EntryKind> entry_kind_in(std::string_view cell) {
    const std::string word = text::fold(cell);
    if (const auto kind = parse_enum<ledger::EntryKind>(word)) return kind;
    struct Word {
        std::string_view text;
        ledger::EntryKind kind;
    };
    static constexpr Word words[] = {
        {"faktura", ledger::EntryKind::revenue},         {"prodej", ledger::EntryKind::revenue},
        {"vynos", ledger::EntryKind::revenue},           {"trzba", ledger::EntryKind::revenue},
        {"invoice", ledger::EntryKind::revenue},         {"sale", ledger::EntryKind::revenue},
        {"dobropis", ledger::EntryKind::credit_note},    {"opravny danovy doklad", ledger::EntryKind::credit_note},
        {"storno", ledger::EntryKind::credit_note},      {"credit note", ledger::EntryKind::credit_note},
        {"credit", ledger::EntryKind::credit_note},      {"refund", ledger::EntryKind::credit_note},
        {"naklad", ledger::EntryKind::direct_cost},      {"primy naklad", ledger::EntryKind::direct_cost},
        {"cost", ledger::EntryKind::direct_cost},        {"direct cost", ledger::EntryKind::direct_cost},
        {"sleva", ledger::EntryKind::discount},          {"discount", ledger::EntryKind::discount},
        {"cestovne", ledger::EntryKind::travel},         {"travel", ledger::EntryKind::travel},
    };
    for (const Word& entry : words) {
        if (entry.text == word) return entry.kind;
    }
    return std::nullopt;
}

}  // namespace

std::string_view code_cell(const PlannedColumn& column, std::string_view cell) {
    cell = text::stripped(cell);
    if (column.drop_zero_fraction && cell.size() > 2 && cell.ends_with(".0")) cell.remove_suffix(2);
    return cell;
}

InvoiceRows::InvoiceRows(const Plan& plan, const ImportRun& run, Currency base, std::string_view text)
    : plan_(plan), text_(text), currency_(run.currency.value_or(base)), document_no_(plan.of("document_no")), line_no_(plan.of("line_no")),
      document_date_(plan.of("document_date")), service_date_(plan.of("service_date")), client_code_(plan.of("account_code")),
      client_name_(plan.of("account_name")), client_reg_no_(plan.of("account_reg_no")), offering_code_(plan.of("offering_code")),
      offering_family_(plan.of("offering_family")), description_(plan.of("description")), quantity_(plan.of("quantity")), unit_price_(plan.of("unit_price")),
      discount_(plan.of("discount")), amount_(plan.of("amount")), currency_column_(plan.of("currency")),
      entry_kind_(plan.of("entry_kind")), country_(plan.of("country")) {}

Result<std::unique_ptr<Chunk>> InvoiceRows::read(csv::Reader& rows) {
    auto chunk = std::make_unique<InvoiceChunk>();
    chunk_ = chunk.get();
    const std::int64_t wanted = chunks_ == 0 ? rows_of_first_chunk : rows_per_chunk;
    chunk->lines.reserve(static_cast<std::size_t>(wanted));
    while (chunk->rows < wanted) {
        const csv::Step step = rows.next();
        if (step == csv::Step::failed) return rows.error();
        if (step == csv::Step::end) break;
        const csv::Row& row = rows.row();
        ++chunk->rows;
        ++rows_;
        ReadLine& read = chunk->lines.emplace_back();
        read.row = static_cast<std::int64_t>(row.number);
        read.source = row.source;
        const Refusal refusal = read_row(row, read);
        const bool shown = rows_ <= static_cast<std::int64_t>(max_samples - max_refused_samples);
        if (shown || (!refusal.code.empty() && chunk->samples.size() < max_samples)) chunk->samples.push_back(sample_of(plan_, row));
        if (refusal.code.empty()) continue;
        RowProblem problem{read.row, std::string(refusal.field), refusal.code, std::string(refusal.cell.substr(0, 80)), true};
        if (!chunk->samples.empty() && chunk->samples.back().row == read.row) chunk->samples.back().problems.push_back(problem);
        chunk->read.refuse(std::move(problem), read.source);
        chunk->lines.pop_back();
    }
    ++chunks_;
    chunk_ = nullptr;
    if (chunk->rows == 0) return std::unique_ptr<Chunk>{};
    return std::unique_ptr<Chunk>(std::move(chunk));
}

/// A view that lives as long as the file: most cells are one already.
std::string_view InvoiceRows::kept(std::string_view cell) {
    if (cell.empty() || (cell.data() >= text_.data() && cell.data() + cell.size() <= text_.data() + text_.size())) return cell;
    return chunk_->kept_texts.emplace_back(cell);
}

InvoiceRows::Refusal InvoiceRows::read_row(const csv::Row& row, ReadLine& read) {
    if (row.shape == csv::RowShape::too_long) return {"row", "csv.row_too_long", row.source};
    if (auto refusal = read_dates(row, read); !refusal.code.empty()) return refusal;
    if (auto refusal = read_numbers(row, read); !refusal.code.empty()) return refusal;
    if (auto refusal = read_client(row, read); !refusal.code.empty()) return refusal;
    if (auto refusal = read_offering(row, read); !refusal.code.empty()) return refusal;
    // Last, because a refused row takes no line number of its document.
    return read_document(row, read);
}

InvoiceRows::DocumentState& InvoiceRows::document_state(std::string_view document) {
    if (last_document_state_ && document == last_document_) return *last_document_state_;
    auto found = documents_.find(document);
    if (found == documents_.end()) found = documents_.emplace(std::string(document), DocumentState{}).first;
    last_document_ = found->first;
    last_document_state_ = &found->second;
    return found->second;
}

InvoiceRows::DocumentYear& InvoiceRows::document_year(DocumentState& state, Date day) {
    const std::int32_t year = civil(day).year;
    for (DocumentYear& known : state.years) {
        if (known.year == year) return known;
    }
    return state.years.emplace_back(DocumentYear{year, document_count_++});
}

InvoiceRows::Refusal InvoiceRows::read_document(const csv::Row& row, ReadLine& read) {
    const std::string_view document = code_cell(document_no_, document_no_.cell(row));
    if (document.empty()) return {"document_no", "required"};
    if (document.size() > longest_document_no && code_points(document) > longest_document_no) return {"document_no", "too_long", document};
    if (has_control(document)) return {"document_no", "control_characters", document};
    std::optional<std::int32_t> line;
    if (const std::string_view cell = text::stripped(line_no_.cell(row)); !cell.empty()) {
        const NumberRead number = read_number(line_no_, cell);
        if (!number.value || number.value->units % Decimal::one != 0 || number.value->units < Decimal::one ||
            number.value->units > 1'000'000 * Decimal::one) {
            return {"line_no", "out_of_range", cell};
        }
        line = static_cast<std::int32_t>(number.value->units / Decimal::one);
    }
    DocumentState& state = document_state(document);
    if (state.chunk != chunks_) {
        state.chunk = chunks_;
        state.place = static_cast<std::uint32_t>(chunk_->documents.size());
        chunk_->documents.push_back(last_document_);  // the key of the table outlives every chunk
    }
    read.document = state.place;
    read.line.document_no = last_document_;
    DocumentYear& numbered = document_year(state, read.line.document_date);
    read.line.line_no = line.value_or(numbered.next_line++);
    if (line_no_.present()) {
        const std::uint64_t key = numbered.number << 32U | static_cast<std::uint64_t>(read.line.line_no) << 4U | static_cast<std::uint64_t>(read.line.kind);
        if (!numbered_lines_.insert(key).second) return {"line_no", "duplicate_in_file", document};
    }
    return {};
}

InvoiceRows::Refusal InvoiceRows::read_dates(const csv::Row& row, ReadLine& read) {
    const std::string_view cell = document_date_.cell(row);
    if (!last_date_cell_.empty() && cell == last_date_cell_) {
        read.line.document_date = last_date_;
    } else {
        if (text::stripped(cell).empty()) return {"document_date", "required"};
        const auto parsed = csv::parse_date_cell(cell, document_date_.order, csv::TwoDigitYears::accept);
        if (!parsed) return {"document_date", std::string(parsed.problem), cell};
        read.line.document_date = parsed.value;
        last_date_cell_ = kept(cell);
        last_date_ = parsed.value;
    }
    read.line.service_month = month_of(read.line.document_date);
    if (const std::string_view service = text::stripped(service_date_.cell(row)); !service.empty()) {
        if (const auto month = parse_month(service)) {
            read.line.service_month = *month;
        } else {
            const auto parsed = csv::parse_date_cell(service, service_date_.order, csv::TwoDigitYears::accept);
            if (!parsed) return {"service_date", std::string(parsed.problem), service};
            read.line.service_month = month_of(parsed.value);
        }
    }
    return {};
}

InvoiceRows::Refusal InvoiceRows::read_numbers(const csv::Row& row, ReadLine& read) {
    const std::string_view quantity_cell = quantity_.cell(row);
    const std::string_view price_cell = unit_price_.cell(row);
    const std::string_view amount_cell = amount_.cell(row);
    const NumberRead quantity = read_number(quantity_, quantity_cell);
    if (!quantity.problem.empty()) return {"quantity", std::string(quantity.problem), quantity_cell};
    const NumberRead price = read_number(unit_price_, price_cell);
    if (!price.problem.empty()) return {"unit_price", std::string(price.problem), price_cell};
    const NumberRead amount = read_number(amount_, amount_cell);
    if (!amount.problem.empty()) return {"amount", std::string(amount.problem), amount_cell};

    read.line.currency = amount.currency ? *amount.currency : price.currency ? *price.currency : currency_;
    if (const std::string_view cell = text::stripped(currency_column_.cell(row)); !cell.empty()) {
        if (cell != read.line.currency.view()) {
            std::string upper(cell);
            for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            const auto currency = parse_currency(upper == "KČ" || upper == "Kč" ? "CZK" : upper);
            if (!currency) return {"currency", "bad_currency", cell};
            read.line.currency = *currency;
        }
    }
    ledger::rules::LineNumbers numbers{.quantity = quantity.value, .unit_price = price.value, .amount = amount.value};
    if (const std::string_view cell = discount_.cell(row); !text::stripped(cell).empty()) {
        const NumberRead discount = read_number(discount_, cell);
        if (!discount.value) return {"discount", std::string(discount.problem), cell};
        // 0.15 where no discount is above one, 15 % or 15 elsewhere.
        const std::int64_t bp = discount_.small_fractions && !discount.percent ? discount.value->units : discount.value->units / 100;
        if (bp < 0 || bp > 10'000) return {"discount", "out_of_range", cell};
        numbers.discount_bp = static_cast<std::int32_t>(bp);
    }
    const auto computed = ledger::rules::line_amount(numbers, read.line.currency);
    if (!computed) {
        const FieldError& error = computed.error().fields.front();
        return {error.field == "discount" ? "discount" : "amount", error.code, amount_cell.empty() ? price_cell : amount_cell};
    }
    ledger::EntryKind kind = ledger::rules::kind_of_line(*computed);
    if (const std::string_view cell = text::stripped(entry_kind_.cell(row)); !cell.empty()) {
        const auto named = entry_kind_in(cell);
        if (!named) return {"entry_kind", "not_a_choice", cell};
        kind = *named;
    }
    read.line.kind = kind;
    read.line.amount = ledger::rules::stored_amount(kind, *computed);
    if (!ledger::rules::is_amount_in_range(read.line.amount)) return {"amount", "too_large", amount_cell};
    read.line.quantity = quantity.value;
    read.line.unit_price = price.value;
    return {};
}

InvoiceRows::Refusal InvoiceRows::read_client(const csv::Row& row, ReadLine& read) {
    const std::string_view cells[3] = {client_code_.cell(row), client_reg_no_.cell(row), client_name_.cell(row)};
    if (has_last_client_ && cells[0] == last_client_cells_[0] && cells[1] == last_client_cells_[1] && cells[2] == last_client_cells_[2]) {
        read.client = last_client_;
        return {};
    }
    ClientKey key;
    key.code = code_cell(client_code_, cells[0]);
    key.reg_no = normalised_reg_no(text::stripped(cells[1]));
    key.name = text::is_ascii(cells[2]) ? std::string(trimmed(cells[2])) : text::nfc_trimmed(cells[2]);
    if (has_control(key.name)) key.name = one_line(key.name);
    if (key.code.size() > longest_code && code_points(key.code) > longest_code) return {"account_code", "too_long", cells[0]};
    if (has_control(key.code)) return {"account_code", "control_characters", cells[0]};
    std::int32_t place = -1;
    if (!key.empty()) {
        scratch_.assign(1, !key.code.empty() ? 'c' : !key.reg_no.empty() ? 'r' : 'n');
        scratch_.append(!key.code.empty() ? key.code : !key.reg_no.empty() ? key.reg_no : text::fold(key.name));
        const auto found = clients_.find(scratch_);
        if (found != clients_.end()) {
            place = found->second;
        } else {
            place = static_cast<std::int32_t>(clients_.size());
            clients_.emplace(scratch_, place);
            key.country = country_code(text::stripped(country_.cell(row))).value_or("");
            chunk_->new_clients.push_back(std::move(key));
        }
    }
    read.client = place;
    last_client_ = place;
    has_last_client_ = true;
    // Texts of this chunk's arena go away with it, so they are not remembered.
    for (int i = 0; i < 3; ++i) {
        last_client_cells_[i] = kept(cells[i]);
        has_last_client_ = has_last_client_ && last_client_cells_[i].data() == cells[i].data();
    }
    return {};
}

/// A name that fits the code of an offering as well, which a family has like every other.
static std::string family_name(std::string_view cell) {
    return std::string(first_code_points(one_line(text::nfc_trimmed(cell)), longest_code));
}

InvoiceRows::Refusal InvoiceRows::read_offering(const csv::Row& row, ReadLine& read) {
    std::string_view description = trimmed(description_.cell(row));
    if (!text::is_ascii(description)) {
        std::string composed = text::nfc_trimmed(description);
        description = composed == description ? kept(description) : std::string_view(chunk_->kept_texts.emplace_back(std::move(composed)));
    } else {
        description = kept(description);
    }
    if (description.size() > longest_description && code_points(description) > longest_description) {
        return {"description", "too_long", description};
    }
    if (has_control(description)) {
        description = chunk_->kept_texts.emplace_back(one_line(description));
    }
    read.line.description = description;
    const std::string_view code = code_cell(offering_code_, offering_code_.cell(row));
    if (code.empty()) return {};
    if (code.size() > longest_code && code_points(code) > longest_code) return {"offering_code", "too_long", code};
    if (has_control(code)) return {"offering_code", "control_characters", code};
    const auto found = offerings_.find(code);
    if (found != offerings_.end()) {
        read.offering = found->second;
        return {};
    }
    read.offering = static_cast<std::int32_t>(offerings_.size());
    offerings_.emplace(std::string(code), read.offering);
    chunk_->new_offerings.push_back({std::string(code), std::string(description), family_name(offering_family_.cell(row))});
    return {};
}

}  // namespace klicnik::intake
