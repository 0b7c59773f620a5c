#include "records/unit_of_work.hpp"

#include "platform/text/fold.hpp"
#include "records/audit_chain.hpp"
#include "records/input.hpp"
#include "records/json_values.hpp"
#include "records/scope.hpp"

namespace klicnik {

namespace {

bool is_column_changed(const Field& field, const void* before, const void* after) {
    return stored_value(field, before) != stored_value(field, after);
}

Uuid uuid_of(const Field* field, const void* record) {
    if (!field) return {};
    const db::Value value = field->get(record);
    const auto* uuid = std::get_if<Uuid>(&value);
    return uuid ? *uuid : Uuid{};
}

db::Value key_value(const Field& field, const void* record) {
    const db::Value value = field.get(record);
    const auto* text = std::get_if<std::string>(&value);
    return text ? db::Value{text::sort_key(*text)} : db::Value{};
}

std::vector<std::string_view> insert_columns(const Entity& entity, std::vector<std::string>& key_names) {
    std::vector<std::string_view> columns;
    for (const Field& field : entity.fields) {
        if (field.spec.keyed) key_names.push_back(std::string(field.name) + "_key");
    }
    std::size_t key = 0;
    for (const Field& field : entity.fields) {
        columns.push_back(field.name);
        if (field.spec.keyed) columns.push_back(key_names[key++]);
    }
    return columns;
}

void push_row(const Entity& entity, const void* record, std::vector<db::Value>& values) {
    for (const Field& field : entity.fields) {
        values.push_back(stored_value(field, record));
        if (field.spec.keyed) values.push_back(key_value(field, record));
    }
}

/// `[{"field":"name","before":"A","after":"B"}]`; secrets never get here because they are no fields.
std::string changes_json(const Entity& entity, const void* before, const void* after) {
    json::Writer out;
    out.begin_array();
    for (const Field& field : entity.fields) {
        if (field.kind == Kind::id || field.spec.derived || field.name == "version") continue;
        const db::Value now = stored_value(field, after);
        const db::Value then = before ? stored_value(field, before) : db::Value{};
        if (now == then) continue;
        if (!before && now == db::Value{std::string{}}) continue;
        out.begin_object().key("field").string(field.name);
        if (before) {
            out.key("before");
            write_value(out, field, then);
        }
        out.key("after");
        write_value(out, field, now);
        out.end_object();
    }
    out.end_array();
    return out.take();
}

Error duplicate(const Entity& entity, const db::Error& error) {
    return {ErrorKind::conflict, "record.duplicate", {{"entity", std::string(entity.name)}}, {}, error.what()};
}

/// A client outside the actor's scope is as absent as one that does not exist.
bool refers_to_something(const Reader& reader, const Field& field, const Uuid& target) {
    const Entity* entity = find_entity(field.references);
    Sql sql("SELECT 1 FROM ");
    sql.name(field.references).add(" AS e WHERE e.id = ").bind(target);
    if (entity && entity->account_field()) {
        sql.add(" AND ");
        append_scope(sql, *entity, "e", reader.scope(*entity, Action::read), reader.context());
    }
    bool found = false;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row&) {
        found = true;
        return false;
    });
    return found;
}

}  // namespace

Result<> UnitOfWork::check_account_scope(const Entity& entity, const void* record, Action action) const {
    const Scope allowed = scope(entity, action);
    if (allowed == Scope::none) return forbidden(to_text(Permission{entity.name, action}));
    if (allowed == Scope::all || entity.facts.belonging != Belonging::through_account) return {};
    const Uuid account_id = uuid_of(entity.account_field(), record);
    if (!sees_account(account_id, {entity.name, action})) return not_found("account");
    return {};
}

Result<> UnitOfWork::check(const Entity& entity, const void* before, void* after) {
    std::vector<FieldError> errors;
    check_facts(entity, after, "", errors, before);
    for (const Field& field : entity.fields) {
        if (field.kind != Kind::reference || (before && !is_column_changed(field, before, after))) continue;
        const Uuid target = uuid_of(&field, after);
        if (target.is_nil()) {
            if (!field.nullable) errors.push_back({std::string(field.name), "required"});
            continue;
        }
        if (!refers_to_something(*this, field, target)) errors.push_back({std::string(field.name), "not_found"});
    }
    if (!errors.empty()) return invalid(std::move(errors));
    return {};
}

