#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace klicnik::test {

/// A digest of the rows of each table of a SQLite database that a running server owns; what a visit alone may touch
/// (sessions and when somebody was last seen) is left out.
std::map<std::string, std::string> database_digest(const std::filesystem::path& file);

}  // namespace klicnik::test
