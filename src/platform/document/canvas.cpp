#include "platform/document/canvas.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "platform/document/format.hpp"
#include "platform/document/pdf_language.hpp"

namespace klicnik::document {

namespace {

constexpr double a4_short = 595.276;
constexpr double a4_long = 841.890;
constexpr double line_spacing = 1.12;

cairo_status_t append_bytes(void* closure, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

/// The fonts that were looked up, kept for the life of the process: finding them takes longer than a page. Only pdf() gets
/// here, one call at a time.
PangoFontMap* fonts() {
    static PangoFontMap* const map = [] {
        PangoFontMap* made = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        if (made == nullptr) throw std::runtime_error("cairo was built without FreeType");
        // One unit of a font is one point, whatever the screen.
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(made), 72);
        return made;
    }();
    return map;
}

}  // namespace

struct Canvas::Libraries {
    std::string bytes;
    std::string language;
    std::string shown;  ///< what the layout holds
    double width = 0;
    double height = 0;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    PangoContext* context = nullptr;
    PangoLayout* layout = nullptr;
    PangoFontDescription* font = nullptr;
    bool is_silent = false;
    int page = 1;

    ~Libraries() {
        pango_font_description_free(font);
        g_object_unref(layout);
        g_object_unref(context);
        cairo_destroy(cairo);
        cairo_surface_destroy(surface);
    }

    void colour(Colour colour) { cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue); }

