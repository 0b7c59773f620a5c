#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include "platform/csv/writer.hpp"
#include "platform/document/document.hpp"
#include "platform/document/format.hpp"

namespace klicnik::document {

namespace {

/// Exact, without groups of digits; the point of to_text becomes the mark of the language.
std::string plain_number(Decimal value, unsigned places, Language language) {
    std::string text = to_text(value, places);
    if (const std::size_t point = text.find('.'); point != std::string::npos && language == Language::cs) text[point] = ',';
    return text;
}

std::string plain_text(const Cell& cell, Language language) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return std::to_string(*count);
    if (const auto* amount = std::get_if<Amount>(&cell)) return plain_number(amount->amount, exponent(amount->currency), language);
    // One basis point is one ten-thousandth.
    if (const auto* ratio = std::get_if<Ratio>(&cell)) return plain_number(Decimal{ratio->basis_points}, 0, language);
    if (const auto* date = std::get_if<Date>(&cell)) return to_text(*date);
    if (const auto* month = std::get_if<Month>(&cell)) return to_text(*month);
    if (const auto* number = std::get_if<Number>(&cell)) return plain_number(number->value, number->places, language);
    return {};
}

std::set<Currency> currencies_of(const Table& table, std::size_t column) {
    std::set<Currency> found;
    const auto note = [&](const Row& row) {
        if (const auto* amount = std::get_if<Amount>(&cell_at(row.cells, column))) found.insert(amount->currency);
    };
    for (const Row& row : table.rows) note(row);
    if (table.total) note(*table.total);
    return found;
}

void write_table(const Table& table, Language language, csv::Writer& writer) {
    std::vector<bool> is_mixed;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const std::set<Currency> found = currencies_of(table, column);
        const std::string& heading = table.columns[column].heading;
        const std::string gap = heading.empty() ? "" : " ";
        is_mixed.push_back(found.size() > 1);
        writer.cell(found.size() == 1 ? heading + gap + "(" + std::string(found.begin()->view()) + ")" : heading);
        if (is_mixed.back()) writer.cell(heading + gap + "(ISO 4217)");
    }
    writer.end_row();
    const auto write_row = [&](const Row& row) {
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const Cell& cell = cell_at(row.cells, column);
            writer.cell(plain_text(cell, language));
            if (!is_mixed[column]) continue;
            const auto* amount = std::get_if<Amount>(&cell);
            writer.cell(amount != nullptr ? amount->currency.view() : std::string_view{});
        }
        writer.end_row();
    };
    for (const Row& row : table.rows) write_row(row);
    if (table.total) write_row(*table.total);
}

}  // namespace

std::string csv(const Document& document) {
    std::size_t tables = 0;
    for (const Section& section : document.sections) tables += section.table || section.chart;
    // Texts that a spreadsheet would run are defused; numbers with a minus stay numbers.
    csv::Writer writer(document.language == Language::cs ? ';' : ',', csv::Formulas::defuse);
    writer.byte_order_mark();
    bool is_first = true;
    for (const Section& section : document.sections) {
        const std::optional<Table> table = table_of(section);
        if (!table || table->columns.empty()) continue;
        if (!is_first) writer.end_row();
        is_first = false;
        // A single table begins with its headings, so that programs can read it.
        if (tables > 1) {
            writer.cell(section.heading);
            writer.end_row();
        }
        write_table(*table, document.language, writer);
    }
    return writer.take();
}

}  // namespace klicnik::document
