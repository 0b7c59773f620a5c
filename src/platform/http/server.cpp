#include "platform/http/server.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 cannot follow Asio's own operator new and delete of coroutine frames through inlining.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>

#include "platform/http/connection.hpp"
#include "platform/http/exchange.hpp"
#include "platform/http/unix_socket.hpp"

namespace klicnik::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Stream = asio::generic::stream_protocol;  // TCP or a Unix socket
using Clock = std::chrono::steady_clock;
constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

void prepare_tls(asio::ssl::context& context, const Options& options) {
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                        asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1);
    SSL_CTX* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    context.use_certificate_chain_file(options.tls_certificate.string());
    context.use_private_key_file(options.tls_key.string(), asio::ssl::context::pem);
}

/// Lets the process open as many sockets as `wanted`, plus some files, and says how many sockets it
/// may have: beyond that even the database could no longer open a file.
std::size_t raise_descriptor_limit(std::size_t wanted) {
    constexpr std::size_t reserve = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t goal = std::min<rlim_t>(limit.rlim_max, wanted + reserve);
    if (limit.rlim_cur < goal) {
        limit.rlim_cur = goal;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    return std::min<std::size_t>(
        wanted, limit.rlim_cur > 2 * reserve ? limit.rlim_cur - reserve : limit.rlim_cur / 2);
}

tcp::endpoint tcp_endpoint(const Stream::endpoint& endpoint) {
    tcp::endpoint copy;
    std::memcpy(copy.data(), endpoint.data(), std::min(endpoint.size(), copy.capacity()));
    return copy;
}

/// Who came, as far as the socket tells.
struct Peer {
    Family family;
    std::string address;
};

/// Nothing when the client has gone already.
std::optional<Peer> peer_by_network(const Stream::socket& socket) {
    error_code gone;
    const tcp::endpoint remote = tcp_endpoint(socket.remote_endpoint(gone));
    if (gone) return std::nullopt;
    return Peer{remote.address().is_v6() ? Family::v6 : Family::v4, remote.address().to_string()};
}

}  // namespace

struct Server::Core {
    Core(Options options_in, Router router_in)
        : options(std::move(options_in)),
          router(std::move(router_in)),
          exchange(options, router, metrics),
          pool(options.workers, options.queue_limit) {
        host.on_end = [this](const std::shared_ptr<Connection>& connection) { remove(connection); };
    }

    Result<> start();
    Result<> listen_on_port();
    Result<> listen_locally();
    void stop(std::chrono::milliseconds grace);

    asio::awaitable<void> accept_loop();
    asio::awaitable<void> sweep();
    std::optional<Peer> peer_of(Stream::socket& socket);
    void admit(Stream::socket socket);
    void refuse(Stream::socket socket);
    void remove(const std::shared_ptr<Connection>& connection);
    void drain_if_empty();

    Options options;
    Router router;
    Metrics metrics;
    Exchange exchange;
    WorkerPool pool;
    asio::io_context io{1};
    std::optional<asio::ssl::context> tls;
    std::optional<asio::basic_socket_acceptor<Stream>> acceptor;
    std::optional<asio::steady_timer> sweeper;
    ConnectionHost host{
        io, nullptr, options, exchange, metrics, pool, std::make_shared<Gate>(io), false, {}};
    std::unordered_set<std::shared_ptr<Connection>> connections;
    std::thread thread;
    std::uint16_t port = 0;
    bool is_sweeping = true;  // on the socket thread only

    std::mutex drained_mutex;
    std::condition_variable drained;
    bool is_drained = false;
};

void Gate::post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (io_ != nullptr) asio::post(*io_, std::move(work));
}

void Gate::close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
}

Result<> Server::Core::start() {
    CHECK_OK(exchange.prepare());
    options.max_connections = raise_descriptor_limit(options.max_connections);
    try {
        if (!options.tls_certificate.empty()) {
            tls.emplace(asio::ssl::context::tls_server);
            prepare_tls(*tls, options);
            host.tls = &*tls;
        }
    } catch (const std::exception& failure) {
        return unavailable("server.tls_invalid", failure.what());
    }
    CHECK_OK(options.unix_socket.empty() ? listen_on_port() : listen_locally());
    sweeper.emplace(io);
    asio::co_spawn(io, accept_loop(), asio::detached);
    asio::co_spawn(io, sweep(), asio::detached);
    thread = std::thread([this] { io.run(); });
    return {};
}

