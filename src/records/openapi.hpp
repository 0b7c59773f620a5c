#pragma once

#include <span>
#include <string>

#include "records/operation.hpp"

namespace klicnik {

/// A route that is no operation, because it works without a session, on a form or as a stream.
struct Route {
    std::string_view name;  ///< "session.create"
    Verb verb = Verb::get;
    std::string_view path;          ///< below /api/v1
    const Shape* input = nullptr;   ///< of a JSON body
    std::string_view form = {};     ///< JSON schema of a multipart form
    int status = 200;               ///< when all is well
    std::string_view type = "application/json";
    std::string_view answer = {};   ///< name of a schema; empty when no body comes
    bool takes_key = false;         ///< Idempotency-Key
};

struct NamedSchema {
    std::string_view name;
    std::string_view text;
};

/// Routes that are no operations, and schemas that no shape declares.
struct HandWritten {
    std::span<const Route> routes;
    std::span<const NamedSchema> schemas;
};

/// The status of an operation that succeeds.
int status_of(const Operation& operation);

/// The OpenAPI 3.1 description of the operations, with schemas from the fields, and of what is written by hand.
std::string openapi(std::span<const Operation> operations, std::string_view version, const HandWritten& by_hand = {});

/// The facts that the web app builds lists and forms from: `GET /meta`.
void write_meta(std::span<const Entity* const> entities, json::Writer& out);

}  // namespace klicnik
