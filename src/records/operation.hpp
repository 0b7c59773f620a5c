#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/json.hpp"
#include "records/input.hpp"
#include "records/json_values.hpp"
#include "records/query.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik {

enum class Verb { get, post, put, patch, del };

/// What came with a call, from whichever edge: HTTP, command line, import.
struct Call {
    std::vector<std::string> ids;          ///< values of the `{…}` parts of the path
    QueryParams query;
    json::Value body;
    std::optional<std::int64_t> version;   ///< If-Match

    std::string_view param(std::string_view name) const {
        for (const auto& [key, value] : query) {
            if (key == name) return value;
        }
        return {};
    }
};

struct Reply {
    int status = 200;
    std::string body;  ///< JSON, unless `type` says otherwise
    std::string_view type = "application/json";
    std::optional<std::int64_t> version;  ///< ETag
    std::string file_name = {};           ///< a download when not empty
};

/// How the body of the answer looks, for OpenAPI and the TypeScript types.
enum class Answer { record, list, shape, nothing, file };

/// Whether the answer may be kept, to be given again to a repeated request with the same Idempotency-Key. A link or a token
/// that lets somebody in must not be: whoever reads the database could use it.
enum class Kept { whole, never };

/// Everything that the product can do, once: HTTP route, command, OpenAPI path, line of the permission matrix.
struct Operation {
    std::string name;             ///< "account.create": also the key of its label and the command `account create`
    Verb verb = Verb::get;
    std::string path;             ///< below /api/v1: "/accounts/{id}"
    Permission permission;
    const Entity* entity = nullptr;   ///< whose records are read or written; null for reports
    const Shape* input = nullptr;     ///< of the body; null when there is none
    Answer answer = Answer::record;
    const Shape* output = nullptr;    ///< of Answer::shape
    const Shape* besides = nullptr;   ///< members that come with a record in its answer
    int status = 0;                   ///< when all is well; 0 = see status_of() in records/openapi
    Kept kept = Kept::whole;          ///< never: the answer holds a secret
    /// Exactly one of the two. A writing operation runs in one transaction.
    Result<Reply> (*read)(const Reader&, const Operation&, const Call&) = nullptr;
    Result<Reply> (*write)(UnitOfWork&, const Operation&, const Call&) = nullptr;
};

/// The operations that every entity can have, built from its fields.
Operation list_operation(const Entity& entity);
Operation export_operation(const Entity& entity);
Operation get_operation(const Entity& entity);
Operation history_operation(const Entity& entity);
Operation archive_operation(const Entity& entity);
Operation restore_operation(const Entity& entity);

/// The id in place `index` of the path; not_found when it is no id of that entity (a wrong kind of id is bad_id).
Result<Uuid> path_id(const Call& call, std::string_view prefix, std::size_t index = 0);

template <class T>
Result<Id<T>> path_id(const Call& call, std::size_t index = 0) {
    TRY(const Uuid id, path_id(call, EntityName<T>::prefix, index));
    return Id<T>{id};
}

/// The record as the API shows it, with its ETag.
Result<Reply> record_reply(const Reader& reader, const Entity& entity, const Uuid& id, int status = 200);

template <class Output>
Reply shape_reply(const Output& output, int status = 200) {
    json::Writer out;
    write_shape(out, output);
    return {status, out.take()};
}

/// Whether `version` (If-Match) still holds; a write that names none is refused as record.version_required.
Result<> check_version(const Call& call, std::int64_t stored);

/// A create whose rules are a function of the input: `action` gets the record read from the body.
template <class T, Result<T> (*action)(UnitOfWork&, T)>
Operation create_operation() {
    const Entity& entity = entity_of<T>();
    return {.name = std::string(entity.name) + ".create", .verb = Verb::post, .path = "/" + std::string(entity.facts.plural), .permission = {entity.name, Action::create}, .entity = &entity, .input = &entity,
            .write = [](UnitOfWork& work, const Operation&, const Call& call) -> Result<Reply> {
                TRY(T record, read_input<T>(call.body));
                TRY(const T made, action(work, std::move(record)));
                return record_reply(work, entity_of<T>(), made.id.value, 201);
            }};
}

/// An update by PATCH: the body is laid over the stored record, then `action(work, before, after)` decides.
template <class T, Result<T> (*action)(UnitOfWork&, const T&, T)>
Operation update_operation() {
    const Entity& entity = entity_of<T>();
    return {.name = std::string(entity.name) + ".update", .verb = Verb::patch, .path = "/" + std::string(entity.facts.plural) + "/{id}", .permission = {entity.name, Action::edit}, .entity = &entity, .input = &entity,
            .write = [](UnitOfWork& work, const Operation&, const Call& call) -> Result<Reply> {
                TRY(const Id<T> id, path_id<T>(call));
                TRY(const T before, work.get<T>(id, Action::edit));
                CHECK_OK(check_version(call, before.version));
                TRY(T after, read_input<T>(call.body, before, Presence::partial));
                TRY(const T done, action(work, before, std::move(after)));
                return record_reply(work, entity_of<T>(), done.id.value);
            }};
}

}  // namespace klicnik
