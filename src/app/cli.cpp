#include "app/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

#include "app/cli_modules.hpp"
#include "app/cli_report.hpp"
#include "app/describe.hpp"
#include "app/serve.hpp"
#include "platform/log/log.hpp"

namespace klicnik {

namespace {

using cli::Session;

void add_serve(CLI::App& command_line, Session& session) {
    CLI::App* command = command_line.add_subcommand("serve", session.say("command.serve"));
    for (const config::Description& setting : config::descriptions()) {
        if (setting.name == "data_dir" || setting.name == "database") continue;
        std::string flag = setting.name;
        for (char& c : flag) c = c == '_' ? '-' : c;
        command->add_option_function<std::string>("--" + flag, [&session, name = setting.name](const std::string& value) {
            session.sources.flags.emplace_back(name, value);
        }, session.say("setting." + setting.name));
    }
    command->callback([&session] {
        session.run = [&session] {
            return cli::with_app(session, [&session](App& app) {
                for (const std::string& name : config::unknown_variables(session.sources)) log::warning("settings.unknown_variable", {{"name", name}});
                return serve(app);
            });
        };
    });
}

void add_data_commands(CLI::App& command_line, Session& session) {
    command_line.add_subcommand("migrate", session.say("command.migrate"))->callback([&session] {
        session.run = [&session] { return cli::with_app(session, [](App&) { return 0; }); };
    });
    command_line.add_subcommand("check", session.say("command.check"))->callback([&session] {
        session.run = [&session] { return cli::check(session); };
    });
    const auto add_with_file = [&](const std::string& name, int (*run)(const Session&, const std::string&)) {
        CLI::App* command = command_line.add_subcommand(name, session.say("command." + name));
        const auto file = std::make_shared<std::string>();
        command->add_option("file", *file)->required();
        command->callback([&session, file, run] { session.run = [&session, file, run] { return run(session, *file); }; });
    };
    add_with_file("backup", cli::backup);
    add_with_file("restore", cli::restore);
}

void add_describe(CLI::App& command_line, Session& session) {
    CLI::App* command = command_line.add_subcommand("describe", session.say("command.describe"))->require_subcommand(1);
    const auto add = [&](const std::string& name, std::string (*text)()) {
        command->add_subcommand(name, session.say("command.describe." + name))->callback([&session, text] {
            session.run = [text] {
                const std::string out = text();
                std::fwrite(out.data(), 1, out.size(), stdout);
                return 0;
            };
        });
    };
    add("config", config::describe);
    add("permissions", describe_permissions);
    add("openapi", describe_openapi);
    add("schedule", describe_schedule);
}

/// Help is made before the arguments are read, so its language is looked for first.
std::string language_of(std::span<const std::string_view> words) {
    constexpr std::string_view flag = "--language=";
    const char* system = std::getenv("LANG");
    std::string_view wanted = system ? system : "cs";
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i - 1] == flag.substr(0, flag.size() - 1)) wanted = words[i];
        if (words[i].starts_with(flag)) wanted = words[i].substr(flag.size());
    }
    return std::string(text::Messages::choose(wanted, "en"));
}

/// The words that the parser itself puts into help.
void translate_help(CLI::App& command_line, const Session& session) {
    command_line.get_formatter()->label("Usage", session.say("command.words.usage"));
    command_line.get_formatter()->label("Positionals", session.say("command.words.arguments"));
    command_line.get_formatter()->label("OPTIONS", session.say("command.words.options"));
    command_line.get_formatter()->label("SUBCOMMAND", session.say("command.words.command"));
    command_line.get_formatter()->label("REQUIRED", session.say("command.words.required"));
    command_line.group(session.say("command.words.commands"));
    command_line.option_defaults()->group(session.say("command.words.options"));
    command_line.set_help_flag("-h,--help", session.say("command.help"));
}

/// A command takes its flag of help over from the one above, but not the heading that it stands under.
void group_help(CLI::App& command) {
    for (CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; })) {
        below->get_help_ptr()->group(command.get_help_ptr()->get_group());
        group_help(*below);
    }
}

}  // namespace

int run_command_line(int argc, char** argv) {
    register_modules();
    const std::vector<std::string_view> words(argv, argv + argc);
    Session session;
    session.language = language_of(words);
    CLI::App command_line(session.say("command.title"));
    command_line.require_subcommand(1)->fallthrough();
    translate_help(command_line, session);
    command_line.set_version_flag("--version", KLICNIK_VERSION, session.say("command.version"));
    bool json = false;
    session.sources.environment = config::process_environment();
    command_line.add_option_function<std::string>("--data", [&](const std::string& value) { session.sources.flags.emplace_back("data_dir", value); },
                                                  session.say("command.data"));
    command_line.add_option_function<std::string>("--database", [&](const std::string& value) { session.sources.flags.emplace_back("database", value); },
                                                  session.say("command.database"));
    command_line.add_option("--config", session.sources.file, session.say("command.config"));
    std::string language;  // read by language_of()
    command_line.add_option("--language", language, session.say("command.language"));
    command_line.add_flag("--json", json, session.say("command.json"));
    command_line.add_option("--as", session.acts_as, session.say("command.as"));
    command_line.add_flag("--dry-run", session.dry_run, session.say("command.dry_run"));
    add_serve(command_line, session);
    add_data_commands(command_line, session);
    add_describe(command_line, session);
    cli::add_module_commands(command_line, session);
    const std::vector<Operation> operations = all_operations();
    cli::add_report(command_line, session, operations);
    cli::add_operation_commands(command_line, session, operations, words);
    group_help(command_line);
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
