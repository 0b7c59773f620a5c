#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "platform/document/format.hpp"
#include "platform/document/pages.hpp"

namespace klicnik::document {

namespace {

constexpr double largest_size = 8.5;
constexpr double comfortable_size = 7;
constexpr double smallest_size = 5.5;
constexpr double widest_word = 110;  ///< a longer word may be broken
constexpr double highest_row = 200;  ///< a longer text ends in an ellipsis

double side_padding(double size) {
    return size * 0.55;
}

double row_padding(double size) {
    return size * 0.52;
}

TextStyle cell_style(double size, const Column& column, Weight weight) {
    TextStyle style{size, weight};
    style.placing = column.align == Align::end ? Placing::end : Placing::start;
    style.max_height = highest_row;
    return style;
}

TextStyle heading_style(double size, const Column& column) {
    TextStyle style = cell_style(size - 1, column, Weight::bold);
    style.colour = colours::dim;
    return style;
}

/// The longest run of letters that no space divides, the way the language binds words.
std::string longest_word_of(std::string_view text, Language language) {
    const std::string bound = language == Language::cs ? bound_letters(text) : std::string(text);
    std::string longest;
    std::size_t most = 0;
    for (std::size_t begin = 0; begin < bound.size();) {
        const std::size_t end = std::min(bound.find_first_of(" \n", begin), bound.size());
        const std::size_t length = code_points(std::string_view(bound).substr(begin, end - begin));
        if (length > most) {
            most = length;
            longest = bound.substr(begin, end - begin);
        }
        begin = end + 1;
    }
    return longest;
}

/// The room that a column needs at a size of letters: at the least, and to keep every text on one line.
struct Needs {
    double least = 0;
    double natural = 0;
};

Needs needs_of(const Table& table, std::size_t at, double size, Language language, Canvas& canvas) {
    const Column& column = table.columns[at];
    // Digits are equally wide, so the longest number is the widest and one text of each sort is measured.
    std::string longest_value;
    std::string longest_text;
    std::string longest_word;
    const auto note = [&](const Row& row) {
        const Cell& cell = cell_at(row.cells, at);
        const auto* text = std::get_if<std::string>(&cell);
        if (text == nullptr) {
            std::string value = cell_text(cell, column.style, language);
            if (code_points(value) > code_points(longest_value)) longest_value = std::move(value);
            return;
        }
        if (code_points(*text) > code_points(longest_text)) longest_text = *text;
        std::string word = longest_word_of(*text, language);
        if (code_points(word) > code_points(longest_word)) longest_word = std::move(word);
    };
    for (const Row& row : table.rows) note(row);
    if (table.total) note(*table.total);
    // The total and emphasised rows are bold, which is wider.
    const TextStyle bold{size, Weight::bold};
    const double padding = 2 * side_padding(size);
    const double value = canvas.text_width(longest_value, bold);
    const TextStyle head = heading_style(size, column);
    const double head_word = canvas.text_width(longest_word_of(column.heading, language), head);
    Needs needs;
    needs.least = padding + std::max({value, std::min(widest_word, canvas.text_width(longest_word, bold)), std::min(widest_word, head_word)});
    needs.natural = std::max(needs.least, padding + std::max(canvas.text_width(longest_text, bold), std::min(head_word * 1.6, canvas.text_width(column.heading, head))));
    return needs;
}

/// Shares the room out: first what each column needs at the least, then what keeps texts on one line, then by weight.
std::vector<double> share_out(const std::vector<Needs>& needs, const std::vector<Column>& columns, double width) {
    std::vector<double> widths;
    for (const Needs& each : needs) widths.push_back(each.least);
    double left = width - std::accumulate(widths.begin(), widths.end(), 0.0);
    if (left < 0) {
        const double shrink = width / (width - left);
        for (double& each : widths) each *= shrink;
        return widths;
    }
    // Columns that want little get it whole; what remains is shared by weight between those that want much.
    const auto given = [&](std::size_t at, double level) { return std::min(needs[at].natural - needs[at].least, level * std::max(1, columns[at].weight)); };
    double low = 0;
    double high = width;
    for (int round = 0; round < 40; ++round) {
        const double middle = (low + high) / 2;
        double sum = 0;
        for (std::size_t at = 0; at < needs.size(); ++at) sum += given(at, middle);
        (sum > left ? high : low) = middle;
    }
    for (std::size_t at = 0; at < needs.size(); ++at) {
        widths[at] += given(at, low);
        left -= given(at, low);
    }
    int weights = 0;
    for (const Column& each : columns) weights += std::max(0, each.weight);
    for (std::size_t at = 0; at < needs.size(); ++at) {
        const double share = weights > 0 ? std::max(0, columns[at].weight) / static_cast<double>(weights) : 1.0 / static_cast<double>(needs.size());
        widths[at] += left * share;
    }
    return widths;
}

double row_height(const MeasuredTable& measured, const Row& row, Weight weight, Language language, Canvas& canvas) {
    const Table& table = *measured.table;
    double highest = canvas.text_height(100, "0", {measured.size});
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const auto* text = std::get_if<std::string>(&cell_at(row.cells, at));
        // Numbers and dates were given the width of one line.
        if (text == nullptr) continue;
        const double width = measured.widths[at] - 2 * side_padding(measured.size);
        highest = std::max(highest, canvas.text_height(width, cell_text(*text, {}, language), cell_style(measured.size, table.columns[at], weight)));
    }
    return highest + 2 * row_padding(measured.size);
}

void draw_heading(const MeasuredTable& measured, Pages& pages) {
    double x = pages.left();
    for (std::size_t at = 0; at < measured.widths.size(); ++at) {
        const Column& column = measured.table->columns[at];
        const TextStyle style = heading_style(measured.size, column);
        const double width = measured.widths[at] - 2 * side_padding(measured.size);
        const double height = pages.canvas().text_height(width, column.heading, style);
        // Headings stand on their last line, next to the figures.
        const double y = pages.y() + measured.heading_height - row_padding(measured.size) - height;
        pages.canvas().text({x + side_padding(measured.size), y}, width, column.heading, style);
        x += measured.widths[at];
    }
    pages.move(measured.heading_height);
    pages.canvas().line({{pages.left(), pages.y()}, {pages.left() + pages.width(), pages.y()}}, colours::dim, 0.9);
}

enum class EmptyCell { dash, blank };

void draw_row(const MeasuredTable& measured, const Row& row, double height, Weight weight, EmptyCell empty, Pages& pages) {
    double x = pages.left();
    for (std::size_t at = 0; at < measured.widths.size(); ++at) {
        const Column& column = measured.table->columns[at];
        const Cell& cell = cell_at(row.cells, at);
        const bool is_blank = empty == EmptyCell::blank && std::holds_alternative<Empty>(cell);
        TextStyle style = cell_style(measured.size, column, weight);
        if (std::holds_alternative<Empty>(cell)) style.colour = colours::dim;
        const double width = measured.widths[at] - 2 * side_padding(measured.size);
        // What measuring rounded must not make a number wrap.
        const double slack = std::holds_alternative<std::string>(cell) ? 0 : 1;
        const double begin = x + side_padding(measured.size) - (style.placing == Placing::end ? slack : 0);
        pages.canvas().text({begin, pages.y() + row_padding(measured.size)}, width + slack, is_blank ? "" : cell_text(cell, column.style, pages.language()), style);
        x += measured.widths[at];
    }
    pages.move(height);
}

}  // namespace

