#pragma once

// A Unix domain socket: a door that only this machine has, and whose keeper can see who comes. See
// decisions/0014 for who is let in, and why that is enough.

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace klicnik::http {

/// `Request::peer` of what came through a Unix socket, and of nothing else: it is no address.
constexpr std::string_view local_peer = "local";

/// The longest path in bytes that the kernel takes for a socket.
constexpr std::size_t longest_socket_path = 107;

/// Error `server.socket_path_too_long` with `path` and `max`.
Result<> check_socket_path(const std::filesystem::path& path);

/// A listening socket at `path` that nobody but our own user (and root) can open, from its first
/// moment on. A socket that a killed process left there is replaced, so the caller must know, by a
/// lock, that nobody listens. Errors: `server.socket_path_too_long`, `server.no_local_socket`.
Result<int> listen_at(const std::filesystem::path& path);

/// The user of the process at the other end; nothing when the kernel does not tell.
std::optional<uid_t> user_of_peer(int descriptor);

/// Whether a user may come in: he could read the files of `own` anyway.
constexpr bool may_enter(uid_t user, uid_t own) {
    return user == own || user == 0;
}

}  // namespace klicnik::http
