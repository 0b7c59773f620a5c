#include "platform/csv/dialect.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

constexpr std::size_t sample_bytes = 256 * 1024;
constexpr std::size_t sample_rows = 200;
// In the order of preference: an even match is decided by what spreadsheets in this country write.
constexpr std::array<char, 4> delimiters = {';', ',', '\t', '|'};

// The beginning of the text, cut after a line, so that its last row is whole.
std::string_view sample_of(std::string_view text) {
    if (text.size() <= sample_bytes) {
        return text;
    }
    const std::string_view head = text.substr(0, sample_bytes);
    const std::size_t end = head.find_last_of("\n\r");
    return end == std::string_view::npos ? head : head.substr(0, end + 1);
}

// "sep=;" on the first line: written by spreadsheets for themselves.
std::optional<char> declared_delimiter(std::string_view sample) {
    const std::string_view line =
        sample.substr(0, std::min(sample.find_first_of("\r\n"), sample.size()));
    std::string_view text = trimmed(line);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    if (text.size() == 5 && ascii_lower(text.substr(0, 4)) == "sep=") {
        return text[4];
    }
    return line.substr(0, 4) == "sep=" && line.size() == 5 ? std::optional<char>(line[4])
                                                           : std::nullopt;
}

struct SampleRow {
    std::vector<std::string> cells;
    std::uint64_t line = 0;

    std::size_t filled() const {
        return static_cast<std::size_t>(
            std::count_if(cells.begin(), cells.end(),
                          [](const auto& cell) { return !text::stripped(cell).empty(); }));
    }
};

struct Sample {
    std::vector<SampleRow> rows;
    std::uint64_t quoted_cells = 0;
    std::uint64_t stray_quotes = 0;
    bool failed = false;
};

Sample read_sample(std::string_view text, Dialect dialect) {
    dialect.has_header = false;
    Reader reader(text, dialect);
    Sample sample;
    while (sample.rows.size() < sample_rows) {
        const Step step = reader.next();
        if (step != Step::row) {
            // An open quote at the cut of a long text says nothing.
            sample.failed = step == Step::failed && text.size() < sample_bytes / 2;
            break;
        }
        const auto cells = reader.row().cells;
        sample.rows.push_back({{cells.begin(), cells.end()}, reader.row().line});
    }
    sample.quoted_cells = reader.quoted_cells();
    sample.stray_quotes = reader.problems().stray_quotes;
    return sample;
}

// The most frequent number of cells, the larger of equally frequent ones.
std::size_t usual_width(const Sample& sample) {
    std::map<std::size_t, std::size_t> counts;
    for (const SampleRow& row : sample.rows) {
        ++counts[row.cells.size()];
    }
    std::size_t width = 0;
    std::size_t best = 0;
    for (const auto& [cells, count] : counts) {
        if (count >= best) {
            best = count;
            width = cells;
        }
    }
    return width;
}

// Rows above the table: a title, the date of the export. They hold one cell where the table has
// more.
std::size_t title_rows(const Sample& sample, std::size_t width) {
    if (width < 2) {
        return 0;
    }
    std::size_t rows = 0;
    while (rows < sample.rows.size() && rows < 20 && sample.rows[rows].filled() <= 1 &&
           (sample.rows[rows].cells.size() < width || width > 2)) {
        ++rows;
    }
    return rows < sample.rows.size() && rows < 20 ? rows : 0;
}

// 0 … 1: how much the sample looks like a table under this dialect.
double table_score(const Sample& sample, const Dialect& dialect) {
    const std::size_t width = usual_width(sample);
    if (width < 2 || sample.failed) {
        return 0.0;
    }
    const std::size_t first = title_rows(sample, width);
    double regular = 0.0;
    double cells = 0.0;
    double leading_spaces = 0.0;
    double foreign_marks = 0.0;
    for (std::size_t i = first; i < sample.rows.size(); ++i) {
        const SampleRow& row = sample.rows[i];
        regular += row.cells.size() == width ? 1.0 : 0.0;
        for (const std::string& cell : row.cells) {
            cells += 1.0;
            leading_spaces += cell.size() > 1 && cell[0] == ' ' ? 1.0 : 0.0;
            for (const char mark : {';', '\t', '|'}) {
                if (mark != dialect.delimiter && cell.find(mark) != std::string::npos) {
                    foreign_marks += 1.0;
                    break;
                }
            }
        }
    }
    const double rows = static_cast<double>(sample.rows.size() - first);
    double score = regular / rows * (1.0 - 1.0 / (1.0 + static_cast<double>(width)));
    score *= sample.rows[first].cells.size() == width ? 1.0 : 0.5;  // headings have no free text
    score *= 1.0 - 0.5 * leading_spaces / cells;                    // "a, b" is prose
    score *= 1.0 - 0.6 * foreign_marks / cells;
    score *= sample.stray_quotes > 0 ? 0.6 : 1.0;
    return score;
}

enum class CellLook { blank, text, number, date, contact };

CellLook look_of(std::string_view cell) {
    const std::string_view text = text::stripped(cell);
    if (text.empty()) {
        return CellLook::blank;
    }
    if (parse_date_cell(text, DateOrder::day_first, TwoDigitYears::accept)) {
        return CellLook::date;
    }
    const auto number = parse_number_cell(text, DecimalMark::unknown);
    if (number || number.problem != "decimal.malformed") {
        return CellLook::number;
    }
    const bool is_contact = text.find('@') != std::string_view::npos ||
                            text.substr(0, 4) == "http" || (text[0] == '+' && text.size() > 8);
    return is_contact ? CellLook::contact : CellLook::text;
}

