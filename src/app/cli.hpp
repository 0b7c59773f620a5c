#pragma once

namespace klicnik {

/// The command line: `klicnik serve`, `klicnik import …`, `klicnik account list …`. Returns the exit code, which is the
/// kind of the error (2 invalid … 8 unavailable) or 0.
int run_command_line(int argc, char** argv);

}  // namespace klicnik
