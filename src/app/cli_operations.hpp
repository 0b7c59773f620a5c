#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>

#include "app/app.hpp"
#include "app/cli_output.hpp"

namespace klicnik::cli {

/// What every command needs once its arguments are read.
struct Session {
    config::Sources sources;
    Format format = Format::text;
    std::string language = "cs";
    bool dry_run = false;
    std::function<int()> run;  ///< set by the command that was chosen
};

/// Opens the application of the session and calls `work`; reports failures. Returns the exit code.
int with_app(Session& session, const std::function<int(App&)>& work);

/// The subcommand of that name, or null.
CLI::App* find_command(CLI::App& command_line, const std::string& name);

/// `klicnik account list --tier A`, `klicnik contact create --last_name Novák …`: one command per operation, its flags
/// are the input fields; comparisons are written `--revenue_12m.gte 100000`. Only groups named among `words` get their
/// commands, so that a program with hundreds of operations still starts at once.
void add_operation_commands(CLI::App& command_line, Session& session, const std::vector<Operation>& operations,
                            std::span<const std::string_view> words);

}  // namespace klicnik::cli
