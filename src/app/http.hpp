#pragma once

#include "app/app.hpp"
#include "platform/http/server.hpp"

namespace klicnik {

/// Routes of all operations below /api/v1, the session, uploads and event streams, health and metrics, and the web app
/// for everything else. `app` must outlive the server.
http::Router make_router(App& app);

/// The server options that follow from the settings.
http::Options server_options(const App& app);

}  // namespace klicnik
