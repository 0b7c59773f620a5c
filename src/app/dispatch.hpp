#pragma once

#include "app/app.hpp"

namespace klicnik {

/// What makes repeating a POST harmless.
struct Idempotency {
    std::string key;  ///< of the header; empty for none
    std::string body_hash;
};

/// Runs one operation for one actor: permission, transaction, idempotency. The same for HTTP and the command line.
/// Errors beyond those of the operation: permission.denied, idempotency.other_request, idempotency.key_too_long.
Result<Reply> dispatch(const Store& store, const Operation& operation, const Context& context, const Call& call,
                       const Idempotency& idempotency = {}, WriteMode mode = WriteMode::commit);

}  // namespace klicnik
