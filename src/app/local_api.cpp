#include "app/local_api.hpp"

#include <algorithm>

#include "app/backup.hpp"
#include "app/check.hpp"
#include "app/dispatch.hpp"
#include "app/http_edge.hpp"
#include "app/operation_call.hpp"
#include "base/text.hpp"
#include "modules/identity/actions.hpp"
#include "modules/segmentation/dependence.hpp"
#include "modules/segmentation/operations.hpp"
#include "platform/http/unix_socket.hpp"

namespace klicnik {

namespace {

std::string text_in(const json::Value& body, std::string_view name) {
    const json::Value* value = body.find(name);
    return value && value->as_string() ? *value->as_string() : std::string{};
}

bool flag_in(const json::Value& body, std::string_view name) {
    const json::Value* value = body.find(name);
    return value && value->as_boolean().value_or(false);
}

/// A person at a terminal has no form that could be stale: `If-Match: *` means the newest version.
Result<> take_newest_version(const App& app, const Operation& operation, const Context& context, Call& call) {
    if (call.version || operation.verb != Verb::patch || !operation.entity) return {};
    return app.store->read(context, [&](const Reader& reader) -> Result<> {
        std::string condition = "1=1 LIMIT 1";
        Uuid id;
        if (!call.ids.empty()) {
            TRY(id, path_id(call, operation.entity->prefix));
            condition = "id = $1";
        }
        const std::string sql = "SELECT version FROM \"" + std::string(operation.entity->name) + "\" WHERE " + condition;
        call.version = call.ids.empty() ? reader.connection().integer(sql) : reader.connection().integer(sql, id);
        if (!call.version) return not_found(std::string(operation.entity->name));
        return {};
    });
}

/// What somebody has to answer for: author, date and reason belong together.
bool needs_author(const Operation& operation) {
    return operation.name == "account_judgement.create" || operation.name == "tier_decision.create";
}

Result<Context> who_asks(const App& app, const http::Request& request) {
    return context_of_command(app, http::percent_decoded(request.headers.get(local_path::acts_as)).value_or(""), Origin::cli);
}

/// For what no role of the product allows but the administrator does: a colleague may when he administrates the product.
Result<Context> who_administrates(const App& app, const http::Request& request) {
    TRY(Context context, who_asks(app, request));
    const auto administrates = [](Role role) { return role == Role::owner || role == Role::admin; };
    if (std::none_of(context.roles.begin(), context.roles.end(), administrates)) return forbidden("administration");
    return context;
}

Result<Reply> run_locally(App& app, const Operation& operation, const http::Request& request) {
    TRY(const Context context, who_asks(app, request));
    if (context.actor.is_nil() && needs_author(operation)) return Error{ErrorKind::invalid, "command.author_required"};
    TRY(Call call, read_call(operation, request));
    if (request.headers.get("If-Match") == "*") CHECK_OK(take_newest_version(app, operation, context, call));
    const bool preview = call.param("dry_run") == "true";
    return dispatch(*app.store, operation, context, call, {}, preview ? WriteMode::preview : WriteMode::commit);
}

/// {from, to, accept, dry_run}; with `only_measure` nothing is scored.
Result<Reply> segment_everything(App& app, const http::Request& request) {
    TRY(const json::Value body, edge::read_body(request));
    TRY(const Context context, who_asks(app, request));
    const bool accepts = flag_in(body, "accept");
    std::vector<Permission> needed = {{"account_score", Action::create}};
    if (flag_in(body, "only_measure")) needed = {{"portfolio", Action::read}};
    else if (accepts) needed.push_back({"tier_decision", Action::create});
    for (const Permission& permission : needed) {
        if (app.store->permissions().scope(context, permission) == Scope::none) return forbidden(to_text(permission));
    }
    return app.store->write(context, [&](UnitOfWork& work) -> Result<Reply> {
        TRY(const auto window, segmentation::read_window(work, text_in(body, "from"), text_in(body, "to")));
        if (flag_in(body, "only_measure")) return shape_reply(segmentation::concentration_report(work, {.window = window}, std::nullopt));
        TRY(const auto outcome, segmentation::segment_and_measure(work, accepts, window));
        return shape_reply(outcome);
    }, flag_in(body, "dry_run") ? WriteMode::preview : WriteMode::commit);
}

Result<Reply> check_everything(App& app, const http::Request& request) {
    CHECK_OK(who_administrates(app, request));
    return Reply{200, faults_json(find_faults(app))};
}

/// {file}: an absolute path, where this process must be able to write.
Result<Reply> make_backup(App& app, const http::Request& request) {
    CHECK_OK(who_administrates(app, request));
    TRY(const json::Value body, edge::read_body(request));
    CHECK_OK(back_up(app, text_in(body, "file")));
    return Reply{204, {}};
}

/// {email, password}
Result<Reply> set_user_password(App& app, const http::Request& request) {
    TRY(const json::Value body, edge::read_body(request));
    TRY(Context context, who_administrates(app, request));
    if (context.actor.is_nil()) context.origin = Origin::system;
    return app.store->write(context, [&](UnitOfWork& work) -> Result<Reply> {
        const auto found = work.all<User>("email = $1", text_in(body, "email"));
        if (found.empty()) return not_found("user");
        CHECK_OK(identity::set_password(work, found.front().id, text_in(body, "password")));
        return Reply{204, {}};
    });
}

template <class Work>
http::Response answered(const http::Request& request, const Work& work) {
    Result<Reply> reply = unavailable("database.failed");
    try {
        reply = work();
    } catch (const db::Error& error) {
        Error reported = edge::reported(error);
        reported.internal = error.what();
        reply = std::move(reported);
    }
    return reply ? edge::answer(std::move(*reply)) : local_problem(reply.error(), request.request_id);
}

}  // namespace

Result<Context> context_of_command(const App& app, std::string_view email, Origin origin) {
    Context context = system_context(app, origin);
    if (email.empty()) return context;
    const auto found = app.store->read(context, [&](const Reader& reader) { return reader.all<User>("email = $1 AND active", ascii_lower(email)); });
    if (found.empty()) return Error{ErrorKind::not_found, "command.unknown_user", {{"email", std::string(email)}}};
    const User& user = found.front();
    context.actor = user.id;
    context.roles = user.roles;
    context.locale = user.locale;
    context.department.reset();
    if (user.department_id) context.department = user.department_id->value;
    return context;
}

http::Response local_problem(const Error& error, std::string_view request_id) {
    http::Response response = http::problem(error, request_id);
    if (error.internal.empty()) return response;
    if (auto body = json::parse(response.body)) {
        body->set("internal", json::Value::string(error.internal));
        response.body = json::to_text(*body);
    }
    return response;
}

Error error_in(const http::Response& response) {
    const auto params_in = [](const json::Value& owner) {
        Params params;
        if (const json::Value* values = owner.find("params")) {
            for (const json::Member& member : values->members()) params.emplace_back(member.key, text_in(*values, member.key));
        }
        return params;
    };
    const auto body = json::parse(response.body);
    const auto kind = body ? parse_enum<ErrorKind>(text_in(*body, "kind")) : std::nullopt;
    if (!kind) return unavailable("server.connection_lost", "status " + std::to_string(response.status));
    Error error{*kind, text_in(*body, "code"), params_in(*body), {}, text_in(*body, "internal")};
    if (const json::Value* fields = body->find("fields")) {
        for (const json::Value& field : fields->items()) error.fields.push_back({text_in(field, "field"), text_in(field, "code"), params_in(field)});
    }
    return error;
}

http::Router make_local_router(App& app) {
    http::Router router;
    // The socket is the lock of this door; this is a second one, should the router ever be put behind another server.
    router.use([](http::Request& request, const http::Handler& next) {
        if (request.peer != http::local_peer) return http::problem({ErrorKind::not_found, "http.not_found"}, request.request_id);
        request.actor = http::local_peer;
        return next(request);
    });
    for (const Operation& operation : app.operations) {
        router.add(verb_of(operation), std::string(api_prefix) + operation.path, [&app, &operation](http::Request& request) {
            return answered(request, [&] { return run_locally(app, operation, request); });
        });
    }
    const auto post = [&](std::string_view path, Result<Reply> (*work)(App&, const http::Request&)) {
        router.post(path, [&app, work](http::Request& request) { return answered(request, [&] { return work(app, request); }); });
    };
    post(local_path::segment, segment_everything);
    post(local_path::check, check_everything);
    post(local_path::backup, make_backup);
    post(local_path::password, set_user_password);
    return router;
}

}  // namespace klicnik
