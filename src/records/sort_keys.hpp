#pragma once

#include "records/unit_of_work.hpp"

namespace klicnik {

/// Fills in the sort keys of rows that are older than the key: SQL cannot fold Czech. Costs nothing when none lacks.
void fill_missing_sort_keys(UnitOfWork& work);

}  // namespace klicnik
