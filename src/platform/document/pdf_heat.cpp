#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "platform/document/format.hpp"
#include "platform/document/pages.hpp"

namespace klicnik::document {

namespace {

constexpr double heat_row = 17;

/// Between white and soft accent, on which dark text is always read well, by where the value lies between the least and the most.
struct Shade {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();

    double depth(std::int64_t value) const {
        if (most <= least) return 0.5;
        return (static_cast<double>(value) - static_cast<double>(least)) / (static_cast<double>(most) - static_cast<double>(least));
    }
};

double mixed(double from, double to, double part) {
    return from + (to - from) * part;
}

Colour shade_colour(double depth) {
    const Colour from = colours::accent_pale;
    const Colour to{0.43, 0.70, 0.66};
    return {mixed(from.red, to.red, depth), mixed(from.green, to.green, depth), mixed(from.blue, to.blue, depth)};
}

}  // namespace

void draw_heat(const HeatTable& heat, Pages& pages) {
    Canvas& canvas = pages.canvas();
    if (heat.labels.empty()) return;
    Shade shade;
    std::string widest;
    double label_width = canvas.text_width(heat.corner, {7.5, Weight::bold});
    for (const HeatRow& row : heat.rows) {
        label_width = std::max(label_width, canvas.text_width(row.label, {8}));
        for (const Cell& cell : row.values) {
            const auto value = magnitude(cell);
            if (!value) continue;
            shade.least = std::min(shade.least, *value);
            shade.most = std::max(shade.most, *value);
            std::string text = cell_text(cell, heat.style, pages.language());
            if (text.size() > widest.size()) widest = std::move(text);
        }
    }
    label_width = std::min(label_width + 10, pages.width() / 3);
    const double width = std::min(64.0, (pages.width() - label_width) / static_cast<double>(heat.labels.size()));
    // Letters shrink until the longest number fits its field.
    TextStyle value_style{7.5};
    value_style.placing = Placing::centre;
    while (value_style.size > 4 && canvas.text_width(widest, value_style) > width - 3) value_style.size -= 0.25;
    TextStyle label_style_end{7, Weight::bold, colours::dim, Placing::centre};
    label_style_end.size = std::min(7.0, value_style.size);
    double head = canvas.text_height(label_width - 10, heat.corner, {7, Weight::bold});
    for (const std::string& label : heat.labels) head = std::max(head, canvas.text_height(width - 2, label, label_style_end));
    const auto draw_head = [&] {
        const TextStyle corner{7, Weight::bold, colours::dim};
        canvas.text({pages.left(), pages.y() + head - canvas.text_height(label_width - 10, heat.corner, corner)}, label_width - 10, heat.corner, corner);
        for (std::size_t at = 0; at < heat.labels.size(); ++at) {
            canvas.text({pages.left() + label_width + width * static_cast<double>(at) + 1, pages.y() + head - canvas.text_height(width - 2, heat.labels[at], label_style_end)}, width - 2, heat.labels[at], label_style_end);
        }
        pages.move(head + 4);
    };
    draw_head();
    for (const HeatRow& row : heat.rows) {
        if (!pages.has_room(heat_row)) {
            pages.turn();
            draw_head();
        }
        TextStyle row_style{8};
        row_style.max_height = 11;
        canvas.text({pages.left(), pages.y() + (heat_row - canvas.text_height(label_width - 8, row.label, row_style)) / 2}, label_width - 8, row.label, row_style);
        for (std::size_t at = 0; at < heat.labels.size(); ++at) {
            const Cell& cell = cell_at(row.values, at);
            const auto value = magnitude(cell);
            // A field without a value stays white: that time has not come yet.
            if (!value) continue;
            const double x = pages.left() + label_width + width * static_cast<double>(at);
            canvas.fill({x + 0.75, pages.y() + 0.75, width - 1.5, heat_row - 1.5}, shade_colour(shade.depth(*value)), 2);
            const double lower = (heat_row - canvas.text_height(width, "0", value_style)) / 2;
            canvas.text({x, pages.y() + lower}, width, cell_text(cell, heat.style, pages.language()), value_style);
        }
        pages.move(heat_row);
    }
}

}  // namespace klicnik::document
