#pragma once

#include <cstdint>
#include <optional>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/offerings/offering.hpp"

namespace klicnik {

/// What a client may use or draw by a contract: so much of one offering, from when until when.
struct Entitlement {
    Id<Entitlement> id;
    Id<Contract> contract_id;
    Id<Account> account_id;  ///< that of the contract
    Id<Offering> offering_id;
    Decimal quantity{Decimal::one};
    std::optional<Decimal> unit_price;  ///< in the currency of the contract
    Date period_from;
    std::optional<Date> period_to;  ///< the first day without it
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Entitlement, "entitlement", "ent");

}  // namespace klicnik