Result<> UnitOfWork::create(const Entity& entity, void* record) {
    CHECK_OK(check_account_scope(entity, record, Action::create));
    const Field* id_field = entity.find("id");
    if (uuid_of(id_field, record).is_nil()) id_field->set(record, new_uuid(context().now.micros));
    if (const Field* version = entity.find("version")) version->set(record, std::int64_t{1});
    CHECK_OK(check(entity, nullptr, record));

    std::vector<std::string> key_names;
    const auto columns = insert_columns(entity, key_names);
    std::vector<db::Value> values;
    push_row(entity, record, values);
    Sql sql("INSERT INTO ");
    sql.name(entity.name).add(" (");
    for (std::size_t i = 0; i < columns.size(); ++i) sql.add(i > 0 ? ", " : "").name(columns[i]);
    if (entity.facts.stamped) sql.add(R"(, "created_at", "created_by", "updated_at", "updated_by")");
    sql.add(") VALUES (");
    for (std::size_t i = 0; i < values.size(); ++i) sql.add(i > 0 ? ", " : "").bind(std::move(values[i]));
    for (int pass = 0; entity.facts.stamped && pass < 2; ++pass) {
        sql.add(", ").bind(context().now.micros).add(", ").bind(context().actor.value);
    }
    sql.add(")");
    try {
        connection().run(sql.text(), sql.params(), [](const db::Row&) { return true; });
    } catch (const db::Error& error) {
        if (error.cause == db::ErrorCause::unique) return duplicate(entity, error);
        throw;
    }
    index_for_search(entity, record, true);
    record_change(entity, nullptr, record, "created");
    return {};
}

Result<> UnitOfWork::update(const Entity& entity, const void* before, void* after) {
    const Uuid id = uuid_of(entity.find("id"), before);
    CHECK_OK(check_account_scope(entity, before, Action::edit));
    CHECK_OK(check_account_scope(entity, after, Action::edit));
    CHECK_OK(check(entity, before, after));

    Sql sql("UPDATE ");
    sql.name(entity.name).add(" SET ");
    bool changed = false;
    for (const Field& field : entity.fields) {
        if (field.spec.derived || field.name == "version" || !is_column_changed(field, before, after)) continue;
        changed = true;
        sql.name(field.name).add(" = ").bind(stored_value(field, after)).add(", ");
        if (field.spec.keyed) sql.name(std::string(field.name) + "_key").add(" = ").bind(key_value(field, after)).add(", ");
    }
    if (!changed) return {};
    const Field* version = entity.find("version");
    const std::int64_t old_version = std::get<std::int64_t>(version->get(before));
    sql.add("\"version\" = ").bind(old_version + 1);
    if (entity.facts.stamped) {
        sql.add(", \"updated_at\" = ").bind(context().now.micros).add(", \"updated_by\" = ").bind(context().actor.value);
    }
    sql.add(" WHERE \"id\" = ").bind(id).add(" AND \"version\" = ").bind(old_version);
    try {
        if (connection().run(sql.text(), sql.params(), [](const db::Row&) { return true; }) == 0) return conflict("record.stale");
    } catch (const db::Error& error) {
        if (error.cause == db::ErrorCause::unique) return duplicate(entity, error);
        throw;
    }
    version->set(after, old_version + 1);
    index_for_search(entity, after, false);
    const Field* archived = entity.find("archived");
    const bool archives = archived && is_column_changed(*archived, before, after);
    record_change(entity, before, after, !archives ? "updated" : std::get<bool>(archived->get(after)) ? "archived" : "restored");
    return {};
}

Result<> UnitOfWork::archive(const Entity& entity, const Uuid& id, bool archived, std::optional<std::int64_t> version) {
    Sql condition(" WHERE e.id = ");
    condition.bind(id).add(" AND ");
    append_scope(condition, entity, "e", scope(entity, Action::archive), context());
    std::optional<std::int64_t> stored;
    bool already = false;
    Uuid account_id;
    const Field* account = entity.account_field();
    const std::string select = "SELECT e.version, e.archived, e." + std::string(account ? account->name : "id") + " FROM \"" +
                               std::string(entity.name) + "\" e" + condition.text();
    connection().run(select, condition.params(), [&](const db::Row& row) {
        stored = row.integer(0);
        already = row.boolean(1) == archived;
        if (account) account_id = row.uuid(2);
        return true;
    });
    if (!stored) return not_found(std::string(entity.name));
    if (version && *version != *stored) return conflict("record.stale", {{"version", std::to_string(*stored)}});
    if (already) return {};
    Sql sql("UPDATE ");
    sql.name(entity.name).add(" SET archived = ").bind(archived).add(", version = version + 1, updated_at = ").bind(context().now.micros);
    sql.add(", updated_by = ").bind(context().actor.value).add(" WHERE id = ").bind(id);
    connection().run(sql.text(), sql.params(), [](const db::Row&) { return true; });
    connection().exec("UPDATE search_text SET hidden = $2 WHERE entity_id = $1", id, archived);
    const std::string_view action = archived ? "archived" : "restored";
    changes_.push_back({std::string(entity.name).append(".").append(action), std::string(entity.name), id, account_id, std::string(action),
                        std::string(R"([{"field":"archived","before":)") + (archived ? "false" : "true") + R"(,"after":)" +
                            (archived ? "true" : "false") + "}]"});
    return {};
}

