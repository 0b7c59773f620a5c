#include "app/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "app/check.hpp"
#include "app/cli_modules.hpp"
#include "app/describe.hpp"
#include "app/serve.hpp"
#include "modules/identity/session.hpp"

namespace klicnik {

namespace {

using cli::Session;

void add_serve(CLI::App& command_line, Session& session) {
    CLI::App* command = command_line.add_subcommand("serve", "Run the server");
    for (const config::Description& setting : config::descriptions()) {
        if (setting.name == "data_dir" || setting.name == "database") continue;
        std::string flag = setting.name;
        for (char& c : flag) c = c == '_' ? '-' : c;
        command->add_option_function<std::string>("--" + flag, [&session, name = setting.name](const std::string& value) {
            session.sources.flags.emplace_back(name, value);
        }, setting.text);
    }
    command->callback([&session] { session.run = [&session] { return cli::with_app(session, [](App& app) { return serve(app); }); }; });
}

void add_data_commands(CLI::App& command_line, Session& session) {
    command_line.add_subcommand("migrate", "Bring the database to the newest schema")->callback([&session] {
        session.run = [&session] { return cli::with_app(session, [](App&) { return 0; }); };
    });
    command_line.add_subcommand("check", "Verify the audit chain, the references and the sums")->callback([&session] {
        session.run = [&session] { return cli::with_app(session, [&session](App& app) { return check_database(app, session.format == cli::Format::json); }); };
    });
    CLI::App* backup = command_line.add_subcommand("backup", "Write a verified copy of the database");
    const auto target = std::make_shared<std::string>();
    backup->add_option("file", *target)->required();
    backup->callback([&session, target] {
        session.run = [&session, target] {
            return cli::with_app(session, [&](App& app) {
                try {
                    app.database->backup(*target);
                    return 0;
                } catch (const db::Error& error) {
                    return cli::report(unavailable("backup.failed", error.what()), *app.messages, session.language, session.format);
                }
            });
        };
    });
    CLI::App* restore = command_line.add_subcommand("restore", "Put a backup into an empty data folder");
    const auto source = std::make_shared<std::string>();
    restore->add_option("file", *source)->required();
    restore->callback([&session, source] { session.run = [&session, source] { return cli::restore_backup(session, *source); }; });
}

void add_describe(CLI::App& command_line, Session& session) {
    CLI::App* command = command_line.add_subcommand("describe", "Print what the program knows of itself")->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, std::string (*text)()) {
        command->add_subcommand(name, help)->callback([&session, text] {
            session.run = [text] {
                const std::string out = text();
                std::fwrite(out.data(), 1, out.size(), stdout);
                return 0;
            };
        });
    };
    add("config", "All settings as a commented configuration file", config::describe);
    add("permissions", "The matrix of roles and operations", describe_permissions);
    add("openapi", "The OpenAPI 3.1 description of the API", describe_openapi);
    add("schedule", "Everything that recurs", describe_schedule);
}

}  // namespace

int run_command_line(int argc, char** argv) {
    register_modules();
    CLI::App command_line("Klíčník: key account management");
    command_line.require_subcommand(1)->fallthrough();
    command_line.set_version_flag("--version", KLICNIK_VERSION);
    Session session;
    bool json = false;
    std::string file;
    session.sources.environment = config::process_environment();
    if (const char* language = std::getenv("LANG")) session.language = text::Messages::choose(language, "en");
    command_line.add_option_function<std::string>("--data", [&](const std::string& value) { session.sources.flags.emplace_back("data_dir", value); },
                                                  "Data folder (created when absent)");
    command_line.add_option_function<std::string>("--database", [&](const std::string& value) { session.sources.flags.emplace_back("database", value); },
                                                  "postgres://… instead of the SQLite file in the data folder");
    command_line.add_option("--config", session.sources.file, "Configuration file");
    command_line.add_option("--language", session.language, "cs or en");
    command_line.add_flag("--json", json, "Print JSON");
    command_line.add_flag("--dry-run", session.dry_run, "Do everything, then roll back");
    add_serve(command_line, session);
    add_data_commands(command_line, session);
    add_describe(command_line, session);
    cli::add_module_commands(command_line, session);
    const std::vector<Operation> operations = all_operations();
    const std::vector<std::string_view> words(argv, argv + argc);
    cli::add_operation_commands(command_line, session, operations, words);
    try {
        command_line.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = command_line.exit(error);
        return code == 0 ? 0 : 2;
    }
    session.format = json ? cli::Format::json : cli::Format::text;
    return session.run ? session.run() : 2;
}

}  // namespace klicnik
