#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

/// The daily list of exchange rates that the Czech National Bank publishes (metrics (k)):
/// denni_kurz.txt and its English twin daily.txt, UTF-8, cells divided by '|'.
namespace klicnik::ledger {

struct CnbRate {
    Currency currency;
    std::int64_t units =
        1;  ///< the amount the rate is quoted for: read, never assumed (TRY went from 1 to 100)
    Decimal rate;  ///< crowns for `units`

    friend bool operator==(const CnbRate&, const CnbRate&) = default;
};

struct CnbList {
    Date on;                  ///< of the heading: at weekends older than the day asked for
    std::int32_t number = 0;  ///< of the list within its year
    std::vector<CnbRate> rates;
    std::vector<std::string> skipped;  ///< codes of currencies that we do not know
};

/// Reads a list in either language; a byte order mark, CRLF and blank lines at the end do not
/// matter. All errors are of the field `text` with params `line`: cnb.heading, cnb.columns,
/// cnb.row, cnb.duplicate; cnb.empty without any rate.
Result<CnbList> parse_cnb_list(std::string_view text);

}  // namespace klicnik::ledger
