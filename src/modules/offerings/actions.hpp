#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modules/accounts/terms.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/offerings/entitlement.hpp"
#include "modules/offerings/offering.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::offerings {

/// Errors: offering.code_taken, field parent_id cycle.
Result<Offering> create_offering(UnitOfWork& work, Offering offering);

/// Errors as create_offering.
Result<Offering> update_offering(UnitOfWork& work, const Offering& before, Offering after);

/// Several offerings put under one, or to the top: how a firm sorts what it sells into families.
struct OfferingPlacement {
    std::vector<std::string> offering_ids;  ///< 1…200
    std::optional<Id<Offering>> parent_id;  ///< absent: to the top
};

struct OfferingsPlaced {
    std::int64_t moved = 0;  ///< those that stood elsewhere
};

/// Errors: fields offering_ids required, too_many, bad_id; not_found offering; those of update_offering.
Result<OfferingsPlaced> place_offerings(UnitOfWork& work, const OfferingPlacement& placement);

/// A draft, unless the caller (an import, the sample firm) knows of a later state, which then follows the calendar. A contract
/// without a name is called by its number; a value without a currency is in that of the client, else in that of the firm.
/// Errors: contract.number_taken; field `name` required without a number; `replaces_id` other_account or circular; those of
/// rules::check_contract.
Result<Contract> create_contract(UnitOfWork& work, Contract contract);

/// Errors as create_contract.
Result<Contract> update_contract(UnitOfWork& work, const Contract& before, Contract after);

/// Notice from either side. `terminated_on` absent: where the period of notice and the term put the end.
struct ContractNotice {
    std::optional<Date> notice_given_on;  ///< absent: today
    std::optional<Date> terminated_on;
    std::optional<std::string> end_reason;
    std::optional<bool> client_leaves;    ///< absent: when no other contract of the client runs on
    std::optional<accounts::LeaveReason> leave_reason_code;  ///< of a client who leaves; absent: unknown
};

struct ContractTermination {
    Date terminated_on;
    std::string end_reason;
};

/// The next term. `ends_on` absent: the agreed length of renewal; `annual_value` absent: as before.
struct ContractRenewal {
    std::optional<Date> ends_on;
    std::optional<Decimal> annual_value;
};

/// The steps of a contract's life. With the notice a client who leaves moves to `leaving`, and back to `at_risk` when his last
/// notice is taken back (domain 5.2). Errors: those of the rules of the same names.
Result<Contract> activate_contract(UnitOfWork& work, const Contract& before);
Result<Contract> give_notice(UnitOfWork& work, const Contract& before, const ContractNotice& notice);
Result<Contract> take_back_notice(UnitOfWork& work, const Contract& before);
Result<Contract> terminate_contract(UnitOfWork& work, const Contract& before, const ContractTermination& termination);
Result<Contract> renew_contract(UnitOfWork& work, const Contract& before, const ContractRenewal& renewal);

/// Contracts whose state, term or deadline is no longer that of today: the calendar moved on.
std::vector<Id<Contract>> contracts_behind_the_calendar(const Reader& reader);
/// Brings one of them up to today. Nothing to do is no change.
Result<> follow_the_calendar(UnitOfWork& work, Id<Contract> id);

/// The client is that of the contract. Errors: not_found contract; those of rules::check_entitlement.
Result<Entitlement> create_entitlement(UnitOfWork& work, Entitlement entitlement);
Result<Entitlement> update_entitlement(UnitOfWork& work, const Entitlement& before, Entitlement after);

}  // namespace klicnik::offerings

namespace klicnik {
KLICNIK_SHAPE(offerings::OfferingPlacement);
KLICNIK_SHAPE(offerings::OfferingsPlaced);
KLICNIK_SHAPE(offerings::ContractNotice);
KLICNIK_SHAPE(offerings::ContractTermination);
KLICNIK_SHAPE(offerings::ContractRenewal);
}  // namespace klicnik
