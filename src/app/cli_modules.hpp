#pragma once

#include "app/cli_operations.hpp"

namespace klicnik::cli {

/// Commands that are no single operation: `import`, `segment`, `user password`.
void add_module_commands(CLI::App& command_line, Session& session);

/// `klicnik check`: prints the faults; 0 when there are none, else 1.
int check(const Session& session);

/// `klicnik backup FILE`: the file is written by whoever owns the data folder.
int backup(const Session& session, const std::string& file);

/// `klicnik restore FILE`: puts a copy into a data folder that has no database yet, and checks it.
int restore(const Session& session, const std::string& file);

}  // namespace klicnik::cli