Result<> Server::Core::listen_on_port() {
    try {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        acceptor.emplace(io);
        acceptor->open(Stream(endpoint.protocol()));
        acceptor->set_option(tcp::acceptor::reuse_address(true));
        acceptor->bind(Stream::endpoint(endpoint));
        acceptor->listen();
        port = tcp_endpoint(acceptor->local_endpoint()).port();
    } catch (const std::exception& failure) {
        Error error = unavailable("server.cannot_listen", failure.what());
        error.params = {{"address", options.address}, {"port", std::to_string(options.port)}};
        return error;
    }
    return {};
}

Result<> Server::Core::listen_locally() {
    TRY(const int descriptor, listen_at(options.unix_socket));
    acceptor.emplace(io, Stream(AF_UNIX, 0), descriptor);
    return {};
}

void Server::Core::stop(std::chrono::milliseconds grace) {
    if (!thread.joinable()) return;
    asio::post(io, [this] {
        host.is_stopping = true;
        error_code ignored;
        acceptor->close(ignored);
        for (const auto& connection : connections) connection->retire();
        drain_if_empty();
    });
    {
        std::unique_lock lock(drained_mutex);
        drained.wait_for(lock, grace, [this] { return is_drained; });
    }
    asio::post(io, [this] {
        for (const auto& connection : connections) connection->abort();
        is_sweeping = false;
        sweeper->cancel();
    });
    pool.stop();
    thread.join();
    host.gate->close();
}

asio::awaitable<void> Server::Core::accept_loop() {
    asio::steady_timer pause(io);
    while (!host.is_stopping) {
        auto [error, socket] = co_await acceptor->async_accept(awaiting);
        if (host.is_stopping) break;
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        // Out of descriptors, most likely: trying again at once would only burn the processor.
        pause.expires_after(std::chrono::milliseconds(50));
        co_await pause.async_wait(awaiting);
    }
}

/// Nothing when the client has gone, or is none of those whom a local door lets in.
std::optional<Peer> Server::Core::peer_of(Stream::socket& socket) {
    if (options.unix_socket.empty()) return peer_by_network(socket);
    const auto user = user_of_peer(socket.native_handle());
    if (user && may_enter(*user, ::geteuid())) return Peer{Family::local, std::string(local_peer)};
    metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
    return std::nullopt;
}

void Server::Core::admit(Stream::socket socket) {
    metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
    const auto peer = peer_of(socket);
    if (!peer) return;
    if (connections.size() >= options.max_connections) return refuse(std::move(socket));
    error_code error;
    const int descriptor = socket.release(error);
    if (error) return;
    const auto connection = open_connection(host, descriptor, peer->family, peer->address);
    connections.insert(connection);
    metrics.open_connections.fetch_add(1, std::memory_order_relaxed);
    connection->start();
}

/// One look at all connections per interval costs less than a timer per read.
asio::awaitable<void> Server::Core::sweep() {
    const auto shortest = std::min(
        {options.header_deadline, options.idle_deadline, options.transfer_grace, linger_time});
    const auto interval = std::max(shortest / 4, std::chrono::milliseconds(10));
    // The flag as well as the error: a timer that has just expired can no longer be cancelled.
    while (is_sweeping) {
        sweeper->expires_after(interval);
        auto [error] = co_await sweeper->async_wait(awaiting);
        if (error) co_return;
        const Clock::time_point now = Clock::now();
        for (const auto& connection : connections) {
            if (!connection->is_late(now)) continue;
            metrics.deadlines_missed.fetch_add(1, std::memory_order_relaxed);
            connection->abort();
        }
    }
}

void Server::Core::refuse(Stream::socket socket) {
    metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
    if (tls) return;
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\n"
        "Connection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::const_buffer(answer.data(), answer.size()), ignored);
    socket.shutdown(Stream::socket::shutdown_send, ignored);
}

void Server::Core::remove(const std::shared_ptr<Connection>& connection) {
    connections.erase(connection);
    metrics.open_connections.fetch_sub(1, std::memory_order_relaxed);
    if (host.is_stopping) drain_if_empty();
}

void Server::Core::drain_if_empty() {
    if (!connections.empty()) return;
    const std::lock_guard lock(drained_mutex);
    is_drained = true;
    drained.notify_all();
}

Server::Server(Options options, Router router)
    : core_(std::make_unique<Core>(std::move(options), std::move(router))) {}

Server::~Server() {
    core_->stop(std::chrono::milliseconds(0));
}

Result<> Server::start() {
    return core_->start();
}

std::uint16_t Server::port() const {
    return core_->port;
}

void Server::stop(std::chrono::milliseconds grace) {
    core_->stop(grace);
}

const Metrics& Server::metrics() const {
    return core_->metrics;
}

const Router& Server::router() const {
    return core_->router;
}

}  // namespace klicnik::http
