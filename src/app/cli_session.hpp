#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/app.hpp"
#include "app/cli_output.hpp"
#include "platform/http/message.hpp"

namespace klicnik::cli {

/// What every command needs once its arguments are read.
struct Session {
    config::Sources sources;
    text::Messages messages{files::klicnik_assets()};
    Format format = Format::text;
    std::string language = "cs";
    bool dry_run = false;
    std::string acts_as;  ///< e-mail of a colleague; empty = the administrator
    std::function<int()> run;  ///< set by the command that was chosen

    /// The text of a key in the language of the session, such as "command.serve".
    std::string say(std::string_view key) const { return messages.format(language, key); }
};

/// For commands that need the data folder, or the database, for themselves: opens the application and calls `work`;
/// reports failures, database.in_use while a server runs. Returns the exit code.
int with_app(const Session& session, const std::function<int(App&)>& work);

/// Carries out a request as the local administrator, or as the colleague whom the session names: in this process when it can own the data folder for the time of the
/// command (or the database is PostgreSQL), else by the server that owns it. Errors of its own: those of open_app,
/// command.unknown_user, server.connection_lost, server.socket_path_too_long.
Result<http::Response> ask(const Session& session, http::Request request);

/// The same for an import (import_locally), which takes its time; `show` is called now and then.
Result<http::Response> ask_for_import(const Session& session, const json::Value& options, const std::filesystem::path& file,
                                      const std::function<void(std::int64_t rows, std::int64_t total)>& show);

/// A request to one of local_path.
http::Request local_request(std::string_view path, const json::Value& body = json::Value::object());

/// Prints the answer of a command, whoever gave it: JSON as it came or made readable, a file as it is, a failure to stderr.
/// Returns the exit code.
int print(const Session& session, const Result<http::Response>& answer);

}  // namespace klicnik::cli
