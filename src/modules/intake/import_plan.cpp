#include "modules/intake/import_plan.hpp"

#include <algorithm>

#include "base/enum_names.hpp"
#include "base/text.hpp"
#include "platform/http/json.hpp"

namespace klicnik::intake {

namespace {

using library::ImportColumn;
using library::ImportKind;

std::optional<csv::DateOrder> chosen_order(const ImportRun& run) {
    if (run.date_order == "dmy") return csv::DateOrder::day_first;
    if (run.date_order == "mdy") return csv::DateOrder::month_first;
    return std::nullopt;
}

std::optional<csv::DecimalMark> chosen_mark(const ImportRun& run) {
    if (run.decimal_mark == "comma") return csv::DecimalMark::comma;
    if (run.decimal_mark == "point") return csv::DecimalMark::point;
    return std::nullopt;
}

bool drops_zero_fraction(const csv::ColumnProfile& profile) {
    return profile.numbers.cells > 0 && profile.numbers.integers == profile.numbers.cells;
}

bool has_small_fractions(const csv::ColumnProfile& profile) {
    return profile.numbers.numbers > profile.numbers.integers && profile.numbers.percents == 0 &&
           (profile.largest.empty() || profile.largest == "0" || profile.largest == "1" || profile.largest.starts_with("0."));
}

std::size_t estimated_rows(std::string_view text, bool has_header) {
    std::size_t lines = 0;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) ++lines;
    const std::size_t rows = lines + (text.empty() || text.back() == '\n' ? 0U : 1U);
    return has_header && rows > 0 ? rows - 1 : rows;
}

void write_question(json::Writer& out, const Question& question) {
    out.begin_object().key("code").string(question.code).key("column").integer(static_cast<std::int64_t>(question.column));
    out.key("examples").begin_array();
    for (const std::string& example : question.examples) out.string(example);
    out.end_array().key("choices").begin_array();
    for (const std::string& choice : question.choices) out.string(choice);
    out.end_array().end_object();
}

std::string analysis_json(const OpenFile& file, const Plan& plan) {
    json::Writer out;
    out.begin_object().key("encoding_guesses").begin_array();
    for (const text::EncodingGuess& guess : file.document->encoding_guesses()) {
        out.begin_object().key("name").string(text::name(guess.encoding));
        out.key("confidence_bp").integer(static_cast<std::int64_t>(guess.confidence) * 100).end_object();
    }
    out.end_array().key("questions").begin_array();
    for (const Question& question : plan.questions()) write_question(out, question);
    out.end_array().end_object();
    return out.take();
}

std::string delimiter_text(char delimiter) {
    return std::string(1, delimiter);
}

std::int32_t basis_points(double share) {
    return static_cast<std::int32_t>(share * 10'000 + 0.5);
}

constexpr std::size_t longest_header = 200;  // code points

/// U+202A…U+202E and U+2066…U+2069 turn the direction of the text around.
bool turns_direction(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xE2') return false;
    const auto last = static_cast<unsigned char>(text[2]);
    return (text[1] == '\x80' && last >= 0xAA && last <= 0xAE) || (text[1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

std::vector<ImportColumn> described_columns(const OpenFile& file, const ImportRun& run, bool keep_mapping) {
    const std::vector<Target>& targets = targets_of(run.kind);
    const MappingProposal proposal = propose_mapping(targets, file.table);
    std::vector<ImportColumn> columns;
    for (const csv::ColumnProfile& profile : file.table.columns) {
        ImportColumn& column = columns.emplace_back();
        column.index = static_cast<std::int32_t>(profile.index);
        column.header = shown_text(profile.heading);
        for (const std::string& sample : profile.samples) column.samples.push_back(shown_text(sample));
        column.type = csv::name(profile.type);
        column.blank_bp = basis_points(profile.blank_share());
        if (profile.index < proposal.columns.size() && proposal.columns[profile.index].target) {
            const ColumnMapping& mapping = proposal.columns[profile.index];
            column.field = std::string(targets[*mapping.target].name);
            column.confidence_bp = static_cast<std::int32_t>(mapping.confidence * 100);
            column.reason = name(mapping.reason);
        }
        if (!keep_mapping) continue;
        column.field.reset();
        column.confidence_bp = 10'000;
        column.reason = "chosen";
        for (const ImportColumn& known : run.columns) {
            if (known.index == column.index) column.field = known.field;
        }
    }
    return columns;
}

/// A list of clients without a word for their names: the column of words, if there is one, holds them.
void suggest_name(const OpenFile& file, std::vector<ImportColumn>& columns) {
    constexpr std::string_view target = "name";
    if (std::any_of(columns.begin(), columns.end(), [&](const ImportColumn& column) { return column.field == target; })) return;
    ImportColumn* best = nullptr;
    double most = 0.8;  // at least so many of its cells have letters
    for (ImportColumn& column : columns) {
        const csv::ColumnProfile& profile = file.table.columns[static_cast<std::size_t>(column.index)];
        const double letters = profile.share(profile.with_letters);
        if (column.field || profile.type != csv::ColumnType::text || letters <= most) continue;
        best = &column;
        most = letters;
    }
    if (!best) return;
    best->field = std::string(target);
    best->confidence_bp = 5000;
    best->reason = name(MappingReason::data);
}

}  // namespace

bool has_unknown_headings(const OpenFile& file, ImportKind kind) {
    const MappingProposal proposal = propose_mapping(targets_of(kind), file.table);
    return std::none_of(proposal.columns.begin(), proposal.columns.end(), [](const ColumnMapping& column) {
        return column.target && column.reason != MappingReason::none && column.reason != MappingReason::data;
    });
}

std::string shown_text(std::string_view text) {
    std::string shown;
    std::size_t points = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (turns_direction(text.substr(at))) {
            at += 2;
            continue;
        }
        if ((byte & 0xC0U) != 0x80U && ++points > longest_header) break;
        if (byte >= 0x20 && byte != 0x7F) shown.push_back(text[at]);
        else if (!shown.empty() && shown.back() != ' ') shown.push_back(' ');
    }
    return std::string(trimmed(shown));
}

const std::vector<Target>& targets_of(ImportKind kind) {
    switch (kind) {
        case ImportKind::accounts: return account_import_targets();
        case ImportKind::contacts: return contact_import_targets();
        case ImportKind::contracts: return contract_import_targets();
        case ImportKind::invoices: return invoice_import_targets();
    }
    return account_import_targets();
}

Plan::Plan(ImportKind kind, const csv::TableProfile& table, const ImportRun& run) : targets_(&targets_of(kind)) {
    columns_.resize(targets_->size());
    const auto order = chosen_order(run);
    const auto mark = chosen_mark(run);
    for (const ImportColumn& mapped : run.columns) {
        if (!mapped.field || mapped.index < 0 || static_cast<std::size_t>(mapped.index) >= table.columns.size()) continue;
        const csv::ColumnProfile& profile = table.columns[static_cast<std::size_t>(mapped.index)];
        for (std::size_t i = 0; i < targets_->size(); ++i) {
            const Target& target = (*targets_)[i];
            if (target.name != *mapped.field) continue;
            PlannedColumn& planned = columns_[i];
            planned.column = mapped.index;
            planned.mark = profile.numbers.mark != csv::DecimalMark::unknown ? profile.numbers.mark : mark.value_or(csv::DecimalMark::unknown);
            planned.order = profile.dates.order != csv::DateOrder::unknown ? profile.dates.order : order.value_or(csv::DateOrder::unknown);
            planned.drop_zero_fraction = target.kind == TargetKind::code && drops_zero_fraction(profile);
            planned.small_fractions = has_small_fractions(profile);
            if (target.kind == TargetKind::date && profile.dates.ambiguous && !order) {
                questions_.push_back({"date_order", profile.index, profile.samples, {"dmy", "mdy"}});
            }
            if (target.kind == TargetKind::decimal && profile.numbers.ambiguous && !mark) {
                questions_.push_back({"decimal", profile.index, profile.samples, {"comma", "point"}});
            }
        }
    }
}

const PlannedColumn& Plan::of(std::string_view target) const {
    static const PlannedColumn none;
    for (std::size_t i = 0; i < targets_->size(); ++i) {
        if ((*targets_)[i].name == target) return columns_[i];
    }
    return none;
}

std::vector<FieldError> Plan::problems() const {
    std::vector<FieldError> errors;
    std::vector<std::string_view> groups_seen;
    for (std::size_t i = 0; i < targets_->size(); ++i) {
        const Target& target = (*targets_)[i];
        if (target.required && !columns_[i].present()) errors.push_back({"columns", "column_needed", {{"target", std::string(target.name)}}});
        if (target.one_of.empty() || std::find(groups_seen.begin(), groups_seen.end(), target.one_of) != groups_seen.end()) continue;
        groups_seen.push_back(target.one_of);
        bool any = false;
        for (std::size_t j = 0; j < targets_->size(); ++j) any = any || ((*targets_)[j].one_of == target.one_of && columns_[j].present());
        if (!any) errors.push_back({"columns", "column_needed", {{"target", std::string(target.name)}}});
    }
    return errors;
}

Result<std::unique_ptr<OpenFile>> open_file(std::shared_ptr<const std::string> bytes, const ImportRun& run) {
    auto file = std::make_unique<OpenFile>();
    file->bytes = std::move(bytes);
    csv::Choices choices;
    if (!run.encoding.empty()) {
        choices.encoding = text::encoding_from_name(run.encoding);
        if (!choices.encoding) return invalid("encoding", "not_a_choice", {{"value", run.encoding}});
    }
    if (!run.delimiter.empty()) {
        if (std::string_view(",;\t|").find(run.delimiter.front()) == std::string_view::npos) {
            return invalid("delimiter", "not_a_choice", {{"value", run.delimiter}});
        }
        choices.delimiter = run.delimiter.front();
        choices.has_header = run.has_header;
    }
    TRY(file->document, csv::Document::open(*file->bytes, choices));
    file->table = file->document->profile();
    if (file->table.columns.empty()) {
        // Not even the headings could be read; what breaks further down is told when the rows come in.
        const auto rows = file->document->rows();
        if (rows->next() == csv::Step::failed) return rows->error();
    }
    return file;
}

void describe_file(const OpenFile& file, ImportRun& run, bool keep_mapping) {
    run.encoding = text::name(file.document->encoding());
    run.delimiter = delimiter_text(file.document->dialect().delimiter);
    run.has_header = file.document->dialect().has_header;
    run.rows = static_cast<std::int64_t>(file.table.whole_file ? file.table.rows : estimated_rows(file.document->text(), run.has_header));
    run.columns = described_columns(file, run, keep_mapping);
    if (!keep_mapping && run.kind == ImportKind::accounts) suggest_name(file, run.columns);
    run.analysis = analysis_json(file, Plan(run.kind, file.table, run));
}

}  // namespace klicnik::intake
