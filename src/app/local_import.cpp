// The import of the local administrator (local_api.hpp): here, or on behalf of a command beside the server.

#include "app/local_api.hpp"
#include "platform/http/feed.hpp"
#include "platform/log/log.hpp"

namespace klicnik {

namespace {

constexpr std::size_t largest_import = std::size_t{4} << 30U;

std::optional<std::string> text_option(const json::Value& options, std::string_view name) {
    const json::Value* value = options.find(name);
    return value && value->as_string() ? std::optional(*value->as_string()) : std::nullopt;
}

bool flag_option(const json::Value& options, std::string_view name, bool otherwise) {
    const json::Value* value = options.find(name);
    return value ? value->as_boolean().value_or(otherwise) : otherwise;
}

Result<intake::ImportOptions> read_import_options(const json::Value& given) {
    intake::ImportOptions options;
    const auto kind = parse_enum<library::ImportKind>(text_option(given, "kind").value_or(""));
    if (!kind) return invalid("kind", "required");
    options.kind = *kind;
    options.file_name = text_option(given, "file_name").value_or("");
    options.encoding = text_option(given, "encoding");
    options.delimiter = text_option(given, "delimiter");
    options.date_order = text_option(given, "date_order");
    options.decimal_mark = text_option(given, "decimal_mark");
    options.create_accounts = flag_option(given, "create_accounts", true);
    options.create_offerings = flag_option(given, "create_offerings", true);
    options.preview = flag_option(given, "preview", false);
    if (const auto currency = text_option(given, "currency")) {
        options.currency = parse_currency(*currency);
        if (!options.currency) return invalid("currency", "bad_currency");
    }
    const json::Value* mapping = given.find("mapping");
    if (!mapping) return options;
    for (const json::Member& member : mapping->members()) {
        if (!member.value.as_string()) return invalid("mapping." + member.key, "wrong_type", {{"expected", "text"}});
        options.mapping.emplace_back(member.key, *member.value.as_string());
    }
    if (options.mapping.empty()) return invalid("mapping", "required");
    return options;
}

Result<std::string> import_upload(App& app, const http::Request& request, const intake::Progress& progress) {
    const auto header = http::percent_decoded(request.headers.get(local_path::import_options));
    if (!header || !request.body_file) return invalid("file", "required");
    TRY(const json::Value options, json::parse(*header));
    const auto as_email = http::percent_decoded(request.headers.get(local_path::acts_as));
    return import_locally(app, options, as_email.value_or(""), request.body_file->path(), progress);
}

void run_and_tell(App& app, const http::Request& request, http::Feed& feed) {
    Result<std::string> report = unavailable("job.failed");
    try {
        report = import_upload(app, request, [&](std::int64_t rows, std::int64_t total) {
            json::Writer out;
            out.begin_object().key("rows").integer(rows).key("total").integer(total).end_object();
            feed.publish("progress", out.take());
        });
    } catch (const std::exception& error) {
        log::error("import.failed", {{"what", error.what()}, {"request_id", request.request_id}});
        report = unavailable("job.failed", error.what());
    }
    if (report) feed.publish("done", *report);
    else feed.publish("failed", local_problem(report.error(), request.request_id).body);
    feed.close();
}

}  // namespace

Result<std::string> import_locally(App& app, const json::Value& options, std::string_view as_email, const std::filesystem::path& file,
                                   const intake::Progress& progress) {
    constexpr Permission may_import{"import_run", Action::create};
    TRY(const Context context, context_of_command(app, as_email, Origin::import));
    if (app.store->permissions().scope(context, may_import) == Scope::none) return forbidden(to_text(may_import));
    TRY(intake::ImportOptions read, read_import_options(options));
    TRY(const intake::ImportReport report, intake::import_path(*app.store, context, file, std::move(read), progress));
    return intake::to_json(report);
}

void add_local_import(http::Router& router, App& app, http::WorkerPool& pool) {
    http::RouteOptions options;
    options.body_limit = largest_import;
    options.upload = http::Upload::to_file;
    router.post(local_path::import, [&app, &pool](http::Request& request) {
        auto feed = std::make_shared<http::Feed>();
        const bool accepted = pool.submit([&app, request, feed] { run_and_tell(app, request, *feed); });
        if (!accepted) return local_problem(unavailable("http.overloaded"), request.request_id);
        return http::Response::from_feed(feed);
    }, options);
}

}  // namespace klicnik
