#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/app.hpp"
#include "modules/intake/import_engine.hpp"
#include "platform/http/router.hpp"
#include "platform/http/worker_pool.hpp"

/// What the local administrator may ask: who can read the data folder can read and change everything anyway, so he needs no
/// session (decisions/0014). The command line asks here whether it owns the data folder itself (then the router is called as
/// it is) or a server does (then through the Unix socket); so a command answers the same either way.
namespace klicnik {

namespace local_path {
constexpr std::string_view segment = "/local/segment";
constexpr std::string_view check = "/local/check";
constexpr std::string_view backup = "/local/backup";
constexpr std::string_view password = "/local/password";
constexpr std::string_view import = "/local/import";
/// Header of an import: its options as JSON, percent-encoded. The body is the file.
constexpr std::string_view import_options = "Klicnik-Import";
/// Header of any request: the e-mail of the colleague as whom it acts, percent-encoded. Absent = the administrator.
constexpr std::string_view acts_as = "Klicnik-As";
}  // namespace local_path

/// Who carries out a command: the administrator when `email` is empty, else an active colleague with his roles and his clients.
/// That names an author; it proves nothing, as who may ask here may do everything. Error: command.unknown_user.
Result<Context> context_of_command(const App& app, std::string_view email, Origin origin);

/// All operations below /api/v1 without a session, with `If-Match: *` for the newest version, and the paths above but for
/// the import. Refuses every request that did not come through a Unix socket or from this process. `app` must outlive it.
http::Router make_local_router(App& app);

/// The import, for a server: the answer is a stream of `progress` {rows, total}, then `done` with the report or `failed`
/// with a problem. It goes on when the client has gone.
void add_local_import(http::Router& router, App& app, http::WorkerPool& pool);

/// Imports a file as the local administrator, or as a colleague; the report as JSON. `options` {kind, file_name, encoding, delimiter,
/// date_order, decimal_mark, currency, create_accounts, create_offerings, preview, mapping}. Errors: those of import_path,
/// of context_of_command, field `currency` bad_currency, fields `mapping…`.
Result<std::string> import_locally(App& app, const json::Value& options, std::string_view as_email, const std::filesystem::path& file,
                                   const intake::Progress& progress);

/// The answer to a failure, which keeps `internal`: the administrator may see it. And back.
http::Response local_problem(const Error& error, std::string_view request_id = {});
Error error_in(const http::Response& response);

}  // namespace klicnik
