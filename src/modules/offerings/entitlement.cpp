#include "modules/offerings/entitlement.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field entitlement_fields[] = {
    field<&Entitlement::id>({.read_only = true}),
    field<&Entitlement::contract_id>({.required = true, .immutable = true}),
    field<&Entitlement::account_id>({.read_only = true}),
    field<&Entitlement::offering_id>({.required = true}),
    field<&Entitlement::quantity>({.min = 0}),
    field<&Entitlement::unit_price>({.sensitive = true, .min = 0}),
    field<&Entitlement::period_from>({.required = true, .sortable = true}),
    field<&Entitlement::period_to>(),
    field<&Entitlement::archived>({.read_only = true}),
    field<&Entitlement::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Entitlement, entitlement_fields, .plural = "entitlements",
                      .belonging = Belonging::through_account, .default_sort = "-period_from");

}  // namespace klicnik
