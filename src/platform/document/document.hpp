#pragma once

// A report without any knowledge of what it reports: texts, figures, a chart and a table per section,
// and its three forms. Every sentence comes from the caller; the renderers only write values the way
// the language does. Texts are UTF-8.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/money.hpp"

namespace klicnik::document {

enum class Language { cs, en };
enum class Orientation { portrait, landscape };

/// There is no value; the reason says why and may be empty. Never the same as zero.
struct Empty {
    std::string reason;
};
/// Money with four exact places; how many are shown is the style's affair.
struct Amount {
    Decimal amount;
    Currency currency;
};
/// A ratio in basis points: 10 000 = 100 %. Written as a percentage with one place, or none when rounded to whole.
struct Ratio {
    std::int64_t basis_points = 0;
};
/// A number rounded half-even to `places` (0 to 4), which are always written.
struct Number {
    Decimal value;
    unsigned places = 0;
};
/// A plain std::int64_t is a count.
using Cell = std::variant<Empty, std::string, std::int64_t, Amount, Ratio, Date, Month, Number>;

enum class Rounding { minor_unit, whole };
/// `compact` writes money from 10 000 up in thousands, millions or milliards with at most one place: 32,4 mil. Kč.
enum class Scale { full, compact };
/// `hidden` leaves out the currency and the percent sign, because the heading says them.
enum class Unit { shown, hidden };
/// `signed_values` puts a plus before what is above zero: changes.
enum class Sign { only_minus, signed_values };

struct CellStyle {
    Rounding rounding = Rounding::minor_unit;
    Scale scale = Scale::full;
    Unit unit = Unit::shown;
    Sign sign = Sign::only_minus;
};

/// One number with its name. `note` says how it is defined; an unknown value is an Empty with its reason.
struct KeyFigure {
    std::string label;
    Cell value;
    std::string note;
    CellStyle style = {};
};

enum class Align { start, end };

struct Column {
    std::string heading;
    Align align = Align::start;
    /// Share of the room that is left over, against the other columns; 0 to 100. Numbers never get less than they need.
    int weight = 1;
    CellStyle style = {};
};

enum class RowKind { plain, emphasised };

/// Cells that are missing at the end are empty.
struct Row {
    std::vector<Cell> cells;
    RowKind kind = RowKind::plain;
};

struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::optional<Row> total = {};
};

/// A name and one value for each label or month of the chart; an Empty leaves a gap.
struct Series {
    std::string name;
    std::vector<Cell> values;
};

/// Bars side by side, a group for each label.
struct BarChart {
    std::vector<std::string> labels;
    std::vector<Series> series;
    CellStyle style = {};
};

struct Step {
    std::string label;
    Cell change;
};

/// From a start over signed steps to an end. All values are of one kind; that they add up is the caller's promise.
struct Waterfall {
    Step start;
    std::vector<Step> steps;
    Step end;
    CellStyle style = {};
};

struct LineChart {
    std::vector<Month> months;
    std::vector<Series> series;
    CellStyle style = {};
};

struct HeatRow {
    std::string label;
    std::vector<Cell> values;
};

/// A table whose cells are shaded by their value, such as the retention of cohorts. Cells that are missing are empty.
struct HeatTable {
    std::string corner;  ///< what the row labels are
    std::vector<std::string> labels;
    std::vector<HeatRow> rows;
    CellStyle style = {};
};

/// `title` says what is drawn and may be empty.
struct Chart {
    std::string title;
    std::variant<BarChart, Waterfall, LineChart, HeatTable> drawing;
};

/// Everything but the heading may be absent. The order on paper is the order here.
struct Section {
    std::string heading;
    std::vector<std::string> paragraphs = {};
    std::vector<KeyFigure> key_figures = {};
    std::optional<Chart> chart = {};
    std::optional<Table> table = {};
};

/// What was asked for: "Období", "1. 1. 2026 až 30. 9. 2026".
struct Parameter {
    std::string label;
    std::string value;
};

struct Document {
    std::string title;
    std::string subtitle;
    std::string generated;      ///< the line at the foot of every page: when, by whom, from which data
    std::string overview_name;  ///< name of the first sheet of a workbook
    Language language = Language::cs;
    Orientation orientation = Orientation::portrait;
    Timestamp made_at = {};  ///< the date in the properties of the file; the only time in its bytes
    std::vector<Parameter> parameters = {};
    std::vector<Section> sections = {};
};

/// The report on A4. Equal documents give equal bytes. One is made at a time; further callers wait.
std::string pdf(const Document& document);

/// A workbook: an overview, then a sheet for each section with a table, or with a chart and no table. Numbers are numbers
/// and texts never formulas. A table has fewer than 1 048 575 rows; std::length_error otherwise.
std::string xlsx(const Document& document);

/// The tables that the workbook has, one after the other, for programs: UTF-8 with a byte order mark, `;` and decimal comma
/// in Czech, `,` and point in English, dates and months as in ISO 8601, ratios as fractions (0,123 = 12,3 %), empty cells
/// empty. The currency stands in the heading, or in a column of its own where a column has several.
std::string csv(const Document& document);

}  // namespace klicnik::document
