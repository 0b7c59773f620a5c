#pragma once

// Which handler answers which path. Patterns are whole segments: literal, `{name}` for one segment,
// a trailing `{*}` for the rest. A literal wins over a parameter, both over `{*}`.

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/worker_pool.hpp"

namespace klicnik::http {

/// Runs on a worker thread and may block.
using Handler = std::function<Response(Request&)>;
using Middleware = std::function<Response(Request&, const Handler& next)>;
/// Turns a failure into its answer; status 0 means that of the kind.
using ProblemMaker = std::function<Response(const Request&, const Error&, unsigned status)>;

enum class Upload { in_memory, to_file };

struct RouteOptions {
    std::size_t body_limit = 0;         ///< bytes; 0 means the server's default
    Upload upload = Upload::in_memory;  ///< `to_file`: the body goes to `Request::body_file`
    WorkerPool* pool = nullptr;         ///< for slow work; null means the server's own pool
    /// Asked on a worker thread before the body of a `to_file` route is read, so that a stranger
    /// cannot fill the disk. An answer refuses; the connection is then closed.
    std::function<std::optional<Response>(Request&)> admit = {};
};

class Router {
  public:
    struct Route {
        Verb verb;
        std::string pattern;
        Handler handler;
        RouteOptions options;
        std::vector<std::string> parameters;  ///< names in the pattern; `{*}` is called "*"
        std::size_t length = 0;               ///< segments in the pattern
    };
    struct Match {
        const Route* route = nullptr;  ///< null when nothing answers
        Pairs params;
        std::string allow;  ///< when the path exists but not for this verb
    };

    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Throws std::logic_error for a malformed pattern or one that is taken: both are bugs.
    Router& add(Verb verb, std::string_view pattern, Handler handler, RouteOptions options = {});
    Router& get(std::string_view pattern, Handler handler, RouteOptions options = {});
    Router& post(std::string_view pattern, Handler handler, RouteOptions options = {});
    Router& put(std::string_view pattern, Handler handler, RouteOptions options = {});
    Router& patch(std::string_view pattern, Handler handler, RouteOptions options = {});
    Router& delete_(std::string_view pattern, Handler handler, RouteOptions options = {});

    /// Wraps every answer, also 404 and 405; the first one added is the outermost.
    Router& use(Middleware middleware);
    /// Answers GET and HEAD of paths without a route: static files.
    Router& fallback(Handler handler);
    /// Words the failures that no handler answers: unknown paths and verbs, malformed requests, an overloaded server. It may
    /// run on the socket thread, so it must be quick.
    Router& problems(ProblemMaker maker);
    Response problem(const Request& request, const Error& error, unsigned status = 0) const;

    Match match(Verb verb, const std::vector<std::string>& segments) const;

    /// Runs middleware and handler; a HEAD request runs the handler of GET. Does not catch.
    Response answer(const Match& match, Request& request) const;
    /// match() and answer(): what tests without a socket call. Fills path, segments and query from
    /// `request.target` when they are empty.
    Response handle(Request& request) const;

    /// Every route, in the order added.
    std::vector<const Route*> routes() const;

  private:
    struct Node;
    static void collect(const Node& node, const std::vector<std::string>& segments, std::size_t at,
                        std::vector<const std::string*>& values,
                        const std::function<void(const Node&)>& found);
    static Pairs params_of(const Route& route, const std::vector<std::string>& segments,
                           const std::vector<const std::string*>& values);
    Response run(std::size_t index, Request& request, const Handler& last) const;

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    std::vector<Middleware> middleware_;
    Handler fallback_;
    ProblemMaker problems_;
};

}  // namespace klicnik::http
