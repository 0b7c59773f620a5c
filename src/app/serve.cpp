#include "app/serve.hpp"

#include <signal.h>

#include <cstdio>

#include "app/http.hpp"
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

}  // namespace

int serve(App& app) {
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
    app.metrics = nullptr;
    app.database->checkpoint();
    return 0;
}

}  // namespace klicnik
