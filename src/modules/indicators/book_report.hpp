#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modules/indicators/cube.hpp"
#include "modules/indicators/terms.hpp"
#include "modules/indicators/transaction_file.hpp"

/// A bare file of purchases as a book: retention of every month, and who makes the revenue. No database is asked.
namespace klicnik::indicators {

/// Purchases in the columns of a cube; customers have no facts, and revenue is all the money there is.
Cube cube_of(const Transactions& transactions);

struct BookMonth {
    Month month;
    Decimal revenue;
    std::int64_t customers = 0;         ///< who bought in the window that ends with the month
    std::optional<std::int64_t> net_bp;
    std::optional<std::int64_t> gross_bp;
    std::optional<std::int64_t> logo_bp;
};

struct BookShares {
    std::int64_t a = 0;  ///< customers who make 80 % of the revenue
    std::int64_t b = 0;
    std::int64_t c = 0;
};

struct RefusedRow {
    std::int64_t row = 0;
    std::string column;
    std::string code;
    std::string value;
};

struct BookReport {
    std::int64_t rows = 0;
    std::int64_t without_customer = 0;
    std::int64_t refused = 0;
    std::vector<RefusedRow> refusals;
    std::vector<std::string> columns;  ///< taken for customer, day and amount
    std::int64_t customers = 0;
    Decimal revenue;
    std::int32_t window = 12;
    std::optional<Month> as_of;
    std::vector<WaterfallLine> waterfall;  ///< of the window that ends with `as_of`
    std::optional<std::int64_t> net_bp;
    std::optional<std::int64_t> booked_bp;  ///< net, with the credits of lost customers counted against it
    std::optional<std::int64_t> gross_bp;
    std::optional<std::int64_t> logo_bp;
    std::vector<BookMonth> months;
    BookShares abc;                    ///< of all the revenue of the file
};

/// `as_of` is the last month that counts; the last month of the file when absent.
BookReport book_report(const Transactions& transactions, const Cube& cube, std::int32_t window, std::optional<Month> as_of);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::BookMonth);
KLICNIK_SHAPE(indicators::BookShares);
KLICNIK_SHAPE(indicators::RefusedRow);
KLICNIK_SHAPE(indicators::BookReport);
}  // namespace klicnik
