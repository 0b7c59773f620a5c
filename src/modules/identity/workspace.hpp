#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/identity/terms.hpp"

namespace klicnik {

/// The firm that runs this installation; exactly one row.
struct Workspace {
    Id<Workspace> id;
    std::string name;
    Currency base_currency;
    std::string timezone = "Europe/Prague";
    std::string locale = "cs";
    std::int32_t fiscal_year_start_month = 1;
    identity::BusinessPreset business_preset = identity::BusinessPreset::mixed;
    std::optional<Decimal> fixed_monthly_costs;  ///< in base currency
    std::optional<Decimal> cash_reserve;  ///< in base currency
    bool overload_gate = true;  ///< assigning beyond capacity needs a reason (AC33.1)
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Workspace, "workspace", "wsp");

}  // namespace klicnik
