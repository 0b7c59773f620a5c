#pragma once

#include <vector>

#include "records/differences.hpp"
#include "records/reader.hpp"

namespace klicnik::accounts {

/// Clients whose lead or deputy is nobody whom an assignment names. A name that was right when the calendar was last followed,
/// or when an assignment of the client was last written, is only late.
std::vector<Differences> differing_teams(const Reader& reader);

}  // namespace klicnik::accounts
