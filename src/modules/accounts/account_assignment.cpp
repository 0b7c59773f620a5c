#include "modules/accounts/account_assignment.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field account_assignment_fields[] = {
    field<&AccountAssignment::id>({.read_only = true}),
    field<&AccountAssignment::account_id>({.required = true, .immutable = true}),
    field<&AccountAssignment::user_id>({.required = true, .immutable = true}),
    field<&AccountAssignment::role>({.required = true, .immutable = true}),
    field<&AccountAssignment::from_on>({.required = true, .sortable = true}),
    field<&AccountAssignment::to_on>(),
    field<&AccountAssignment::allocation_bp>({.min = 0, .max = 10000}),
    field<&AccountAssignment::over_capacity_reason>({.max_length = 500}),
    field<&AccountAssignment::accepted_by_id>({.read_only = true}),
    field<&AccountAssignment::risk_expires_on>(),
    field<&AccountAssignment::archived>({.read_only = true}),
    field<&AccountAssignment::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(AccountAssignment, account_assignment_fields, .plural = "account_assignments",
                      .belonging = Belonging::through_account, .default_sort = "-from_on");

}  // namespace klicnik
