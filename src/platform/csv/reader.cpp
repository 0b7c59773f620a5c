#include "platform/csv/reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

constexpr std::size_t block_size = 64;

bool has_content(std::string_view cell) {
    return !trimmed(cell).empty();
}

bool ends_line(char byte) {
    return byte == '\n' || byte == '\r';
}

}  // namespace

Reader::Reader(std::string_view text, const Dialect& dialect, Limits limits, BlankRows blank_rows)
    : text_(text),
      dialect_(dialect),
      limits_(limits),
      blank_rows_wanted_(blank_rows),
      cells_(limits.max_cells) {
    skip_lines(dialect.skipped_lines);
    block_ = position_ / block_size * block_size;
    marks_ = block_ < text_.size() ? load_marks(block_) : 0;
    marks_ &= ~std::uint64_t{0} << (position_ - block_);
    if (dialect.has_header && next() == Step::row) {
        for (const std::string_view cell : row_.cells) {
            header_.emplace_back(text::stripped(cell));
        }
        width_ = header_.size();
        rows_ = 0;
    }
}

void Reader::skip_lines(std::uint32_t count) {
    for (; count > 0 && position_ < text_.size(); --count) {
        const std::size_t end = text_.find_first_of("\r\n", position_);
        position_ = end == std::string_view::npos ? text_.size()
                                                  : end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
        ++line_;
    }
}

// One bit for each of the next 64 bytes that is a delimiter, a quote or a line end.
std::uint64_t Reader::load_marks(std::size_t base) const {
    std::array<char, block_size> padded{};
    const char* bytes = text_.data() + base;
    const std::size_t left = std::min(block_size, text_.size() - base);
    if (left < block_size) {
        std::memcpy(padded.data(), bytes, left);
        bytes = padded.data();
    }
    // Without quoting the quote is compared with the line feed, which changes nothing.
    const char quote = dialect_.quote == '\0' ? '\n' : dialect_.quote;
    std::uint64_t marks = 0;
#if defined(__SSE2__)
    const __m128i delimiter_lanes = _mm_set1_epi8(dialect_.delimiter);
    const __m128i quote_lanes = _mm_set1_epi8(quote);
    const __m128i line_feed_lanes = _mm_set1_epi8('\n');
    const __m128i return_lanes = _mm_set1_epi8('\r');
    for (std::size_t part = 0; part < block_size / 16; ++part) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + part * 16));
        const __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(chunk, delimiter_lanes),
                                                        _mm_cmpeq_epi8(chunk, quote_lanes)),
                                           _mm_or_si128(_mm_cmpeq_epi8(chunk, line_feed_lanes),
                                                        _mm_cmpeq_epi8(chunk, return_lanes)));
        marks |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found)))
                 << (part * 16);
    }
#else
    for (std::size_t i = 0; i < block_size; ++i) {
        const char byte = bytes[i];
        const bool is_mark = byte == dialect_.delimiter || byte == quote || ends_line(byte);
        marks |= static_cast<std::uint64_t>(is_mark) << i;
    }
#endif
    if (left < block_size) {
        marks &= (std::uint64_t{1} << left) - 1;
    }
    return marks;
}

// Offset of the next delimiter, quote or line end, or the size of the text.
inline std::size_t Reader::next_mark() {
    while (marks_ == 0) {
        block_ += block_size;
        if (block_ >= text_.size()) {
            block_ = text_.size();
            return text_.size();
        }
        marks_ = load_marks(block_);
    }
    const auto offset = static_cast<std::size_t>(std::countr_zero(marks_));
    marks_ &= marks_ - 1;
    return block_ + offset;
}

// Whether the CR at `at` and a line feed are one line end.
inline bool Reader::is_pair(std::size_t at) const {
    return text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n';
}

bool Reader::fail(std::string code, std::uint64_t line, std::size_t max) {
    Params params = {{"line", std::to_string(line)}};
    if (max > 0) {
        params.emplace_back("max", std::to_string(max));
    }
    error_ = {max > 0 ? ErrorKind::limited : ErrorKind::invalid, std::move(code),
              std::move(params)};
    failed_ = true;
    return false;
}

inline bool Reader::add_cell(std::string_view cell) {
    if (cell.size() > limits_.max_cell_bytes) {
        return fail("csv.cell_too_long", row_.line, limits_.max_cell_bytes);
    }
    if (cell_count_ == limits_.max_cells) {
        return fail("csv.too_many_cells", row_.line, limits_.max_cells);
    }
    cells_[cell_count_++] = cell;
    return true;
}

// A quote closes its cell before a delimiter, a line end or the end, also with spaces in between.
bool Reader::closes_quote(std::size_t quote_at) const {
    std::size_t at = quote_at + 1;
    while (at < text_.size() && text_[at] == ' ') {
        ++at;
    }
    return at == text_.size() || text_[at] == dialect_.delimiter || ends_line(text_[at]);
}

