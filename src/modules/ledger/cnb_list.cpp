#include "modules/ledger/cnb_list.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace klicnik::ledger {

namespace {

constexpr std::size_t column_count = 5;  // country, currency, amount, code, rate
constexpr std::size_t max_errors = 20;

std::vector<std::string_view> divided(std::string_view text, char divider) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(divider);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<std::int32_t> whole_number(std::string_view text) {
    std::int32_t number = 0;
    if (text.empty() || !is_digit(text[0])) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<unsigned> english_month(std::string_view name) {
    constexpr std::array<std::string_view, 12> names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto found = std::find(names.begin(), names.end(), ascii_lower(name.substr(0, 3)));
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin()) + 1;
}

/// "21.09.2022" or "30 Dec 2024".
std::optional<Date> heading_date(std::string_view text) {
    const bool czech = text.find('.') != std::string_view::npos;
    const auto parts = divided(text, czech ? '.' : ' ');
    if (parts.size() != 3) return std::nullopt;
    const auto day = whole_number(parts[0]);
    const auto year = whole_number(parts[2]);
    std::optional<unsigned> month;
    if (czech) {
        if (const auto number = whole_number(parts[1])) month = static_cast<unsigned>(*number);
    } else {
        month = english_month(parts[1]);
    }
    if (!day || !month || !year) return std::nullopt;
    return make_date(*year, *month, static_cast<unsigned>(*day));
}

/// "21.09.2022 #184".
bool read_heading(std::string_view line, CnbList& list) {
    const auto hash = line.find('#');
    if (hash == std::string_view::npos) return false;
    const auto on = heading_date(trimmed(line.substr(0, hash)));
    const auto number = whole_number(trimmed(line.substr(hash + 1)));
    if (!on || !number) return false;
    list.on = *on;
    list.number = *number;
    return true;
}

/// The Czech list has a decimal comma, the English one a point.
std::optional<Decimal> read_rate(std::string_view text) {
    std::string number(text);
    if (const auto comma = number.find(','); comma != std::string::npos) number[comma] = '.';
    const auto rate = parse_decimal(number);
    if (!rate || rate->units <= 0) return std::nullopt;
    return rate;
}

bool is_currency_shape(std::string_view code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// The code of the error in this row, or nothing.
std::optional<std::string> read_row(std::string_view line, CnbList& list) {
    const auto cells = divided(line, '|');
    if (cells.size() != column_count) return "cnb.columns";
    const auto units = whole_number(cells[2]);
    const auto rate = read_rate(cells[4]);
    if (!units || *units <= 0 || !rate || !is_currency_shape(cells[3])) return "cnb.row";
    const auto currency = parse_currency(cells[3]);
    if (!currency) {
        list.skipped.emplace_back(cells[3]);
        return std::nullopt;
    }
    const auto same = [&](const CnbRate& other) { return other.currency == *currency; };
    if (std::any_of(list.rates.begin(), list.rates.end(), same)) return "cnb.duplicate";
    list.rates.push_back({*currency, *units, *rate});
    return std::nullopt;
}

}  // namespace

Result<CnbList> parse_cnb_list(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto lines = divided(trimmed(text), '\n');
    CnbList list;
    std::vector<FieldError> errors;
    const auto refuse = [&](std::string code, std::size_t index) {
        errors.push_back({"text", std::move(code), {{"line", std::to_string(index + 1)}}});
    };
    if (!read_heading(lines[0], list)) refuse("cnb.heading", 0);
    if (lines.size() < 2 || divided(lines[1], '|').size() != column_count) refuse("cnb.columns", 1);
    for (std::size_t i = 2; i < lines.size() && errors.size() < max_errors; ++i) {
        if (const auto code = read_row(lines[i], list)) refuse(*code, i);
    }
    if (errors.empty() && list.rates.empty()) refuse("cnb.empty", lines.size());
    if (!errors.empty()) return invalid(std::move(errors));
    return list;
}

}  // namespace klicnik::ledger
