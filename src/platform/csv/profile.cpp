#include "platform/csv/profile.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <unordered_set>

#include "base/countries.hpp"
#include "base/identifiers.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::csv {

namespace {

constexpr std::size_t sample_text_bytes = 80;
// A column with more different contents holds no countries, and looking each up takes time.
constexpr std::size_t most_countries = 400;

bool is_ascii_letter(char character) {
    return ascii_lower(character) >= 'a' && ascii_lower(character) <= 'z';
}

bool is_email_shaped(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 ||
        text.find('@', at + 1) != std::string_view::npos ||
        text.find(' ') != std::string_view::npos) {
        return false;
    }
    const std::size_t dot = text.rfind('.');
    return dot != std::string_view::npos && dot > at + 1 && dot + 2 < text.size();
}

bool is_url_shaped(std::string_view text) {
    const std::string lower = ascii_lower(text.substr(0, 8));
    if (lower.substr(0, 7) == "http://" || lower == "https://" || lower.substr(0, 4) == "www.") {
        return text.find(' ') == std::string_view::npos;
    }
    const std::string_view host = text.substr(0, text.find('/'));
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.size() - dot < 3 ||
        host.size() - dot > 7) {
        return false;
    }
    return std::all_of(host.begin(), host.begin() + static_cast<std::ptrdiff_t>(dot),
                       [](char character) {
                           return is_ascii_letter(character) || is_digit(character) ||
                                  character == '-' || character == '.';
                       }) &&
           std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(),
                       is_ascii_letter);
}

bool is_phone_shaped(std::string_view text) {
    std::size_t digits = 0;
    std::size_t separators = 0;
    std::size_t points = 0;
    for (const char character : text) {
        points += character == '.' ? 1 : 0;
        if (is_digit(character)) {
            ++digits;
        } else if (std::string_view(" +()-/.").find(character) != std::string_view::npos) {
            ++separators;
        } else {
            return false;
        }
    }
    const bool plain_czech = separators == 0 && digits == 9 && text[0] != '0';
    return digits >= 7 && digits <= 15 && (separators > points || points > 1 || plain_czech) &&
           text.back() != '.' && !parse_date_cell(text, DateOrder::day_first);
}

// Shorter than eight digits when a spreadsheet took the leading zeros. Below five digits the check
// digit proves nothing, because any small number could be meant.
bool is_reg_no_shaped(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    return digits >= 5 && text.size() <= 12 && identifiers::is_valid_ico(text);
}

bool is_vat_no_shaped(std::string_view text) {
    std::size_t digits = 0;
    std::size_t others = 0;
    for (const char character : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (is_digit(character)) {
            ++digits;
        } else if (character >= 'A' && character <= 'Z') {
            ++others;
        } else if (character != ' ') {
            return false;
        }
    }
    return text.size() >= 4 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' &&
           text[1] <= 'Z' && digits >= 7 && digits + others >= 8 && digits + others <= 12;
}

bool is_postal_code_shaped(std::string_view text) {
    std::size_t digits = 0;
    for (const char character : text) {
        if (is_digit(character)) {
            ++digits;
        } else if (character != ' ' && character != '-' &&
                   !(character >= 'A' && character <= 'Z')) {
            return false;
        }
    }
    return digits >= 2 && text.size() >= 4 && text.size() <= 10;
}

// Everything that is learned about one column while its cells pass by.
class ColumnObserver {
  public:
    void observe(std::string_view cell) {
        ++profile_.rows;
        const std::string_view text = text::stripped(cell);
        if (text.empty()) {
            return;
        }
        ++profile_.filled;
        profile_.longest = std::max(profile_.longest, text.size());
        numbers_.add(text);
        dates_.add(text);
        const bool is_new = seen_.insert(std::hash<std::string_view>{}(text)).second;
        if (is_new && profile_.samples.size() < ColumnProfile::max_samples) {
            profile_.samples.push_back(shortened(text));
        }
        count_shapes(text);
        widen_range(text);
    }

    /// After the sample: only what may still settle an open question.
    void observe_verdicts(std::string_view cell) {
        numbers_.add(cell);
        dates_.add(cell);
    }

    /// True when more rows could help.
    bool is_open() const {
        const DateVerdict dates = dates_.verdict();
        const NumberVerdict numbers = numbers_.verdict();
        return (dates.ambiguous && dates.dates * 10 >= dates.cells * 9) ||
               (numbers.ambiguous && numbers.numbers * 10 >= numbers.cells * 9);
    }

    ColumnProfile finish() {
        profile_.numbers = numbers_.verdict();
        profile_.dates = dates_.verdict();
        profile_.distinct = seen_.size();
        profile_.type = type();
        if (profile_.type == ColumnType::date && least_date_) {
            profile_.smallest = to_text(*least_date_);
            profile_.largest = to_text(*greatest_date_);
        } else if ((profile_.type == ColumnType::integer || profile_.type == ColumnType::decimal) &&
                   least_number_) {
            profile_.smallest = to_text(*least_number_);
            profile_.largest = to_text(*greatest_number_);
        }
        return std::move(profile_);
    }

  private:
    static std::string shortened(std::string_view text) {
        if (text.size() <= sample_text_bytes) {
            return std::string(text);
        }
        std::size_t end = sample_text_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        return std::string(text.substr(0, end)) + "…";
    }

