#include "app/operation_call.hpp"

#include "app/http_edge.hpp"

namespace klicnik {

namespace {

/// `"12"` or `12`; anything else is no version of ours.
std::optional<std::int64_t> version_asked(const http::Request& request) {
    std::string_view text = request.headers.get("If-Match");
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto number = parse_decimal(text);
    if (!number || number->units % Decimal::one != 0 || number->units < 0) return std::nullopt;
    return number->units / Decimal::one;
}

std::string path_with(std::string_view pattern, const std::vector<std::string>& ids) {
    std::string path;
    std::size_t next = 0;
    while (!pattern.empty()) {
        const std::size_t open = std::min(pattern.find('{'), pattern.size());
        path.append(pattern.substr(0, open));
        pattern.remove_prefix(open);
        if (pattern.empty()) break;
        if (next < ids.size()) path.append(http::percent_encoded(ids[next++]));
        pattern.remove_prefix(pattern.find('}') + 1);
    }
    return path;
}

std::string query_text(const QueryParams& query) {
    std::string text;
    for (const auto& [name, value] : query) {
        text.append(text.empty() ? "" : "&").append(http::percent_encoded(name)).append("=").append(http::percent_encoded(value));
    }
    return text;
}

}  // namespace

http::Verb verb_of(const Operation& operation) {
    switch (operation.verb) {
        case Verb::get: return http::Verb::get;
        case Verb::post: return http::Verb::post;
        case Verb::put: return http::Verb::put;
        case Verb::patch: return http::Verb::patch;
        case Verb::del: return http::Verb::delete_;
    }
    return http::Verb::get;
}

Result<Call> read_call(const Operation& operation, const http::Request& request) {
    Call call;
    for (const auto& [name, value] : request.path_params) call.ids.push_back(value);
    call.query = request.query_params;
    call.version = version_asked(request);
    if (operation.input || operation.verb == Verb::post || operation.verb == Verb::patch) {
        TRY(call.body, edge::read_body(request));
    }
    return call;
}

Result<http::Request> write_call(const Operation& operation, const Call& call) {
    http::Request request;
    request.verb = verb_of(operation);
    const std::string path = std::string(api_prefix) + path_with(operation.path, call.ids);
    const std::string query = query_text(call.query);
    if (!http::path_segments(path)) return Error{ErrorKind::invalid, "http.bad_target"};
    if (!http::parse_query(query)) return Error{ErrorKind::invalid, "http.bad_query"};
    request.target = query.empty() ? path : path + "?" + query;
    if (call.version) request.headers.set("If-Match", "\"" + std::to_string(*call.version) + "\"");
    if (operation.verb != Verb::get && operation.verb != Verb::del) {
        request.headers.set("Content-Type", "application/json");
        request.body = json::to_text(call.body);
    }
    return request;
}

}  // namespace klicnik
