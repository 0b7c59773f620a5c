#include "app/cli_modules.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "app/backup.hpp"
#include "app/cli_import.hpp"
#include "app/local_api.hpp"

namespace klicnik::cli {

namespace {

/// `klicnik user password usr_…`: reads the password from standard input, so that it is in no history.
void add_user_password(CLI::App& command_line, Session& session) {
    CLI::App* user = find_command(command_line, "user");
    if (!user) user = command_line.add_subcommand("user", session.say("user.plural"))->require_subcommand(1);
    CLI::App* command = user->add_subcommand("password", session.say("command.user.password"));
    const auto email = std::make_shared<std::string>();
    command->add_option("email", *email)->required();
    command->callback([&session, email] {
        session.run = [&session, email] {
            std::string password;
            std::getline(std::cin, password);
            json::Value body = json::Value::object();
            body.set("email", json::Value::string(*email));
            body.set("password", json::Value::string(std::move(password)));
            return print(session, ask(session, local_request(local_path::password, body)));
        };
    });
}

/// `klicnik segment [--from M --to M] [--accept]` scores every client; `klicnik segment concentration` only measures.
void add_segment(CLI::App& command_line, Session& session) {
    struct Options {
        std::string from;
        std::string to;
        bool accept = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command = command_line.add_subcommand("segment", session.say("command.segment"));
    CLI::App* measure = command->add_subcommand("concentration", session.say("command.segment.concentration"));
    for (CLI::App* one : {command, measure}) {
        one->add_option("--from", options->from, session.say("command.segment.from"));
        one->add_option("--to", options->to, session.say("command.segment.to"));
    }
    command->add_flag("--accept", options->accept, session.say("command.segment.accept"));
    const auto run = [&session, options](bool scores) {
        json::Value body = json::Value::object();
        body.set("from", json::Value::string(options->from));
        body.set("to", json::Value::string(options->to));
        body.set("accept", json::Value::boolean(options->accept));
        body.set("only_measure", json::Value::boolean(!scores));
        body.set("dry_run", json::Value::boolean(session.dry_run));
        return print(session, ask(session, local_request(local_path::segment, body)));
    };
    command->callback([&session, measure, run] {
        if (!measure->parsed()) session.run = [run] { return run(true); };
    });
    measure->callback([&session, run] { session.run = [run] { return run(false); }; });
}

}  // namespace

void add_module_commands(CLI::App& command_line, Session& session) {
    add_user_password(command_line, session);
    add_segment(command_line, session);
    add_import(command_line, session);
}

int check(const Session& session) {
    const auto answer = ask(session, local_request(local_path::check));
    const auto report = answer && answer->status < 400 ? json::parse(answer->body) : Result<json::Value>(json::Value{});
    const json::Value* faults = report ? report->find("faults") : nullptr;
    if (!faults || session.format == Format::json) {
        const int code = print(session, answer);
        return code == 0 && !(faults && faults->items().empty()) ? 1 : code;
    }
    const auto part = [](const json::Value& fault, std::string_view name) {
        const json::Value* text = fault.find(name);
        return text && text->as_string() ? text->as_string()->c_str() : "";
    };
    for (const json::Value& fault : faults->items()) std::printf("%s: %s: %s\n", part(fault, "check"), part(fault, "where"), part(fault, "what"));
    if (faults->items().empty()) std::printf("ok: audit chain, references, sums, figures, teams, search\n");
    return faults->items().empty() ? 0 : 1;
}

int backup(const Session& session, const std::string& file) {
    // The server may have another current folder.
    json::Value body = json::Value::object();
    body.set("file", json::Value::string(std::filesystem::absolute(file).string()));
    return print(session, ask(session, local_request(local_path::backup, body)));
}

int restore(const Session& session, const std::string& file) {
    const auto settings = config::load(session.sources);
    if (!settings) return print(session, settings.error());
    if (const auto done = put_back(*settings, file, SystemClock()); !done) return print(session, done.error());
    return check(session);
}

}  // namespace klicnik::cli
