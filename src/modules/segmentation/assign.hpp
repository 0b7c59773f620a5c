#pragma once

#include "modules/accounts/account_assignment.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::segmentation {

/// Adds an assignment when the load allows it, or when somebody who may accept the risk gives a reason (AC33.1); the accepted
/// risk expires, after a quarter unless said otherwise. Errors: assignment.over_capacity {load_before_bp, load_after_bp,
/// capacity_points}, and those of accounts::add_assignment.
Result<AccountAssignment> assign(UnitOfWork& work, AccountAssignment assignment);

}  // namespace klicnik::segmentation
