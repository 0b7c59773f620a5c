#pragma once

#include "platform/http/message.hpp"
#include "records/operation.hpp"

/// An operation as a request of HTTP, and back.
namespace klicnik {

constexpr std::string_view api_prefix = "/api/v1";

http::Verb verb_of(const Operation& operation);

/// What the request asks of the operation whose route it took. Errors: those of edge::read_body.
Result<Call> read_call(const Operation& operation, const http::Request& request);

/// The path with the ids in the places of its `{…}`, and the query; what stands in neither goes as JSON. Errors:
/// http.bad_target, http.bad_query for text that no address can carry.
Result<http::Request> write_call(const Operation& operation, const Call& call);

}  // namespace klicnik
