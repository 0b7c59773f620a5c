#pragma once

#include <filesystem>

#include "app/app.hpp"

namespace klicnik {

/// Writes a verified copy of the database into `target`, and what users uploaded into the folder `target`.files. Others
/// may write meanwhile: the copy is one moment of the database, and files that it names are there, because they never
/// change and are kept before their records are. Errors: backup.failed, backup.exists.
Result<> back_up(const App& app, const std::filesystem::path& target);

/// Puts such a copy into a data folder that has no database yet. Errors: database.in_use, restore.not_empty,
/// restore.failed.
Result<> put_back(const config::Settings& settings, const std::filesystem::path& backup);

}  // namespace klicnik
