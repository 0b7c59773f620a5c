#include "modules/indicators/book_report.hpp"

#include <algorithm>
#include <bit>

#include "modules/indicators/movements.hpp"
#include "modules/segmentation/concentration.hpp"

namespace klicnik::indicators {

namespace {

/// Puts the days of one customer in order, each once; returns how many there are. Many days in a short time are sorted by
/// setting bits, a few by comparing.
std::size_t sort_days(std::span<Date> days, Date first, std::vector<std::uint64_t>& bits) {
    if (days.size() < bits.size()) {
        std::sort(days.begin(), days.end());
        return static_cast<std::size_t>(std::unique(days.begin(), days.end()) - days.begin());
    }
    for (const Date day : days) {
        const auto at = static_cast<std::size_t>(day - first);
        bits[at / 64] |= std::uint64_t{1} << (at % 64);
    }
    std::size_t kept = 0;
    for (std::size_t word = 0; word < bits.size(); ++word) {
        for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
            days[kept++] = first + static_cast<std::int32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
        }
        bits[word] = 0;
    }
    return kept;
}

/// Days of purchases of every customer, ascending and each once: counted out by customer, then sorted.
void fill_days(const Transactions& transactions, Date first, Date last, Cube& cube) {
    const std::size_t count = transactions.keys.size();
    std::vector<std::uint32_t> begin(count + 1);
    for (const std::uint32_t customer : transactions.customers) ++begin[customer + 1];
    for (std::size_t i = 0; i < count; ++i) begin[i + 1] += begin[i];
    std::vector<Date> days(transactions.days.size());
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t row = 0; row < transactions.days.size(); ++row) days[next[transactions.customers[row]]++] = transactions.days[row];
    cube.day_offsets.assign(1, 0);
    std::vector<std::uint64_t> bits(static_cast<std::size_t>(last - first) / 64 + 1);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t found = sort_days(std::span(days).subspan(begin[i], begin[i + 1] - begin[i]), first, bits);
        std::copy_n(days.begin() + begin[i], found, days.begin() + static_cast<std::ptrdiff_t>(kept));
        kept += found;
        cube.day_offsets.push_back(static_cast<std::uint32_t>(kept));
    }
    days.resize(kept);
    cube.days = std::move(days);
}

std::int64_t sum_of_month(const Cube& cube, std::int32_t month) {
    const auto from = cube.revenue.before(month);
    const auto to = cube.revenue.before(month + 1);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < to.size(); ++i) sum += to[i] - from[i];
    return sum;
}

}  // namespace

Cube cube_of(const Transactions& transactions) {
    Cube cube;
    const std::size_t count = transactions.keys.size();
    cube.accounts.resize(count);
    if (transactions.days.empty()) return cube;
    const auto [first, last] = std::minmax_element(transactions.days.begin(), transactions.days.end());
    cube.first = month_of(*first);
    const auto months = static_cast<std::size_t>(month_of(*last) - cube.first + 1);
    cube.revenue = MonthColumns(count, months);
    // Months of all days at once: a division for each of ten million rows is felt.
    std::vector<std::uint16_t> month_of_day(static_cast<std::size_t>(*last - *first) + 1);
    for (std::size_t i = 0; i < month_of_day.size(); ++i) {
        month_of_day[i] = static_cast<std::uint16_t>(month_of(*first + static_cast<std::int32_t>(i)) - cube.first);
    }
    for (std::size_t row = 0; row < transactions.days.size(); ++row) {
        cube.revenue.put(transactions.customers[row], month_of_day[static_cast<std::size_t>(transactions.days[row] - *first)], transactions.amounts[row]);
    }
    cube.revenue.accumulate();
    cube.first_paid.assign(count, -1);
    for (std::int32_t month = static_cast<std::int32_t>(months) - 1; month >= 0; --month) {
        const auto from = cube.revenue.before(month);
        const auto to = cube.revenue.before(month + 1);
        for (std::size_t i = 0; i < count; ++i) {
            if (to[i] > from[i]) cube.first_paid[i] = static_cast<std::int16_t>(month);
        }
    }
    cube.incomplete.assign(count, 0);
    cube.has_costs.assign(count, 0);
    cube.top.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) cube.top[i] = i;
    cube.without_account.assign(months, 0);
    fill_days(transactions, *first, *last, cube);
    return cube;
}

BookReport book_report(const Transactions& transactions, const Cube& cube, std::int32_t window, std::optional<Month> as_of) {
    BookReport report;
    report.rows = transactions.rows;
    report.without_customer = transactions.without_customer;
    report.refused = transactions.refused;
    for (const RefusedTransaction& one : transactions.refusals) report.refusals.push_back({one.row, one.column, one.code, one.value});
    report.columns = transactions.columns;
    report.customers = static_cast<std::int64_t>(transactions.keys.size());
    for (const std::int64_t amount : transactions.amounts) report.revenue.units += amount;
    report.window = window;
    if (transactions.days.empty()) return report;
    const Month last = as_of ? std::clamp(*as_of, cube.first, cube.last()) : cube.last();
    report.as_of = last;
    const Chosen all(transactions.keys.size(), 1);
    for (Month month = cube.first; month <= last; month = month + 1) {
        BookMonth& line = report.months.emplace_back();
        line.month = month;
        line.revenue = {sum_of_month(cube, month - cube.first)};
        const Movements moved = movements_of(ends_of(cube, {Base::invoices, last_day(month), window}), all);
        line.customers = moved.kept + moved.won + moved.returned;
        // Before the file reaches back to the start of the window nobody can be said to have stayed.
        if (month - cube.first + 1 < 2 * window) continue;
        line.net_bp = moved.net_retention_bp();
        line.gross_bp = moved.gross_retention_bp();
        line.logo_bp = moved.logo_retention_bp();
        if (month != last) continue;
        report.waterfall = waterfall_of(moved);
        report.booked_bp = moved.booked_retention_bp();
    }
    report.net_bp = report.months.back().net_bp;
    report.gross_bp = report.months.back().gross_bp;
    report.logo_bp = report.months.back().logo_bp;
    std::vector<segmentation::ClientAmount> amounts(transactions.keys.size());
    const auto total = cube.revenue.before(cube.months());
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        amounts[i].amount = total[i];
        for (int byte = 0; byte < 4; ++byte) amounts[i].id.bytes[static_cast<std::size_t>(15 - byte)] = static_cast<std::uint8_t>(i >> (8 * byte));
    }
    const auto found = segmentation::concentration_of(amounts);
    report.abc = {static_cast<std::int64_t>(found.abc[0]), static_cast<std::int64_t>(found.abc[1]), static_cast<std::int64_t>(found.abc[2])};
    return report;
}

}  // namespace klicnik::indicators
