#include "app/cli_session.hpp"

#include <cstdio>

#include "app/data_folder.hpp"
#include "app/local_api.hpp"
#include "base/function_ref.hpp"
#include "platform/http/local_client.hpp"
#include "platform/http/unix_socket.hpp"
#include "platform/log/log.hpp"

namespace klicnik::cli {

namespace {

constexpr json::Limits printable{.elements = 1'000'000, .values = 50'000'000};

Result<std::unique_ptr<App>> open_session(const Session& session, config::Settings& settings) {
    TRY(settings, config::load(session.sources));
    log::start(settings.log_level, settings.log_file);
    return open_app(settings, std::make_unique<SystemClock>());
}

/// `here` when this process can own the data folder, else `there` at the socket of the server that does.
Result<http::Response> here_or_there(const Session& session, FunctionRef<Result<http::Response>(App&)> here,
                                     FunctionRef<Result<http::Response>(const std::filesystem::path&)> there) {
    config::Settings settings;
    auto app = open_session(session, settings);
    if (app) return here(**app);
    if (app.error().code != "database.in_use") return app.error();
    auto answer = there(socket_in(settings.data_dir));
    // Nobody listens, so the owner is another command, or a server that is just starting or stopping.
    if (!answer && answer.error().code == "server.not_running") return app.error();
    return answer;
}

void name_author(const Session& session, http::Request& request) {
    if (!session.acts_as.empty()) request.headers.set(local_path::acts_as, http::percent_encoded(session.acts_as));
}

int fail(const Session& session, const Error& error) {
    return report(error, session.messages, session.language, session.format);
}

}  // namespace

int with_app(const Session& session, const std::function<int(App&)>& work) {
    config::Settings settings;
    auto app = open_session(session, settings);
    return app ? work(**app) : fail(session, app.error());
}

Result<http::Response> ask(const Session& session, http::Request request) {
    name_author(session, request);
    return here_or_there(
        session,
        [&](App& app) -> Result<http::Response> {
            request.peer = http::local_peer;
            return make_local_router(app).handle(request);
        },
        [&](const std::filesystem::path& socket) { return http::ask_locally(socket, request); });
}

Result<http::Response> ask_for_import(const Session& session, const json::Value& options, const std::filesystem::path& file,
                                      const std::function<void(std::int64_t rows, std::int64_t total)>& show) {
    return here_or_there(
        session,
        [&](App& app) -> Result<http::Response> {
            TRY(std::string report, import_locally(app, options, session.acts_as, file, show));
            return http::Response::json(std::move(report));
        },
        [&](const std::filesystem::path& socket) -> Result<http::Response> {
            http::Request request = local_request(local_path::import);
            request.headers.set(local_path::import_options, http::percent_encoded(json::to_text(options)));
            name_author(session, request);
            std::optional<http::Response> last;
            const auto on_event = [&](std::string_view event, std::string_view data) {
                if (event != "progress") last = http::Response::json(std::string(data), event == "done" ? 200 : 500);
                const auto progress = json::parse(data);
                if (event != "progress" || !show || !progress) return;
                const json::Value* rows = progress->find("rows");
                const json::Value* total = progress->find("total");
                if (rows && total) show(rows->as_integer().value_or(0), total->as_integer().value_or(0));
            };
            TRY(http::Response answer, http::ask_locally(socket, request, {.file = file, .on_event = on_event}));
            if (last) return std::move(*last);
            if (answer.status >= 400) return answer;
            return unavailable("server.connection_lost", "the import has not ended");
        });
}

http::Request local_request(std::string_view path, const json::Value& body) {
    http::Request request;
    request.verb = http::Verb::post;
    request.target = path;
    request.headers.set("Content-Type", "application/json");
    request.body = json::to_text(body);
    return request;
}

int print(const Session& session, const Result<http::Response>& answer) {
    if (!answer) return fail(session, answer.error());
    if (answer->status >= 400) return fail(session, error_in(*answer));
    if (answer->body.empty()) return 0;
    const bool is_file = !answer->content_type.starts_with("application/json");
    const auto parsed = session.format == Format::text && !is_file ? json::parse(answer->body, printable) : Result<json::Value>(json::Value{});
    const std::string out = session.format == Format::json || is_file || !parsed ? answer->body + "\n" : readable(*parsed);
    std::fwrite(out.data(), 1, out.size(), stdout);
    return 0;
}

}  // namespace klicnik::cli