// The look of most filled cells below the first row, when they agree; otherwise text.
CellLook column_look(const Sample& sample, std::size_t first, std::size_t column) {
    std::array<std::size_t, 5> counts{};
    std::size_t filled = 0;
    for (std::size_t i = first + 1; i < sample.rows.size(); ++i) {
        const auto& cells = sample.rows[i].cells;
        const CellLook look = column < cells.size() ? look_of(cells[column]) : CellLook::blank;
        ++counts[static_cast<std::size_t>(look)];
        filled += look == CellLook::blank ? 0 : 1;
    }
    for (const CellLook look : {CellLook::number, CellLook::date, CellLook::contact}) {
        if (filled > 0 && counts[static_cast<std::size_t>(look)] * 10 >= filled * 8) {
            return look;
        }
    }
    return filled == 0 ? CellLook::blank : CellLook::text;
}

// Positive: the first row names the columns; negative: it is data like the rows below it.
double header_evidence(const Sample& sample, std::size_t first) {
    const SampleRow& head = sample.rows[first];
    double evidence = 0.0;
    double repeated = 0.0;  // columns whose heading comes again as a value
    for (std::size_t column = 0; column < head.cells.size(); ++column) {
        const std::string_view heading = text::stripped(head.cells[column]);
        const CellLook look = look_of(heading);
        const CellLook below = column_look(sample, first, column);
        if (look == CellLook::blank) {
            evidence -= below == CellLook::blank ? 0.0 : 0.4;
            continue;
        }
        if (look != CellLook::text) {
            evidence -= look == below || look == CellLook::contact ? 1.5 : 0.5;
            continue;
        }
        if (below != CellLook::text && below != CellLook::blank) {
            evidence += 1.0;  // words above numbers
        }
        std::size_t same = 0;
        for (std::size_t i = first + 1; i < sample.rows.size(); ++i) {
            const auto& cells = sample.rows[i].cells;
            same += column < cells.size() && text::stripped(cells[column]) == heading ? 1 : 0;
        }
        repeated += same > 0 ? 1.0 : 0.0;
        if (heading.find('_') != std::string_view::npos) {
            evidence += 0.3;
        }
        evidence += heading.size() > 60 ? -0.5 : 0.0;
    }
    return evidence - std::min(repeated, 2.0);
}

void settle_header(const Sample& sample, std::size_t first, DialectGuess& guess) {
    if (first >= sample.rows.size()) {
        guess.dialect.has_header = false;
        return;
    }
    const double evidence = header_evidence(sample, first);
    // Without evidence: most files that people import have headings.
    guess.dialect.has_header = evidence > -0.5;
    const double certainty = 1.0 - std::exp(-std::abs(evidence + 0.5));
    guess.header_confidence = static_cast<unsigned>(50.0 + 49.0 * certainty);
}

std::uint32_t lines_before(const Sample& sample, std::size_t first) {
    return first < sample.rows.size() ? static_cast<std::uint32_t>(sample.rows[first].line - 1) : 0;
}

}  // namespace

DialectGuess guess_dialect(std::string_view text, std::optional<char> delimiter) {
    std::string_view sample_text = sample_of(text);
    DialectGuess guess;
    guess.dialect.has_header = false;
    std::uint32_t declared_lines = 0;
    auto declared = declared_delimiter(sample_text);
    if (declared) {
        declared_lines = 1;
        guess.dialect.skipped_lines = 1;
    }
    if (delimiter) {
        declared = delimiter;
    }
    if (declared) {
        guess.dialect.delimiter = *declared;
        guess.confidence = 100;
    }
    double best_score = -1.0;
    double second_score = 0.0;
    Dialect best = guess.dialect;
    for (const char quote : {'"', '\''}) {
        for (const char candidate : delimiters) {
            Dialect dialect = guess.dialect;
            dialect.delimiter = declared ? *declared : candidate;
            dialect.quote = quote;
            const Sample sample = read_sample(sample_text, dialect);
            // Apostrophes are believed only where they enclose cells again and again.
            const bool believable = quote == '"' || (sample.quoted_cells >= 4 &&
                                                     sample.stray_quotes == 0 && !sample.failed);
            if (sample.rows.empty() || !believable) {
                continue;
            }
            const double score = table_score(sample, dialect) * (quote == '"' ? 1.0 : 1.02);
            if (score > best_score + 1e-9) {
                second_score = dialect.delimiter == best.delimiter ? second_score : best_score;
                best_score = score;
                best = dialect;
            } else if (dialect.delimiter != best.delimiter) {
                second_score = std::max(second_score, score);
            }
            if (declared) {
                break;
            }
        }
    }
    if (best_score < 0.0) {  // nothing to read
        return guess;
    }
    if (best_score == 0.0 && !declared) {
        best.delimiter = ',';
    }
    best.skipped_lines = declared_lines;
    const Sample sample = read_sample(sample_text, best);
    const std::size_t first = title_rows(sample, usual_width(sample));
    best.skipped_lines = std::max(declared_lines, lines_before(sample, first));
    guess.dialect = best;
    if (!declared) {
        const double lead = best_score > 0.0 ? 1.0 - std::max(second_score, 0.0) / best_score : 0.0;
        guess.confidence = static_cast<unsigned>(
            std::lround(best_score > 0.0 ? 50.0 + 49.0 * std::sqrt(lead) : 10.0));
    }
    settle_header(sample, first, guess);
    return guess;
}

}  // namespace klicnik::csv
