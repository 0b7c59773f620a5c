#pragma once

#include <CLI/App.hpp>
#include <vector>

#include "app/cli_session.hpp"

namespace klicnik::cli {

/// `klicnik report NAME [FILE]`: the reports of the API as text, JSON, CSV or a document; `retention` and `value` also of a bare
/// file of purchases, for which neither a data folder nor a server is needed.
void add_report(CLI::App& command_line, Session& session, const std::vector<Operation>& operations);

}  // namespace klicnik::cli
