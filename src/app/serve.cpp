#include "app/serve.hpp"

#include <malloc.h>
#include <signal.h>

#include <cstdio>

#include "app/data_folder.hpp"
#include "app/http.hpp"
#include "app/local_api.hpp"
#include "app/runner.hpp"
#include "modules/identity/session.hpp"
#include "platform/log/log.hpp"

namespace klicnik {

namespace {

std::string public_url(const App& app, std::uint16_t port) {
    if (!app.settings.public_url.empty()) return app.settings.public_url;
    const std::string host = app.settings.listen_address == "0.0.0.0" || app.settings.listen_address == "::" ? "localhost" : app.settings.listen_address;
    return (app.settings.has_tls() ? "https://" : "http://") + host + ":" + std::to_string(port);
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1" || address == "localhost";
}

http::Options local_options(const App& app) {
    http::Options options = server_options(app);
    options.unix_socket = socket_in(app.settings.data_dir);
    options.tls_certificate.clear();
    options.tls_key.clear();
    options.trusted_proxies.clear();
    options.workers = 4;  // a check and a backup of a large firm take a while
    options.max_connections = 64;
    options.header_limit = 256U << 10U;  // an import sends its mapping in a header
    options.body_limit = 64U << 20U;
    return options;
}

/// The door for commands of this machine (decisions/0014). With PostgreSQL they go to the database themselves, and a folder
/// that cannot hold a socket is no reason not to serve: null.
std::unique_ptr<http::Server> open_local_door(App& app, http::WorkerPool& imports) {
    if (!app.settings.database.empty()) return nullptr;
    http::Router router = make_local_router(app);
    add_local_import(router, app, imports);
    auto door = std::make_unique<http::Server>(local_options(app), std::move(router));
    const auto started = door->start();
    if (started) return door;
    std::printf("Warning: %s\n", app.messages->format("en", "error." + started.error().code, started.error().params).c_str());
    return nullptr;
}

void close_local_door(const App& app, std::unique_ptr<http::Server> door) {
    if (!door) return;
    door->stop();
    std::error_code ignored;
    std::filesystem::remove(socket_in(app.settings.data_dir), ignored);
}

/// The books of a large firm in columns come and go whole. By itself glibc would, after the first large piece given back, take
/// such pieces from the heap, where a small one above them keeps their memory for good.
void give_large_pieces_back() {
    ::mallopt(M_MMAP_THRESHOLD, 512 << 10);
    ::mallopt(M_TRIM_THRESHOLD, 4 << 20);  // what every answer needs again stays
}

}  // namespace

int serve(App& app) {
    give_large_pieces_back();
    // Blocked here, before any thread starts, so that only sigwait() below receives them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);

    Runner runner(app);
    http::Server server(server_options(app), make_router(app));
    app.metrics = &server.metrics();
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "klicnik: %s\n", app.messages->format("en", "error." + started.error().code, started.error().params).c_str());
        return 8;
    }
    http::WorkerPool local_imports(1, 16);
    auto local_door = open_local_door(app, local_imports);
    runner.start();
    const std::string url = public_url(app, server.port());
    const Context system = system_context(app);
    const bool waiting = app.store->read(system, [](const Reader& reader) { return identity::needs_setup(reader); });
    std::printf("Klíčník: %s\n", url.c_str());
    if (waiting) {
        std::printf("První přihlášení / first sign-in: %s/setup?token=%s\n", url.c_str(), identity::create_setup_token(*app.store, system).c_str());
    }
    if (!app.settings.has_tls() && !is_loopback(app.settings.listen_address) && app.settings.trusted_proxies.empty()) {
        std::printf("Warning: listening on %s without TLS; see docs/operate.\n", app.settings.listen_address.c_str());
    }
    std::fflush(stdout);
    log::info("server.ready", {{"url", url}});
    int received = 0;
    sigwait(&signals, &received);
    log::info("server.stopping", {{"signal", received}});
    runner.stop();
    server.stop();
    close_local_door(app, std::move(local_door));
    local_imports.stop();
    app.metrics = nullptr;
    app.database->checkpoint();
    return 0;
}

}  // namespace klicnik