void UnitOfWork::erase(const Entity& entity, const Uuid& id) {
    if (connection().engine() == db::Engine::sqlite) {
        connection().query("SELECT number, body_key FROM search_text WHERE entity_id = $1", [&](const db::Row& row) {
            index_changes_.push_back({true, row.integer(0), std::string(row.text(1))});
        }, id);
    }
    connection().exec("DELETE FROM search_text WHERE entity_id = $1", id);
    if (connection().exec("DELETE FROM \"" + std::string(entity.name) + "\" WHERE id = $1", id) == 0) return;
    changes_.push_back({std::string(entity.name) + ".erased", std::string(entity.name), id, {}, "erased", "[]"});
}

void UnitOfWork::lock(const Entity& entity, const Uuid& id) {
    Sql sql("UPDATE ");
    sql.name(entity.name).add(" SET version = version WHERE id = ").bind(id);
    connection().run(sql.text(), sql.params(), [](const db::Row&) { return true; });
}

void UnitOfWork::derive(const Entity& entity, const Uuid& id, std::initializer_list<std::pair<std::string_view, db::Value>> values) {
    Sql sql("UPDATE ");
    sql.name(entity.name).add(" SET ");
    bool first = true;
    for (const auto& [name, value] : values) {
        const Field* field = entity.find(name);
        if (!field || !field->spec.derived) throw std::logic_error("not a derived field: " + std::string(name));
        if (!first) sql.add(", ");
        first = false;
        sql.name(name).add(" = ").bind(value);
    }
    sql.add(" WHERE \"id\" = ").bind(id);
    connection().run(sql.text(), sql.params(), [](const db::Row&) { return true; });
}

std::int64_t UnitOfWork::create_many(const Entity& entity, FunctionRef<const void*()> next) {
    std::vector<std::string> key_names;
    auto columns = insert_columns(entity, key_names);
    const bool stamped = entity.facts.stamped;
    for (const std::string_view stamp : {"created_at", "created_by", "updated_at", "updated_by"}) {
        if (stamped) columns.push_back(stamp);
    }
    std::vector<db::Value> row;
    return connection().bulk_insert(entity.name, columns, [&](std::span<db::Param> params) {
        const void* record = next();
        if (!record) return false;
        row.clear();
        push_row(entity, record, row);
        std::size_t i = 0;
        for (const db::Value& value : row) params[i++] = db::to_param(value);
        for (int pass = 0; stamped && pass < 2; ++pass) {
            params[i++] = context().now.micros;
            params[i++] = context().actor.value;
        }
        return true;
    });
}

void UnitOfWork::record_change(const Entity& entity, const void* before, const void* after, std::string_view action) {
    Change change;
    change.name = std::string(entity.name).append(".").append(action);
    change.entity = entity.name;
    change.entity_id = uuid_of(entity.find("id"), after);
    change.account_id = uuid_of(entity.account_field(), after);
    change.action = action;
    change.facts = changes_json(entity, before, after);
    changes_.push_back(std::move(change));
}

void UnitOfWork::note(std::string_view entity, const Uuid& entity_id, const Uuid& account_id, std::string_view action, std::string facts) {
    changes_.push_back({"", std::string(entity), entity_id, account_id, std::string(action), std::move(facts)});
}

void UnitOfWork::emit(std::string_view name, std::string_view entity, const Uuid& entity_id, const Uuid& account_id, std::string payload) {
    changes_.push_back({std::string(name), std::string(entity), entity_id, account_id, "", std::move(payload)});
}

