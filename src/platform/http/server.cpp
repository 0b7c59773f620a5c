// The only file with coroutines. g++ 12 destroys a braced temporary inside a co_await expression
// twice: every argument there is a named variable or a plain call. Handlers stay synchronous.

#include "platform/http/server.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 cannot follow Asio's own operator new and delete of coroutine frames through inlining.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

#include <unistd.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>

#include "platform/crypto/random.hpp"
#include "platform/http/network.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/request_parser.hpp"

namespace klicnik::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
template <class T = void>
using Task = asio::awaitable<T>;
constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t head_read_size = 4096;
constexpr std::size_t body_read_size = 64U << 10U;
constexpr std::size_t file_piece = 256U << 10U;   // read and written per hop to a worker
constexpr std::size_t joined_write = 32U << 10U;  // smaller bodies travel with their head
constexpr std::chrono::milliseconds linger_time{1'000};
constexpr std::size_t linger_bytes = 1U << 20U;

struct Transfer {
    error_code error;
    std::size_t bytes = 0;
};

/// Plain and TLS sockets behind one interface, so that everything else is instantiated once.
class Conn {
  public:
    virtual ~Conn() = default;
    virtual tcp::socket& socket() = 0;
    virtual Task<error_code> handshake() = 0;
    virtual Task<Transfer> read_some(asio::mutable_buffer buffer) = 0;
    virtual Task<Transfer> write_some(asio::const_buffer buffer) = 0;
    virtual Task<> shut_down() = 0;
};

class PlainConn final : public Conn {
  public:
    explicit PlainConn(tcp::socket socket) : socket_(std::move(socket)) {}
    tcp::socket& socket() override { return socket_; }
    Task<error_code> handshake() override { co_return error_code(); }
    Task<Transfer> read_some(asio::mutable_buffer buffer) override {
        auto [error, bytes] = co_await socket_.async_read_some(buffer, awaiting);
        co_return Transfer{error, bytes};
    }
    Task<Transfer> write_some(asio::const_buffer buffer) override {
        auto [error, bytes] = co_await socket_.async_write_some(buffer, awaiting);
        co_return Transfer{error, bytes};
    }
    Task<> shut_down() override {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        co_return;
    }

  private:
    tcp::socket socket_;
};

class TlsConn final : public Conn {
  public:
    TlsConn(tcp::socket socket, asio::ssl::context& context)
        : stream_(std::move(socket), context) {}
    tcp::socket& socket() override { return stream_.next_layer(); }
    Task<error_code> handshake() override {
        auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, awaiting);
        co_return error;
    }
    Task<Transfer> read_some(asio::mutable_buffer buffer) override {
        auto [error, bytes] = co_await stream_.async_read_some(buffer, awaiting);
        co_return Transfer{error, bytes};
    }
    Task<Transfer> write_some(asio::const_buffer buffer) override {
        auto [error, bytes] = co_await stream_.async_write_some(buffer, awaiting);
        co_return Transfer{error, bytes};
    }
    Task<> shut_down() override {
        co_await stream_.async_shutdown(awaiting);
        error_code ignored;
        socket().shutdown(tcp::socket::shutdown_send, ignored);
    }

  private:
    asio::ssl::stream<tcp::socket> stream_;
};

enum class Phase { idle, busy, ended };

struct Session : std::enable_shared_from_this<Session> {
    std::unique_ptr<Conn> conn;
    std::string peer;
    std::string inbox;                                       // read but not yet parsed
    Phase phase = Phase::busy;
    Clock::time_point deadline = Clock::time_point::max();  // the sweeper cuts off what is late
    std::shared_ptr<Feed> feed;

    void abort() {
        error_code ignored;
        conn->socket().close(ignored);
    }
};
using SessionPtr = std::shared_ptr<Session>;

/// Lets other threads post to the io_context for as long as it lives.
struct Gate {
    std::mutex mutex;
    asio::io_context* io = nullptr;

    template <class Work>
    void post(Work work) {
        const std::lock_guard lock(mutex);
        if (io != nullptr) asio::post(*io, std::move(work));
    }
};

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

std::string next_request_id() {
    static const std::string prefix = crypto::random_token(9);
    static std::atomic<std::uint64_t> counter{0};
    return prefix + '-' + std::to_string(counter.fetch_add(1, std::memory_order_relaxed) + 1);
}

}  // namespace

struct Server::Core {
    Core(Options options_in, Router router_in)
        : options(std::move(options_in)),
          router(std::move(router_in)),
          pool(options.workers, options.queue_limit) {}

