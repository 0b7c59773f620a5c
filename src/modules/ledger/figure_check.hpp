#pragma once

#include <vector>

#include "records/differences.hpp"
#include "records/reader.hpp"

namespace klicnik::ledger {

/// Figures of clients (revenue and margin of twelve months, share, first and last day with revenue) that differ from the
/// entries, months and figures they derive from. What may be behind for a while (shares in a large firm, clients that a pass
/// has not come to, everything that an unfinished import writes at its end) is left out until it should be right.
std::vector<Differences> differing_figures(const Reader& reader);

}  // namespace klicnik::ledger