    void count_shapes(std::string_view text) {
        profile_.booleans += parse_boolean_cell(text) ? 1 : 0;
        profile_.emails += is_email_shaped(text) ? 1 : 0;
        profile_.phones += is_phone_shaped(text) ? 1 : 0;
        profile_.urls += is_url_shaped(text) ? 1 : 0;
        const bool has_reg_no = is_reg_no_shaped(text);
        profile_.reg_nos += has_reg_no ? 1 : 0;
        profile_.full_reg_nos += has_reg_no && text.size() >= 8 ? 1 : 0;
        profile_.vat_nos += is_vat_no_shaped(text) ? 1 : 0;
        const bool may_be_country = text.size() <= 60 && seen_.size() <= most_countries;
        profile_.countries += may_be_country && country_code(text) ? 1 : 0;
        const bool may_be_currency = text.size() == 3 && text[0] >= 'A' && text[0] <= 'Z';
        profile_.currencies += may_be_currency && parse_currency(text) ? 1 : 0;
        profile_.postal_codes += is_postal_code_shaped(text) ? 1 : 0;
        profile_.with_digits += std::any_of(text.begin(), text.end(), is_digit) ? 1 : 0;
        profile_.with_letters +=
            std::any_of(text.begin(), text.end(),
                        [](char character) {
                            return is_ascii_letter(character) ||
                                   static_cast<unsigned char>(character) >= 0xC3;
                        })
                ? 1
                : 0;
    }

    void widen_range(std::string_view text) {
        if (const auto number = parse_number_cell(text, DecimalMark::unknown)) {
            const Decimal value = number.value.value;
            least_number_ = least_number_ ? std::min(*least_number_, value) : value;
            greatest_number_ = greatest_number_ ? std::max(*greatest_number_, value) : value;
        }
        if (const auto date = parse_date_cell(text, DateOrder::unknown, TwoDigitYears::accept)) {
            least_date_ = least_date_ ? std::min(*least_date_, date.value) : date.value;
            greatest_date_ = greatest_date_ ? std::max(*greatest_date_, date.value) : date.value;
        }
    }

    ColumnType type() const {
        const NumberVerdict& numbers = profile_.numbers;
        if (profile_.filled == 0) {
            return ColumnType::empty;
        }
        if (profile_.dates.dates * 10 >= profile_.dates.cells * 9) {
            return ColumnType::date;
        }
        if (numbers.numbers * 20 >= numbers.cells * 19) {
            // Digits with zeros in front are codes: as numbers they would lose them.
            if (numbers.leading_zeros > 0) {
                return ColumnType::text;
            }
            return numbers.integers == numbers.numbers ? ColumnType::integer : ColumnType::decimal;
        }
        const bool is_boolean = profile_.share(profile_.booleans) >= 0.95 && profile_.distinct <= 4;
        return is_boolean ? ColumnType::boolean : ColumnType::text;
    }

    ColumnProfile profile_;
    NumberColumn numbers_;
    DateColumn dates_;
    std::unordered_set<std::size_t> seen_;
    std::optional<Decimal> least_number_;
    std::optional<Decimal> greatest_number_;
    std::optional<Date> least_date_;
    std::optional<Date> greatest_date_;
};

void follow_open_columns(Reader& reader, std::vector<ColumnObserver>& observers) {
    std::vector<std::size_t> open;
    for (std::size_t column = 0; column < observers.size(); ++column) {
        if (observers[column].is_open()) {
            open.push_back(column);
        }
    }
    std::uint64_t row = 0;
    while (!open.empty() && reader.next() == Step::row) {
        for (const std::size_t column : open) {
            observers[column].observe_verdicts(reader.row().cell(column));
        }
        if (++row % 1024 == 0) {
            std::erase_if(open, [&](std::size_t column) { return !observers[column].is_open(); });
        }
    }
}

}  // namespace

std::string_view name(ColumnType type) {
    switch (type) {
        case ColumnType::empty:
            return "empty";
        case ColumnType::text:
            return "text";
        case ColumnType::integer:
            return "integer";
        case ColumnType::decimal:
            return "decimal";
        case ColumnType::date:
            return "date";
        case ColumnType::boolean:
            return "boolean";
    }
    return "text";
}

TableProfile profile_table(Reader& reader, std::uint64_t max_rows) {
    TableProfile table;
    std::vector<ColumnObserver> observers(reader.header().size());
    Step step = Step::end;
    while (table.rows < max_rows && (step = reader.next()) == Step::row) {
        const Row& row = reader.row();
        ++table.rows;
        if (row.cells.size() > observers.size() &&
            (reader.header().empty() || row.shape == RowShape::too_long)) {
            observers.resize(row.cells.size());
        }
        for (std::size_t column = 0; column < observers.size(); ++column) {
            observers[column].observe(row.cell(column));
        }
    }
    table.whole_file = step != Step::row;
    if (!table.whole_file) {
        follow_open_columns(reader, observers);
    }
    for (std::size_t column = 0; column < observers.size(); ++column) {
        ColumnProfile profile = observers[column].finish();
        profile.index = column;
        profile.rows = table.rows;
        profile.heading = column < reader.header().size() ? reader.header()[column] : std::string{};
        table.columns.push_back(std::move(profile));
    }
    return table;
}

}  // namespace klicnik::csv
