#include "records/operation.hpp"

#include "records/json_values.hpp"

namespace klicnik {

namespace {

std::string collection(const Entity& entity) {
    return "/" + std::string(entity.facts.plural);
}

bool sees_sensitive(const Reader& reader, const Entity& entity) {
    return reader.permissions().may_read_sensitive(reader.context(), entity.name);
}

Result<Reply> list(const Reader& reader, const Operation& operation, const Call& call) {
    const Entity& entity = *operation.entity;
    TRY(const ListRequest request, parse_list(entity, call.query, sees_sensitive(reader, entity)));
    json::Writer out(16'000);
    write_list(reader, entity, request, out);
    return Reply{200, out.take()};
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe; quotes where needed.
void append_cell(std::string& csv, std::string_view text) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    const bool number = formula && text.front() == '-' && text.find_first_not_of("-0123456789.") == std::string_view::npos;
    const bool guarded = formula && !number;
    if (!guarded && text.find_first_of("\",;\r\n") == std::string_view::npos) {
        csv.append(text);
        return;
    }
    csv.push_back('"');
    if (guarded) csv.push_back('\'');
    for (const char c : text) {
        if (c == '"') csv.push_back('"');
        csv.push_back(c);
    }
    csv.push_back('"');
}

/// The plain text of a value: what its JSON says, without the quotes.
std::string cell_text(const Field& field, const db::Row& row, int column) {
    if (row.is_null(column)) return {};
    json::Writer out;
    write_column(out, field, row, column);
    const auto value = json::parse(out.view());
    if (!value) return {};
    if (const std::string* text = value->as_string()) return *text;
    return out.take();
}

Result<Reply> export_rows(const Reader& reader, const Operation& operation, const Call& call) {
    const Entity& entity = *operation.entity;
    TRY(const ListRequest request, parse_list(entity, call.query, sees_sensitive(reader, entity)));
    std::string csv = "\xEF\xBB\xBF";  // spreadsheets take UTF-8 for something else without it
    for (std::size_t i = 0; i < request.columns.size(); ++i) {
        if (i > 0) csv.push_back(',');
        csv.append(request.columns[i]->name);
    }
    csv.append("\r\n");
    for_each_row(reader, entity, request, [&](const db::Row& row) {
        int column = 0;
        for (const Field* field : request.columns) {
            if (column > 0) csv.push_back(',');
            append_cell(csv, cell_text(*field, row, column++));
        }
        csv.append("\r\n");
    });
    return Reply{.status = 200, .body = std::move(csv), .type = "text/csv; charset=utf-8",
                 .version = std::nullopt, .file_name = std::string(entity.facts.plural) + ".csv"};
}

Result<Reply> get_record(const Reader& reader, const Operation& operation, const Call& call) {
    TRY(const Uuid id, path_id(call, operation.entity->prefix));
    return record_reply(reader, *operation.entity, id);
}

Result<Reply> history(const Reader& reader, const Operation& operation, const Call& call) {
    const Entity& entity = *operation.entity;
    TRY(const Uuid id, path_id(call, entity.prefix));
    json::Writer ignored;
    CHECK_OK(write_record(reader, entity, id, ignored));
    const bool sensitive = sees_sensitive(reader, entity);
    json::Writer out;
    out.begin_object().key("items").begin_array();
    reader.connection().query(
        "SELECT a.at, a.actor_id, u.full_name, a.origin, a.action, a.changes FROM audit_event a LEFT JOIN \"user\" u ON u.id = a.actor_id "
        "WHERE a.entity_id = $1 ORDER BY a.number DESC LIMIT 200",
        [&](const db::Row& row) {
            out.begin_object().key("at").string(to_text(Timestamp{row.integer(0)}));
            out.key("actor_id");
            if (row.uuid(1).is_nil()) out.null();
            else out.string(format_id("usr", row.uuid(1)));
            out.key("actor_name");
            if (row.is_null(2)) out.null();
            else out.string(row.text(2));
            out.key("origin").string(row.text(3)).key("action").string(row.text(4)).key("changes").begin_array();
            if (const auto changes = json::parse(row.text(5))) {
                for (const json::Value& change : changes->items()) {
                    const json::Value* name = change.find("field");
                    const Field* field = name && name->as_string() ? entity.find(*name->as_string()) : nullptr;
                    if (field && field->spec.sensitive && !sensitive) continue;
                    json::write(out, change);
                }
            }
            out.end_array().end_object();
        },
        id);
    out.end_array().key("next").null().end_object();
    return Reply{200, out.take()};
}

/// Room for one record of any entity, by its own struct: archiving works on columns, so none is needed here.
Result<Reply> set_archived(UnitOfWork& work, const Operation& operation, const Call& call, bool archived) {
    const Entity& entity = *operation.entity;
    TRY(const Uuid id, path_id(call, entity.prefix));
    CHECK_OK(work.archive(entity, id, archived, call.version));
    return record_reply(work, entity, id);
}

}  // namespace

Operation list_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".list", .verb = Verb::get, .path = collection(entity),
            .permission = {entity.name, Action::read}, .entity = &entity, .answer = Answer::list, .read = list};
}

Operation export_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".export", .verb = Verb::get, .path = collection(entity) + ".csv",
            .permission = {entity.name, Action::export_rows}, .entity = &entity, .answer = Answer::file, .read = export_rows};
}

Operation get_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".get", .verb = Verb::get, .path = collection(entity) + "/{id}",
            .permission = {entity.name, Action::read}, .entity = &entity, .read = get_record};
}

Operation history_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".history", .verb = Verb::get, .path = collection(entity) + "/{id}/history",
            .permission = {entity.name, Action::read}, .entity = &entity, .answer = Answer::shape, .output = nullptr, .read = history};
}

Operation archive_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".archive", .verb = Verb::put, .path = collection(entity) + "/{id}/archival",
            .permission = {entity.name, Action::archive}, .entity = &entity,
            .write = [](UnitOfWork& work, const Operation& operation, const Call& call) { return set_archived(work, operation, call, true); }};
}

Operation restore_operation(const Entity& entity) {
    return {.name = std::string(entity.name) + ".restore", .verb = Verb::del, .path = collection(entity) + "/{id}/archival",
            .permission = {entity.name, Action::archive}, .entity = &entity,
            .write = [](UnitOfWork& work, const Operation& operation, const Call& call) { return set_archived(work, operation, call, false); }};
}

Result<Uuid> path_id(const Call& call, std::string_view prefix, std::size_t index) {
    if (index >= call.ids.size()) return invalid("id", "required");
    const auto id = parse_id(prefix, call.ids[index]);
    if (!id) return invalid("id", "bad_id", {{"expected", std::string(prefix) + "_…"}});
    return *id;
}

Result<Reply> record_reply(const Reader& reader, const Entity& entity, const Uuid& id, int status) {
    json::Writer out(2000);
    CHECK_OK(write_record(reader, entity, id, out));
    Reply reply{status, out.take()};
    if (entity.has("version")) {
        // The writer put the version into the body a moment ago; reading it back costs less than another query.
        const auto at = reply.body.find("\"version\":");
        if (at != std::string::npos) reply.version = std::atoll(reply.body.c_str() + at + 10);
    }
    return reply;
}

Result<> check_version(const Call& call, std::int64_t stored) {
    if (!call.version) return invalid("If-Match", "required");
    if (*call.version != stored) return conflict("record.stale", {{"version", std::to_string(stored)}});
    return {};
}

}  // namespace klicnik
