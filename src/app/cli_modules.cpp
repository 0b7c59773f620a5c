#include "app/cli_modules.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "app/check.hpp"
#include "app/cli_import.hpp"
#include "modules/identity/actions.hpp"
#include "modules/identity/session.hpp"
#include "modules/segmentation/dependence.hpp"
#include "modules/segmentation/operations.hpp"

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

/// Prints a shape as the session wants it.
template <class T>
int print(const Session& session, const T& output) {
    json::Writer out;
    write_shape(out, output);
    const auto parsed = session.format == Format::text ? json::parse(out.view()) : Result<json::Value>(json::Value{});
    const std::string text = session.format == Format::json || !parsed ? out.take() + "\n" : readable(*parsed);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
}

/// `klicnik segment [--from M --to M] [--accept]` scores every client; `klicnik segment concentration` only measures.
void add_segment(CLI::App& command_line, Session& session) {
    struct Options {
        std::string from;
        std::string to;
        bool accept = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command = command_line.add_subcommand("segment", "Score every client and measure how much depends on few");
    CLI::App* measure = command->add_subcommand("concentration", "Only the concentration");
    for (CLI::App* one : {command, measure}) {
        one->add_option("--from", options->from, "First month, 2026-01");
        one->add_option("--to", options->to, "Last month");
    }
    command->add_flag("--accept", options->accept, "Decide the proposed tiers");
    const auto run = [&session, options](bool scores) {
        return with_app(session, [&](App& app) {
            const Context context = system_context(app, Origin::cli);
            const auto outcome = app.store->write(context, [&](UnitOfWork& work) -> Result<segmentation::SegmentOutcome> {
                TRY(const auto window, segmentation::read_window(work, options->from, options->to));
                if (scores) return segmentation::segment_and_measure(work, options->accept, window);
                return segmentation::SegmentOutcome{{}, segmentation::concentration_report(work, {.window = window}, std::nullopt)};
            }, session.dry_run ? WriteMode::preview : WriteMode::commit);
            if (!outcome) return report(outcome.error(), *app.messages, session.language, session.format);
            return scores ? print(session, *outcome) : print(session, outcome->concentration);
        });
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
