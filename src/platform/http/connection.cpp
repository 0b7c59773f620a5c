// Coroutines live here and in server.cpp only. g++ 12 destroys a braced temporary inside a co_await
// expression twice: every argument there is a named variable or a plain call. Handlers stay
// synchronous.

#include "platform/http/connection.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 cannot follow Asio's own operator new and delete of coroutine frames through inlining.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace klicnik::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Stream = asio::generic::stream_protocol;
using Clock = std::chrono::steady_clock;
template <class T = void>
using Task = asio::awaitable<T>;
constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t head_read_size = 4096;
constexpr std::size_t body_read_size = 64U << 10U;
constexpr std::size_t file_piece = 256U << 10U;   // read and written per hop to a worker
constexpr std::size_t joined_write = 32U << 10U;  // smaller bodies travel with their head
constexpr std::size_t linger_bytes = 1U << 20U;

struct Transfer {
    error_code error;
    std::size_t bytes = 0;
};

/// Plain (of TCP or of this machine) and TLS sockets behind one interface, so that everything else is instantiated once.
class Conn {
  public:
    virtual ~Conn() = default;
    virtual Stream::socket& socket() = 0;
    virtual Task<error_code> handshake() = 0;
    virtual Task<Transfer> read_some(asio::mutable_buffer buffer) = 0;
    virtual Task<Transfer> write_some(asio::const_buffer buffer) = 0;
    virtual Task<> shut_down() = 0;
};

class PlainConn final : public Conn {
  public:
    explicit PlainConn(Stream::socket socket) : socket_(std::move(socket)) {}
    Stream::socket& socket() override { return socket_; }
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
        socket_.shutdown(Stream::socket::shutdown_send, ignored);
        co_return;
    }

  private:
    Stream::socket socket_;
};

class TlsConn final : public Conn {
  public:
    TlsConn(Stream::socket socket, asio::ssl::context& context)
        : stream_(std::move(socket), context) {}
    Stream::socket& socket() override { return stream_.next_layer(); }
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
        socket().shutdown(Stream::socket::shutdown_send, ignored);
    }

  private:
    asio::ssl::stream<Stream::socket> stream_;
};

enum class Phase { idle, busy };

class Session final : public Connection, public std::enable_shared_from_this<Session> {
  public:
    Session(ConnectionHost& host, std::unique_ptr<Conn> conn, std::string peer)
        : host_(host), conn_(std::move(conn)), peer_(std::move(peer)) {}

    void start() override { asio::co_spawn(host_.io, serve(shared_from_this()), asio::detached); }
    void retire() override {
        if (phase_ == Phase::idle) abort();
        if (feed_) feed_->close();
    }
    void abort() override {
        error_code ignored;
        conn_->socket().close(ignored);
        deadline_ = Clock::time_point::max();
    }
    bool is_late(Deadline now) const override { return deadline_ <= now; }

  private:
    Task<> serve(std::shared_ptr<Session> self);
    Task<bool> serve_one(bool is_first);
    Task<bool> read_head(RequestParser& parser, bool is_first);
    Task<Fault> ask_admission(const Router::Match& match, Request& request,
                              const ReplyOptions& reply_options, std::optional<Reply>& refusal);
    Task<Fault> read_body(RequestParser& parser, const Router::Match& match);
    Task<Fault> run_handler(const Router::Match& match, Request& request,
                            const ReplyOptions& reply_options, Reply& reply);
    Task<std::size_t> fill(std::size_t size);
    Task<bool> send(std::string_view bytes);
    Task<bool> send_reply(Reply& reply);
    Task<bool> send_file(Reply& reply);
    Task<> send_fault(Request& request, Fault fault, Clock::time_point since);
    Task<> stream(std::shared_ptr<Feed> feed);
    Task<> watch(std::shared_ptr<Session> self, std::shared_ptr<Feed> feed);
    Task<> finish();
    Task<bool> on_pool(WorkerPool& where, std::function<void()> work,
                       WorkerPool::Priority priority);

    void record(const Request& request, const Reply& reply, std::uint64_t bytes,
                Clock::time_point since) const {
        const auto duration = Clock::now() - since;
        host_.exchange.record(request, reply, bytes,
                              std::chrono::duration_cast<std::chrono::microseconds>(duration));
    }
    Clock::time_point transfer_deadline(Clock::time_point since, std::uint64_t bytes) const {
        const std::chrono::seconds earned(bytes / host_.options.minimum_rate);
        return since + host_.options.transfer_grace + earned;
    }

