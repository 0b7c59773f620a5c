#pragma once

// The parts of a report on paper: pages with head and foot, and what flows over them.

#include <vector>

#include "platform/document/canvas.hpp"
#include "platform/document/document.hpp"

namespace klicnik::document {

/// Where the next part goes, with the head and foot of each page. Made once silently to count the pages, once to draw.
class Pages {
  public:
    /// `total` is 0 while they are being counted.
    Pages(Canvas& canvas, const Document& document, int total) : canvas_(canvas), document_(document), total_(total) {}

    Canvas& canvas() { return canvas_; }
    Language language() const { return document_.language; }
    double left() const { return margin; }
    double width() const { return canvas_.width() - 2 * margin; }
    /// Height of an empty page after the first.
    double whole() const { return canvas_.height() - top - bottom; }
    double y() const { return y_; }
    void move(double height) { y_ += height; }
    bool has_room(double height) const { return y_ + height <= canvas_.height() - bottom; }
    /// Turns the page unless so much room is left; what is higher than a page starts on a new one.
    void need(double height);
    void turn();
    /// Draws the foot of the last page and gives the number of pages.
    int close();

  private:
    static constexpr double margin = 48;
    static constexpr double top = 72;
    static constexpr double bottom = 60;

    void draw_foot();

    Canvas& canvas_;
    const Document& document_;
    int total_;
    int number_ = 1;
    double y_ = 48;
};

/// A table with what it needs to know before its first row is drawn; measured once, drawn over as many pages as it takes.
struct MeasuredTable {
    const Table* table = nullptr;
    double size = 8.5;           ///< of the letters
    std::vector<double> widths;  ///< with the padding
    double heading_height = 0;
    std::vector<double> heights;  ///< of the rows
    double total_height = 0;
};

MeasuredTable measure(const Table& table, double width, Language language, Canvas& canvas);
/// Height of the heading and the first rows, which stay with what stands above them.
double first_part(const MeasuredTable& measured);
void draw_table(const MeasuredTable& measured, Pages& pages);

/// Height of a chart with its title, or of its first part when it may break over pages.
double chart_height(const Chart& chart);
void draw_chart(const Chart& chart, Pages& pages);

/// Draws a heat table row by row, with its heading again on each page.
void draw_heat(const HeatTable& heat, Pages& pages);

}  // namespace klicnik::document
