#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/app.hpp"

namespace klicnik {

/// What makes repeating a POST harmless.
struct Idempotency {
    std::string key;  ///< of the header; empty for none
    std::string body_hash;
    Kept answer = Kept::whole;
};

/// Runs one operation for one actor: permission, transaction, idempotency. The same for HTTP and the command line.
/// Errors beyond those of the operation: permission.denied, and those of write_once().
Result<Reply> dispatch(const Store& store, const Operation& operation, const Context& context, const Call& call,
                       const Idempotency& idempotency = {}, WriteMode mode = WriteMode::commit);

/// The idempotent part of dispatch, for a write that is no operation: `write` runs once for a key of this actor, and its stored answer
/// comes back for the same `route` and body. Errors: idempotency.other_request, idempotency.answer_not_kept (it was done, and
/// the answer held a secret), field Idempotency-Key too_long.
Result<Reply> write_once(const Store& store, std::string_view route, const Context& context, const Idempotency& idempotency,
                         const std::function<Result<Reply>(UnitOfWork&)>& write, WriteMode mode = WriteMode::commit);

}  // namespace klicnik