    ConnectionHost& host_;
    std::unique_ptr<Conn> conn_;
    std::string peer_;
    std::string inbox_;  // read but not yet parsed
    Phase phase_ = Phase::busy;
    Clock::time_point deadline_ = Clock::time_point::max();
    std::shared_ptr<Feed> feed_;
};

Task<> Session::serve(std::shared_ptr<Session> self) {
    try {
        deadline_ = Clock::now() + host_.options.header_deadline;
        const error_code error = co_await conn_->handshake();
        bool again = !error;
        for (bool is_first = true; again && !host_.is_stopping; is_first = false) {
            again = co_await serve_one(is_first);
        }
        if (!error) co_await finish();
    } catch (const std::exception& failure) {
        host_.exchange.complain({}, failure.what());
    }
    abort();
    host_.on_end(self);
}

/// Says goodbye so that the last answer arrives: closing with unread bytes in the socket would
/// reset the connection and could destroy an answer that is still on its way.
Task<> Session::finish() {
    if (!conn_->socket().is_open()) co_return;
    deadline_ = Clock::now() + linger_time;
    phase_ = Phase::busy;
    co_await conn_->shut_down();
    std::size_t discarded = 0;
    while (discarded < linger_bytes && conn_->socket().is_open()) {
        inbox_.clear();
        const std::size_t bytes = co_await fill(body_read_size);
        if (bytes == 0) co_return;
        discarded += bytes;
    }
}

/// Reads more into the inbox; 0 means that nothing will come any more.
Task<std::size_t> Session::fill(std::size_t size) {
    const std::size_t before = inbox_.size();
    inbox_.resize(before + size);
    const asio::mutable_buffer buffer(inbox_.data() + before, size);
    const Transfer transfer = co_await conn_->read_some(buffer);
    inbox_.resize(before + transfer.bytes);
    co_return transfer.error ? 0 : transfer.bytes;
}

Task<bool> Session::send(std::string_view bytes) {
    const Clock::time_point since = Clock::now();
    std::uint64_t sent = 0;
    while (!bytes.empty()) {
        deadline_ = transfer_deadline(since, sent);
        const asio::const_buffer buffer(bytes.data(), bytes.size());
        const Transfer transfer = co_await conn_->write_some(buffer);
        if (transfer.error) co_return false;
        host_.metrics.bytes_out.fetch_add(transfer.bytes, std::memory_order_relaxed);
        sent += transfer.bytes;
        bytes.remove_prefix(transfer.bytes);
    }
    deadline_ = Clock::time_point::max();
    co_return true;
}

/// Runs `work` on a worker while this coroutine waits; false when the queue is full.
Task<bool> Session::on_pool(WorkerPool& where, std::function<void()> work,
                            WorkerPool::Priority priority) {
    auto initiate = [this, &where, &work, priority](auto handler) {
        struct Hop {
            decltype(handler) resume;
            // Keeps the socket thread alive until the answer is back.
            asio::executor_work_guard<asio::io_context::executor_type> guard;
        };
        auto hop = std::make_shared<Hop>(Hop{std::move(handler), asio::make_work_guard(host_.io)});
        auto job = [gate = host_.gate, work, hop]() mutable {
            work();
            gate->post([hop = std::move(hop)] { std::move(hop->resume)(true); });
        };
        if (!where.submit(std::move(job), priority)) {
            asio::post(host_.io, [hop] { std::move(hop->resume)(false); });
        }
    };
    const bool accepted = co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(
        initiate, asio::use_awaitable);
    co_return accepted;
}

Task<bool> Session::read_head(RequestParser& parser, bool is_first) {
    if (inbox_.empty()) inbox_ = std::string();  // idle connections should be small
    const Options& options = host_.options;
    const auto wait = is_first ? options.header_deadline : options.idle_deadline;
    phase_ = inbox_.empty() ? Phase::idle : Phase::busy;
    deadline_ = Clock::now() + (inbox_.empty() ? wait : options.header_deadline);
    for (;;) {
        const std::size_t used = parser.parse(inbox_);
        inbox_.erase(0, used);
        if (parser.state() != RequestParser::State::head) {
            phase_ = Phase::busy;
            co_return true;
        }
        const std::size_t bytes = co_await fill(head_read_size);
        if (bytes == 0) co_return false;
        if (phase_ == Phase::idle) {
            phase_ = Phase::busy;
            deadline_ = Clock::now() + options.header_deadline;
        }
    }
}

