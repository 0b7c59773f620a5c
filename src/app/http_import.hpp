#pragma once

#include "app/app.hpp"
#include "platform/http/router.hpp"

namespace klicnik {

/// POST /imports/upload (multipart: `file`, `kind`), which operations cannot take because it is no JSON, and the stream of
/// progress GET /imports/{id}/events.
void add_import_routes(http::Router& router, App& app);

}  // namespace klicnik
