#pragma once

#include <cstdint>
#include <string>

#include "base/id.hpp"

namespace klicnik {

/// A report that somebody wants to open again: the address within the app, which says which report, which clients and which
/// period. It holds no figures, so everybody may see it; what it shows obeys the rights of who opens it.
struct SavedReport {
    Id<SavedReport> id;
    std::string name;
    std::string address;  ///< "/reports/retention?window=12&by=manager"
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(SavedReport, "saved_report", "svr");

}  // namespace klicnik