/// Status 0: nothing speaks against reading on, unless there is a refusal.
Task<Fault> Session::ask_admission(const Router::Match& match, Request& request,
                                   const ReplyOptions& reply_options,
                                   std::optional<Reply>& refusal) {
    if (match.route == nullptr || !match.route->options.admit) co_return Fault{0, {}};
    std::function<void()> ask = [&] {
        refusal = host_.exchange.refusal(match, request, reply_options);
    };
    deadline_ = Clock::time_point::max();
    const bool accepted = co_await on_pool(host_.pool, ask, WorkerPool::Priority::ordinary);
    co_return accepted ? Fault{0, {}} : Fault{503, "http.overloaded"};
}

/// Status 0: the body is complete.
Task<Fault> Session::read_body(RequestParser& parser, const Router::Match& match) {
    using State = RequestParser::State;
    const Clock::time_point since = Clock::now();
    const bool to_file = match.route != nullptr && match.route->options.upload == Upload::to_file;
    Request& request = parser.request();
    std::uint64_t received = 0;
    bool is_stored = true;
    if (to_file) {
        request.body_file = TemporaryFile::create(host_.options.upload_directory);
        is_stored = request.body_file != nullptr;
    }
    while (parser.state() == State::body && is_stored) {
        const std::size_t used = parser.parse(inbox_);
        inbox_.erase(0, used);
        received += used;
        if (to_file && (parser.body().size() >= file_piece || parser.state() == State::done)) {
            is_stored = false;
            std::function<void()> store = [&] {
                is_stored = request.body_file->append(parser.body());
                parser.body().clear();
            };
            deadline_ = Clock::time_point::max();
            co_await on_pool(host_.pool, store, WorkerPool::Priority::unlimited);
        }
        if (parser.state() != State::body || !is_stored) break;
        deadline_ = transfer_deadline(since, received);
        const std::size_t bytes = co_await fill(body_read_size);
        if (bytes == 0) co_return Fault{400, "http.body_incomplete"};
    }
    if (!is_stored) co_return Fault{503, "http.storage_full"};
    if (parser.state() == State::failed) co_return parser.fault();
    if (!to_file) request.body = std::move(parser.body());
    co_return Fault{0, {}};
}

/// Status 0: `reply` is ready.
Task<Fault> Session::run_handler(const Router::Match& match, Request& request,
                                 const ReplyOptions& reply_options, Reply& reply) {
    deadline_ = Clock::time_point::max();
    WorkerPool* own_pool = match.route != nullptr ? match.route->options.pool : nullptr;
    WorkerPool& where = own_pool != nullptr ? *own_pool : host_.pool;
    std::function<void()> work = [&] { host_.exchange.run(match, request, reply_options, reply); };
    host_.metrics.in_flight.fetch_add(1, std::memory_order_relaxed);
    const bool accepted = co_await on_pool(where, work, WorkerPool::Priority::ordinary);
    host_.metrics.in_flight.fetch_sub(1, std::memory_order_relaxed);
    co_return accepted ? Fault{0, {}} : Fault{503, "http.overloaded"};
}

Task<> Session::send_fault(Request& request, Fault fault, Clock::time_point since) {
    if (fault.status == 503) host_.metrics.overloads.fetch_add(1, std::memory_order_relaxed);
    Reply reply = host_.exchange.answer_fault(request, peer_, fault);
    const std::string bytes = reply.head + reply.body;
    co_await send(bytes);
    record(request, reply, bytes.size(), since);
}

/// Answers one request; false when the connection should end.
Task<bool> Session::serve_one(bool is_first) {
    RequestParser parser(host_.options.header_limit);
    const bool has_head = co_await read_head(parser, is_first);
    if (!has_head) co_return false;
    Clock::time_point since = Clock::now();
    Request& request = parser.request();
    if (parser.state() == RequestParser::State::failed) {
        co_await send_fault(request, parser.fault(), since);
        co_return false;
    }
    host_.exchange.identify(request, peer_, host_.tls != nullptr);
    const Router::Match match = host_.exchange.match(request);
    ReplyOptions reply_options;
    reply_options.is_http_1_0 = parser.is_http_1_0();
    reply_options.is_secure = request.secure;

    Reply reply;
    std::optional<Reply> refusal;
    Fault fault{413, "http.body_too_large"};
    if (parser.limit_body(host_.exchange.body_limit(match))) {
        fault = co_await ask_admission(match, request, reply_options, refusal);
    }
    const bool is_wanted = fault.status == 0 && !refusal;
    if (is_wanted && parser.expects_continue() && inbox_.empty() &&
        parser.state() == RequestParser::State::body) {
        const bool sent = co_await send("HTTP/1.1 100 Continue\r\n\r\n");
        if (!sent) co_return false;
    }
    if (is_wanted) fault = co_await read_body(parser, match);
    if (is_wanted && fault.status == 0) {
        since = Clock::now();
        reply_options.keep_alive = parser.keep_alive() && !host_.is_stopping;
        fault = co_await run_handler(match, request, reply_options, reply);
    }
    if (fault.status != 0) {
        co_await send_fault(request, fault, since);
        co_return false;
    }
    if (refusal) reply = std::move(*refusal);
    const std::uint64_t bytes =
        reply.head.size() + reply.body.size() + reply.fixed_body.size() + reply.length;
    const bool sent = co_await send_reply(reply);
    record(request, reply, bytes, since);
    co_return sent && !reply.close && !host_.is_stopping;
}

