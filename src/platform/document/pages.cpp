#include "platform/document/pages.hpp"

#include <string>

namespace klicnik::document {

namespace {

const TextStyle running{7.5, Weight::normal, colours::dim};

TextStyle placed_end(TextStyle style) {
    style.placing = Placing::end;
    return style;
}

TextStyle one_line(TextStyle style) {
    style.max_height = style.size * 1.3;
    return style;
}

}  // namespace

void Pages::need(double height) {
    if (!has_room(height)) turn();
}

void Pages::turn() {
    draw_foot();
    canvas_.end_page();
    ++number_;
    const double half = width() / 2;
    canvas_.text({margin, 34}, half - 8, document_.title, one_line(running));
    canvas_.text({margin + half, 34}, half, document_.subtitle, placed_end(one_line(running)));
    canvas_.line({{margin, 50}, {margin + width(), 50}}, colours::line, 0.5);
    y_ = top;
}

void Pages::draw_foot() {
    const double y = canvas_.height() - 40;
    canvas_.line({{margin, y}, {margin + width(), y}}, colours::line, 0.5);
    canvas_.text({margin, y + 7}, width() - 70, document_.generated, one_line(running));
    canvas_.text({margin + width() - 60, y + 7}, 60, std::to_string(number_) + " / " + std::to_string(total_), placed_end(running));
}

int Pages::close() {
    draw_foot();
    canvas_.end_page();
    return number_;
}

}  // namespace klicnik::document
