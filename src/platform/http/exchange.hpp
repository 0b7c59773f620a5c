#pragma once

// What happens between a parsed request and the bytes of its answer, without any socket: who asks,
// which handler answers, what is logged and counted. Internal to this folder.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/http/network.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/request_parser.hpp"
#include "platform/http/server.hpp"

namespace klicnik::http {

/// The parts of a server's settings that requests need. Safe to use from all threads.
class Exchange {
  public:
    /// All three must outlive this.
    Exchange(const Options& options, const Router& router, Metrics& metrics);

    /// Error `server.bad_proxy_network`.
    Result<> prepare();

    /// Fills in who asks and under which id, trusting proxies as configured.
    void identify(Request& request, std::string_view peer, bool is_tls) const;

    Router::Match match(const Request& request) const;
    std::size_t body_limit(const Router::Match& match) const;

    /// Runs middleware and handler; an exception becomes a 500. Does not throw.
    void run(const Router::Match& match, Request& request, const ReplyOptions& reply_options,
             Reply& reply) const;

    /// Asks the route whether it wants the body; a reply refuses it. Does not throw.
    std::optional<Reply> refusal(const Router::Match& match, Request& request,
                                 ReplyOptions reply_options) const;

    /// The answer to what never reaches a handler. It ends the connection.
    Reply answer_fault(Request& request, std::string_view peer, const Fault& fault) const;

    void record(const Request& request, const Reply& reply, std::uint64_t bytes,
                std::chrono::microseconds duration) const;
    void complain(std::string_view request_id, std::string_view what) const;

  private:
    template <class Work>
    Response guarded(const Request& request, const Work& work) const;
    Response worded(const Request& request, const Error& error, unsigned status) const;

    const Options& options_;
    const Router& router_;
    Metrics& metrics_;
    Networks trusted_;
};

}  // namespace klicnik::http