void UnitOfWork::index_for_search(const Entity& entity, const void* record, bool is_new) {
    std::string body;
    for (const Field& field : entity.fields) {
        if (!field.spec.searchable) continue;
        const db::Value value = field.get(record);
        const auto* text = std::get_if<std::string>(&value);
        if (!text || text->empty()) continue;
        if (!body.empty()) body.push_back('\n');
        text::append_folded(*text, body);
    }
    if (body.empty() && is_new) return;
    const Uuid id = uuid_of(entity.find("id"), record);
    const Field* archived = entity.find("archived");
    const bool hidden = archived && std::get<bool>(archived->get(record));
    const Uuid account_id = uuid_of(entity.account_field(), record);
    const db::Param account = account_id.is_nil() ? db::Param{} : db::Param{account_id};
    const bool has_index = connection().engine() == db::Engine::sqlite;
    std::optional<std::int64_t> number;
    std::string old_body;
    if (!is_new) {
        connection().query("SELECT number, body_key FROM search_text WHERE entity_id = $1", [&](const db::Row& row) {
            number = row.integer(0);
            old_body = row.text(1);
        }, id);
    }
    if (!number && body.empty()) return;
    if (number && old_body == body) {
        connection().exec("UPDATE search_text SET account_id = $2, hidden = $3 WHERE number = $1 AND (hidden <> $3 OR account_id IS DISTINCT FROM $2)",
                          *number, account, hidden);
        return;
    }
    if (number) {
        if (has_index) index_changes_.push_back({true, *number, std::move(old_body)});
        connection().exec("UPDATE search_text SET body_key = $2, account_id = $3, hidden = $4 WHERE number = $1", *number, body, account, hidden);
    } else {
        number = connection().integer("INSERT INTO search_text (entity, entity_id, account_id, hidden, body_key) VALUES ($1, $2, $3, $4, $5) RETURNING number",
                                      entity.name, id, account, hidden, body);
    }
    if (has_index) index_changes_.push_back({false, *number, std::move(body)});
}

void UnitOfWork::write_index() {
    if (index_changes_.empty()) return;
    connection().before_commit([changes = std::move(index_changes_)](db::Connection& connection) {
        for (const IndexChange& change : changes) {
            connection.exec(change.removes ? "INSERT INTO search_index (search_index, rowid, body_key) VALUES ('delete', $1, $2)"
                                           : "INSERT INTO search_index (rowid, body_key) VALUES ($1, $2)",
                            change.number, change.body);
        }
    });
    index_changes_.clear();
}

void UnitOfWork::finish() {
    if (!changes_.empty()) {
        write_audit();
        write_events();
        changes_.clear();
    }
    write_index();
}

void UnitOfWork::write_audit() {
    std::int64_t count = 0;
    for (const Change& change : changes_) count += !change.action.empty();
    if (count == 0) return;
    std::int64_t number = 0;
    std::string hash;
    // The row lock that PostgreSQL takes here puts concurrent transactions into one chain.
    connection().query("UPDATE audit_head SET number = number + $1 WHERE id = 1 RETURNING number - $1, hash", [&](const db::Row& row) {
        number = row.integer(0);
        hash = row.text(1);
    }, count);
    const std::string_view origin = to_text(context().origin);
    for (const Change& change : changes_) {
        if (change.action.empty()) continue;
        ++number;
        std::string next_hash = audit_hash({number, context().now.micros, context().actor.value, origin, context().request_id, change.entity,
                                            change.entity_id, change.account_id, change.action, change.facts}, hash);
        connection().exec(
            "INSERT INTO audit_event (number, at, actor_id, origin, request_id, entity, entity_id, account_id, action, changes, hash) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            number, context().now, context().actor, origin, context().request_id, change.entity, change.entity_id,
            change.account_id.is_nil() ? db::Param{} : db::Param{change.account_id}, change.action, change.facts, next_hash);
        hash = std::move(next_hash);
    }
    connection().exec("UPDATE audit_head SET hash = $1 WHERE id = 1", hash);
}

void UnitOfWork::write_events() {
    for (const Change& change : changes_) {
        if (change.name.empty()) continue;
        connection().exec(
            "INSERT INTO outbox_event (id, name, entity, entity_id, account_id, payload, at, actor_id, depth) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
            new_uuid(context().now.micros), change.name, change.entity, change.entity_id,
            change.account_id.is_nil() ? db::Param{} : db::Param{change.account_id}, change.facts, context().now, context().actor);
    }
}

}  // namespace klicnik
