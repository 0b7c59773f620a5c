#pragma once

#include <optional>
#include <string>

#include "app/app.hpp"
#include "modules/identity/session.hpp"
#include "platform/http/message.hpp"

/// What every handler of the API needs at the edge: who asks, how answers and failures look.
namespace klicnik::edge {

/// The session cookie of the request, or empty.
std::string session_token(const http::Request& request);
void set_session_cookie(http::Response& response, const http::Request& request, const std::string& token, std::int64_t max_age_seconds);
void clear_session_cookie(http::Response& response, const http::Request& request);

/// A context for a request that nobody has signed in for.
Context anonymous_context(const App& app, const http::Request& request);

/// Turns the session into the context of its user.
Context context_of(const App& app, const http::Request& request, const identity::ActiveSession& session);

identity::SessionLimits session_limits(const App& app);

/// Whether a changing request may come from another site: the token of the session must be in X-CSRF-Token, and an Origin
/// header must name this host.
Result<> check_same_site(const http::Request& request, const identity::ActiveSession& session);
/// The Origin part alone, for requests without a session.
Result<> check_origin(const http::Request& request);

/// The session behind a changing request, after the checks against other sites; names the actor for the access log.
Result<identity::ActiveSession> signed_in(const App& app, http::Request& request);

/// What else a problem may say.
struct ProblemFacts {
    unsigned status = 0;            ///< 0: that of the kind of error
    std::string_view current = {};  ///< JSON of the record as it is now, after a stale write
};

/// What a failure of the database is to who asked: "try again", or sums that are too large to be added.
Error reported(const db::Error& error);

/// application/problem+json with the sentence in the language of the request.
http::Response problem(const App& app, const http::Request& request, const Error& error, std::string_view language, ProblemFacts facts = {});

/// The reply of an operation with its ETag, caching and download headers.
http::Response answer(Reply reply);

/// Language of the request without a session.
std::string_view language_of(const http::Request& request);

/// Reads the JSON body; an empty body is an empty object. Errors: json.invalid, body.not_json for another content type.
Result<json::Value> read_body(const http::Request& request);

}  // namespace klicnik::edge