    Result<> listen();
    void halt(std::chrono::milliseconds grace);

    Task<> accept_loop();
    Task<> sweep();
    Task<> serve(SessionPtr session);
    Task<bool> serve_one(Session& session, bool is_first);
    Task<bool> read_head(Session& session, RequestParser& parser, bool is_first);
    Task<Fault> read_body(Session& session, RequestParser& parser, const Router::Match& match);
    Task<std::size_t> fill(Session& session, std::size_t size);
    Task<bool> send(Session& session, std::string_view bytes, std::uint64_t sent_before = 0);
    Task<bool> send_reply(SessionPtr session, Reply& reply);
    Task<bool> send_file(Session& session, Reply& reply);
    Task<> send_fault(Session& session, RequestParser& parser, Fault fault, Clock::time_point since);
    Task<> stream(SessionPtr session, std::shared_ptr<Feed> feed);
    Task<> watch(SessionPtr session, std::shared_ptr<Feed> feed);
    Task<> finish(Session& session);
    Task<bool> on_pool(WorkerPool& where, std::function<void()> work,
                       WorkerPool::Priority priority);

    void refuse(tcp::socket socket);
    void run_handler(const Router::Match& match, Request& request, const ReplyOptions& reply_options,
                     Reply& reply);
    Response guarded(const Request& request, const std::function<Response()>& work);
    void record(const Request& request, const Reply& reply, std::uint64_t bytes,
                Clock::time_point since);
    void complain(std::string_view request_id, std::string_view what) const {
        if (options.on_error) options.on_error(request_id, what);
    }
    Clock::time_point transfer_deadline(Clock::time_point since, std::uint64_t bytes) const {
        return since + options.transfer_grace + std::chrono::seconds(bytes / options.minimum_rate);
    }

    Options options;
    Router router;
    Metrics metrics;
    Networks trusted;
    WorkerPool pool;
    asio::io_context io{1};
    std::optional<asio::ssl::context> tls;
    std::optional<tcp::acceptor> acceptor;
    std::optional<asio::steady_timer> sweeper;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::unordered_set<SessionPtr> sessions;
    std::thread thread;
    std::uint16_t port = 0;
    bool is_stopping = false;  // these two are read and written on the socket thread
    bool is_sweeping = true;

    std::mutex drained_mutex;
    std::condition_variable drained;
    bool is_drained = false;
};

Result<> Server::Core::listen() {
    auto networks = Networks::parse(options.trusted_proxies);
    if (!networks) return Error{ErrorKind::invalid, "server.bad_proxy_network"};
    trusted = std::move(*networks);
    try {
        if (!options.tls_certificate.empty()) {
            tls.emplace(asio::ssl::context::tls_server);
            prepare_tls(*tls, options);
        }
    } catch (const std::exception& failure) {
        return unavailable("server.tls_invalid", failure.what());
    }
    try {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        acceptor.emplace(io);
        acceptor->open(endpoint.protocol());
        acceptor->set_option(tcp::acceptor::reuse_address(true));
        acceptor->bind(endpoint);
        acceptor->listen();
        port = acceptor->local_endpoint().port();
    } catch (const std::exception& failure) {
        Error error = unavailable("server.cannot_listen", failure.what());
        error.params = {{"address", options.address}, {"port", std::to_string(options.port)}};
        return error;
    }
    gate->io = &io;
    sweeper.emplace(io);
    asio::co_spawn(io, accept_loop(), asio::detached);
    asio::co_spawn(io, sweep(), asio::detached);
    thread = std::thread([this] { io.run(); });
    return {};
}

void Server::Core::halt(std::chrono::milliseconds grace) {
    if (!thread.joinable()) return;
    asio::post(io, [this] {
        is_stopping = true;
        error_code ignored;
        acceptor->close(ignored);
        for (const SessionPtr& session : sessions) {
            if (session->phase == Phase::idle) session->abort();
            if (session->feed) session->feed->close();
        }
        if (sessions.empty()) {
            const std::lock_guard lock(drained_mutex);
            is_drained = true;
            drained.notify_all();
        }
    });
    {
        std::unique_lock lock(drained_mutex);
        drained.wait_for(lock, grace, [this] { return is_drained; });
    }
    asio::post(io, [this] {
        for (const SessionPtr& session : sessions) session->abort();
        is_sweeping = false;
        sweeper->cancel();
    });
    pool.stop();
    thread.join();
    const std::lock_guard lock(gate->mutex);
    gate->io = nullptr;
}

