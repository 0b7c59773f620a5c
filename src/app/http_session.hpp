#pragma once

#include "app/app.hpp"
#include "platform/http/router.hpp"

namespace klicnik {

/// What somebody enters to sign in.
struct SignIn {
    std::string email;
    std::string password;
};
KLICNIK_SHAPE(SignIn);

/// /session, /setup and /invitation: the handlers that make and end sessions.
void add_session_routes(http::Router& router, App& app);

}  // namespace klicnik
