#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/accounts/terms.hpp"
#include "modules/identity/user.hpp"

namespace klicnik {

/// A client firm. Derived members are kept by the ledger, the assignments and the segmentation.
struct Account {
    Id<Account> id;
    std::optional<std::string> code;  ///< the number that other systems know the client by
    std::string name;
    std::optional<std::string> legal_name;
    std::optional<std::string> other_names;  ///< under which files of other systems know it, separated by ';'
    std::optional<std::string> reg_no;  ///< IČO
    std::optional<std::string> vat_no;  ///< DIČ
    std::optional<std::string> country;
    std::optional<std::string> legal_form;
    std::optional<Id<Account>> parent_id;
    accounts::Lifecycle lifecycle = accounts::Lifecycle::active;
    std::optional<accounts::Tier> tier;  ///< changed by tier decisions only
    std::optional<accounts::CareModel> care_model;
    std::optional<std::string> industry_code;  ///< CZ-NACE, or the words of the source
    std::optional<std::string> size_band;
    std::optional<std::string> website;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> street;
    std::optional<std::string> city;
    std::optional<std::string> postal_code;
    std::optional<Currency> default_currency;
    std::optional<std::int32_t> payment_terms_days;
    std::optional<Date> client_since;
    std::optional<Date> left_on;
    std::optional<accounts::LeaveReason> leave_reason_code;
    std::optional<std::string> description;
    std::optional<std::string> business_model;
    bool confidential = false;
    std::optional<Decimal> complexity_override;  ///< replaces I-20, with a reason
    std::optional<std::string> complexity_override_reason;
    bool archived = false;
    std::optional<Id<User>> lead_id;
    std::optional<Id<User>> deputy_id;
    std::optional<Decimal> revenue_12m;  ///< base currency, 12 months to the end of the book
    std::optional<Decimal> margin_12m;
    std::optional<std::int32_t> revenue_share_bp;
    std::optional<std::int32_t> score_bp;  ///< 0..10000
    std::optional<accounts::Tier> proposed_tier;
    std::optional<Date> first_revenue_on;
    std::optional<Date> last_revenue_on;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Account, "account", "acc");

}  // namespace klicnik
