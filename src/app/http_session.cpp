#include "app/http_session.hpp"

#include <set>

#include "app/http_edge.hpp"
#include "modules/identity/actions.hpp"
#include "records/input.hpp"

namespace klicnik {

static constexpr Field sign_in_fields[] = {
    field<&SignIn::email>({.required = true, .max_length = 254}),
    field<&SignIn::password>({.required = true, .max_length = 1000}),
};
KLICNIK_DEFINE_SHAPE(SignIn, "sign_in", sign_in_fields);

namespace {

/// Everything the web app needs to know about who is signed in, where, and what he may do.
std::string session_json(const App& app, const Reader& reader, const identity::ActiveSession& session) {
    const auto user = reader.find(session.user_id);
    const Workspace workspace = identity::current_workspace(reader);
    json::Writer out;
    out.begin_object().key("user").begin_object().key("id").string(to_text(session.user_id)).key("full_name").string(user->full_name);
    out.key("email").string(user->email).key("locale").string(user->locale).key("roles").begin_array();
    for (const Role role : session.roles) out.string(to_text(role));
    out.end_array().end_object().key("csrf_token").string(session.csrf_token);
    out.key("workspace").begin_object().key("id").string(to_text(workspace.id)).key("name").string(workspace.name);
    out.key("base_currency").string(workspace.base_currency.view()).key("locale").string(workspace.locale);
    out.key("timezone").string(workspace.timezone).key("business_preset").string(to_text(workspace.business_preset)).end_object();
    out.key("permissions").begin_object();
    std::set<std::string> written;  // permissions and operations may share a name: "account.create"
    for (const Operation& operation : app.operations) {
        const Scope scope = reader.permissions().scope(reader.context(), operation.permission);
        if (scope == Scope::none) continue;
        for (const std::string& name : {operation.name, to_text(operation.permission)}) {
            if (written.insert(name).second) out.key(name).string(to_text(scope));
        }
    }
    out.end_object();
    out.key("has_accounts").boolean(reader.connection().integer("SELECT 1 FROM account LIMIT 1").has_value());
    out.key("has_sample").boolean(reader.connection().integer("SELECT 1 FROM sample_record LIMIT 1").has_value());
    out.key("today").string(to_text(reader.context().today)).end_object();
    return out.take();
}

http::Response session_answer(App& app, const http::Request& request, const std::string& token, unsigned status) {
    std::optional<http::Response> response;
    const Context anonymous = edge::anonymous_context(app, request);
    app.store->database().read([&](db::Connection& connection) {
        const Reader nobody = app.store->reader(connection, anonymous);
        const auto session = identity::find_session(nobody, token, anonymous.now, edge::session_limits(app));
        if (!session) {
            const Error none{ErrorKind::unauthenticated, "session.none", {{"setup_required", identity::needs_setup(nobody) ? "true" : "false"}}};
            response = edge::problem(app, request, none, anonymous.locale);
            return;
        }
        const Context context = edge::context_of(app, request, *session);
        response = http::Response::json(session_json(app, app.store->reader(connection, context), *session), status);
        response->headers.set("Cache-Control", "no-store");
        response->compress = http::Compress::never;  // the CSRF token is a secret
    });
    return std::move(*response);
}

http::Response with_new_session(App& app, const http::Request& request, const Result<identity::NewSession>& session) {
    if (!session) return edge::problem(app, request, session.error(), edge::language_of(request));
    http::Response response = session_answer(app, request, session->token, 201);
    edge::set_session_cookie(response, request, session->token, std::int64_t{app.settings.session_absolute_hours} * 3600);
    return response;
}

Result<SignIn> read_sign_in(const json::Value& body) {
    const json::Value* email = body.find("email");
    const json::Value* password = body.find("password");
    std::vector<FieldError> errors;
    if (!email || !email->as_string() || email->as_string()->empty()) errors.push_back({"email", "required"});
    if (!password || !password->as_string() || password->as_string()->empty()) errors.push_back({"password", "required"});
    if (errors.empty() && (email->as_string()->size() > 254 || password->as_string()->size() > 1000)) errors.push_back({"password", "too_long", {{"max", "1000"}}});
    if (!errors.empty()) return invalid(std::move(errors));
    return SignIn{*email->as_string(), *password->as_string()};
}

Result<identity::NewSession> sign_in(App& app, const http::Request& request) {
    CHECK_OK(edge::check_origin(request));
    TRY(const json::Value body, edge::read_body(request));
    TRY(const SignIn input, read_sign_in(body));
    return identity::sign_in(*app.store, edge::anonymous_context(app, request), input.email, input.password, request.peer,
                             request.headers.get("User-Agent"));
}

Result<identity::NewSession> set_up(App& app, const http::Request& request) {
    CHECK_OK(edge::check_origin(request));
    TRY(const json::Value body, edge::read_body(request));
    TRY(const identity::Setup setup, read_input<identity::Setup>(body));
    Context context = edge::anonymous_context(app, request);
    context.origin = Origin::system;
    return identity::set_up(*app.store, context, setup, request.headers.get("User-Agent"));
}

Result<identity::NewSession> accept_invitation(App& app, const http::Request& request) {
    CHECK_OK(edge::check_origin(request));
    TRY(const json::Value body, edge::read_body(request));
    TRY(const identity::Invitation invitation, read_input<identity::Invitation>(body));
    Context context = edge::anonymous_context(app, request);
    context.origin = Origin::system;
    return identity::accept_invitation(*app.store, context, invitation, request.headers.get("User-Agent"));
}

Result<> sign_out(App& app, const http::Request& request) {
    const Context anonymous = edge::anonymous_context(app, request);
    const std::string token = edge::session_token(request);
    std::optional<identity::ActiveSession> session;
    app.store->read(anonymous, [&](const Reader& reader) {
        session = identity::find_session(reader, token, anonymous.now, edge::session_limits(app));
        return true;
    });
    if (!session) return {};
    CHECK_OK(edge::check_same_site(request, *session));
    return identity::sign_out(*app.store, edge::context_of(app, request, *session), token);
}

}  // namespace

void add_session_routes(http::Router& router, App& app) {
    router.get("/api/v1/session", [&app](http::Request& request) {
        return session_answer(app, request, edge::session_token(request), 200);
    });
    router.post("/api/v1/session", [&app](http::Request& request) { return with_new_session(app, request, sign_in(app, request)); });
    router.post("/api/v1/setup", [&app](http::Request& request) { return with_new_session(app, request, set_up(app, request)); });
    router.post("/api/v1/invitation", [&app](http::Request& request) { return with_new_session(app, request, accept_invitation(app, request)); });
    router.delete_("/api/v1/session", [&app](http::Request& request) {
        const auto done = sign_out(app, request);
        if (!done) return edge::problem(app, request, done.error(), edge::language_of(request));
        http::Response response = http::Response::no_content();
        edge::clear_session_cookie(response, request);
        return response;
    });
}

}  // namespace klicnik
