#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "platform/document/document.hpp"
#include "platform/document/format.hpp"
#include "platform/document/sheet_names.hpp"

namespace klicnik::document {

namespace {

constexpr std::size_t longest_text = 32'767;     // of a cell, in characters
constexpr std::size_t most_rows = 1'048'575;     // with heading and total
constexpr int excel_day_of_1970 = 25'569;
constexpr double narrowest_column = 9;
constexpr double widest_column = 60;
constexpr lxw_color_t accent_colour = 0x176D64;
constexpr lxw_color_t pale_colour = 0xE8F4F2;
constexpr lxw_color_t dim_colour = 0x58645F;

/// A file without a name in any folder, which is gone with the process whatever happens: the library of Debian 12 writes
/// to a path only.
class NamelessFile {
  public:
    NamelessFile() : descriptor_(::memfd_create("workbook", MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw std::runtime_error("no memory file for a workbook");
    }
    ~NamelessFile() { ::close(descriptor_); }
    NamelessFile(const NamelessFile&) = delete;
    NamelessFile& operator=(const NamelessFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

    std::string bytes() const {
        const off_t size = ::lseek(descriptor_, 0, SEEK_END);
        std::string content(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
        std::size_t done = 0;
        while (done < content.size()) {
            const ssize_t got = ::pread(descriptor_, content.data() + done, content.size() - done, static_cast<off_t>(done));
            if (got <= 0) throw std::runtime_error("a workbook cannot be read back");
            done += static_cast<std::size_t>(got);
        }
        return content;
    }

  private:
    int descriptor_;
};

enum class Emphasis { none, row, total };

std::string amount_pattern(Currency currency, const CellStyle& style, Language language) {
    const unsigned places = style.rounding == Rounding::whole ? 0 : exponent(currency);
    const std::string number = places == 0 ? "#,##0" : "#,##0." + std::string(places, '0');
    if (style.unit == Unit::hidden) return number;
    const std::string sign = currency_sign(currency, language);
    if (language == Language::cs) return number + "\\ \"" + sign + "\"";
    return sign == currency.view() ? "\"" + sign + "\"\\ " + number : "\"" + sign + "\"" + number;
}

/// The pattern by which a spreadsheet shows the cell; its decimal mark is that of the reader's computer.
std::string pattern_of(const Cell& cell, const CellStyle& style, Language language) {
    std::string pattern;
    if (std::holds_alternative<std::int64_t>(cell)) pattern = "#,##0";
    if (const auto* amount = std::get_if<Amount>(&cell)) pattern = amount_pattern(amount->currency, style, language);
    if (std::holds_alternative<Ratio>(cell)) {
        pattern = style.rounding == Rounding::whole ? "0" : "0.0";
        pattern += language == Language::cs ? "\\ %" : "%";
    }
    if (const auto* number = std::get_if<Number>(&cell)) pattern = number->places == 0 ? "#,##0" : "#,##0." + std::string(number->places, '0');
    if (std::holds_alternative<Date>(cell)) return language == Language::cs ? "d\\.\\ m\\.\\ yyyy" : "d\\ mmm\\ yyyy";
    if (std::holds_alternative<Month>(cell)) return language == Language::cs ? "m\\/yyyy" : "mmm\\ yyyy";
    if (!pattern.empty() && style.sign == Sign::signed_values) pattern = "+" + pattern + ";-" + pattern + ";" + pattern;
    return pattern;
}

class Workbook {
  public:
    explicit Workbook(const Document& document) : document_(document), book_(workbook_new(file_.path().c_str())) {
        if (book_ == nullptr) throw std::runtime_error("a workbook cannot be begun");
        lxw_doc_properties properties{};
        std::string title = document.title;
        std::string subject = document.subtitle;
        properties.title = title.data();
        properties.subject = subject.data();
        properties.created = static_cast<time_t>(std::max<std::int64_t>(1, document.made_at.micros / 1'000'000));
        workbook_set_properties(book_, &properties);
    }

    ~Workbook() {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    lxw_worksheet* add_sheet(std::string_view heading) {
        lxw_worksheet* sheet = workbook_add_worksheet(book_, names_.add(heading).c_str());
        if (sheet == nullptr) throw std::runtime_error("a workbook refused a sheet");
        worksheet_set_paper(sheet, 9);  // A4
        return sheet;
    }

    lxw_format* add_format() { return workbook_add_format(book_); }

    lxw_format* heading_format(Align align) {
        lxw_format*& format = headings_[align];
        if (format != nullptr) return format;
        format = add_format();
        format_set_bold(format);
        format_set_font_color(format, LXW_COLOR_WHITE);
        format_set_bg_color(format, accent_colour);
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        if (align == Align::end) format_set_align(format, LXW_ALIGN_RIGHT);
        format_set_text_wrap(format);
        return format;
    }

    lxw_format* cell_format(const std::string& pattern, Emphasis emphasis, Align align) {
        lxw_format*& format = formats_[{pattern, emphasis, align}];
        if (format != nullptr) return format;
        format = add_format();
        if (!pattern.empty()) format_set_num_format(format, pattern.c_str());
        if (align == Align::end) format_set_align(format, LXW_ALIGN_RIGHT);
        if (emphasis != Emphasis::none) format_set_bold(format);
        if (emphasis == Emphasis::row) format_set_bg_color(format, pale_colour);
        if (emphasis == Emphasis::total) format_set_top(format, LXW_BORDER_MEDIUM);
        return format;
    }

    void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text, lxw_format* format) {
        std::string cut(text);
        // Bytes are at least as many as characters, so most texts need no counting.
        while (cut.size() > longest_text && code_points(cut) > longest_text) cut.resize(cut.size() - (code_points(cut) - longest_text));
        while (cut.size() < text.size() && !cut.empty() && (static_cast<unsigned char>(text[cut.size()]) & 0xC0) == 0x80) cut.pop_back();
        // Always a string: what begins with an equals sign is no formula.
        check(worksheet_write_string(sheet, row, column, cut.c_str(), format));
    }

    void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, const CellStyle& style, Emphasis emphasis, Align align) {
        lxw_format* format = cell_format(pattern_of(cell, style, document_.language), emphasis, align);
        const auto number = [&](double value) { check(worksheet_write_number(sheet, row, column, value, format)); };
        std::visit(
            [&](const auto& value) {
                using Kind = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<Kind, Empty>) check(worksheet_write_blank(sheet, row, column, format));
                if constexpr (std::is_same_v<Kind, std::string>) write_text(sheet, row, column, value, format);
                if constexpr (std::is_same_v<Kind, std::int64_t>) number(static_cast<double>(value));
                // The format knows binary fractions only; the nearest one is written and shown as the decimal it came from.
                if constexpr (std::is_same_v<Kind, Amount>) number(static_cast<double>(value.amount.units) / 10'000);
                if constexpr (std::is_same_v<Kind, Ratio>) number(static_cast<double>(value.basis_points) / 10'000);
                if constexpr (std::is_same_v<Kind, Number>) number(static_cast<double>(value.value.units) / 10'000);
                if constexpr (std::is_same_v<Kind, Date>) number(value.days + excel_day_of_1970);
                if constexpr (std::is_same_v<Kind, Month>) number(first_day(value).days + excel_day_of_1970);
            },
            cell);
    }

    std::string finish() {
        // Closing frees the book, whether it could be written or not.
        check(workbook_close(std::exchange(book_, nullptr)));
        return file_.bytes();
    }

    static void check(lxw_error error) {
        if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("writing a workbook failed: ") + lxw_strerror(error));
    }

  private:
    struct FormatKey {
        std::string pattern;
        Emphasis emphasis;
        Align align;
        friend auto operator<=>(const FormatKey&, const FormatKey&) = default;
    };

    const Document& document_;
    NamelessFile file_;
    lxw_workbook* book_;
    SheetNames names_;
    std::map<Align, lxw_format*> headings_;
    std::map<FormatKey, lxw_format*> formats_;
};

double fitting_width(std::size_t characters) {
    return std::clamp(static_cast<double>(characters) * 1.05 + 2.5, narrowest_column, widest_column);
}

/// Wide enough for the longest of the first rows; a long text then shows its beginning.
double width_of(const Table& table, std::size_t column, Language language) {
    constexpr std::size_t looked_at = 1'000;
    CellStyle style = table.columns[column].style;
    style.scale = Scale::full;
    // The button of the filter takes two characters.
    std::size_t longest = std::min<std::size_t>(code_points(table.columns[column].heading) + 2, 24);
    for (std::size_t row = 0; row < std::min(looked_at, table.rows.size()); ++row) {
        longest = std::max(longest, code_points(cell_text(cell_at(table.rows[row].cells, column), style, language)));
    }
    if (table.total) longest = std::max(longest, code_points(cell_text(cell_at(table.total->cells, column), style, language)) + 1);
    return fitting_width(longest);
}

void write_sheet(const Section& section, const Table& table, Orientation orientation, Language language, Workbook& book) {
    if (table.rows.size() >= most_rows) throw std::length_error("a sheet holds no more than 1 048 576 rows");
    lxw_worksheet* sheet = book.add_sheet(section.heading);
    if (orientation == Orientation::landscape) worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const auto column = static_cast<lxw_col_t>(at);
        worksheet_set_column(sheet, column, column, width_of(table, at, language), nullptr);
        book.write_text(sheet, 0, column, table.columns[at].heading, book.heading_format(table.columns[at].align));
    }
    const auto write_row = [&](const Row& row, lxw_row_t number, Emphasis emphasis) {
        for (std::size_t at = 0; at < table.columns.size(); ++at) {
            const Column& column = table.columns[at];
            book.write_cell(sheet, number, static_cast<lxw_col_t>(at), cell_at(row.cells, at), column.style, emphasis, column.align);
        }
    };
    lxw_row_t number = 1;
    for (const Row& row : table.rows) write_row(row, number++, row.kind == RowKind::emphasised ? Emphasis::row : Emphasis::none);
    if (table.total) write_row(*table.total, number, Emphasis::total);
    worksheet_freeze_panes(sheet, 1, 0);
    // The total stays outside, so that filtering and sorting leave it where it is.
    if (!table.rows.empty()) worksheet_autofilter(sheet, 0, 0, number - 1, static_cast<lxw_col_t>(table.columns.size() - 1));
}

void write_overview(const Document& document, Workbook& book) {
    lxw_worksheet* sheet = book.add_sheet(document.overview_name.empty() ? document.title : document.overview_name);
    lxw_format* title = book.add_format();
    format_set_bold(title);
    format_set_font_size(title, 18);
    format_set_font_color(title, accent_colour);
    lxw_format* heading = book.add_format();
    format_set_bold(heading);
    format_set_font_size(heading, 12);
    lxw_format* dim = book.add_format();
    format_set_font_color(dim, dim_colour);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_column(sheet, 0, 0, 34, nullptr);
    worksheet_set_column(sheet, 1, 1, 24, nullptr);
    worksheet_set_column(sheet, 2, 2, widest_column, nullptr);
    lxw_row_t row = 0;
    book.write_text(sheet, row++, 0, document.title, title);
    if (!document.subtitle.empty()) book.write_text(sheet, row++, 0, document.subtitle, dim);
    if (!document.generated.empty()) book.write_text(sheet, row++, 0, document.generated, dim);
    ++row;
    for (const Parameter& each : document.parameters) {
        book.write_text(sheet, row, 0, each.label, dim);
        book.write_text(sheet, row++, 1, each.value, nullptr);
    }
    for (const Section& section : document.sections) {
        if (section.key_figures.empty() && section.paragraphs.empty()) continue;
        ++row;
        book.write_text(sheet, row++, 0, section.heading, heading);
        for (const std::string& paragraph : section.paragraphs) book.write_text(sheet, row++, 0, paragraph, nullptr);
        for (const KeyFigure& figure : section.key_figures) {
            book.write_text(sheet, row, 0, figure.label, nullptr);
            book.write_cell(sheet, row, 1, figure.value, figure.style, Emphasis::none, Align::end);
            const auto* empty = std::get_if<Empty>(&figure.value);
            book.write_text(sheet, row++, 2, empty != nullptr && !empty->reason.empty() ? empty->reason : figure.note, dim);
        }
    }
}

}  // namespace

std::string xlsx(const Document& document) {
    Workbook book(document);
    write_overview(document, book);
    for (const Section& section : document.sections) {
        const std::optional<Table> table = table_of(section);
        if (table && !table->columns.empty()) write_sheet(section, *table, document.orientation, document.language, book);
    }
    return book.finish();
}

}  // namespace klicnik::document
