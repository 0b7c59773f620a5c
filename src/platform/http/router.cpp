#include "platform/http/router.hpp"

#include <set>
#include <stdexcept>

namespace klicnik::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::vector<const Route*> routes;
};

namespace {

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// `OPTIONS *` and CONNECT targets have no segments of their own and are answered like "/".
void fill_path(Request& request) {
    if (!request.path.empty()) return;
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    if (mark != std::string::npos) request.query = request.target.substr(mark + 1);
    request.segments = path_segments(request.path).value_or(std::vector<std::string>{});
    request.query_params = parse_query(request.query).value_or(Pairs{});
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Router& Router::add(Verb verb, std::string_view pattern, Handler handler, RouteOptions options) {
    const auto segments = path_segments(pattern);
    if (!segments) throw std::logic_error("malformed route " + std::string(pattern));
    Node* node = root_.get();
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < segments->size(); ++i) {
        const std::string& segment = (*segments)[i];
        const bool is_rest = segment == "{*}";
        if (is_rest && i + 1 != segments->size()) {
            throw std::logic_error("{*} must come last in " + std::string(pattern));
        }
        std::unique_ptr<Node>& next = is_rest                 ? node->rest
                                      : is_parameter(segment) ? node->parameter
                                                              : node->literals[segment];
        if (!next) next = std::make_unique<Node>();
        if (is_parameter(segment)) parameters.push_back(segment.substr(1, segment.size() - 2));
        node = next.get();
    }
    for (const Route* route : node->routes) {
        if (route->verb == verb) throw std::logic_error("route twice: " + std::string(pattern));
    }
    routes_.push_back(
        std::make_unique<Route>(Route{verb, std::string(pattern), std::move(handler), options,
                                      std::move(parameters), segments->size()}));
    node->routes.push_back(routes_.back().get());
    return *this;
}

Router& Router::get(std::string_view pattern, Handler handler, RouteOptions options) {
    return add(Verb::get, pattern, std::move(handler), options);
}
Router& Router::post(std::string_view pattern, Handler handler, RouteOptions options) {
    return add(Verb::post, pattern, std::move(handler), options);
}
Router& Router::put(std::string_view pattern, Handler handler, RouteOptions options) {
    return add(Verb::put, pattern, std::move(handler), options);
}
Router& Router::patch(std::string_view pattern, Handler handler, RouteOptions options) {
    return add(Verb::patch, pattern, std::move(handler), options);
}
Router& Router::delete_(std::string_view pattern, Handler handler, RouteOptions options) {
    return add(Verb::delete_, pattern, std::move(handler), options);
}

Router& Router::use(Middleware middleware) {
    middleware_.push_back(std::move(middleware));
    return *this;
}

Router& Router::fallback(Handler handler) {
    fallback_ = std::move(handler);
    return *this;
}

Router& Router::problems(ProblemMaker maker) {
    problems_ = std::move(maker);
    return *this;
}

Response Router::problem(const Request& request, const Error& error, unsigned status) const {
    return problems_ ? problems_(request, error, status) : http::problem(error, request.request_id, status);
}

/// Visits every node whose pattern fits, best first. `values` holds the parameters of the node
/// that `found` is called with.
void Router::collect(const Node& node, const std::vector<std::string>& segments, std::size_t at,
                     std::vector<const std::string*>& values,
                     const std::function<void(const Node&)>& found) {
    if (at == segments.size()) {
        if (!node.routes.empty()) found(node);
        return;
    }
    const auto literal = node.literals.find(segments[at]);
    if (literal != node.literals.end()) {
        collect(*literal->second, segments, at + 1, values, found);
    }
    if (node.parameter && !segments[at].empty()) {
        values.push_back(&segments[at]);
        collect(*node.parameter, segments, at + 1, values, found);
        values.pop_back();
    }
    if (node.rest) found(*node.rest);
}

Pairs Router::params_of(const Route& route, const std::vector<std::string>& segments,
                        const std::vector<const std::string*>& values) {
    Pairs params;
    for (std::size_t i = 0; i < values.size(); ++i) {
        params.emplace_back(route.parameters[i], *values[i]);
    }
    if (values.size() < route.parameters.size()) {
        std::string rest;
        for (std::size_t i = route.length - 1; i < segments.size(); ++i) {
            rest += (rest.empty() ? "" : "/") + segments[i];
        }
        params.emplace_back("*", std::move(rest));
    }
    return params;
}

Router::Match Router::match(Verb verb, const std::vector<std::string>& segments) const {
    Match result;
    std::set<std::string_view> allowed;
    std::vector<const std::string*> values;
    collect(*root_, segments, 0, values, [&](const Node& node) {
        if (result.route != nullptr) return;
        const Route* head_by_get = nullptr;
        for (const Route* route : node.routes) {
            allowed.insert(name_of(route->verb));
            if (route->verb == Verb::get) allowed.insert("HEAD");
            if (route->verb == Verb::get && verb == Verb::head) head_by_get = route;
            if (route->verb == verb) result.route = route;
        }
        if (result.route == nullptr) result.route = head_by_get;
        if (result.route != nullptr) result.params = params_of(*result.route, segments, values);
    });
    if (result.route == nullptr) {
        if (!allowed.empty()) allowed.insert("OPTIONS");
        for (const std::string_view name : allowed) {
            if (!result.allow.empty()) result.allow += ", ";
            result.allow += name;
        }
    }
    return result;
}

Response Router::run(std::size_t index, Request& request, const Handler& last) const {
    if (index == middleware_.size()) return last(request);
    return middleware_[index](request, [&](Request& inner) { return run(index + 1, inner, last); });
}

Response Router::answer(const Match& match, Request& request) const {
    if (match.route != nullptr) {
        request.route = match.route->pattern;
        request.path_params = match.params;
        return run(0, request, match.route->handler);
    }
    const bool is_read = request.verb == Verb::get || request.verb == Verb::head;
    if (match.allow.empty() && fallback_ && is_read) return run(0, request, fallback_);
    return run(0, request, [&](Request& inner) {
        if (match.allow.empty()) {
            return problem(inner, {ErrorKind::not_found, "http.not_found"});
        }
        Response response =
            inner.verb == Verb::options
                ? Response::no_content()
                : problem(inner, {ErrorKind::invalid, "http.method_not_allowed"}, 405);
        return response.header("Allow", match.allow);
    });
}

Response Router::handle(Request& request) const {
    fill_path(request);
    return answer(match(request.verb, request.segments), request);
}

std::vector<const Router::Route*> Router::routes() const {
    std::vector<const Route*> list;
    list.reserve(routes_.size());
    for (const auto& route : routes_) list.push_back(route.get());
    return list;
}

}  // namespace klicnik::http
