#pragma once

#include "records/schedule.hpp"

namespace klicnik {

/// Brings the parts of SQLite's index for search together, in steps of a few milliseconds. Every change leaves a part; many
/// parts make a search slower, and somebody's next change has to wait until some of them are one. PostgreSQL does it itself.
Result<> merge_search_index(const Shift& shift);

}  // namespace klicnik
