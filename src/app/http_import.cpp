#include "app/http_import.hpp"

#include "app/dispatch.hpp"
#include "app/http_edge.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/intake/operations.hpp"
#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/http/feed.hpp"
#include "platform/http/multipart.hpp"

namespace klicnik {

namespace {

constexpr std::size_t upload_limit = 300U << 20U;
constexpr Permission may_import{"import_run", Action::create};

Result<Context> who_uploads(App& app, http::Request& request) {
    TRY(const identity::ActiveSession session, edge::signed_in(app, request));
    const Context context = edge::context_of(app, request, session);
    if (app.store->permissions().scope(context, may_import) == Scope::none) return forbidden(to_text(may_import));
    return context;
}

struct Upload {
    library::ImportKind kind = library::ImportKind::accounts;
    std::string file_name;
    std::string bytes;
};

Result<Upload> read_upload(const http::Request& request) {
    TRY(const http::Multipart form, http::Multipart::parse(request));
    const http::Part* file = form.find("file");
    const http::Part* kind = form.find("kind");
    if (!file || !file->file_name) return invalid("file", "required");
    if (!kind) return invalid("kind", "required");
    Upload upload;
    TRY(const std::string kind_text, form.text(*kind, 100));
    const auto parsed = parse_enum<library::ImportKind>(kind_text);
    if (!parsed) return invalid("kind", "not_a_choice", {{"value", kind_text}});
    upload.kind = *parsed;
    upload.file_name = *file->file_name;
    TRY(upload.bytes, form.read(*file, 0, upload_limit));
    return upload;
}

Result<Reply> take_upload(App& app, http::Request& request) {
    TRY(const Context context, who_uploads(app, request));
    TRY(Upload upload, read_upload(request));
    TRY(const ImportRun described, intake::describe_upload(upload.kind, std::move(upload.file_name), std::move(upload.bytes)));
    Idempotency idempotency{std::string(request.headers.get("Idempotency-Key")), {}};
    if (!idempotency.key.empty()) {
        const std::string content = std::string(to_text(described.kind)) + "\n" + described.file_name + "\n" + described.content_sha256;
        idempotency.body_hash = crypto::hex(crypto::view(crypto::sha256(content)));
    }
    return write_once(*app.store, "import_run.upload", context, idempotency, [&](UnitOfWork& work) -> Result<Reply> {
        TRY(const ImportRun run, work.create(described));
        return intake::import_reply(work, run.id, 201);
    });
}

bool is_over(std::string_view body) {
    for (const std::string_view state : {"\"done\"", "\"failed\"", "\"cancelled\""}) {
        if (body.find(std::string("\"state\":").append(state)) != std::string_view::npos) return true;
    }
    return false;
}

/// The import as it is now, for as long as the session lasts and its user may see it.
Watchers::Look look_at(App& app, const http::Request& request, Context context, Id<ImportRun> id) {
    return [&app, token = edge::session_token(request), context = std::move(context), id]() mutable -> std::optional<Watchers::View> {
        context.now = app.clock->now();
        std::optional<Watchers::View> view;
        app.store->database().read([&](db::Connection& connection) {
            const auto session = identity::find_session(app.store->reader(connection, context), token, context.now, edge::session_limits(app));
            if (!session) return;
            context.roles = session->roles;
            const auto reply = intake::import_reply(app.store->reader(connection, context), id);
            if (!reply) return;
            const bool over = is_over(reply->body);
            view = Watchers::View{over ? "done" : "progress", reply->body, over};
        });
        return view;
    };
}

http::Response events(App& app, http::Request& request) {
    const Context anonymous = edge::anonymous_context(app, request);
    std::optional<Context> context;
    app.store->read(anonymous, [&](const Reader& reader) {
        const auto session = identity::find_session(reader, edge::session_token(request), anonymous.now, edge::session_limits(app));
        if (session) context = edge::context_of(app, request, *session);
        return true;
    });
    if (!context) return edge::problem(app, request, Error{ErrorKind::unauthenticated, "session.none"}, anonymous.locale);
    request.actor = to_text(context->actor);
    const auto id = parse_id("imp", request.path_param("id"));
    if (!id) return edge::problem(app, request, invalid("id", "bad_id", {{"expected", "imp_…"}}), context->locale);
    const auto visible = app.store->read(*context, [&](const Reader& reader) { return intake::import_reply(reader, {*id}); });
    if (!visible) return edge::problem(app, request, visible.error(), context->locale);
    auto feed = std::make_shared<http::Feed>();
    if (request.verb == http::Verb::head) return http::Response::from_feed(feed);
    if (!app.watchers.add(feed, look_at(app, request, *context, {*id}))) {
        return edge::problem(app, request, limited("import.too_many_watchers", {{"retry_after", "30"}}), context->locale);
    }
    return http::Response::from_feed(feed);
}

}  // namespace

void add_import_routes(http::Router& router, App& app) {
    http::RouteOptions options;
    options.body_limit = upload_limit + (1U << 20U);
    options.upload = http::Upload::to_file;
    options.admit = [&app](http::Request& request) -> std::optional<http::Response> {
        const auto context = who_uploads(app, request);
        if (context) return std::nullopt;
        return edge::problem(app, request, context.error(), edge::language_of(request));
    };
    router.post("/api/v1/imports/upload", [&app](http::Request& request) {
        auto reply = take_upload(app, request);
        if (!reply) return edge::problem(app, request, reply.error(), edge::language_of(request));
        return edge::answer(std::move(*reply));
    }, options);
    router.get("/api/v1/imports/{id}/events", [&app](http::Request& request) { return events(app, request); });
}

}  // namespace klicnik
