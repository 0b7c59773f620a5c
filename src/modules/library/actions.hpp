#pragma once

#include "modules/library/saved_report.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::library {

/// Error: field `address` bad_address unless it leads to a report of this app.
Result<SavedReport> create_saved_report(UnitOfWork& work, SavedReport report);
Result<SavedReport> update_saved_report(UnitOfWork& work, const SavedReport& before, SavedReport after);

}  // namespace klicnik::library