// Reads from the opening quote at `start`; sets `mark` to the delimiter or line end after the cell.
bool Reader::read_quoted_cell(std::size_t start, std::size_t& mark) {
    const std::uint64_t first_line = line_;
    bool doubled = false;
    bool stray = false;
    for (;;) {
        const std::size_t at = next_mark();
        if (at == text_.size()) {
            return fail("csv.unterminated_quote", first_line, 0);
        }
        if (at - start > limits_.max_cell_bytes) {
            return stray ? fail("csv.unterminated_quote", first_line, 0)
                         : fail("csv.cell_too_long", first_line, limits_.max_cell_bytes);
        }
        if (ends_line(text_[at])) {
            line_ += is_pair(at) ? 0 : 1;  // the line feed of the pair counts
            continue;
        }
        if (text_[at] != dialect_.quote) {
            continue;
        }
        if (at + 1 < text_.size() && text_[at + 1] == dialect_.quote) {
            next_mark();
            doubled = true;
            continue;
        }
        if (closes_quote(at)) {
            if (doubled) {
                escaped_.push_back(cell_count_);
            }
            ++quoted_cells_;
            mark = next_mark();
            return add_cell(text_.substr(start + 1, at - start - 1));
        }
        if (!stray) {
            stray = true;
            ++problems_.stray_quotes;
            list_problem("csv.stray_quote");
        }
    }
}

// One row from `position_`; false when it failed. Leaves `position_` at the next row.
bool Reader::read_row() {
    cell_count_ = 0;
    escaped_.clear();
    row_.line = line_;
    const std::size_t row_start = position_;
    std::size_t start = row_start;
    bool cell_done = false;  // the cell before `mark` was quoted and is added
    std::size_t mark = next_mark();
    for (;;) {
        const bool at_end = mark == text_.size();
        const char byte = at_end ? '\n' : text_[mark];
        if (byte == dialect_.quote && !at_end) {
            if (mark != start) {  // a quote inside of a bare cell is a character like others
                mark = next_mark();
                continue;
            }
            if (!read_quoted_cell(start, mark)) {
                return false;
            }
            cell_done = true;
            continue;
        }
        if (byte == dialect_.delimiter && !at_end) {
            if (!cell_done && !add_cell(text_.substr(start, mark - start))) {
                return false;
            }
            cell_done = false;
            start = mark + 1;
            mark = next_mark();
            continue;
        }
        if (!cell_done && !add_cell(text_.substr(start, mark - start))) {
            return false;
        }
        row_.source = text_.substr(row_start, mark - row_start);
        if (!at_end && is_pair(mark)) {
            mark = next_mark();
        }
        position_ = at_end ? text_.size() : mark + 1;
        line_ += at_end ? 0 : 1;
        return true;
    }
}

void Reader::resolve_doubled_quotes() {
    std::size_t needed = 0;
    for (const std::size_t index : escaped_) {
        needed += cells_[index].size();
    }
    unescaped_.clear();
    unescaped_.reserve(needed);  // so that the views below stay good
    for (const std::size_t index : escaped_) {
        const std::string_view cell = cells_[index];
        const std::size_t begin = unescaped_.size();
        for (std::size_t at = 0; at < cell.size(); ++at) {
            unescaped_.push_back(cell[at]);
            if (cell[at] == dialect_.quote && at + 1 < cell.size() &&
                cell[at + 1] == dialect_.quote) {
                ++at;
            }
        }
        cells_[index] = {unescaped_.data() + begin, unescaped_.size() - begin};
    }
}

bool Reader::is_blank_row() const {
    for (std::size_t i = 0; i < cell_count_; ++i) {
        if (has_content(cells_[i])) {
            return false;
        }
    }
    return true;
}

void Reader::list_problem(std::string_view code) {
    if (problems_.listed.size() < Problems::max_listed) {
        problems_.listed.push_back({rows_ + 1, row_.line, code, cell_count_});
    }
}

// Compares the length of the row with the width; empty cells at its end do not count as cells too
// many, because spreadsheets write them.
void Reader::settle_shape() {
    row_.shape = RowShape::exact;
    if (width_ == 0) {
        width_ = cell_count_;
        return;
    }
    if (cell_count_ == width_) {
        return;
    }
    if (cell_count_ < width_) {
        row_.shape = RowShape::too_short;
        ++problems_.too_short;
        list_problem("csv.row_too_short");
        return;
    }
    for (std::size_t i = width_; i < cell_count_; ++i) {
        if (has_content(cells_[i])) {
            row_.shape = RowShape::too_long;
            ++problems_.too_long;
            list_problem("csv.row_too_long");
            return;
        }
    }
}

Step Reader::next() {
    while (!failed_ && position_ < text_.size()) {
        if (!read_row()) {
            break;
        }
        if (blank_rows_wanted_ == BlankRows::skip && !has_content(cells_[0]) && is_blank_row()) {
            ++blank_rows_;
            continue;
        }
        if (!escaped_.empty()) {
            resolve_doubled_quotes();
        }
        settle_shape();
        row_.number = ++rows_;
        row_.cells = {cells_.data(), cell_count_};
        return Step::row;
    }
    row_.cells = {};
    row_.source = {};
    return failed_ ? Step::failed : Step::end;
}

}  // namespace klicnik::csv
