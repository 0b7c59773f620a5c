#include "records/scope.hpp"

namespace klicnik {

void append_account_scope(Sql& sql, std::string_view account_id_expression, Scope scope, const Context& context) {
    if (scope == Scope::all) {
        sql.add("1=1");
        return;
    }
    if (scope == Scope::none) {
        sql.add("1=0");
        return;
    }
    sql.add("EXISTS (SELECT 1 FROM account_assignment s");
    if (scope == Scope::department) sql.add(" JOIN \"user\" u ON u.id = s.user_id");
    sql.add(" WHERE NOT s.archived AND s.account_id = ").add(account_id_expression);
    sql.add(" AND s.from_on <= ").bind(std::int64_t{context.today.days});
    sql.add(" AND (s.to_on IS NULL OR s.to_on > ").bind(std::int64_t{context.today.days}).add(")");
    if (scope == Scope::department && context.department) {
        sql.add(" AND u.department_id = ").bind(*context.department);
    } else {
        sql.add(" AND s.user_id = ").bind(context.actor.value);
        if (scope == Scope::own) sql.add(" AND s.role IN ('lead', 'deputy')");
    }
    sql.add(")");
}

void append_scope(Sql& sql, const Entity& entity, std::string_view alias, Scope scope, const Context& context) {
    const Field* account = entity.account_field();
    if (!account) {
        sql.add(scope == Scope::none ? "1=0" : "1=1");
        return;
    }
    append_account_scope(sql, std::string(alias).append(".").append(account->name), scope, context);
}

}  // namespace klicnik