Task<> Server::Core::accept_loop() {
    asio::steady_timer pause(io);
    while (!is_stopping) {
        auto [error, socket] = co_await acceptor->async_accept(awaiting);
        if (is_stopping) break;
        if (error) {
            // Out of descriptors, most likely: trying again at once would only burn the processor.
            pause.expires_after(std::chrono::milliseconds(50));
            co_await pause.async_wait(awaiting);
            continue;
        }
        metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
        if (sessions.size() >= options.max_connections) {
            refuse(std::move(socket));
            continue;
        }
        auto session = std::make_shared<Session>();
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const tcp::endpoint remote = socket.remote_endpoint(ignored);
        session->peer = remote.address().to_string();
        if (tls) {
            session->conn = std::make_unique<TlsConn>(std::move(socket), *tls);
        } else {
            session->conn = std::make_unique<PlainConn>(std::move(socket));
        }
        sessions.insert(session);
        metrics.open_connections.fetch_add(1, std::memory_order_relaxed);
        asio::co_spawn(io, serve(session), asio::detached);
    }
}

/// One look at all connections per interval costs less than a timer per read.
Task<> Server::Core::sweep() {
    const auto shortest = std::min({options.header_deadline, options.idle_deadline,
                                    options.transfer_grace, linger_time});
    const auto interval = std::max(shortest / 4, std::chrono::milliseconds(10));
    // The flag as well as the error: a timer that has just expired can no longer be cancelled.
    while (is_sweeping) {
        sweeper->expires_after(interval);
        auto [error] = co_await sweeper->async_wait(awaiting);
        if (error) co_return;
        const Clock::time_point now = Clock::now();
        for (const SessionPtr& session : sessions) {
            if (session->deadline > now) continue;
            session->deadline = Clock::time_point::max();
            metrics.deadlines_missed.fetch_add(1, std::memory_order_relaxed);
            session->abort();
        }
    }
}

