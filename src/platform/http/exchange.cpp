#include "platform/http/exchange.hpp"

#include <atomic>
#include <exception>
#include <utility>

#include "platform/crypto/random.hpp"

namespace klicnik::http {

namespace {

std::string next_request_id() {
    static const std::string prefix = crypto::random_token(9);
    static std::atomic<std::uint64_t> counter{0};
    return prefix + '-' + std::to_string(counter.fetch_add(1, std::memory_order_relaxed) + 1);
}

}  // namespace

Exchange::Exchange(const Options& options, const Router& router, Metrics& metrics)
    : options_(options), router_(router), metrics_(metrics) {}

Result<> Exchange::prepare() {
    auto networks = Networks::parse(options_.trusted_proxies);
    if (!networks) return Error{ErrorKind::invalid, "server.bad_proxy_network"};
    trusted_ = std::move(*networks);
    return {};
}

void Exchange::identify(Request& request, std::string_view peer, bool is_tls) const {
    request.peer = peer;
    request.secure = is_tls;
    apply_forwarding(request, trusted_);
    if (request.request_id.empty()) request.request_id = next_request_id();
}

Router::Match Exchange::match(const Request& request) const {
    return router_.match(request.verb, request.segments);
}

std::size_t Exchange::body_limit(const Router::Match& match) const {
    const std::size_t own = match.route != nullptr ? match.route->options.body_limit : 0;
    return own != 0 ? own : options_.body_limit;
}

template <class Work>
Response Exchange::guarded(const Request& request, const Work& work) const {
    try {
        return work();
    } catch (const std::exception& failure) {
        complain(request.request_id, failure.what());
    } catch (...) {
        complain(request.request_id, "unknown exception");
    }
    return worded(request, {ErrorKind::unavailable, "internal"}, 500);
}

/// Without words rather than without an answer.
Response Exchange::worded(const Request& request, const Error& error, unsigned status) const {
    try {
        return router_.problem(request, error, status);
    } catch (const std::exception& failure) {
        complain(request.request_id, failure.what());
    }
    return problem(error, request.request_id, status);
}

void Exchange::run(const Router::Match& match, Request& request, const ReplyOptions& reply_options,
                   Reply& reply) const {
    Response response = guarded(request, [&] { return router_.answer(match, request); });
    try {
        reply = make_reply(request, std::move(response), reply_options);
    } catch (const std::exception& failure) {
        reply.complaint = failure.what();
        reply.head =
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n"
            "Connection: close\r\n\r\n";
        reply.status = 500;
        reply.close = true;
    }
    if (!reply.complaint.empty()) complain(request.request_id, reply.complaint);
}

std::optional<Reply> Exchange::refusal(const Router::Match& match, Request& request,
                                       ReplyOptions reply_options) const {
    reply_options.keep_alive = false;
    std::optional<Response> refused;
    Response failure = guarded(request, [&] {
        refused = match.route->options.admit(request);
        return Response();
    });
    if (failure.status == 500) refused = std::move(failure);
    if (!refused) return std::nullopt;
    return make_reply(request, std::move(*refused), reply_options);
}

Reply Exchange::answer_fault(Request& request, std::string_view peer, const Fault& fault) const {
    if (request.request_id.empty()) identify(request, peer, /*is_tls=*/false);
    const bool too_large = fault.status == 413 || fault.status == 414 || fault.status == 431;
    const ErrorKind kind = fault.status == 503 ? ErrorKind::unavailable : too_large ? ErrorKind::limited : ErrorKind::invalid;
    const Error error{kind, std::string(fault.code)};
    Response response = worded(request, error, fault.status);
    if (fault.status == 503) response.header("Retry-After", "1");
    ReplyOptions reply_options;
    reply_options.keep_alive = false;
    return make_reply(request, std::move(response), reply_options);
}

void Exchange::record(const Request& request, const Reply& reply, std::uint64_t bytes,
                      std::chrono::microseconds duration) const {
    metrics_.count(reply.status, duration);
    if (!options_.on_access) return;
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
    options_.on_access(entry);
}

void Exchange::complain(std::string_view request_id, std::string_view what) const {
    if (options_.on_error) options_.on_error(request_id, what);
}

}  // namespace klicnik::http
