#include "modules/intake/record_rows.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "modules/intake/invoice_rows.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"
#include "records/input.hpp"

namespace klicnik::intake {

namespace {

constexpr std::int64_t records_per_chunk = 500;

/// Codes of what the facts of a field may find in a text; the value goes in and the facts judge it.
std::vector<FieldError> facts_of(const Field& field, void* record) {
    const Shape only{"row", std::span<const Field>(&field, 1)};
    std::vector<FieldError> errors;
    check_facts(only, record, "", errors);
    return errors;
}

}  // namespace

bool differs(const Entity& entity, const void* one, const void* other) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const Field& field) { return field.get(one) != field.get(other); });
}

SampleRow sample_of(const Plan& plan, const csv::Row& row) {
    SampleRow sample;
    sample.row = static_cast<std::int64_t>(row.number);
    for (std::size_t i = 0; i < plan.targets().size(); ++i) {
        const PlannedColumn& column = plan.columns()[i];
        if (column.present()) sample.values.emplace_back(plan.targets()[i].name, text::stripped(column.cell(row)).substr(0, 200));
    }
    return sample;
}

MatchBy match_by_of(const ImportRun& run) {
    if (run.account_match == "reg_no") return MatchBy::reg_no;
    if (run.account_match == "name") return MatchBy::name;
    return MatchBy::code;
}

Result<std::unique_ptr<Chunk>> read_records(const Plan& plan, csv::Reader& rows, std::string_view text, std::int64_t& rows_seen) {
    auto chunk = std::make_unique<RecordChunk>();
    while (chunk->rows < records_per_chunk) {
        const csv::Step step = rows.next();
        if (step == csv::Step::failed) return rows.error();
        if (step == csv::Step::end) break;
        const csv::Row& row = rows.row();
        ++chunk->rows;
        ++rows_seen;
        RecordRow& read = chunk->rows_read.emplace_back();
        read.row = static_cast<std::int64_t>(row.number);
        read.source = row.source.data() >= text.data() && row.source.data() < text.data() + text.size() ? row.source : std::string_view{};
        read.shown = rows_seen <= static_cast<std::int64_t>(max_samples);
        if (read.shown) chunk->samples.push_back(sample_of(plan, row));
        for (std::size_t i = 0; i < plan.columns().size(); ++i) {
            const PlannedColumn& column = plan.columns()[i];
            const std::string_view cell = column.cell(row);
            std::string value = cell.empty() ? std::string{} : text::nfc_trimmed(column.drop_zero_fraction ? code_cell(column, cell) : cell);
            // Spreadsheets break lines in any cell; only a description keeps them.
            read.cells.push_back(plan.targets()[i].name == "description" ? std::move(value) : one_line(value));
        }
    }
    if (chunk->rows == 0) return std::unique_ptr<Chunk>{};
    return std::unique_ptr<Chunk>(std::move(chunk));
}

const std::string& cell_of(const Plan& plan, const RecordRow& row, std::string_view target) {
    static const std::string none;
    for (std::size_t i = 0; i < plan.targets().size(); ++i) {
        if (plan.targets()[i].name == target) return row.cells[i];
    }
    return none;
}

void set_text(const Entity& entity, void* record, std::string_view field_name, const std::string& cell, const RecordRow& row,
              std::vector<RowProblem>& problems) {
    if (cell.empty()) return;
    const Field* field = entity.find(field_name);
    const db::Value before = field->get(record);
    const auto value = read_text(*field, cell);
    if (!value || !field->set(record, *value)) {
        problems.push_back({row.row, std::string(field_name), value ? "out_of_range" : value.error().fields.front().code, cell.substr(0, 80), false});
        return;
    }
    const auto errors = facts_of(*field, record);
    if (errors.empty()) return;
    field->set(record, before);
    problems.push_back({row.row, std::string(field_name), errors.front().code, cell.substr(0, 80), false});
}

void note_outcome(const RecordRow& row, RowOutcome outcome, std::vector<RowProblem> problems, RecordChunk& chunk, Tally& tally) {
    if (row.shown) {
        for (const SampleRow& sample : chunk.samples) {
            if (sample.row != row.row) continue;
            SampleRow shown = sample;
            shown.outcome = outcome;
            shown.problems = problems;
            tally.samples.push_back(std::move(shown));
        }
    }
    switch (outcome) {
        case RowOutcome::created: ++tally.created; break;
        case RowOutcome::updated: ++tally.updated; break;
        case RowOutcome::unchanged: ++tally.unchanged; break;
        case RowOutcome::refused: {
            RowProblem why = std::move(problems.back());
            problems.pop_back();
            why.refuses = true;
            tally.refuse(std::move(why), row.source);
            break;
        }
    }
    for (RowProblem& problem : problems) tally.problems.push_back(std::move(problem));
}

RowProblem problem_of(const RecordRow& row, const Error& error) {
    if (error.fields.empty()) return {row.row, "row", error.code, {}, true};
    const FieldError& first = error.fields.front();
    return {row.row, first.field, error.kind == ErrorKind::invalid ? first.code : error.code, {}, true};
}

std::optional<Date> date_of(const Plan& plan, const RecordRow& row, std::string_view target, std::vector<RowProblem>& problems) {
    const std::string& cell = cell_of(plan, row, target);
    if (cell.empty()) return std::nullopt;
    const auto parsed = csv::parse_date_cell(cell, plan.of(target).order, csv::TwoDigitYears::accept);
    if (parsed) return parsed.value;
    problems.push_back({row.row, std::string(target), std::string(parsed.problem), cell.substr(0, 80), false});
    return std::nullopt;
}

std::optional<std::int64_t> integer_of(const Plan& plan, const RecordRow& row, std::string_view target, std::vector<RowProblem>& problems) {
    const std::string& cell = cell_of(plan, row, target);
    if (cell.empty()) return std::nullopt;
    const auto parsed = csv::parse_number_cell(cell, plan.of(target).mark);
    if (parsed && parsed.value.value.units % Decimal::one == 0) return parsed.value.value.units / Decimal::one;
    problems.push_back({row.row, std::string(target), parsed ? "wrong_type" : std::string(parsed.problem), cell.substr(0, 80), false});
    return std::nullopt;
}

}  // namespace klicnik::intake