    /// Sets the one layout to this text; a negative width does not wrap.
    void set(double text_width, std::string_view text, const TextStyle& style) {
        pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
        pango_font_description_set_weight(font, style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout, font);
        pango_layout_set_width(layout, text_width < 0 ? -1 : static_cast<int>(std::lround(text_width * PANGO_SCALE)));
        pango_layout_set_height(layout, style.max_height > 0 ? static_cast<int>(std::lround(style.max_height * PANGO_SCALE)) : -1);
        pango_layout_set_ellipsize(layout, style.max_height > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
        const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
        pango_layout_set_alignment(layout, alignments[static_cast<int>(style.placing)]);
        shown = language == "cs" ? bound_letters(text) : std::string(text);
        pango_layout_set_text(layout, shown.data(), static_cast<int>(shown.size()));
    }

    double layout_height() const {
        PangoRectangle logical;
        pango_layout_get_extents(layout, nullptr, &logical);
        return static_cast<double>(logical.height) / PANGO_SCALE;
    }
};

Canvas::Canvas(const Document& document) : libraries_(std::make_unique<Libraries>()) {
    Libraries& own = *libraries_;
    own.language = document.language == Language::cs ? "cs" : "en";
    const bool upright = document.orientation == Orientation::portrait;
    own.width = upright ? a4_short : a4_long;
    own.height = upright ? a4_long : a4_short;
    own.surface = cairo_pdf_surface_create_for_stream(append_bytes, &own.bytes, own.width, own.height);
    cairo_pdf_surface_set_metadata(own.surface, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    if (!document.subtitle.empty()) cairo_pdf_surface_set_metadata(own.surface, CAIRO_PDF_METADATA_SUBJECT, document.subtitle.c_str());
    cairo_pdf_surface_set_metadata(own.surface, CAIRO_PDF_METADATA_CREATOR, "Klíčník");
    const std::string made_at = to_text(document.made_at).substr(0, 19) + "Z";
    cairo_pdf_surface_set_metadata(own.surface, CAIRO_PDF_METADATA_CREATE_DATE, made_at.c_str());
    own.cairo = cairo_create(own.surface);
    own.context = pango_font_map_create_context(fonts());
    pango_context_set_language(own.context, pango_language_from_string(own.language.c_str()));
    pango_context_set_base_dir(own.context, PANGO_DIRECTION_LTR);
    // Letters stand where the outline says, not on the dots of a screen.
    pango_context_set_round_glyph_positions(own.context, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(own.context, options);
    cairo_font_options_destroy(options);
    own.layout = pango_layout_new(own.context);
    pango_layout_set_wrap(own.layout, PANGO_WRAP_WORD_CHAR);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(own.layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_line_spacing(own.layout, static_cast<float>(line_spacing));
    own.font = pango_font_description_from_string("DejaVu Sans");
}

Canvas::~Canvas() = default;

double Canvas::width() const {
    return libraries_->width;
}

double Canvas::height() const {
    return libraries_->height;
}

void Canvas::silence(bool is_silent) {
    libraries_->is_silent = is_silent;
}

void Canvas::end_page() {
    if (libraries_->is_silent) return;
    cairo_show_page(libraries_->cairo);
    ++libraries_->page;
}

void Canvas::bookmark(const std::string& heading, double y) {
    if (libraries_->is_silent || heading.empty()) return;
    const std::string target = "page=" + std::to_string(libraries_->page) + " pos=[0 " + std::to_string(static_cast<int>(y)) + "]";
    cairo_pdf_surface_add_outline(libraries_->surface, CAIRO_PDF_OUTLINE_ROOT, heading.c_str(), target.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

double Canvas::text(Point at, double width, std::string_view text, const TextStyle& style) {
    Libraries& own = *libraries_;
    own.set(width, text, style);
    if (!own.is_silent) {
        own.colour(style.colour);
        cairo_move_to(own.cairo, at.x, at.y);
        pango_cairo_show_layout(own.cairo, own.layout);
    }
    return own.layout_height();
}

double Canvas::text_height(double width, std::string_view text, const TextStyle& style) {
    libraries_->set(width, text, style);
    return libraries_->layout_height();
}

double Canvas::text_width(std::string_view text, const TextStyle& style) {
    libraries_->set(-1, text, style);
    PangoRectangle logical;
    pango_layout_get_extents(libraries_->layout, nullptr, &logical);
    return static_cast<double>(logical.width) / PANGO_SCALE;
}

std::vector<std::string> Canvas::text_lines(double width, std::string_view text, const TextStyle& style) {
    libraries_->set(width, text, style);
    std::vector<std::string> lines;
    for (GSList* at = pango_layout_get_lines_readonly(libraries_->layout); at != nullptr; at = at->next) {
        const auto* line = static_cast<const PangoLayoutLine*>(at->data);
        lines.emplace_back(libraries_->shown.substr(static_cast<std::size_t>(line->start_index), static_cast<std::size_t>(line->length)));
        while (lines.back().ends_with(' ')) lines.back().pop_back();
    }
    return lines;
}

void Canvas::fill(const Box& box, Colour colour, double radius) {
    Libraries& own = *libraries_;
    if (own.is_silent) return;
    own.colour(colour);
    if (radius <= 0) {
        cairo_rectangle(own.cairo, box.x, box.y, box.width, box.height);
    } else {
        constexpr double quarter = std::numbers::pi / 2;
        const double right = box.x + box.width - radius;
        const double bottom = box.y + box.height - radius;
        cairo_new_sub_path(own.cairo);
        cairo_arc(own.cairo, right, box.y + radius, radius, -quarter, 0);
        cairo_arc(own.cairo, right, bottom, radius, 0, quarter);
        cairo_arc(own.cairo, box.x + radius, bottom, radius, quarter, 2 * quarter);
        cairo_arc(own.cairo, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter);
        cairo_close_path(own.cairo);
    }
    cairo_fill(own.cairo);
}

void Canvas::outline(const Box& box, Colour colour, double thickness) {
    Libraries& own = *libraries_;
    if (own.is_silent) return;
    own.colour(colour);
    cairo_set_dash(own.cairo, nullptr, 0, 0);
    cairo_set_line_width(own.cairo, thickness);
    cairo_rectangle(own.cairo, box.x, box.y, box.width, box.height);
    cairo_stroke(own.cairo);
}

void Canvas::hatch(const Box& box, Colour colour) {
    Libraries& own = *libraries_;
    if (own.is_silent || box.height <= 0) return;
    constexpr double gap = 4;
    cairo_save(own.cairo);
    cairo_rectangle(own.cairo, box.x, box.y, box.width, box.height);
    cairo_clip(own.cairo);
    own.colour(colour);
    cairo_set_dash(own.cairo, nullptr, 0, 0);
    cairo_set_line_width(own.cairo, 0.9);
    cairo_new_path(own.cairo);
    for (double x = box.x - box.height; x < box.x + box.width; x += gap) {
        cairo_move_to(own.cairo, x, box.y + box.height);
        cairo_line_to(own.cairo, x + box.height, box.y);
    }
    cairo_stroke(own.cairo);
    cairo_restore(own.cairo);
}

void Canvas::line(const std::vector<Point>& points, Colour colour, double thickness, Dash dash) {
    Libraries& own = *libraries_;
    if (own.is_silent || points.size() < 2) return;
    static constexpr double dashed[] = {5, 3};
    static constexpr double dotted[] = {1.2, 2.4};
    static constexpr double long_dashed[] = {10, 3, 2, 3};
    switch (dash) {
        case Dash::solid: cairo_set_dash(own.cairo, nullptr, 0, 0); break;
        case Dash::dashed: cairo_set_dash(own.cairo, dashed, 2, 0); break;
        case Dash::dotted: cairo_set_dash(own.cairo, dotted, 2, 0); break;
        case Dash::long_dashed: cairo_set_dash(own.cairo, long_dashed, 4, 0); break;
    }
    own.colour(colour);
    cairo_set_line_width(own.cairo, thickness);
    cairo_set_line_join(own.cairo, CAIRO_LINE_JOIN_ROUND);
    // A text that was drawn before has left its place behind.
    cairo_new_path(own.cairo);
    for (const Point& point : points) cairo_line_to(own.cairo, point.x, point.y);
    cairo_stroke(own.cairo);
}

void Canvas::dot(Point centre, double radius, Colour colour) {
    Libraries& own = *libraries_;
    if (own.is_silent) return;
    own.colour(colour);
    cairo_new_sub_path(own.cairo);
    cairo_arc(own.cairo, centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    cairo_fill(own.cairo);
}

std::string Canvas::finish() {
    Libraries& own = *libraries_;
    cairo_surface_finish(own.surface);
    if (const cairo_status_t status = cairo_surface_status(own.surface); status != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error(std::string("drawing a report failed: ") + cairo_status_to_string(status));
    }
    return with_language(std::move(own.bytes), own.language);
}

}  // namespace klicnik::document
