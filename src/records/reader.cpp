#include "records/reader.hpp"

#include "records/json_values.hpp"
#include "records/scope.hpp"

namespace klicnik {

std::string Reader::select_sql(const Entity& entity, std::string_view condition) {
    std::string sql = "SELECT ";
    for (const Field& field : entity.fields) {
        if (&field != entity.fields.data()) sql.append(", ");
        sql.append("\"").append(field.name).append("\"");
    }
    return sql.append(" FROM \"").append(entity.name).append("\" AS e WHERE ").append(condition);
}

void Reader::restore(const Entity& entity, const db::Row& row, void* record) {
    int column = 0;
    for (const Field& field : entity.fields) {
        if (!restore_value(field, record, column_value(field, row, column))) {
            throw std::runtime_error("stored value of " + std::string(entity.name) + "." + std::string(field.name) +
                                     " does not fit its declaration");
        }
        ++column;
    }
}

Result<> Reader::load(const Entity& entity, const Uuid& id, void* record, Action action) const {
    Sql condition;
    condition.add("e.id = ").bind(id).add(" AND ");
    append_scope(condition, entity, "e", scope(entity, action), context_);
    bool found = false;
    connection_.run(select_sql(entity, condition.text()), condition.params(), [&](const db::Row& row) {
        restore(entity, row, record);
        found = true;
        return false;
    });
    if (!found) return not_found(std::string(entity.name));
    return {};
}

bool Reader::find(const Entity& entity, const Uuid& id, void* record) const {
    bool found = false;
    connection_.query(select_sql(entity, "e.id = $1"), [&](const db::Row& row) {
        restore(entity, row, record);
        found = true;
    }, id);
    return found;
}

bool Reader::sees_account(const Uuid& account_id, Permission permission) const {
    Sql sql("SELECT 1 FROM account e WHERE e.id = ");
    sql.bind(account_id).add(" AND ");
    append_account_scope(sql, "e.id", permissions_.scope(context_, permission), context_);
    bool sees = false;
    connection_.run(sql.text(), sql.params(), [&](const db::Row&) {
        sees = true;
        return false;
    });
    return sees;
}

}  // namespace klicnik