Task<bool> Session::send_reply(Reply& reply) {
    const std::string_view body = reply.body.empty() ? reply.fixed_body : reply.body;
    const bool is_joined = body.size() <= joined_write;
    if (is_joined) reply.head += body;
    const bool head_sent = co_await send(reply.head);
    if (!head_sent) {
        if (reply.feed) reply.feed->close();  // whoever publishes must learn that nobody listens
        co_return false;
    }
    if (reply.feed) {
        co_await stream(reply.feed);
        co_return false;
    }
    if (!is_joined) {
        const bool body_sent = co_await send(body);
        if (!body_sent) co_return false;
    }
    if (!reply.file.is_open()) co_return true;
    const bool file_sent = co_await send_file(reply);
    co_return file_sent;
}

Task<bool> Session::send_file(Reply& reply) {
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
        co_await on_pool(host_.pool, read, WorkerPool::Priority::unlimited);
        // A file that shrank meanwhile: cutting the connection tells the client that bytes miss.
        if (piece.empty()) co_return false;
        const bool sent = co_await send(piece);
        if (!sent) co_return false;
        offset += piece.size();
    }
    co_return true;
}

/// Notices that the client of an event stream has gone; anything it sends is ignored. `self` keeps
/// the session while its read is pending.
Task<> Session::watch(std::shared_ptr<Session> self, std::shared_ptr<Feed> feed) {
    for (;;) {
        self->inbox_.clear();
        const std::size_t bytes = co_await fill(head_read_size);
        if (bytes == 0) break;
    }
    feed->close();
}

Task<> Session::stream(std::shared_ptr<Feed> feed) {
    auto timer = std::make_shared<asio::steady_timer>(host_.io);
    feed->on_wake([gate = host_.gate, timer] { gate->post([timer] { timer->cancel(); }); });
    feed_ = feed;
    host_.metrics.feeds.fetch_add(1, std::memory_order_relaxed);
    asio::co_spawn(host_.io, watch(shared_from_this(), feed), asio::detached);
    if (host_.is_stopping) feed->close();
    for (;;) {
        const bool is_last = feed->closed();
        const std::string events = feed->take();
        const bool sent = co_await send(events);
        if (!sent || (is_last && events.empty())) break;
        // A wake during the sending found no wait to end, so ask before waiting.
        if (is_last || feed->has_news()) continue;
        timer->expires_after(host_.options.heartbeat);
        auto [error] = co_await timer->async_wait(awaiting);
        if (!error) {
            const bool beat = co_await send(": \n\n");
            if (!beat) break;
        }
    }
    feed->close();
    feed->on_wake({});
    feed_.reset();
    abort();
    host_.metrics.feeds.fetch_sub(1, std::memory_order_relaxed);
}

Stream protocol_of(Family family) {
    if (family == Family::local) return Stream(AF_UNIX, 0);
    return family == Family::v6 ? Stream(tcp::v6()) : Stream(tcp::v4());
}

}  // namespace

std::shared_ptr<Connection> open_connection(ConnectionHost& host, int descriptor, Family family,
                                            std::string peer) {
    Stream::socket socket(host.io);
    error_code ignored;
    socket.assign(protocol_of(family), descriptor, ignored);
    if (family != Family::local) socket.set_option(tcp::no_delay(true), ignored);
    std::unique_ptr<Conn> conn;
    if (host.tls != nullptr) {
        conn = std::make_unique<TlsConn>(std::move(socket), *host.tls);
    } else {
        conn = std::make_unique<PlainConn>(std::move(socket));
    }
    return std::make_shared<Session>(host, std::move(conn), std::move(peer));
}

}  // namespace klicnik::http
