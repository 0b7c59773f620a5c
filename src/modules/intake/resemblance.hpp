#pragma once

#include <vector>

#include "modules/intake/import_report.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::intake {

/// Says of each new client whom it may be in truth: a stored client, else an earlier new one of the same file, one of whose
/// names `may_be_one_firm`. Two different IČO are never one firm.
void mark_resemblances(const Reader& reader, std::vector<NewClient>& clients);

}  // namespace klicnik::intake
