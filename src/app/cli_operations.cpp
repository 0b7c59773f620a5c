#include "app/cli_operations.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "app/operation_call.hpp"

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

/// Without --version the command takes the newest state.
Result<http::Request> make_request(const Session& session, const Operation& operation, const Arguments& arguments) {
    TRY(Call call, make_call(operation, arguments));
    if (session.dry_run && operation.write) call.query.emplace_back("dry_run", "true");
    TRY(http::Request request, write_call(operation, call));
    if (!call.version) request.headers.set("If-Match", "*");
    return request;
}

int run_operation(const Session& session, const std::string& name, const Arguments& arguments) {
    for (const Operation& operation : all_operations()) {
        if (operation.name != name) continue;
        auto request = make_request(session, operation, arguments);
        return print(session, request ? ask(session, std::move(*request)) : request.error());
    }
    return 1;
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
        if (group_name == "report") continue;  // cli_report.cpp
        CLI::App*& group = groups[group_name];
        if (!group) {
            group = find_command(command_line, group_name);
            const std::string own = "command." + group_name;
            const std::string help = session.say(session.messages.has(session.language, own) ? own : group_name + ".plural");
            if (!group) group = command_line.add_subcommand(group_name, help)->require_subcommand(1);
        }
        if (std::find(words.begin(), words.end(), group_name) == words.end()) continue;
        CLI::App* command = group->add_subcommand(operation.name.substr(dot + 1), session.say("operation." + operation.name));
        const auto arguments = std::make_shared<Arguments>();
        std::string_view path = operation.path;
        std::size_t ids = 0;
        for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
            path.remove_prefix(open + 1);
            ++ids;
        }
        if (ids > 0) command->add_option("id", arguments->ids)->required()->expected(static_cast<int>(ids));
        if (operation.input) {
            command->add_option("--body", arguments->json, session.say("command.body"));
            command->add_option("--version", arguments->version, session.say("command.if_version"));
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
