#pragma once

// The paper of a report: text, lines and areas in points (1/72 inch) from the upper left corner, without the types of the
// libraries that draw. One canvas makes one file.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/document/document.hpp"

namespace klicnik::document {

/// Red, green and blue, 0 to 1.
struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

namespace colours {
inline constexpr Colour ink{0.098, 0.122, 0.118};
inline constexpr Colour dim{0.345, 0.392, 0.373};
inline constexpr Colour line{0.835, 0.863, 0.855};
inline constexpr Colour surface{0.957, 0.965, 0.961};
inline constexpr Colour accent{0.090, 0.427, 0.388};
inline constexpr Colour accent_soft{0.647, 0.824, 0.796};
inline constexpr Colour accent_pale{0.910, 0.957, 0.949};
inline constexpr Colour white{1, 1, 1};
}  // namespace colours

enum class Weight { normal, bold };
enum class Placing { start, centre, end };

struct TextStyle {
    double size = 8.5;  ///< of the letters, in points
    Weight weight = Weight::normal;
    Colour colour = colours::ink;
    Placing placing = Placing::start;
    double max_height = 0;  ///< what goes beyond ends in an ellipsis; 0 for no limit
};

struct Point {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// How the lines of a chart differ where there is no colour.
enum class Dash { solid, dashed, dotted, long_dashed };

class Canvas {
  public:
    /// Title, language, orientation and date of the file are the document's.
    explicit Canvas(const Document& document);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    double width() const;
    double height() const;

    /// While it is silent nothing is drawn: to count the pages first.
    void silence(bool is_silent);
    void end_page();
    /// An entry in the list of contents that viewers show, pointing at the current page.
    void bookmark(const std::string& heading, double y);

    /// Draws text that wraps at `width` and gives the height it takes.
    double text(Point at, double width, std::string_view text, const TextStyle& style);
    double text_height(double width, std::string_view text, const TextStyle& style);
    /// Of the widest line, without wrapping.
    double text_width(std::string_view text, const TextStyle& style);
    /// The lines into which the text wraps.
    std::vector<std::string> text_lines(double width, std::string_view text, const TextStyle& style);

    void fill(const Box& box, Colour colour, double radius = 0);
    void outline(const Box& box, Colour colour, double thickness = 0.75);
    /// Slanted lines inside a box, so that it differs from its neighbours on a copy without colours.
    void hatch(const Box& box, Colour colour);
    void line(const std::vector<Point>& points, Colour colour, double thickness = 0.75, Dash dash = Dash::solid);
    void dot(Point centre, double radius, Colour colour);

    /// The finished file; nothing may be drawn after it.
    std::string finish();

  private:
    struct Libraries;
    std::unique_ptr<Libraries> libraries_;
};

}  // namespace klicnik::document
