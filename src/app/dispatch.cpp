#include "app/dispatch.hpp"

namespace klicnik {

namespace {

constexpr std::size_t max_key_length = 255;

/// The stored answer of an earlier call with this key; an Error when the key was used for something else.
Result<std::optional<Reply>> replayed(const UnitOfWork& work, std::string_view route, const Idempotency& idempotency) {
    std::optional<Reply> reply;
    bool other = false;
    work.connection().query("SELECT route, body_hash, status, response FROM idempotency_key WHERE actor_id = $1 AND key = $2",
                            [&](const db::Row& row) {
        other = row.text(0) != route || row.text(1) != idempotency.body_hash;
        reply = Reply{static_cast<int>(row.integer(2)), std::string(row.text(3))};
    }, work.context().actor, idempotency.key);
    if (other) return rule_violated("idempotency.other_request");
    if (reply && idempotency.answer == Kept::never) return conflict("idempotency.answer_not_kept");
    return reply;
}

Result<Reply> run_once(UnitOfWork& work, std::string_view route, const Idempotency& idempotency,
                       const std::function<Result<Reply>(UnitOfWork&)>& write) {
    if (idempotency.key.empty()) return write(work);
    TRY(auto earlier, replayed(work, route, idempotency));
    if (earlier) return std::move(*earlier);
    TRY(Reply reply, write(work));
    work.maintain("INSERT INTO idempotency_key (actor_id, key, route, body_hash, status, response, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                  work.context().actor, idempotency.key, route, idempotency.body_hash, std::int64_t{reply.status},
                  idempotency.answer == Kept::never ? std::string_view{} : std::string_view{reply.body},
                  work.context().now);
    return reply;
}

}  // namespace

Result<Reply> dispatch(const Store& store, const Operation& operation, const Context& context, const Call& call,
                       const Idempotency& idempotency, WriteMode mode) {
    if (store.permissions().scope(context, operation.permission) == Scope::none) return forbidden(to_text(operation.permission));
    if (operation.read) {
        return store.read(context, [&](const Reader& reader) { return operation.read(reader, operation, call); });
    }
    const Idempotency once{idempotency.key, idempotency.body_hash, operation.kept};
    return write_once(store, operation.name, context, once, [&](UnitOfWork& work) { return operation.write(work, operation, call); }, mode);
}

Result<Reply> write_once(const Store& store, std::string_view route, const Context& context, const Idempotency& idempotency,
                         const std::function<Result<Reply>(UnitOfWork&)>& write, WriteMode mode) {
    if (idempotency.key.size() > max_key_length) return invalid("Idempotency-Key", "too_long", {{"max", std::to_string(max_key_length)}});
    return store.write(context, [&](UnitOfWork& work) { return run_once(work, route, idempotency, write); }, mode);
}

}  // namespace klicnik
