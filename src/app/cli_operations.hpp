#pragma once

#include <CLI/App.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli_session.hpp"

namespace klicnik::cli {

/// The subcommand of that name, or null.
CLI::App* find_command(CLI::App& command_line, const std::string& name);

/// `klicnik account list --tier A`, `klicnik contact create --last_name Novák …`: one command per operation, its flags
/// are the input fields; comparisons are written `--revenue_12m.gte 100000`. Only groups named among `words` get their
/// commands, so that a program with hundreds of operations still starts at once.
void add_operation_commands(CLI::App& command_line, Session& session, const std::vector<Operation>& operations,
                            std::span<const std::string_view> words);

}  // namespace klicnik::cli
