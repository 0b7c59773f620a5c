#pragma once

#include <filesystem>

#include "app/app.hpp"

namespace klicnik {

/// Writes a verified copy of the database into `target`, and what users uploaded into the folder `target`.files. Others
/// may write meanwhile: the copy is one moment of the database, and files that it names are there, because they never
/// change and are kept before their records are. The copy is a SQLite file whatever the engine. Errors: backup.failed,
/// backup.exists.
Result<> back_up(const App& app, const std::filesystem::path& target);

/// Puts such a copy into the database of the settings, of either engine, which must be empty; so a firm moves from one engine
/// to the other (AC45.3). The copy is brought to the newest step of the schema and checked before; what is refused leaves the
/// target empty. Errors: backup.damaged, database.in_use, restore.not_empty, restore.database_not_empty, restore.failed,
/// schema.newer_than_program.
Result<> put_back(const config::Settings& settings, const std::filesystem::path& backup, const Clock& clock);

}  // namespace klicnik
