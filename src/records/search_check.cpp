#include "records/search_check.hpp"

#include "platform/text/fold.hpp"
#include "records/entity.hpp"

namespace klicnik {

namespace {

std::vector<const Field*> searchable_fields(const Entity& entity) {
    std::vector<const Field*> fields;
    for (const Field& field : entity.fields) {
        if (field.spec.searchable) fields.push_back(&field);
    }
    return fields;
}

/// The columns: id, archived, client, text, hidden, client of the text, then the searchable ones.
std::string select_with_text(const Entity& entity, const std::vector<const Field*>& fields) {
    const Field* account = entity.account_field();
    std::string sql = "SELECT e.id, ";
    sql.append(entity.has("archived") ? "e.archived" : "FALSE").append(", ");
    sql.append(account ? "e.\"" + std::string(account->name) + "\"" : "NULL").append(", t.body_key, t.hidden, t.account_id");
    for (const Field* field : fields) sql.append(", e.\"").append(field->name).append("\"");
    return sql.append(" FROM \"").append(entity.name).append("\" e LEFT JOIN search_text t ON t.entity_id = e.id");
}

std::string body_in(const db::Row& row, int first, std::size_t count) {
    std::string body;
    for (int column = first; column < first + static_cast<int>(count); ++column) {
        if (row.is_null(column) || row.text(column).empty()) continue;
        if (!body.empty()) body.push_back('\n');
        text::append_folded(row.text(column), body);
    }
    return body;
}

}  // namespace

std::vector<Differences> differing_search_texts(const Reader& reader) {
    std::vector<Differences> all;
    for (const Entity* entity : all_entities()) {
        const std::vector<const Field*> fields = searchable_fields(*entity);
        if (fields.empty()) continue;
        Differences texts{std::string(entity->name) + " in search_text", std::string(entity->prefix), 0, {}};
        reader.connection().query(select_with_text(*entity, fields), [&](const db::Row& row) {
            const std::string body = body_in(row, 6, fields.size());
            const bool has_text = !row.is_null(3);
            if (!has_text && body.empty()) return;
            const Uuid account = row.is_null(2) ? Uuid{} : row.uuid(2);
            const bool same = has_text && row.text(3) == body && row.boolean(4) == row.boolean(1) && (row.is_null(5) ? Uuid{} : row.uuid(5)) == account;
            if (!same) texts.add(row.uuid(0));
        });
        const std::string without_record = "SELECT t.entity_id FROM search_text t WHERE t.entity = $1 AND NOT EXISTS (SELECT 1 FROM \"" +
                                           std::string(entity->name) + "\" e WHERE e.id = t.entity_id)";
        reader.connection().query(without_record, [&](const db::Row& row) { texts.add(row.uuid(0)); }, entity->name);
        all.push_back(std::move(texts));
    }
    return only_differing(std::move(all));
}

}  // namespace klicnik
