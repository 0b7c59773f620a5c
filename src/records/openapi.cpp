#include "records/openapi.hpp"

#include <map>
#include <set>

namespace klicnik {

namespace {

constexpr std::string_view error_answer =
    R"({"description":"Problem","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/problem"}}}})";
constexpr std::string_view problem_schema =
    R"({"type":"object","required":["status","kind","code"],"properties":{"status":{"type":"integer"},"kind":{"type":"string"},"code":{"type":"string"},"message":{"type":"string"},"params":{"type":"object","additionalProperties":{"type":"string"}},"fields":{"type":"array","items":{"type":"object","required":["field","code"],"properties":{"field":{"type":"string"},"code":{"type":"string"},"message":{"type":"string"},"params":{"type":"object","additionalProperties":{"type":"string"}}}}},"current":{"type":"object","additionalProperties":true,"description":"With record.stale: the record as it is now, as the caller may see it."},"request_id":{"type":"string"}}})";

std::string_view verb_text(Verb verb) {
    switch (verb) {
        case Verb::get: return "get";
        case Verb::post: return "post";
        case Verb::put: return "put";
        case Verb::patch: return "patch";
        case Verb::del: return "delete";
    }
    return "";
}

void write_type(json::Writer& out, std::string_view type, bool nullable) {
    out.key("type");
    if (!nullable) {
        out.string(type);
        return;
    }
    out.begin_array().string(type).string("null").end_array();
}

void write_choices(json::Writer& out, const Field& field, bool nullable) {
    out.key("enum").begin_array();
    for (const std::string_view choice : field.choices) out.string(choice);
    if (nullable) out.null();
    out.end_array();
}

void write_field_schema(json::Writer& out, const Field& field, std::set<const Shape*>& shapes) {
    out.begin_object();
    switch (field.kind) {
        case Kind::id:
        case Kind::reference:
            write_type(out, "string", field.nullable);
            if (!field.prefix.empty()) out.key("pattern").string("^" + std::string(field.prefix) + "_[0-9a-z]{26}$");
            break;
        case Kind::text:
            write_type(out, "string", field.nullable);
            out.key("maxLength").integer(field.spec.max_length);
            break;
        case Kind::integer: write_type(out, "integer", field.nullable); break;
        case Kind::boolean: write_type(out, "boolean", field.nullable); break;
        case Kind::date:
            write_type(out, "string", field.nullable);
            out.key("format").string("date");
            break;
        case Kind::month:
            write_type(out, "string", field.nullable);
            out.key("pattern").string("^[0-9]{4}-[0-9]{2}$");
            break;
        case Kind::timestamp:
            write_type(out, "string", field.nullable);
            out.key("format").string("date-time");
            break;
        case Kind::decimal:
            write_type(out, "string", field.nullable);
            out.key("format").string("decimal");
            break;
        case Kind::currency:
            write_type(out, "string", field.nullable);
            out.key("pattern").string("^[A-Z]{3}$");
            break;
        case Kind::choice:
            write_type(out, "string", field.nullable);
            write_choices(out, field, field.nullable);
            break;
        case Kind::choices:
            out.key("type").string("array").key("items").begin_object().key("type").string("string");
            write_choices(out, field, false);
            out.end_object();
            break;
        case Kind::texts: out.key("type").string("array").key("items").begin_object().key("type").string("string").end_object(); break;
        case Kind::object:
            shapes.insert(&field.element());
            if (field.nullable) out.key("oneOf").begin_array().begin_object();
            out.key("$ref").string("#/components/schemas/" + std::string(field.element().name));
            if (field.nullable) out.end_object().raw(R"({"type":"null"})").end_array();
            break;
        case Kind::list:
            shapes.insert(&field.element());
            out.key("type").string("array").key("items").begin_object().key("$ref");
            out.string("#/components/schemas/" + std::string(field.element().name)).end_object();
            break;
    }
    out.end_object();
}

enum class Side { answer, create, update };

void write_schema(json::Writer& out, const Shape& shape, Side side, std::set<const Shape*>& shapes) {
    out.begin_object().key("type").string("object");
    if (side != Side::update) {
        out.key("required").begin_array();
        for (const Field& field : shape.fields) {
            if (side == Side::answer ? !field.spec.sensitive : (field.spec.required && field.writable())) out.string(field.name);
        }
        out.end_array();
    }
    if (side != Side::answer) out.key("additionalProperties").boolean(false);
    out.key("properties").begin_object();
    for (const Field& field : shape.fields) {
        if (side != Side::answer && !field.writable()) continue;
        if (side == Side::update && field.spec.immutable) continue;
        out.key(field.name);
        write_field_schema(out, field, shapes);
        if (side == Side::answer && field.kind == Kind::reference && field.name.ends_with("_id")) {
            const Entity* target = find_entity(field.references);
            if (!target || target->facts.title.empty()) continue;
            const std::string name = std::string(field.name.substr(0, field.name.size() - 3)) + "_name";
            if (shape.find(name)) continue;  // a report that names it itself
            out.key(name);
            out.begin_object().key("type").begin_array().string("string").string("null").end_array().end_object();
        }
    }
    out.end_object().end_object();
}

void write_reference(json::Writer& out, std::string_view schema) {
    out.begin_object().key("$ref").string("#/components/schemas/" + std::string(schema)).end_object();
}

void write_answer(json::Writer& out, const Operation& operation) {
    out.begin_object().key("description").string("OK");
    if (operation.answer != Answer::nothing) {
        out.key("content").begin_object().key(operation.answer == Answer::file ? "application/octet-stream" : "application/json").begin_object().key("schema");
        if (operation.answer == Answer::record && operation.entity && operation.besides) {
            out.begin_object().key("allOf").begin_array();
            write_reference(out, operation.entity->name);
            write_reference(out, operation.besides->name);
            out.end_array().end_object();
        } else if (operation.answer == Answer::record && operation.entity) {
            write_reference(out, operation.entity->name);
        } else if (operation.answer == Answer::list && operation.entity) {
            out.begin_object().key("type").string("object").key("required").begin_array().string("items").string("next").string("total").end_array();
            out.key("properties").begin_object().key("items").begin_object().key("type").string("array").key("items");
            write_reference(out, operation.entity->name);
            out.end_object().key("next").raw(R"({"type":["string","null"]})").key("total").raw(R"({"type":["integer","null"]})").end_object().end_object();
        } else if (operation.answer == Answer::shape && operation.output) {
            write_reference(out, operation.output->name);
        } else {
            out.begin_object().end_object();
        }
        out.end_object().end_object();
    }
    out.end_object();
}

constexpr std::string_view key_parameter = R"({"name":"Idempotency-Key","in":"header","schema":{"type":"string","maxLength":255}})";

void write_path_parameters(json::Writer& out, std::string_view path) {
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
        const auto close = path.find('}', open);
        out.begin_object().key("name").string(path.substr(open + 1, close - open - 1)).key("in").string("path").key("required").boolean(true);
        out.key("schema").raw(R"({"type":"string"})").end_object();
        path.remove_prefix(close + 1);
    }
}

void write_parameters(json::Writer& out, const Operation& operation) {
    out.key("parameters").begin_array();
    write_path_parameters(out, operation.path);
    if (operation.answer == Answer::list) {
        for (const std::string_view name : {"limit", "after", "sort", "q", "fields", "count"}) {
            out.begin_object().key("name").string(name).key("in").string("query").key("schema").raw(R"({"type":"string"})").end_object();
        }
    }
    if (operation.verb == Verb::post) {
        out.raw(key_parameter);
    }
    if (operation.verb == Verb::patch) {
        out.raw(R"({"name":"If-Match","in":"header","required":true,"schema":{"type":"string"}})");
    }
    out.end_array();
}

std::string input_name(const Operation& operation) {
    const std::string name(operation.input->name);
    if (find_entity(operation.input->name) != operation.input) return name;
    return name + (operation.verb == Verb::patch ? "_update" : "_create");
}

void write_operation(json::Writer& out, const Operation& operation) {
    out.key(verb_text(operation.verb)).begin_object().key("operationId").string(operation.name);
    out.key("tags").begin_array().string(operation.permission.object).end_array();
    out.key("x-permission").string(to_text(operation.permission));
    write_parameters(out, operation);
    if (operation.input) {
        out.key("requestBody").begin_object().key("required").boolean(true).key("content").begin_object().key("application/json").begin_object();
        out.key("schema");
        write_reference(out, input_name(operation));
        out.end_object().end_object().end_object();
    }
    out.key("responses").begin_object();
    out.key(std::to_string(status_of(operation)));
    write_answer(out, operation);
    out.key("default").raw(error_answer).end_object().end_object();
}

void write_route(json::Writer& out, const Route& route) {
    out.key(verb_text(route.verb)).begin_object().key("operationId").string(route.name);
    out.key("tags").begin_array().string(route.name.substr(0, route.name.find('.'))).end_array().key("parameters").begin_array();
    write_path_parameters(out, route.path);
    if (route.takes_key) out.raw(key_parameter);
    out.end_array();
    if (route.input || !route.form.empty()) {
        out.key("requestBody").begin_object().key("required").boolean(true).key("content").begin_object();
        out.key(route.input ? "application/json" : "multipart/form-data").begin_object().key("schema");
        if (route.input) write_reference(out, route.input->name);
        else out.raw(route.form);
        out.end_object().end_object().end_object();
    }
    out.key("responses").begin_object().key(std::to_string(route.status)).begin_object().key("description").string("OK");
    if (!route.answer.empty()) {
        out.key("content").begin_object().key(route.type).begin_object().key("schema");
        write_reference(out, route.answer);
        out.end_object().end_object();
    }
    out.end_object().key("default").raw(error_answer).end_object().end_object();
}

/// What one path offers.
struct PathItem {
    std::vector<const Operation*> operations;
    std::vector<const Route*> routes;
};

}  // namespace

