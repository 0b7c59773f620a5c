#include "app/cli_modules.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "app/check.hpp"
#include "modules/identity/actions.hpp"
#include "modules/identity/session.hpp"

namespace klicnik::cli {

namespace {

/// `klicnik user password usr_…`: reads the password from standard input, so that it is in no history.
void add_user_password(CLI::App& command_line, Session& session) {
    CLI::App* user = find_command(command_line, "user");
    if (!user) user = command_line.add_subcommand("user")->require_subcommand(1);
    CLI::App* command = user->add_subcommand("password", "Set a password read from standard input");
    const auto email = std::make_shared<std::string>();
    command->add_option("email", *email)->required();
    command->callback([&session, email] {
        session.run = [&session, email] {
            return with_app(session, [&](App& app) {
                std::string password;
                std::getline(std::cin, password);
                const Context context = system_context(app);
                const auto done = app.store->write(context, [&](UnitOfWork& work) -> Result<> {
                    const auto found = work.all<User>("email = $1", *email);
                    if (found.empty()) return not_found("user");
                    return identity::set_password(work, found.front().id, password);
                });
                return done ? 0 : report(done.error(), *app.messages, session.language, session.format);
            });
        };
    });
}

}  // namespace

void add_module_commands(CLI::App& command_line, Session& session) {
    add_user_password(command_line, session);
}

int restore_backup(Session& session, const std::string& file) {
    const text::Messages messages(files::klicnik_assets());
    const auto settings = config::load(session.sources);
    if (!settings) return report(settings.error(), messages, session.language, session.format);
    std::error_code failure;
    if (std::filesystem::exists(settings->sqlite_file(), failure)) {
        return report(conflict("restore.not_empty", {{"path", settings->data_dir.string()}}), messages, session.language, session.format);
    }
    std::filesystem::create_directories(settings->data_dir, failure);
    std::filesystem::copy_file(file, settings->sqlite_file(), failure);
    if (failure) return report(unavailable("restore.failed", failure.message()), messages, session.language, session.format);
    return with_app(session, [&](App& app) { return check_database(app, session.format == Format::json); });
}

}  // namespace klicnik::cli
