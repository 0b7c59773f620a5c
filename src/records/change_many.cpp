#include "records/change_many.hpp"

#include "records/json_values.hpp"

namespace klicnik {

namespace {

std::string facts_of(const Field& field, const FieldChange& change) {
    json::Writer out;
    out.begin_array().begin_object().key("field").string(field.name).key("before");
    write_value(out, field, change.before);
    out.key("after");
    write_value(out, field, change.after);
    out.end_object().end_array();
    return out.take();
}

}  // namespace

Result<> change_many(UnitOfWork& work, const Entity& entity, const Field& field, std::span<const FieldChange> changes) {
    if (field.spec.searchable || field.spec.keyed) throw std::logic_error("not for searchable fields: " + std::string(field.name));
    const std::string column = "\"" + std::string(field.name) + "\"";
    const std::string sql = "UPDATE \"" + std::string(entity.name) + "\" SET " + column +
                            " = $3, version = version + 1, updated_at = $4, updated_by = $5 WHERE id = $1 AND " + column +
                            " IS NOT DISTINCT FROM $2";
    for (const FieldChange& change : changes) {
        if (change.before == change.after) continue;
        const auto changed = work.maintain(sql, change.id, change.before, change.after, work.context().now, work.context().actor);
        if (changed == 0) return conflict("record.stale");
        work.note(entity.name, change.id, change.account_id, "updated", facts_of(field, change));
    }
    work.finish();  // the chain grows chunk by chunk; the commit takes or leaves all of it
    return {};
}

}  // namespace klicnik
