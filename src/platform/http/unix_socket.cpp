#include "platform/http/unix_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace klicnik::http {

namespace {

/// Closes the socket and says what went wrong with it.
Error no_local_socket(int descriptor, const std::filesystem::path& path) {
    const std::string reason = std::generic_category().message(errno);
    if (descriptor >= 0) ::close(descriptor);
    Error error = unavailable("server.no_local_socket", path.string() + ": " + reason);
    error.params = {{"path", path.string()}, {"reason", reason}};
    return error;
}

}  // namespace

Result<> check_socket_path(const std::filesystem::path& path) {
    static_assert(longest_socket_path == sizeof(sockaddr_un::sun_path) - 1);
    if (path.string().size() <= longest_socket_path) return {};
    Error error = unavailable("server.socket_path_too_long");
    error.params = {{"path", path.string()}, {"max", std::to_string(longest_socket_path)}};
    return error;
}

Result<int> listen_at(const std::filesystem::path& path) {
    CHECK_OK(check_socket_path(path));
    struct stat existing{};
    if (::lstat(path.c_str(), &existing) == 0 && S_ISSOCK(existing.st_mode)) ::unlink(path.c_str());
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return no_local_socket(descriptor, path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, longest_socket_path);
    // Linux makes the file with the mode of the socket, so there is no moment with a wider one.
    if (::fchmod(descriptor, 0600) != 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(descriptor, SOMAXCONN) != 0) {
        return no_local_socket(descriptor, path);
    }
    return descriptor;
}

std::optional<uid_t> user_of_peer(int descriptor) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return std::nullopt;
    return credentials.uid;
}

}  // namespace klicnik::http
