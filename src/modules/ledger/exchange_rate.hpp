#pragma once

#include <cstdint>
#include <optional>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/ledger/rate_source.hpp"

namespace klicnik {

/// What `units` of a currency cost in the base currency from a day on.
struct ExchangeRate {
    Id<ExchangeRate> id;
    Date valid_on;
    Currency currency;
    std::int64_t units = 1;  ///< the quantity the rate is quoted for
    Decimal rate;
    ledger::RateSource source = ledger::RateSource::manual;
    std::optional<std::int32_t> list_no;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(ExchangeRate, "exchange_rate", "fxr");

}  // namespace klicnik
