#include "app/cli_operations.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "app/dispatch.hpp"
#include "platform/log/log.hpp"

namespace klicnik::cli {

namespace {

/// The arguments of one command; lives as long as the parser.
struct Arguments {
    std::vector<std::string> ids;
    std::map<std::string, std::string> values;  ///< flags that were given
    std::string json;                           ///< --data: the whole body
    std::int64_t version = -1;
};

/// A flag's text as the JSON value of its field.
json::Value flag_value(const Field& field, const std::string& text) {
    if (field.nullable && text.empty()) return {};
    if (field.kind == Kind::integer) {
        const auto parsed = json::parse(text);
        return parsed ? *parsed : json::Value::string(text);
    }
    if (field.kind == Kind::boolean && (text == "true" || text == "false")) return json::Value::boolean(text == "true");
    if (field.kind == Kind::choices || field.kind == Kind::texts) {
        json::Value list = json::Value::array();
        std::string_view rest = text;
        while (!rest.empty()) {
            list.push(json::Value::string(std::string(rest.substr(0, rest.find(',')))));
            rest = rest.find(',') == std::string_view::npos ? std::string_view{} : rest.substr(rest.find(',') + 1);
        }
        return list;
    }
    if (field.kind == Kind::list || field.kind == Kind::object) {
        const auto parsed = json::parse(text);
        return parsed ? *parsed : json::Value::string(text);
    }
    return json::Value::string(text);
}

Result<Call> make_call(const Operation& operation, const Arguments& arguments) {
    Call call;
    call.ids = arguments.ids;
    call.body = json::Value::object();
    if (!arguments.json.empty()) {
        TRY(call.body, json::parse(arguments.json));
    }
    if (arguments.version >= 0) call.version = arguments.version;
    for (const auto& [name, text] : arguments.values) {
        const Field* field = operation.input ? operation.input->find(name) : nullptr;
        if (field) call.body.set(name, flag_value(*field, text));
        else if (const auto dot = name.find('.'); dot != std::string::npos) call.query.emplace_back(name.substr(0, dot) + "[" + name.substr(dot + 1) + "]", text);
        else call.query.emplace_back(name, text);
    }
    return call;
}

/// Without --version the command takes the newest state: a person at a terminal has no form that could be stale.
Result<> fill_version(App& app, const Operation& operation, const Context& context, Call& call) {
    if (call.version || operation.verb != Verb::patch || !operation.entity) return {};
    return app.store->read(context, [&](const Reader& reader) -> Result<> {
        std::string condition = "1=1 LIMIT 1";
        Uuid id;
        if (!call.ids.empty()) {
            TRY(id, path_id(call, operation.entity->prefix));
            condition = "id = $1";
        }
        const std::string sql = "SELECT version FROM \"" + std::string(operation.entity->name) + "\" WHERE " + condition;
        call.version = call.ids.empty() ? reader.connection().integer(sql) : reader.connection().integer(sql, id);
        if (!call.version) return not_found(std::string(operation.entity->name));
        return {};
    });
}

int run_operation(Session& session, const std::string& name, const Arguments& arguments) {
    return with_app(session, [&](App& app) {
        for (const Operation& operation : app.operations) {
            if (operation.name != name) continue;
            const Context context = system_context(app, Origin::cli);
            auto call = make_call(operation, arguments);
            if (!call) return report(call.error(), *app.messages, session.language, session.format);
            if (const auto filled = fill_version(app, operation, context, *call); !filled) {
                return report(filled.error(), *app.messages, session.language, session.format);
            }
            const auto reply = dispatch(*app.store, operation, context, *call, {}, session.dry_run ? WriteMode::preview : WriteMode::commit);
            if (!reply) return report(reply.error(), *app.messages, session.language, session.format);
            const auto parsed = session.format == Format::text && reply->file_name.empty() ? json::parse(reply->body, {.elements = 1'000'000, .values = 50'000'000})
                                                                                           : Result<json::Value>(json::Value{});
            const std::string out = session.format == Format::json || !reply->file_name.empty() || !parsed ? reply->body + "\n" : readable(*parsed);
            std::fwrite(out.data(), 1, out.size(), stdout);
            return 0;
        }
        return 1;
    });
}

void add_flag(CLI::App& command, Arguments& arguments, const std::string& name, const std::string& help) {
    command.add_option_function<std::string>("--" + name, [&arguments, name](const std::string& text) { arguments.values[name] = text; }, help);
}

std::string help_of(const Field& field) {
    std::string help(to_text(field.kind));
    for (std::size_t i = 0; i < field.choices.size(); ++i) help.append(i == 0 ? ": " : "|").append(field.choices[i]);
    return help;
}

void add_list_flags(CLI::App& command, Arguments& arguments, const Operation& operation) {
    for (const char* name : {"limit", "after", "sort", "q", "fields", "count", "group", "months", "from", "to", "as_of", "on", "measure", "account_ids"}) {
        if (!operation.entity || !operation.entity->has(name)) add_flag(command, arguments, name, "");
    }
    if (!operation.entity) return;
    for (const Field& field : operation.entity->fields) {
        add_flag(command, arguments, std::string(field.name), help_of(field));
        for (const char* test : {"gte", "lte", "gt", "lt", "ne", "null"}) add_flag(command, arguments, std::string(field.name) + "." + test, "");
    }
}

}  // namespace

int with_app(Session& session, const std::function<int(App&)>& work) {
    const text::Messages messages(files::klicnik_assets());
    auto settings = config::load(session.sources);
    if (!settings) return report(settings.error(), messages, session.language, session.format);
    log::start(settings->log_level, settings->log_file);
    auto app = open_app(std::move(*settings), std::make_unique<SystemClock>());
    if (!app) return report(app.error(), messages, session.language, session.format);
    return work(**app);
}

CLI::App* find_command(CLI::App& command_line, const std::string& name) {
    for (CLI::App* command : command_line.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_name() == name) return command;
    }
    return nullptr;
}

void add_operation_commands(CLI::App& command_line, Session& session, const std::vector<Operation>& operations,
                            std::span<const std::string_view> words) {
    std::map<std::string, CLI::App*> groups;
    for (const Operation& operation : operations) {
        const auto dot = operation.name.find('.');
        const std::string group_name = operation.name.substr(0, dot);
        CLI::App*& group = groups[group_name];
        if (!group) {
            group = find_command(command_line, group_name);
            if (!group) group = command_line.add_subcommand(group_name)->require_subcommand(1);
        }
        if (std::find(words.begin(), words.end(), group_name) == words.end()) continue;
        CLI::App* command = group->add_subcommand(operation.name.substr(dot + 1), operation.path);
        const auto arguments = std::make_shared<Arguments>();
        std::string_view path = operation.path;
        std::size_t ids = 0;
        for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
            path.remove_prefix(open + 1);
            ++ids;
        }
        if (ids > 0) command->add_option("id", arguments->ids)->required()->expected(static_cast<int>(ids));
        if (operation.input) {
            command->add_option("--body", arguments->json, "JSON");
            command->add_option("--version", arguments->version, "If-Match");
            for (const Field& field : operation.input->fields) {
                if (field.writable()) add_flag(*command, *arguments, std::string(field.name), help_of(field));
            }
        } else if (operation.verb == Verb::get) {
            add_list_flags(*command, *arguments, operation);
        }
        command->callback([&session, arguments, name = operation.name] {
            session.run = [&session, arguments, name] { return run_operation(session, name, *arguments); };
        });
    }
}

}  // namespace klicnik::cli