void Server::Core::refuse(tcp::socket socket) {
    metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
    if (tls) return;
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\n"
        "Connection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::const_buffer(answer.data(), answer.size()), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

Task<> Server::Core::serve(SessionPtr session) {
    try {
        session->deadline = Clock::now() + options.header_deadline;
        const error_code error = co_await session->conn->handshake();
        bool again = !error;
        for (bool is_first = true; again && !is_stopping; is_first = false) {
            again = co_await serve_one(*session, is_first);
        }
        if (!error) co_await finish(*session);
    } catch (const std::exception& failure) {
        complain({}, failure.what());
    }
    session->phase = Phase::ended;
    session->abort();
    sessions.erase(session);
    metrics.open_connections.fetch_sub(1, std::memory_order_relaxed);
    if (is_stopping && sessions.empty()) {
        const std::lock_guard lock(drained_mutex);
        is_drained = true;
        drained.notify_all();
    }
}

/// Says goodbye so that the last answer arrives: closing with unread bytes in the socket would reset
/// the connection and could destroy an answer that is still on its way.
Task<> Server::Core::finish(Session& session) {
    if (!session.conn->socket().is_open()) co_return;
    session.deadline = Clock::now() + linger_time;
    session.phase = Phase::busy;
    co_await session.conn->shut_down();
    std::size_t discarded = 0;
    while (discarded < linger_bytes && session.conn->socket().is_open()) {
        session.inbox.clear();
        const std::size_t bytes = co_await fill(session, body_read_size);
        if (bytes == 0) co_return;
        discarded += bytes;
    }
}

/// Reads more into the inbox; 0 means that nothing will come any more.
Task<std::size_t> Server::Core::fill(Session& session, std::size_t size) {
    const std::size_t before = session.inbox.size();
    session.inbox.resize(before + size);
    const asio::mutable_buffer buffer(session.inbox.data() + before, size);
    const Transfer transfer = co_await session.conn->read_some(buffer);
    session.inbox.resize(before + transfer.bytes);
    co_return transfer.error ? 0 : transfer.bytes;
}

Task<bool> Server::Core::send(Session& session, std::string_view bytes, std::uint64_t sent_before) {
    const Clock::time_point since = Clock::now();
    while (!bytes.empty()) {
        session.deadline = transfer_deadline(since, sent_before);
        const asio::const_buffer buffer(bytes.data(), bytes.size());
        const Transfer transfer = co_await session.conn->write_some(buffer);
        if (transfer.error) co_return false;
        metrics.bytes_out.fetch_add(transfer.bytes, std::memory_order_relaxed);
        sent_before += transfer.bytes;
        bytes.remove_prefix(transfer.bytes);
    }
    session.deadline = Clock::time_point::max();
    co_return true;
}

/// Runs `work` on a worker while this coroutine waits; false when the queue is full.
Task<bool> Server::Core::on_pool(WorkerPool& where, std::function<void()> work,
                                 WorkerPool::Priority priority) {
    auto initiate = [this, &where, &work, priority](auto handler) {
        struct Hop {
            decltype(handler) resume;
            asio::executor_work_guard<asio::io_context::executor_type> guard;
        };
        auto hop = std::make_shared<Hop>(Hop{std::move(handler), asio::make_work_guard(io)});
        auto job = [gate = gate, work, hop]() mutable {
            work();
            gate->post([hop = std::move(hop)] { std::move(hop->resume)(true); });
        };
        if (!where.submit(std::move(job), priority)) {
            asio::post(io, [hop] { std::move(hop->resume)(false); });
        }
    };
    const bool accepted = co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(
        initiate, asio::use_awaitable);
    co_return accepted;
}

Task<bool> Server::Core::read_head(Session& session, RequestParser& parser, bool is_first) {
    if (session.inbox.empty()) session.inbox = std::string();  // idle connections should be small
    const auto wait = is_first ? options.header_deadline : options.idle_deadline;
    session.phase = session.inbox.empty() ? Phase::idle : Phase::busy;
    session.deadline =
        Clock::now() + (session.inbox.empty() ? wait : options.header_deadline);
    for (;;) {
        const std::size_t used = parser.parse(session.inbox);
        session.inbox.erase(0, used);
        if (parser.state() != RequestParser::State::head) {
            session.phase = Phase::busy;
            co_return true;
        }
        const std::size_t bytes = co_await fill(session, head_read_size);
        if (bytes == 0) co_return false;
        if (session.phase == Phase::idle) {
            session.phase = Phase::busy;
            session.deadline = Clock::now() + options.header_deadline;
        }
    }
}

/// Status 0: the body is complete.
Task<Fault> Server::Core::read_body(Session& session, RequestParser& parser,
                                    const Router::Match& match) {
    using State = RequestParser::State;
    const Clock::time_point since = Clock::now();
    const bool to_file =
        match.route != nullptr && match.route->options.upload == Upload::to_file;
    Request& request = parser.request();
    std::uint64_t received = 0;
    bool is_stored = true;
    if (to_file) {
        request.body_file = TemporaryFile::create(options.upload_directory);
        is_stored = request.body_file != nullptr;
    }
    while (parser.state() == State::body && is_stored) {
        const std::size_t used = parser.parse(session.inbox);
        session.inbox.erase(0, used);
        received += used;
        if (to_file && (parser.body().size() >= file_piece || parser.state() == State::done)) {
            is_stored = false;
            std::function<void()> store = [&] {
                is_stored = request.body_file->append(parser.body());
                parser.body().clear();
            };
            session.deadline = Clock::time_point::max();
            co_await on_pool(pool, store, WorkerPool::Priority::unlimited);
        }
        if (parser.state() != State::body || !is_stored) break;
        session.deadline = transfer_deadline(since, received);
        const std::size_t bytes = co_await fill(session, body_read_size);
        if (bytes == 0) co_return Fault{400, "http.body_incomplete"};
    }
    if (!is_stored) co_return Fault{503, "http.storage_full"};
    if (parser.state() == State::failed) co_return parser.fault();
    if (!to_file) request.body = std::move(parser.body());
    co_return Fault{0, {}};
}

Response Server::Core::guarded(const Request& request, const std::function<Response()>& work) {
    try {
        return work();
    } catch (const std::exception& failure) {
        complain(request.request_id, failure.what());
    } catch (...) {
        complain(request.request_id, "unknown exception");
    }
    return problem({ErrorKind::unavailable, "internal"}, request.request_id, 500);
}

/// On a worker thread; must not throw.
void Server::Core::run_handler(const Router::Match& match, Request& request,
                               const ReplyOptions& reply_options, Reply& reply) {
    Response response = guarded(request, [&] { return router.answer(match, request); });
    try {
        reply = make_reply(request, std::move(response), reply_options);
    } catch (const std::exception& failure) {
        reply.complaint = failure.what();
        reply.head = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n"
                     "Connection: close\r\n\r\n";
        reply.status = 500;
        reply.close = true;
    }
    if (!reply.complaint.empty()) complain(request.request_id, reply.complaint);
}

Task<> Server::Core::send_fault(Session& session, RequestParser& parser, Fault fault,
                                Clock::time_point since) {
    Request& request = parser.request();
    if (request.request_id.empty()) request.request_id = next_request_id();
    if (request.peer.empty()) request.peer = session.peer;
    const ErrorKind kind = fault.status == 503 ? ErrorKind::unavailable : ErrorKind::invalid;
    Error error{kind, std::string(fault.code)};
    Response response = problem(error, request.request_id, fault.status);
    if (fault.status == 503) response.headers.set("Retry-After", "1");
    ReplyOptions reply_options;
    reply_options.keep_alive = false;
    Reply reply = make_reply(request, std::move(response), reply_options);
    const std::string bytes = reply.head + reply.body;
    co_await send(session, bytes);
    record(request, reply, bytes.size(), since);
}

/// Answers one request; false when the connection should end.
Task<bool> Server::Core::serve_one(Session& session, bool is_first) {
    RequestParser parser(options.header_limit);
    const bool has_head = co_await read_head(session, parser, is_first);
    if (!has_head) co_return false;
    Clock::time_point since = Clock::now();
    Fault fault = parser.fault();
    if (parser.state() == RequestParser::State::failed) {
        co_await send_fault(session, parser, fault, since);
        co_return false;
    }
    Request& request = parser.request();
    request.peer = session.peer;
    request.secure = tls.has_value();
    apply_forwarding(request, trusted);
    if (request.request_id.empty()) request.request_id = next_request_id();
    const Router::Match match = router.match(request.verb, request.segments);

    const std::size_t own_limit = match.route != nullptr ? match.route->options.body_limit : 0;
    const bool fits = parser.limit_body(own_limit != 0 ? own_limit : options.body_limit);
    Reply reply;
    ReplyOptions reply_options;
    reply_options.is_http_1_0 = parser.is_http_1_0();
    reply_options.is_secure = request.secure;
    bool is_refused = false;
    if (fits && match.route != nullptr && match.route->options.admit) {
        std::function<void()> ask = [&] {
            reply_options.keep_alive = false;
            std::optional<Response> refusal;
            Response failed = guarded(request, [&] {
                refusal = match.route->options.admit(request);
                return Response();
            });
            if (failed.status == 500) refusal = std::move(failed);
            is_refused = refusal.has_value();
            if (is_refused) reply = make_reply(request, std::move(*refusal), reply_options);
        };
        session.deadline = Clock::time_point::max();
        const bool accepted = co_await on_pool(pool, ask, WorkerPool::Priority::ordinary);
        if (!accepted) fault = Fault{503, "http.overloaded"};
        else fault = Fault{0, {}};
    } else {
        fault = fits ? Fault{0, {}} : Fault{413, "http.body_too_large"};
    }
    if (fault.status == 0 && !is_refused) {
        if (parser.expects_continue() && parser.state() == RequestParser::State::body &&
            session.inbox.empty()) {
            const bool sent = co_await send(session, "HTTP/1.1 100 Continue\r\n\r\n");
            if (!sent) co_return false;
        }
        fault = co_await read_body(session, parser, match);
    }
    if (fault.status != 0) {
        if (fault.status == 503) metrics.overloads.fetch_add(1, std::memory_order_relaxed);
        co_await send_fault(session, parser, fault, since);
        co_return false;
    }
    if (!is_refused) {
        since = Clock::now();
        session.deadline = Clock::time_point::max();
        reply_options.keep_alive = parser.keep_alive() && !is_stopping;
        WorkerPool* own_pool = match.route != nullptr ? match.route->options.pool : nullptr;
        WorkerPool& where = own_pool != nullptr ? *own_pool : pool;
        std::function<void()> work = [&] { run_handler(match, request, reply_options, reply); };
        metrics.in_flight.fetch_add(1, std::memory_order_relaxed);
        const bool accepted = co_await on_pool(where, work, WorkerPool::Priority::ordinary);
        metrics.in_flight.fetch_sub(1, std::memory_order_relaxed);
        if (!accepted) {
            metrics.overloads.fetch_add(1, std::memory_order_relaxed);
            fault = Fault{503, "http.overloaded"};
            co_await send_fault(session, parser, fault, since);
            co_return false;
        }
    }
    const std::uint64_t bytes =
        reply.head.size() + reply.body.size() + reply.fixed_body.size() + reply.length;
    const bool sent = co_await send_reply(session.shared_from_this(), reply);
    record(request, reply, bytes, since);
    co_return sent && !reply.close && !is_stopping;
}

Task<bool> Server::Core::send_reply(SessionPtr session, Reply& reply) {
    if (reply.feed) {
        const bool sent = co_await send(*session, reply.head);
        if (sent) co_await stream(session, reply.feed);
        co_return false;
    }
    const std::string_view body = reply.body.empty() ? reply.fixed_body : reply.body;
    if (body.size() <= joined_write) {
        reply.head += body;
        const bool sent = co_await send(*session, reply.head);
        if (!sent) co_return false;
    } else {
        const bool head_sent = co_await send(*session, reply.head);
        if (!head_sent) co_return false;
        const bool body_sent = co_await send(*session, body);
        if (!body_sent) co_return false;
    }
    if (!reply.file.is_open()) co_return true;
    const bool file_sent = co_await send_file(*session, reply);
    co_return file_sent;
}

Task<bool> Server::Core::send_file(Session& session, Reply& reply) {
    std::string piece;
    std::uint64_t offset = reply.offset;
    const std::uint64_t end = reply.offset + reply.length;
    while (offset < end) {
        std::function<void()> read = [&] {
            piece.resize(std::min<std::uint64_t>(file_piece, end - offset));
            const ssize_t bytes = ::pread(reply.file.descriptor(), piece.data(), piece.size(),
                                          static_cast<off_t>(offset));
            piece.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
        };
        piece.clear();
        co_await on_pool(pool, read, WorkerPool::Priority::unlimited);
        // A file that shrank meanwhile: cutting the connection tells the client that bytes miss.
        if (piece.empty()) co_return false;
        const bool sent = co_await send(session, piece);
        if (!sent) co_return false;
        offset += piece.size();
    }
    co_return true;
}

/// Notices that the client of an event stream has gone; anything it sends is ignored.
Task<> Server::Core::watch(SessionPtr session, std::shared_ptr<Feed> feed) {
    for (;;) {
        session->inbox.clear();
        const std::size_t bytes = co_await fill(*session, head_read_size);
        if (bytes == 0) break;
    }
    feed->close();
}

Task<> Server::Core::stream(SessionPtr session, std::shared_ptr<Feed> feed) {
    auto timer = std::make_shared<asio::steady_timer>(io);
    feed->on_wake([gate = gate, timer] { gate->post([timer] { timer->cancel(); }); });
    session->feed = feed;
    metrics.feeds.fetch_add(1, std::memory_order_relaxed);
    asio::co_spawn(io, watch(session, feed), asio::detached);
    if (is_stopping) feed->close();
    for (;;) {
        const bool is_last = feed->closed();
        const std::string events = feed->take();
        const bool sent = co_await send(*session, events);
        if (!sent || (is_last && events.empty())) break;
        if (is_last) continue;
        timer->expires_after(options.heartbeat);
        auto [error] = co_await timer->async_wait(awaiting);
        if (!error) {
            const bool beat = co_await send(*session, ": \n\n");
            if (!beat) break;
        }
    }
    feed->close();
    feed->on_wake({});
    session->feed.reset();
    session->abort();
    metrics.feeds.fetch_sub(1, std::memory_order_relaxed);
}

void Server::Core::record(const Request& request, const Reply& reply, std::uint64_t bytes,
                          Clock::time_point since) {
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - since);
    metrics.count(reply.status, duration);
    if (!options.on_access) return;
    AccessRecord entry;
    entry.request_id = request.request_id;
    entry.verb = name_of(request.verb);
    entry.path = request.path;
    entry.route = request.route;
    entry.peer = request.peer;
    entry.actor = request.actor;
    entry.status = reply.status;
    entry.bytes_out = bytes;
    entry.duration = duration;
    options.on_access(entry);
}

Server::Server(Options options, Router router)
    : core_(std::make_unique<Core>(std::move(options), std::move(router))) {}

Server::~Server() {
    core_->halt(std::chrono::milliseconds(0));
}

Result<> Server::start() {
    return core_->listen();
}

std::uint16_t Server::port() const {
    return core_->port;
}

void Server::stop(std::chrono::milliseconds grace) {
    core_->halt(grace);
}

const Metrics& Server::metrics() const {
    return core_->metrics;
}

const Router& Server::router() const {
    return core_->router;
}

}  // namespace klicnik::http
