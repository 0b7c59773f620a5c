#include "app/http.hpp"

#include <thread>

#include "app/described_routes.hpp"
#include "app/dispatch.hpp"
#include "app/http_edge.hpp"
#include "app/http_import.hpp"
#include "app/http_metrics.hpp"
#include "app/http_session.hpp"
#include "app/operation_call.hpp"
#include "app/report_document.hpp"
#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/http/static_files.hpp"
#include "platform/log/log.hpp"
#include "records/openapi.hpp"

namespace klicnik {

namespace {

constexpr std::int64_t touch_after = 60'000'000;

/// A read needs session, rights and rows: all on one snapshot and one connection.
http::Response run_read(App& app, const Operation& operation, http::Request& request) {
    const Context anonymous = edge::anonymous_context(app, request);
    const std::string token = edge::session_token(request);
    std::string locale = anonymous.locale;
    Result<Reply> reply = Error{ErrorKind::unauthenticated, "session.none"};
    std::optional<Context> seen;
    app.store->database().read([&](db::Connection& connection) {
        const auto session = identity::find_session(app.store->reader(connection, anonymous), token, anonymous.now, edge::session_limits(app));
        if (!session) return;
        const Context context = edge::context_of(app, request, *session);
        locale = context.locale;
        // A preview by POST changes nothing, but what may only be asked by our own pages is easier to remember as "no GET".
        if (operation.verb != Verb::get) {
            if (const auto same_site = edge::check_same_site(request, *session); !same_site) {
                reply = same_site.error();
                return;
            }
        }
        request.actor = to_text(context.actor);
        if (context.now.micros - session->seen_at.micros > touch_after) seen = context;
        if (app.store->permissions().scope(context, operation.permission) == Scope::none) {
            reply = forbidden(to_text(operation.permission));
            return;
        }
        auto call = read_call(operation, request);
        if (!call) reply = std::move(call).error();
        else reply = operation.read(app.store->reader(connection, context), operation, *call);
    });
    if (seen) identity::touch_session(*app.store, *seen, token);
    if (!reply) return edge::problem(app, request, reply.error(), locale);
    return edge::answer(std::move(*reply));
}

/// A report as a document: the answer of the report itself, drawn. `format` pdf, xlsx or csv; `language` cs or en.
http::Response run_report_file(App& app, const Operation& operation, http::Request& request) {
    std::string format_text;
    std::string language(edge::language_of(request));
    std::erase_if(request.query_params, [&](const auto& param) {
        if (param.first == "format") format_text = param.second;
        if (param.first == "language") language = text::Messages::choose(param.second, language);
        return param.first == "format" || param.first == "language";
    });
    const auto format = parse_enum<ReportFormat>(format_text);
    http::Response answer = run_read(app, operation, request);
    if (answer.status != 200) return answer;
    if (!format) return edge::problem(app, request, invalid("format", "not_a_choice", {{"value", format_text.substr(0, 40)}}), language);
    const auto body = json::parse(answer.body, {.elements = 1'000'000, .values = 50'000'000});
    if (!body) return edge::problem(app, request, body.error(), language);
    ReportFile file = report_file(operation, *body, *app.messages, language, app.clock->now(), *format);
    http::Response response = http::Response::download(std::move(file.bytes), file.type, file.name);
    response.header("Cache-Control", "no-store");
    return response;
}

/// A stale write is answered with the record as its author may see it now, so that a form can offer to merge.
std::string current_record(const App& app, const Operation& operation, const Context& context, const Call& call) {
    const std::string name = operation.entity ? std::string(operation.entity->name) + ".get" : std::string();
    for (const Operation& get : app.operations) {
        if (get.name != name) continue;
        const auto current = dispatch(*app.store, get, context, {.ids = call.ids, .query = {}, .body = {}, .version = {}});
        return current ? current->body : std::string();
    }
    return {};
}

http::Response run_write(App& app, const Operation& operation, http::Request& request) {
    const auto session = edge::signed_in(app, request);
    if (!session) return edge::problem(app, request, session.error(), edge::language_of(request));
    const Context context = edge::context_of(app, request, *session);
    auto call = read_call(operation, request);
    if (!call) return edge::problem(app, request, call.error(), context.locale);
    Idempotency idempotency{std::string(request.headers.get("Idempotency-Key")), {}};
    if (!idempotency.key.empty()) idempotency.body_hash = crypto::hex(crypto::view(crypto::sha256(request.path + "\n" + request.body)));
    const bool preview = call->param("dry_run") == "true";
    auto reply = dispatch(*app.store, operation, context, *call, idempotency, preview ? WriteMode::preview : WriteMode::commit);
    if (!reply) {
        const bool stale = reply.error().code == "record.stale";
        const std::string current = stale ? current_record(app, operation, context, *call) : std::string();
        return edge::problem(app, request, reply.error(), context.locale, {.current = current});
    }
    return edge::answer(std::move(*reply));
}

/// A database that is away is no bug of ours: 503, and the client may try again.
http::Response guarded(App& app, http::Request& request, const http::Handler& next) {
    try {
        return next(request);
    } catch (const db::Error& error) {
        log::error("database.failed", {{"what", error.what()}, {"request_id", request.request_id}});
        Error reported = edge::reported(error);
        if (reported.kind == ErrorKind::unavailable) reported.params.emplace_back("retry_after", "5");
        return edge::problem(app, request, reported, edge::language_of(request));
    }
}

void add_description_routes(http::Router& router, App& app) {
    router.get("/api/v1/openapi.json", [&app](http::Request&) {
        return http::Response::json(openapi(app.operations, KLICNIK_VERSION, described_routes()));
    });
    router.get("/api/v1/meta", [&app](http::Request& request) {
        const Context anonymous = edge::anonymous_context(app, request);
        const bool known = app.store->read(anonymous, [&](const Reader& reader) {
            return identity::find_session(reader, edge::session_token(request), anonymous.now, edge::session_limits(app)).has_value();
        });
        if (!known) return edge::problem(app, request, Error{ErrorKind::unauthenticated, "session.none"}, anonymous.locale);
        json::Writer out(50'000);
        out.begin_object().key("entities");
        write_meta(all_entities(), out);
        out.key("roles").begin_array();
        for (const std::string_view role : enum_names<Role>()) out.string(role);
        out.end_array().end_object();
        return http::Response::json(out.take());
    });
    router.get("/api/v1/version", [](http::Request&) { return http::Response::json(R"({"version":")" KLICNIK_VERSION R"("})"); });
}

bool is_loopback(std::string_view peer) {
    return peer.starts_with("127.") || peer == "::1";
}

void add_health_routes(http::Router& router, App& app) {
    // Figures of the whole firm's use are for the machine's own monitoring, not for whoever reaches the port.
    router.get("/metrics", [&app](http::Request& request) {
        if (!app.metrics || !is_loopback(request.peer)) return edge::problem(app, request, Error{ErrorKind::not_found, "http.not_found"}, edge::language_of(request));
        http::Response response = http::Response::text(metrics_text(*app.metrics));
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return response;
    });
    router.get("/healthz", [](http::Request&) { return http::Response::text("ok\n"); });
    router.get("/readyz", [&app](http::Request&) {
        try {
            app.database->read([](db::Connection& connection) { (void)connection.integer("SELECT 1"); });
            return http::Response::text("ready\n");
        } catch (const db::Error&) {
            return http::Response::text("database unavailable\n", 503);
        }
    });
}

}  // namespace

http::Router make_router(App& app) {
    http::Router router;
    router.use([&app](http::Request& request, const http::Handler& next) { return guarded(app, request, next); });
    add_session_routes(router, app);
    add_description_routes(router, app);
    add_health_routes(router, app);
    add_import_routes(router, app);
    for (const Operation& operation : app.operations) {
        if (is_report(operation)) {
            router.get(std::string(api_prefix) + report_file_path(operation),
                       [&app, &operation](http::Request& request) { return run_report_file(app, operation, request); });
        }
        router.add(verb_of(operation), std::string(api_prefix) + operation.path,
                   [&app, &operation](http::Request& request) {
            return operation.read ? run_read(app, operation, request) : run_write(app, operation, request);
        });
    }
    auto files = std::make_shared<http::StaticFiles>(files::klicnik_web_assets());
    router.fallback([&app, files](http::Request& request) {
        http::Response response = files->answer(request);
        if (response.status != 404) return response;
        return edge::problem(app, request, {ErrorKind::not_found, "http.not_found"}, edge::language_of(request));
    });
    router.problems([&app](const http::Request& request, const Error& error, unsigned status) {
        return edge::problem(app, request, error, edge::language_of(request), {.status = status});
    });
    return router;
}

http::Options server_options(const App& app) {
    const config::Settings& settings = app.settings;
    http::Options options;
    options.address = settings.listen_address;
    options.port = static_cast<std::uint16_t>(settings.port);
    options.workers = settings.workers > 0 ? static_cast<std::size_t>(settings.workers) : std::max<std::size_t>(3, std::thread::hardware_concurrency());
    options.tls_certificate = settings.tls_certificate;
    options.tls_key = settings.tls_key;
    options.trusted_proxies = settings.trusted_proxies;
    options.upload_directory = settings.data_dir;
    options.on_access = [](const http::AccessRecord& record) {
        if (!log::is_on(log::Level::info)) return;
        log::info("request", {{"request_id", record.request_id}, {"verb", record.verb}, {"path", record.path}, {"status", record.status},
                              {"bytes", static_cast<std::int64_t>(record.bytes_out)}, {"micros", static_cast<std::int64_t>(record.duration.count())},
                              {"actor", record.actor}, {"peer", record.peer}});
    };
    options.on_error = [](std::string_view request_id, std::string_view what) {
        log::error("request.failed", {{"request_id", request_id}, {"what", what}});
    };
    return options;
}

}  // namespace klicnik
