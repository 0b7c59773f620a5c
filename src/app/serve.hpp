#pragma once

#include "app/app.hpp"

namespace klicnik {

/// Runs the server and the background work until SIGTERM or SIGINT; prints the address, and the one-time link while the
/// installation has no owner. Returns the exit code.
int serve(App& app);

}  // namespace klicnik
