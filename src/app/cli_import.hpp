#pragma once

#include "app/cli_operations.hpp"

namespace klicnik::cli {

/// `klicnik import accounts|contacts|invoices FILE`.
void add_import(CLI::App& command_line, Session& session);

}  // namespace klicnik::cli
