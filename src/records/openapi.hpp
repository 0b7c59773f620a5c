#pragma once

#include <span>
#include <string>

#include "records/operation.hpp"

namespace klicnik {

/// The OpenAPI 3.1 description of the operations: schemas from the fields, one path per operation.
std::string openapi(std::span<const Operation> operations, std::string_view version);

/// The facts that the web app builds lists and forms from: `GET /meta`.
void write_meta(std::span<const Entity* const> entities, json::Writer& out);

}  // namespace klicnik