int status_of(const Operation& operation) {
    if (operation.status != 0) return operation.status;
    if (operation.answer == Answer::nothing) return 204;
    // A POST below a record changes that record.
    const bool makes_one = operation.verb == Verb::post && operation.answer == Answer::record && operation.path.find('{') == std::string::npos;
    return makes_one ? 201 : 200;
}

std::string openapi(std::span<const Operation> operations, std::string_view version, const HandWritten& by_hand) {
    std::map<std::string, PathItem, std::less<>> paths;
    std::set<const Shape*> shapes;
    std::map<std::string, std::pair<const Shape*, Side>> inputs;
    for (const Route& route : by_hand.routes) {
        paths[std::string(route.path)].routes.push_back(&route);
        if (route.input) inputs[std::string(route.input->name)] = {route.input, Side::create};
    }
    for (const Operation& operation : operations) {
        paths[operation.path].operations.push_back(&operation);
        if (operation.besides) shapes.insert(operation.besides);
        if (operation.entity) shapes.insert(operation.entity);
        if (operation.output) shapes.insert(operation.output);
        if (operation.input) inputs[input_name(operation)] = {operation.input, operation.verb == Verb::patch ? Side::update : Side::create};
    }
    json::Writer out(200'000);
    out.begin_object().key("openapi").string("3.1.0").key("info").begin_object().key("title").string("Klíčník").key("version").string(version);
    out.key("license").begin_object().key("name").string("AGPL-3.0-or-later").end_object().end_object();
    out.key("servers").raw(R"([{"url":"/api/v1"}])").key("paths").begin_object();
    for (const auto& [path, item] : paths) {
        out.key(path).begin_object();
        for (const Operation* operation : item.operations) write_operation(out, *operation);
        for (const Route* route : item.routes) write_route(out, *route);
        out.end_object();
    }
    out.end_object().key("components").begin_object().key("schemas").begin_object().key("problem").raw(problem_schema);
    for (const NamedSchema& schema : by_hand.schemas) out.key(schema.name).raw(schema.text);
    for (const auto& [name, input] : inputs) {
        if (shapes.count(input.first) > 0 && name == input.first->name) continue;
        out.key(name);
        write_schema(out, *input.first, input.second, shapes);
    }
    std::map<std::string, const Shape*> written;
    while (true) {  // a schema may bring in the schemas of its lists
        const Shape* next = nullptr;
        for (const Shape* shape : shapes) {
            // By name: the set is in the order of addresses, which differs from build to build.
            const bool open = written.count(std::string(shape->name)) == 0 && inputs.count(std::string(shape->name)) == 0;
            if (open && (!next || shape->name < next->name)) next = shape;
        }
        if (!next) break;
        written[std::string(next->name)] = next;
        out.key(next->name);
        write_schema(out, *next, Side::answer, shapes);
    }
    out.end_object().end_object().end_object();
    return out.take();
}

void write_meta(std::span<const Entity* const> entities, json::Writer& out) {
    out.begin_array();
    for (const Entity* entity : entities) {
        out.begin_object().key("name").string(entity->name).key("plural").string(entity->facts.plural);
        out.key("title").string(entity->facts.title).key("fields").begin_array();
        for (const Field& field : entity->fields) {
            out.begin_object().key("name").string(field.name).key("kind").string(to_text(field.kind));
            out.key("required").boolean(field.spec.required).key("read_only").boolean(!field.writable());
            out.key("immutable").boolean(field.spec.immutable).key("sensitive").boolean(field.spec.sensitive);
            out.key("sortable").boolean(field.spec.sortable).key("searchable").boolean(field.spec.searchable);
            out.key("max_length");
            if (field.kind == Kind::text) out.integer(field.spec.max_length);
            else out.null();
            out.key("references");
            if (field.kind == Kind::reference) out.string(field.references);
            else out.null();
            out.key("choices").begin_array();
            for (const std::string_view choice : field.choices) out.string(choice);
            out.end_array().end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

}  // namespace klicnik
