#pragma once

#include <vector>

#include "records/differences.hpp"
#include "records/reader.hpp"

namespace klicnik {

/// Records whose text for search is missing or is not that of the record, and texts of records that are gone. Reads every
/// searchable record once.
std::vector<Differences> differing_search_texts(const Reader& reader);

}  // namespace klicnik
