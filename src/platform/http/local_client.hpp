#pragma once

// The other side of a Unix socket: asks a server of ours on this machine. Synchronous, because a
// command has nothing else to do while it waits.

#include <filesystem>
#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "platform/http/message.hpp"

namespace klicnik::http {

/// What a plain request and its answer do not have.
struct LocalTransfer {
    std::filesystem::path file;  ///< sent as the body, piece by piece; empty: `Request::body` is sent
    /// Called for each event when the answer is a stream of them.
    std::function<void(std::string_view event, std::string_view data)> on_event = {};
};

/// Sends verb, target, headers and body of `request`, and waits for the answer however long it
/// takes: an import is slow and nobody knows how slow. Errors: `server.not_running` when nobody
/// listens, `server.connection_lost` when no whole answer came, `server.socket_path_too_long`, field
/// `file` unreadable.
Result<Response> ask_locally(const std::filesystem::path& socket, const Request& request,
                             const LocalTransfer& transfer = {});

}  // namespace klicnik::http
