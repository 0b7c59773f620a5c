#pragma once

// The HTTP/1.1 server: one thread for all sockets, worker threads for the handlers. It does
// framing, limits and deadlines itself and is meant to face the internet, with or without a proxy
// before it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/http/feed.hpp"
#include "platform/http/message.hpp"
#include "platform/http/metrics.hpp"
#include "platform/http/router.hpp"
#include "platform/http/worker_pool.hpp"

namespace klicnik::http {

/// One answered request. It holds no query and no header, because those carry secrets.
struct AccessRecord {
    std::string_view request_id;
    std::string_view verb;
    std::string_view path;
    std::string_view route;  ///< the pattern; empty when nothing matched
    std::string_view peer;
    std::string_view actor;
    unsigned status = 0;
    std::uint64_t bytes_out = 0;
    std::chrono::microseconds duration{};
};

struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one, see Server::port
    /// Listens here instead of on address and port, and lets in our own user and root alone (see
    /// unix_socket.hpp for what start() asks of the caller).
    std::filesystem::path unix_socket;
    std::size_t workers = 4;
    std::size_t queue_limit = 1024;                     ///< requests waiting for a worker; then 503
    std::size_t max_connections = 4096;                 ///< then 503; fewer when descriptors lack
    std::size_t header_limit = 16U << 10U;              ///< bytes
    std::size_t body_limit = 1U << 20U;                 ///< bytes, unless the route says otherwise
    std::chrono::milliseconds header_deadline{10'000};  ///< first byte to end of head; also TLS
    std::chrono::milliseconds idle_deadline{60'000};    ///< between requests of a connection
    std::chrono::milliseconds transfer_grace{10'000};   ///< body and answer: this long plus …
    std::size_t minimum_rate = 4096;                    ///< … one second per so many bytes
    std::chrono::milliseconds heartbeat{15'000};        ///< of server-sent events
    std::filesystem::path upload_directory = "/tmp";
    std::filesystem::path tls_certificate;     ///< PEM chain; empty: plain HTTP
    std::filesystem::path tls_key;             ///< PEM
    std::vector<std::string> trusted_proxies;  ///< addresses or networks
    /// Called on the socket thread: must be quick and must not throw.
    std::function<void(const AccessRecord&)> on_access;
    /// A handler threw, or answered what cannot be sent. Called from any thread.
    std::function<void(std::string_view request_id, std::string_view what)> on_error;
};

class Server {
  public:
    Server(Options options, Router router);
    /// Stops without grace.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Opens the port or the socket and begins to answer. Errors: `server.cannot_listen`,
    /// `server.tls_invalid`, `server.bad_proxy_network`, and those of listen_at().
    Result<> start();
    /// The port in use; known after start().
    std::uint16_t port() const;
    /// Accepts no more, closes idle connections and event streams, lets requests under way finish
    /// for at most `grace`, then cuts them off. A handler that runs is always waited for. May be
    /// called from any thread but a worker's, and twice.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

    const Metrics& metrics() const;
    const Router& router() const;

  private:
    struct Core;
    std::unique_ptr<Core> core_;
};

}  // namespace klicnik::http
