#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "platform/document/format.hpp"
#include "platform/document/pages.hpp"

namespace klicnik::document {

namespace {

constexpr double plot_height = 150;
constexpr double title_height = 20;
constexpr double legend_height = 18;
constexpr double label_room = 30;  ///< under the plot, for two lines of labels
constexpr double value_room = 14;  ///< over the highest mark
const TextStyle chart_title{9, Weight::bold};
const TextStyle axis_text{7, Weight::normal, colours::dim};
const TextStyle mark_text{7.5, Weight::bold};

TextStyle placed(TextStyle style, Placing placing) {
    style.placing = placing;
    return style;
}

/// The smallest and largest value, with zero always inside, so that lengths can be compared.
struct Extent {
    double least = 0;
    double most = 0;

    void include(const Cell& cell) {
        const auto number = magnitude(cell);
        if (!number) return;
        include(static_cast<double>(*number));
    }
    void include(double value) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
};

/// Heights on the paper for values; the box is the plot.
struct Ruler {
    Box plot;
    Extent extent;

    double y(double value) const {
        const double span = extent.most - extent.least;
        if (span <= 0) return plot.y + plot.height;
        return plot.y + (extent.most - value) / span * plot.height;
    }
};

/// 1, 2 or 5 times a power of ten, so that three to six such steps fill the span.
double step_of(double span) {
    if (span <= 0) return 1;
    const double power = std::pow(10.0, std::floor(std::log10(span / 4)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (span / (power * factor) <= 5) return std::max(1.0, power * factor);
    }
    return power * 10;
}

const Cell* first_number(const std::vector<Series>& series) {
    for (const Series& each : series) {
        for (const Cell& cell : each.values) {
            if (is_numeric(cell)) return &cell;
        }
    }
    return nullptr;
}


/// Fine lines at round values with their text to the left; narrows the plot by what the texts take.
void draw_axis(Ruler& ruler, const Cell& like, CellStyle style, Pages& pages) {
    style.sign = Sign::only_minus;
    const double step = step_of(ruler.extent.most - ruler.extent.least);
    ruler.extent.most = std::ceil(ruler.extent.most / step) * step;
    ruler.extent.least = std::floor(ruler.extent.least / step) * step;
    std::vector<double> values;
    for (double value = ruler.extent.least; value <= ruler.extent.most + step / 2; value += step) values.push_back(value);
    double room = 0;
    std::vector<std::string> texts;
    for (const double value : values) {
        texts.push_back(cell_text(with_magnitude(like, std::llround(value)), style, pages.language()));
        room = std::max(room, pages.canvas().text_width(texts.back(), axis_text));
    }
    ruler.plot.x += room + 8;
    ruler.plot.width -= room + 8;
    for (std::size_t at = 0; at < values.size(); ++at) {
        const double y = ruler.y(values[at]);
        pages.canvas().line({{ruler.plot.x, y}, {ruler.plot.x + ruler.plot.width, y}}, colours::line, 0.4);
        pages.canvas().text({ruler.plot.x - room - 8, y - 4.5}, room + 1, texts[at], placed(axis_text, Placing::end));
    }
}

void draw_base(const Ruler& ruler, Canvas& canvas) {
    const double y = ruler.y(0);
    canvas.line({{ruler.plot.x, y}, {ruler.plot.x + ruler.plot.width, y}}, colours::dim, 0.8);
}

Box bar_box(const Ruler& ruler, double x, double width, double from, double to) {
    const double upper = std::min(ruler.y(from), ruler.y(to));
    return {x, upper, width, std::max(0.8, std::abs(ruler.y(from) - ruler.y(to)))};
}

/// The look of the n-th series: full, hatched, pale with an outline, grey.
void draw_bar(const Box& box, std::size_t series, Canvas& canvas) {
    switch (series % 4) {
        case 0: canvas.fill(box, colours::accent); break;
        case 1:
            canvas.hatch(box, colours::accent);
            canvas.outline(box, colours::accent);
            break;
        case 2:
            canvas.fill(box, colours::accent_soft);
            canvas.outline(box, colours::accent);
            break;
        case 3: canvas.fill(box, colours::dim); break;
    }
}

void draw_label_below(double middle, double width, double y, const std::string& label, Canvas& canvas) {
    TextStyle style = placed(axis_text, Placing::centre);
    style.max_height = label_room - 6;
    canvas.text({middle - width / 2, y}, width, label, style);
}

void draw_bars(const BarChart& bars, Box plot, Pages& pages) {
    Canvas& canvas = pages.canvas();
    const Cell* like = first_number(bars.series);
    if (like == nullptr || bars.labels.empty()) return;
    Ruler ruler{plot, {}};
    for (const Series& each : bars.series) {
        for (const Cell& cell : each.values) ruler.extent.include(cell);
    }
    draw_axis(ruler, *like, bars.style, pages);
    const double slot = ruler.plot.width / static_cast<double>(bars.labels.size());
    const double bar = std::min(60.0, slot * 0.86 / static_cast<double>(bars.series.size()));
    double free_from = ruler.plot.x - 10;
    for (std::size_t at = 0; at < bars.labels.size(); ++at) {
        const double middle = ruler.plot.x + slot * (static_cast<double>(at) + 0.5);
        double x = middle - bar * static_cast<double>(bars.series.size()) / 2;
        for (std::size_t series = 0; series < bars.series.size(); ++series, x += bar) {
            const Cell& cell = cell_at(bars.series[series].values, at);
            const auto number = magnitude(cell);
            if (!number) continue;
            const Box box = bar_box(ruler, x + bar * 0.06, bar * 0.88, 0, static_cast<double>(*number));
            draw_bar(box, series, canvas);
            const std::string text = cell_text(cell, bars.style, pages.language());
            // Beside other bars a text has the width of its own, alone that of the group.
            TextStyle style = mark_text;
            const double room = bars.series.size() > 1 ? bar - 2 : slot - 2;
            while (style.size > 5.5 && canvas.text_width(text, style) > room) style.size -= 0.25;
            const double width = canvas.text_width(text, style);
            const double text_x = box.x + box.width / 2 - width / 2;
            // Where marks are too narrow the axis says the values; texts never run into each other.
            if (text_x < free_from || (bars.series.size() > 1 && width > room)) continue;
            const double text_y = *number < 0 ? box.y + box.height + 1 : box.y - 11;
            canvas.text({text_x, text_y}, width + 4, text, style);
            free_from = text_x + width + 1;
        }
        draw_label_below(middle, slot - 2, plot.y + plot.height + 5, bars.labels[at], canvas);
    }
    draw_base(ruler, canvas);
}

/// One column of a waterfall: from where to where it reaches.
struct Reach {
    const Step* step;
    double from = 0;
    double to = 0;
    bool is_sum = false;
};

void draw_waterfall(const Waterfall& waterfall, Box plot, Pages& pages) {
    Canvas& canvas = pages.canvas();
    std::vector<Reach> reaches;
    double level = static_cast<double>(magnitude(waterfall.start.change).value_or(0));
    reaches.push_back({&waterfall.start, 0, level, true});
    for (const Step& step : waterfall.steps) {
        const double change = static_cast<double>(magnitude(step.change).value_or(0));
        reaches.push_back({&step, level, level + change, false});
        level += change;
    }
    reaches.push_back({&waterfall.end, 0, static_cast<double>(magnitude(waterfall.end.change).value_or(0)), true});
    Ruler ruler{plot, {}};
    for (const Reach& each : reaches) {
        ruler.extent.include(each.from);
        ruler.extent.include(each.to);
    }
    const double slot = plot.width / static_cast<double>(reaches.size());
    const double bar = std::min(64.0, slot * 0.66);
    for (std::size_t at = 0; at < reaches.size(); ++at) {
        const Reach& each = reaches[at];
        const double middle = plot.x + slot * (static_cast<double>(at) + 0.5);
        const Box box = bar_box(ruler, middle - bar / 2, bar, each.from, each.to);
        const bool is_known = is_numeric(each.step->change);
        // Sums are full, gains pale, losses hatched; the sign says it once more.
        if (is_known) draw_bar(box, each.is_sum ? 0 : (each.to < each.from ? 1 : 2), canvas);
        CellStyle style = waterfall.style;
        if (!each.is_sum) style.sign = Sign::signed_values;
        canvas.text({middle - slot / 2, box.y - 12}, slot, cell_text(each.step->change, style, pages.language()), placed(mark_text, Placing::centre));
        draw_label_below(middle, slot - 4, plot.y + plot.height + 5, each.step->label, canvas);
        if (at + 1 < reaches.size()) {
            const double y = ruler.y(each.to);
            canvas.line({{middle + bar / 2, y}, {middle + slot - bar / 2, y}}, colours::dim, 0.6, Dash::dotted);
        }
    }
    draw_base(ruler, canvas);
}

constexpr Dash dashes[] = {Dash::solid, Dash::dashed, Dash::dotted, Dash::long_dashed};

Colour line_colour(std::size_t series) {
    return series % 2 == 0 ? colours::accent : colours::ink;
}

/// The name and last value at the end of a line, moved apart so that none covers another.
struct EndLabel {
    double y = 0;
    std::string text;
    Colour colour;
};

void draw_end_labels(std::vector<EndLabel> labels, double x, double width, Canvas& canvas) {
    std::sort(labels.begin(), labels.end(), [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
    double free_from = -1;
    for (const EndLabel& each : labels) {
        TextStyle style = mark_text;
        style.colour = each.colour;
        const double height = canvas.text_height(width, each.text, style);
        const double y = std::max(free_from, each.y - height / 2);
        canvas.text({x, y}, width, each.text, style);
        free_from = y + height + 1;
    }
}

/// Lines are read by their slope, so unlike bars they may leave out zero when all values are far from it.
Extent extent_of(const LineChart& lines) {
    std::optional<Extent> narrow;
    for (const Series& each : lines.series) {
        for (const Cell& cell : each.values) {
            const auto number = magnitude(cell);
            if (!number) continue;
            const auto value = static_cast<double>(*number);
            if (!narrow) narrow = Extent{value, value};
            narrow->include(value);
        }
    }
    if (!narrow) return {};
    const double span = narrow->most - narrow->least;
    if (narrow->least > 0 && span > 0 && span < narrow->most / 2) return *narrow;
    narrow->include(0.0);
    return *narrow;
}

void draw_lines(const LineChart& lines, Box plot, Pages& pages) {
    Canvas& canvas = pages.canvas();
    const Cell* like = first_number(lines.series);
    if (like == nullptr || lines.months.empty()) return;
    constexpr double end_room = 92;
    plot.width -= end_room;
    Ruler ruler{plot, extent_of(lines)};
    draw_axis(ruler, *like, lines.style, pages);
    const double floor_y = ruler.y(std::max(0.0, ruler.extent.least));
    canvas.line({{ruler.plot.x, floor_y}, {ruler.plot.x + ruler.plot.width, floor_y}}, colours::dim, 0.8);
    const std::size_t count = lines.months.size();
    const double slot = ruler.plot.width / static_cast<double>(count);
    const auto x_of = [&](std::size_t at) { return ruler.plot.x + slot * (static_cast<double>(at) + 0.5); };
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(30 / slot)));
    for (std::size_t at = 0; at < count; ++at) {
        if ((count - 1 - at) % every == 0) draw_label_below(x_of(at), 34, plot.y + plot.height + 5, month_tick(lines.months[at]), canvas);
    }
    std::vector<EndLabel> labels;
    for (std::size_t series = 0; series < lines.series.size(); ++series) {
        std::vector<Point> points;
        const Colour colour = line_colour(series);
        const auto flush = [&] {
            canvas.line(points, colour, 1.6, dashes[series % 4]);
            if (!points.empty()) canvas.dot(points.back(), 2.4, colour);
            points.clear();
        };
        std::optional<EndLabel> last;
        for (std::size_t at = 0; at < count; ++at) {
            const Cell& cell = cell_at(lines.series[series].values, at);
            const auto number = magnitude(cell);
            if (!number) {
                flush();
                continue;
            }
            points.push_back({x_of(at), ruler.y(static_cast<double>(*number))});
            last = EndLabel{points.back().y, lines.series[series].name + "\n" + cell_text(cell, lines.style, pages.language()), colour};
        }
        flush();
        if (last) labels.push_back(*last);
    }
    draw_end_labels(labels, ruler.plot.x + ruler.plot.width + 6, end_room - 6, canvas);
}

/// Height of a heat table that stays on one page; of its beginning when it is too long for that.
double heat_height(const HeatTable& heat) {
    const double whole = 30 + 17 * static_cast<double>(heat.rows.size());
    return whole > 480 ? 120 : whole;
}

bool has_legend(const Chart& chart) {
    const auto* bars = std::get_if<BarChart>(&chart.drawing);
    return bars != nullptr && bars->series.size() > 1;
}

void draw_legend(const BarChart& bars, Pages& pages) {
    double x = pages.left();
    for (std::size_t series = 0; series < bars.series.size(); ++series) {
        draw_bar({x, pages.y() + 1.5, 9, 8}, series, pages.canvas());
        const double width = pages.canvas().text_width(bars.series[series].name, axis_text);
        pages.canvas().text({x + 14, pages.y() + 1}, width + 4, bars.series[series].name, axis_text);
        x += width + 32;
    }
    pages.move(legend_height);
}

}  // namespace

double chart_height(const Chart& chart) {
    const double title = chart.title.empty() ? 0 : title_height;
    if (const auto* heat = std::get_if<HeatTable>(&chart.drawing)) return title + heat_height(*heat);
    return title + (has_legend(chart) ? legend_height : 0) + value_room + plot_height + label_room;
}

void draw_chart(const Chart& chart, Pages& pages) {
    pages.need(chart_height(chart));
    if (!chart.title.empty()) {
        pages.canvas().text({pages.left(), pages.y()}, pages.width(), chart.title, chart_title);
        pages.move(title_height);
    }
    if (const auto* heat = std::get_if<HeatTable>(&chart.drawing)) {
        draw_heat(*heat, pages);
        return;
    }
    if (has_legend(chart)) draw_legend(std::get<BarChart>(chart.drawing), pages);
    const Box plot{pages.left(), pages.y() + value_room, pages.width(), plot_height};
    if (const auto* bars = std::get_if<BarChart>(&chart.drawing)) draw_bars(*bars, plot, pages);
    if (const auto* waterfall = std::get_if<Waterfall>(&chart.drawing)) draw_waterfall(*waterfall, plot, pages);
    if (const auto* lines = std::get_if<LineChart>(&chart.drawing)) draw_lines(*lines, plot, pages);
    pages.move(value_room + plot_height + label_room);
}

}  // namespace klicnik::document