MeasuredTable measure(const Table& table, double width, Language language, Canvas& canvas) {
    MeasuredTable measured;
    measured.table = &table;
    std::vector<Needs> needs;
    for (double size = largest_size; size >= smallest_size; size -= 0.5) {
        measured.size = size;
        needs.clear();
        double least = 0;
        double wanted = 0;
        for (std::size_t at = 0; at < table.columns.size(); ++at) {
            needs.push_back(needs_of(table, at, size, language, canvas));
            least += needs.back().least;
            wanted += needs.back().natural - needs.back().least;
        }
        // Rather slightly smaller letters than names in a column of one word per line.
        const double ease = size > comfortable_size ? std::min(wanted, width * 0.22) : 0;
        if (least + ease <= width) break;
    }
    measured.widths = share_out(needs, table.columns, width);
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const double inner = measured.widths[at] - 2 * side_padding(measured.size);
        const double height = canvas.text_height(inner, table.columns[at].heading, heading_style(measured.size, table.columns[at]));
        measured.heading_height = std::max(measured.heading_height, height + 2 * row_padding(measured.size));
    }
    for (const Row& row : table.rows) {
        measured.heights.push_back(row_height(measured, row, row.kind == RowKind::emphasised ? Weight::bold : Weight::normal, language, canvas));
    }
    if (table.total) measured.total_height = row_height(measured, *table.total, Weight::bold, language, canvas);
    return measured;
}

double first_part(const MeasuredTable& measured) {
    double height = measured.heading_height;
    for (std::size_t at = 0; at < std::min<std::size_t>(3, measured.heights.size()); ++at) height += measured.heights[at];
    return height + (measured.heights.size() <= 3 ? measured.total_height : 0);
}

void draw_table(const MeasuredTable& measured, Pages& pages) {
    const Table& table = *measured.table;
    if (table.columns.empty()) return;
    pages.need(first_part(measured));
    draw_heading(measured, pages);
    for (std::size_t at = 0; at < table.rows.size(); ++at) {
        const bool is_last = at + 1 == table.rows.size();
        // A total never stands alone on a page.
        if (!pages.has_room(measured.heights[at] + (is_last ? measured.total_height : 0))) {
            pages.turn();
            draw_heading(measured, pages);
        }
        const bool is_emphasised = table.rows[at].kind == RowKind::emphasised;
        if (is_emphasised) pages.canvas().fill({pages.left(), pages.y(), pages.width(), measured.heights[at]}, colours::accent_pale);
        draw_row(measured, table.rows[at], measured.heights[at], is_emphasised ? Weight::bold : Weight::normal, EmptyCell::dash, pages);
        if (!is_last) pages.canvas().line({{pages.left(), pages.y()}, {pages.left() + pages.width(), pages.y()}}, colours::line, 0.4);
    }
    pages.canvas().line({{pages.left(), pages.y()}, {pages.left() + pages.width(), pages.y()}}, colours::dim, 0.9);
    if (!table.total) return;
    pages.canvas().fill({pages.left(), pages.y() + 0.5, pages.width(), measured.total_height}, colours::surface);
    // A sum is not unknown where there is nothing to add.
    draw_row(measured, *table.total, measured.total_height, Weight::bold, EmptyCell::blank, pages);
}

}  // namespace klicnik::document
