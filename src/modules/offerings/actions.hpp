#pragma once

#include "modules/offerings/offering.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::offerings {

/// Errors: offering.code_taken, field parent_id cycle.
Result<Offering> create_offering(UnitOfWork& work, Offering offering);

/// Errors as create_offering.
Result<Offering> update_offering(UnitOfWork& work, const Offering& before, Offering after);

}  // namespace klicnik::offerings
