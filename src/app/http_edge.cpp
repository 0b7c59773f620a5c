#include "app/http_edge.hpp"

#include <charconv>

#include "platform/crypto/hash.hpp"
#include "platform/log/log.hpp"

namespace klicnik::edge {

namespace {

constexpr std::string_view secure_cookie = "__Host-klicnik";
/// Browsers refuse the __Host- prefix without TLS; on plain HTTP (loopback, or a LAN on the operator's word) this stands in.
constexpr std::string_view plain_cookie = "klicnik";

std::string_view cookie_name(const http::Request& request) {
    return request.secure ? secure_cookie : plain_cookie;
}

/// "https://host:port" → "host:port".
std::string_view host_of(std::string_view origin) {
    const auto at = origin.find("://");
    return at == std::string_view::npos ? origin : origin.substr(at + 3);
}

void write_params(json::Writer& out, const Params& params) {
    out.key("params").begin_object();
    for (const auto& [name, value] : params) out.key(name).string(value);
    out.end_object();
}

std::string_view retry_after(const Error& error) {
    for (const auto& [name, value] : error.params) {
        if (name == "retry_after") return value;
    }
    return {};
}

}  // namespace

std::string session_token(const http::Request& request) {
    const auto cookie = request.cookie(cookie_name(request));
    return cookie ? std::string(*cookie) : std::string{};
}

void set_session_cookie(http::Response& response, const http::Request& request, const std::string& token, std::int64_t max_age_seconds) {
    response.headers.add("Set-Cookie", http::set_cookie({std::string(cookie_name(request)), token, max_age_seconds, true}, request.secure));
}

void clear_session_cookie(http::Response& response, const http::Request& request) {
    response.headers.add("Set-Cookie", http::set_cookie({std::string(cookie_name(request)), "", 0, true}, request.secure));
    response.headers.set("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
}

std::string_view language_of(const http::Request& request) {
    return text::Messages::choose(request.headers.get("Accept-Language"), "cs");
}

Context anonymous_context(const App& app, const http::Request& request) {
    Context context;
    context.now = app.clock->now();
    context.today = date_in(context.now, "UTC");
    context.request_id = request.request_id;
    context.locale = language_of(request);
    context.origin = Origin::http;
    return context;
}

Context context_of(const App& app, const http::Request& request, const identity::ActiveSession& session) {
    Context context;
    context.actor = session.user_id;
    context.department = session.department;
    context.roles = session.roles;
    context.now = app.clock->now();
    context.today = date_in(context.now, session.zone.empty() ? "UTC" : session.zone);
    context.request_id = request.request_id;
    context.locale = text::Messages::choose(request.headers.get("Accept-Language"), session.locale);
    context.origin = Origin::http;
    return context;
}

identity::SessionLimits session_limits(const App& app) {
    return {std::int64_t{app.settings.session_idle_minutes} * 60'000'000, std::int64_t{app.settings.session_absolute_hours} * 3'600'000'000};
}

Result<> check_origin(const http::Request& request) {
    const std::string_view origin = request.headers.get("Origin");
    const std::string_view site = request.headers.get("Sec-Fetch-Site");
    if ((!origin.empty() && host_of(origin) != request.headers.get("Host")) || site == "cross-site") {
        return Error{ErrorKind::forbidden, "request.cross_site"};
    }
    return {};
}

Result<> check_same_site(const http::Request& request, const identity::ActiveSession& session) {
    CHECK_OK(check_origin(request));
    if (!crypto::equal_in_constant_time(request.headers.get("X-CSRF-Token"), session.csrf_token)) {
        return Error{ErrorKind::forbidden, "request.csrf_token"};
    }
    return {};
}

Result<identity::ActiveSession> signed_in(const App& app, http::Request& request) {
    const Context anonymous = anonymous_context(app, request);
    std::optional<identity::ActiveSession> session;
    app.store->read(anonymous, [&](const Reader& reader) {
        session = identity::find_session(reader, session_token(request), anonymous.now, session_limits(app));
        return true;
    });
    if (!session) return Error{ErrorKind::unauthenticated, "session.none"};
    CHECK_OK(check_same_site(request, *session));
    request.actor = to_text(session->user_id);
    return std::move(*session);
}

Error reported(const db::Error& error) {
    if (error.cause == db::ErrorCause::out_of_range) return rule_violated("figures.too_large");
    return unavailable(error.cause == db::ErrorCause::unknown_outcome ? "database.outcome_unknown" : "database.failed");
}

http::Response problem(const App& app, const http::Request& request, const Error& error, std::string_view language, ProblemFacts facts) {
    // "Too many" in time says when to come again; "too much" will never do.
    const bool is_too_much = error.kind == ErrorKind::limited && retry_after(error).empty();
    const unsigned by_kind = is_too_much ? 413 : http::status_of(error.kind);
    const unsigned status = facts.status != 0 ? facts.status : by_kind;
    if (!error.internal.empty()) log::warning("request.failed", {{"code", error.code}, {"internal", error.internal}, {"request_id", request.request_id}});
    json::Writer out;
    out.begin_object().key("status").integer(status).key("kind").string(to_text(error.kind)).key("code").string(error.code);
    out.key("message").string(app.messages->format(language, "error." + error.code, error.params));
    write_params(out, error.params);
    out.key("fields").begin_array();
    for (const FieldError& field : error.fields) {
        out.begin_object().key("field").string(field.field).key("code").string(field.code);
        out.key("message").string(app.messages->format(language, "error.field." + field.code, field.params));
        write_params(out, field.params);
        out.end_object();
    }
    out.end_array();
    if (!facts.current.empty()) out.key("current").raw(facts.current);
    out.key("request_id").string(request.request_id).end_object();
    http::Response response = http::Response::json(out.take(), status);
    response.content_type = "application/problem+json";
    response.headers.set("Cache-Control", "no-store");
    if (const std::string_view seconds = retry_after(error); !seconds.empty()) response.headers.set("Retry-After", seconds);
    return response;
}

http::Response answer(Reply reply) {
    http::Response response = reply.file_name.empty() ? http::Response::json(std::move(reply.body), static_cast<unsigned>(reply.status))
                                                      : http::Response::download(std::move(reply.body), reply.type, reply.file_name);
    if (reply.status == 204) response.content_type.clear();
    if (reply.version) response.headers.set("ETag", "\"" + std::to_string(*reply.version) + "\"");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

Result<json::Value> read_body(const http::Request& request) {
    if (request.body.empty()) return json::Value::object();
    const std::string type = request.content_type();
    if (type != "application/json" && type != "application/merge-patch+json") return Error{ErrorKind::invalid, "body.not_json"};
    return json::parse(request.body);
}

}  // namespace klicnik::edge
