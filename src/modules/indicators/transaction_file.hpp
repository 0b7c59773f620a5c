#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "modules/indicators/purchase_history.hpp"

/// A bare file of purchases: customer, day, amount. Read in pieces, so that ten million rows need hardly more memory than their
/// columns.
namespace klicnik::indicators {

/// The columns, where the guess is to be overruled: a heading, or a number from 1.
struct TransactionColumns {
    std::string customer;
    std::string day;
    std::string amount;    ///< or, with a quantity, the price of one
    std::string quantity;  ///< only where the file has no amounts
};

/// A row that was left out.
struct RefusedTransaction {
    std::int64_t row = 0;  ///< data rows from 1
    std::string column;    ///< customer, day or amount
    std::string code;      ///< required, date.malformed, decimal.malformed, …
    std::string value;
};

struct Transactions {
    static constexpr std::size_t most_listed = 20;

    std::vector<std::string> keys;          ///< of the customers, by number
    std::vector<std::uint32_t> customers;   ///< one for each purchase, as are the other two
    std::vector<Date> days;
    std::vector<std::int64_t> amounts;      ///< ten-thousandths
    std::int64_t rows = 0;                  ///< of the file: purchases, rows without a customer and refused rows together
    std::int64_t without_customer = 0;      ///< kept apart
    std::int64_t refused = 0;
    std::vector<RefusedTransaction> refusals;  ///< the first ones
    std::vector<std::string> columns;       ///< headings, or numbers, of customer, day, amount and perhaps quantity

    PurchaseColumns purchases() const { return {customers, days, amounts}; }
};

/// Reads delimited text in any encoding of an import, with or without headings, and columns apart by blanks. Errors:
/// file.cannot_read {file}; csv.empty, csv.spreadsheet, csv.not_text and those of csv::Reader; fields customer, day, amount
/// `column_missing` (no column looks like it, or none has the name given), day `date.ambiguous`.
Result<Transactions> read_transactions(const std::filesystem::path& file, const TransactionColumns& columns = {});

/// The same of a stream of `size` bytes.
Result<Transactions> read_transactions(std::istream& stream, std::uint64_t size, const TransactionColumns& columns = {});

}  // namespace klicnik::indicators
