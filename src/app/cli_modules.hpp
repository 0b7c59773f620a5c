#pragma once

#include "app/cli_operations.hpp"

namespace klicnik::cli {

/// Commands that do more than one operation: `import`, `segment`, `sample`, `user password`, `restore`.
void add_module_commands(CLI::App& command_line, Session& session);

/// Puts a verified copy into a data folder that has no database yet.
int restore_backup(Session& session, const std::string& file);

}  // namespace klicnik::cli
