#pragma once

// Values as people of the language write them, with exact whole-number arithmetic throughout.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/document/document.hpp"

namespace klicnik::document {

inline constexpr std::string_view no_break_space = "\u00A0";

/// The text of a cell: "1 234 567,89 Kč", "12,3 %", "3. 11. 2026", "listopad 2026". Spaces inside are U+00A0, so that a
/// value never breaks; the minus is U+2212. An Empty is an en dash; its reason is not part of it.
std::string cell_text(const Cell& cell, const CellStyle& style, Language language);

/// Czech ends no line with a small single letter: "v Praze" and "s. r. o." keep together by U+00A0.
std::string bound_letters(std::string_view text);

/// "11/26", for the axes of charts.
std::string month_tick(Month month);

/// The sign of a currency as it is read in that language: "Kč", "€"; its code where there is no usual sign.
std::string currency_sign(Currency currency, Language language);

/// The number in a cell in its own smallest step (ten-thousandths, basis points, ones), to compare and to draw; nothing for
/// texts, dates, months and empty cells.
std::optional<std::int64_t> magnitude(const Cell& cell);

/// The same kind of cell with another number; `like` has a magnitude.
Cell with_magnitude(const Cell& like, std::int64_t number);

bool is_numeric(const Cell& cell);

/// The cell of a row, or an Empty where the row is shorter.
const Cell& cell_at(const std::vector<Cell>& cells, std::size_t column);

/// What a chart shows, as a table: for the forms without pictures.
Table table_of(const Chart& chart);

/// The section's table, or its chart as one, or nothing.
std::optional<Table> table_of(const Section& section);

}  // namespace klicnik::document
