#include "platform/csv/writer.hpp"

#include <utility>

#include "platform/csv/values.hpp"

namespace klicnik::csv {

namespace {

bool runs_as_formula(std::string_view text) {
    if (text.empty() || std::string_view("=+-@\t\r").find(text[0]) == std::string_view::npos) {
        return false;
    }
    const bool may_be_number = text[0] == '-' || text[0] == '+';
    return !may_be_number ||
           parse_number_cell(text, DecimalMark::unknown).problem == "decimal.malformed";
}

}  // namespace

void Writer::cell(std::string_view text) {
    if (row_begun_) {
        text_.push_back(delimiter_);
    }
    const bool defuse = formulas_ == Formulas::defuse && runs_as_formula(text);
    const bool spaced = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    bool quoted = spaced || text.find_first_of("\"\r\n") != std::string_view::npos ||
                  text.find(delimiter_) != std::string_view::npos;
    // A lone empty cell would be a blank line, which readers leave out.
    quoted = quoted || (text.empty() && !row_begun_);
    row_begun_ = true;
    if (!quoted) {
        text_ += defuse ? "'" : "";
        text_ += text;
        return;
    }
    text_.push_back('"');
    text_ += defuse ? "'" : "";
    for (const char character : text) {
        if (character == '"') {
            text_.push_back('"');
        }
        text_.push_back(character);
    }
    text_.push_back('"');
}

void Writer::end_row() {
    text_ += "\r\n";
    row_begun_ = false;
}

std::string Writer::take() {
    return std::exchange(text_, {});
}

}  // namespace klicnik::csv
