#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/accounts/account.hpp"
#include "modules/offerings/terms.hpp"

namespace klicnik {

/// What we agreed with a client, for how long, for how much a year. All ends are half-open as everywhere in the program:
/// `ends_on`, `terminated_on` and `term_ends_on` are the first day without the contract. So the contracts of a client on a
/// day up to today are the rows with `NOT archived AND state <> 'draft' AND starts_on <= day AND (term_ends_on IS NULL OR
/// term_ends_on > day)`, and their monthly recurring revenue is SUM(annual_value) / 12.
struct Contract {
    Id<Contract> id;
    Id<Account> account_id;
    std::optional<std::string> number;  ///< unique in the whole firm when given
    std::string name;                   ///< the number when nobody names it
    offerings::ContractKind kind = offerings::ContractKind::other;
    Date starts_on;
    std::optional<Date> ends_on;  ///< of the agreed term; absent: for an indefinite time
    std::int32_t notice_days = 0;
    bool auto_renew = false;  ///< goes on for renewal_term_months after each end, unless notice is given in time
    std::optional<std::int32_t> renewal_term_months;
    std::optional<Decimal> annual_value;
    std::optional<Currency> currency;
    std::optional<std::string> indexation;
    std::optional<std::string> sla_text;
    offerings::ContractState state = offerings::ContractState::draft;  ///< changed by actions and the calendar only
    std::optional<Date> notice_given_on;
    std::optional<Date> terminated_on;  ///< when notice or an agreement ends it
    std::optional<std::string> end_reason;
    std::optional<Id<Contract>> replaces_id;  ///< the contract of the same client that this one took over from
    bool archived = false;
    std::optional<Date> term_ends_on;        ///< of the term that runs today; absent: no end in sight
    std::optional<Date> notice_deadline_on;  ///< the next last day to give notice; absent: any day, or no notice any more
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Contract, "contract", "ctr");

}  // namespace klicnik
