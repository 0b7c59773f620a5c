#include <algorithm>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/document/canvas.hpp"
#include "platform/document/document.hpp"
#include "platform/document/format.hpp"
#include "platform/document/pages.hpp"

namespace klicnik::document {

namespace {

const TextStyle title_style{22, Weight::bold};
const TextStyle subtitle_style{11, Weight::normal, colours::dim};
const TextStyle section_style{13.5, Weight::bold};
const TextStyle paragraph_style{9.5};
const TextStyle label_style{8, Weight::normal, colours::dim};
const TextStyle note_style{7.5, Weight::normal, colours::dim};
constexpr double figure_size = 16;
constexpr double smallest_figure_size = 9;
constexpr double card_gap = 10;
constexpr double card_padding = 11;

void draw_title(const Document& document, Pages& pages) {
    Canvas& canvas = pages.canvas();
    canvas.fill({pages.left(), pages.y(), 34, 3.5}, colours::accent);
    pages.move(16);
    pages.move(canvas.text({pages.left(), pages.y()}, pages.width(), document.title, title_style));
    if (!document.subtitle.empty()) {
        pages.move(4);
        pages.move(canvas.text({pages.left(), pages.y()}, pages.width(), document.subtitle, subtitle_style));
    }
    if (document.parameters.empty()) return;
    pages.move(12);
    double label_width = 0;
    for (const Parameter& each : document.parameters) label_width = std::max(label_width, canvas.text_width(each.label, label_style));
    label_width = std::min(label_width + 14, pages.width() / 3);
    const TextStyle value_style{8};
    for (const Parameter& each : document.parameters) {
        const double label_height = canvas.text({pages.left(), pages.y()}, label_width - 8, each.label, label_style);
        const double value_height = canvas.text({pages.left() + label_width, pages.y()}, pages.width() - label_width, each.value, value_style);
        pages.move(std::max(label_height, value_height) + 3);
    }
}

/// The largest size at which the value stands on one line of the card.
TextStyle figure_style(const std::string& value, double width, Canvas& canvas) {
    TextStyle style{figure_size, Weight::bold};
    while (style.size > smallest_figure_size && canvas.text_width(value, style) > width) style.size -= 0.5;
    return style;
}

/// What stands small under the figure: why it is unknown, or how it is defined.
std::string small_print(const KeyFigure& figure) {
    const auto* empty = std::get_if<Empty>(&figure.value);
    return empty != nullptr && !empty->reason.empty() ? empty->reason : figure.note;
}

std::size_t cards_in_a_row(std::size_t count, double width) {
    const std::size_t most = width > 600 ? 6 : 4;
    if (count <= most) return count;
    // Equally full rows: six are two rows of three, never four and two.
    const std::size_t rows = (count + most - 1) / most;
    return (count + rows - 1) / rows;
}

void draw_cards(const std::vector<KeyFigure>& figures, Pages& pages) {
    Canvas& canvas = pages.canvas();
    const std::size_t across = cards_in_a_row(figures.size(), pages.width());
    const double width = (pages.width() - card_gap * static_cast<double>(across - 1)) / static_cast<double>(across);
    const double inner = width - 2 * card_padding;
    for (std::size_t begin = 0; begin < figures.size(); begin += across) {
        const std::size_t end = std::min(figures.size(), begin + across);
        double label_height = 0;
        double value_height = 0;
        double note_height = 0;
        for (std::size_t at = begin; at < end; ++at) {
            const std::string value = cell_text(figures[at].value, figures[at].style, pages.language());
            label_height = std::max(label_height, canvas.text_height(inner, figures[at].label, label_style));
            value_height = std::max(value_height, canvas.text_height(inner, value, figure_style(value, inner, canvas)));
            const std::string note = small_print(figures[at]);
            if (!note.empty()) note_height = std::max(note_height, canvas.text_height(inner, note, note_style) + 5);
        }
        const double height = 2 * card_padding + label_height + 4 + value_height + note_height;
        pages.need(height);
        for (std::size_t at = begin; at < end; ++at) {
            const double x = pages.left() + (width + card_gap) * static_cast<double>(at - begin);
            const std::string value = cell_text(figures[at].value, figures[at].style, pages.language());
            TextStyle style = figure_style(value, inner, canvas);
            if (std::holds_alternative<Empty>(figures[at].value)) style.colour = colours::dim;
            canvas.fill({x, pages.y(), width, height}, colours::surface, 5);
            canvas.text({x + card_padding, pages.y() + card_padding}, inner, figures[at].label, label_style);
            const double value_y = pages.y() + card_padding + label_height + 4;
            const double lower = value_height - canvas.text_height(inner, value, style);
            canvas.text({x + card_padding, value_y + lower}, inner, value, style);
            canvas.text({x + card_padding, value_y + value_height + 5}, inner, small_print(figures[at]), note_style);
        }
        pages.move(height + card_gap);
    }
    pages.move(-card_gap);
}

void draw_paragraph(const std::string& text, Pages& pages) {
    Canvas& canvas = pages.canvas();
    for (const std::string& line : canvas.text_lines(pages.width(), text, paragraph_style)) {
        const double height = canvas.text_height(pages.width() + 20, line, paragraph_style) * 1.08;
        pages.need(height);
        canvas.text({pages.left(), pages.y()}, pages.width() + 20, line, paragraph_style);
        pages.move(height);
    }
}

/// How much must follow a heading on its page.
double beginning_of(const Section& section, const std::optional<MeasuredTable>& table) {
    // A short introduction stays with what it introduces.
    const double paragraphs = 32 * static_cast<double>(std::min<std::size_t>(section.paragraphs.size(), 3));
    if (section.paragraphs.size() > 3) return paragraphs;
    if (!section.key_figures.empty()) return paragraphs + 90;
    if (section.chart) return paragraphs + chart_height(*section.chart);
    return paragraphs + (table ? first_part(*table) : 0);
}

void draw_section(const Section& section, const std::optional<MeasuredTable>& table, Pages& pages) {
    constexpr double before_heading = 26;
    constexpr double between = 14;
    pages.need(std::min(pages.whole(), before_heading + 24 + beginning_of(section, table)));
    if (pages.y() > 80) pages.move(before_heading);
    pages.canvas().bookmark(section.heading, pages.y());
    if (!section.heading.empty()) pages.move(pages.canvas().text({pages.left(), pages.y()}, pages.width(), section.heading, section_style) + 9);
    bool is_first = true;
    const auto begin_part = [&] {
        if (!is_first) pages.move(between);
        is_first = false;
    };
    for (const std::string& paragraph : section.paragraphs) {
        if (!is_first) pages.move(6);
        is_first = false;
        draw_paragraph(paragraph, pages);
    }
    if (!section.key_figures.empty()) {
        begin_part();
        draw_cards(section.key_figures, pages);
    }
    if (section.chart) {
        begin_part();
        draw_chart(*section.chart, pages);
    }
    if (table) {
        begin_part();
        draw_table(*table, pages);
    }
}

int draw_all(const Document& document, const std::vector<std::optional<MeasuredTable>>& tables, Canvas& canvas, int total) {
    Pages pages(canvas, document, total);
    draw_title(document, pages);
    for (std::size_t at = 0; at < document.sections.size(); ++at) draw_section(document.sections[at], tables[at], pages);
    return pages.close();
}

}  // namespace

std::string pdf(const Document& document) {
    // cairo and pango share what they know of a font between threads, and such tables have had races in the past. One report
    // at a time is also enough: it leaves the other processor to whoever waits for a page of the app.
    static std::mutex one_at_a_time;
    const std::scoped_lock lock(one_at_a_time);
    Canvas canvas(document);
    std::vector<std::optional<MeasuredTable>> tables;
    const double width = Pages(canvas, document, 0).width();
    for (const Section& section : document.sections) {
        tables.emplace_back();
        if (section.table) tables.back() = measure(*section.table, width, document.language, canvas);
    }
    canvas.silence(true);
    const int total = draw_all(document, tables, canvas, 0);
    canvas.silence(false);
    draw_all(document, tables, canvas, total);
    return canvas.finish();
}

}  // namespace klicnik::document
