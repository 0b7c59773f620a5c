#include "app/cli_import.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "modules/intake/import_engine.hpp"

namespace klicnik::cli {

namespace {

/// The flags of one import command.
struct ImportFlags {
    std::string file;
    std::string mapping_file;
    std::string currency;
    std::string encoding;
    std::string delimiter;
    std::string date_order;
    std::string decimal_mark;
    bool no_new_accounts = false;
    bool no_new_offerings = false;
};

/// `{"heading": "field", …}` from a file.
Result<json::Value> read_mapping(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return invalid("mapping", "unreadable", {{"file", file}});
    std::stringstream bytes;
    bytes << stream.rdbuf();
    return json::parse(bytes.str());
}

/// What import_locally reads.
Result<json::Value> options_of(library::ImportKind kind, const ImportFlags& flags, bool preview) {
    json::Value options = json::Value::object();
    const auto set = [&](std::string_view name, std::string text) {
        if (!text.empty()) options.set(name, json::Value::string(std::move(text)));
    };
    set("kind", std::string(to_text(kind)));
    set("file_name", std::filesystem::path(flags.file).filename().string());
    set("encoding", flags.encoding);
    set("delimiter", flags.delimiter);
    set("date_order", flags.date_order);
    set("decimal_mark", flags.decimal_mark);
    set("currency", flags.currency);
    options.set("create_accounts", json::Value::boolean(!flags.no_new_accounts));
    options.set("create_offerings", json::Value::boolean(!flags.no_new_offerings));
    options.set("preview", json::Value::boolean(preview));
    if (!flags.mapping_file.empty()) {
        TRY(json::Value mapping, read_mapping(flags.mapping_file));
        options.set("mapping", std::move(mapping));
    }
    return options;
}

void show_progress(std::int64_t rows, std::int64_t total) {
    constexpr std::int64_t width = 40;
    const std::int64_t filled = total > 0 ? rows * width / total : 0;
    std::fprintf(stderr, "\r[%-40.*s] %lld", static_cast<int>(filled), "########################################", static_cast<long long>(rows));
}

int run_import(const Session& session, library::ImportKind kind, const ImportFlags& flags) {
    const auto options = options_of(kind, flags, session.dry_run);
    if (!options) return print(session, options.error());
    const bool shows = isatty(STDERR_FILENO) != 0;
    const auto answer = ask_for_import(session, *options, flags.file, shows ? intake::Progress(show_progress) : intake::Progress{});
    if (shows) std::fprintf(stderr, "\n");
    return print(session, answer);
}

}  // namespace

void add_import(CLI::App& command_line, Session& session) {
    CLI::App* group = command_line.add_subcommand("import", session.say("command.import"))->require_subcommand(1);
    for (std::size_t i = 0; i < enum_names<library::ImportKind>().size(); ++i) {
        const auto kind = static_cast<library::ImportKind>(i);
        CLI::App* command = group->add_subcommand(std::string(to_text(kind)), session.say("command.import." + std::string(to_text(kind))));
        const auto flags = std::make_shared<ImportFlags>();
        command->add_option("file", flags->file)->required();
        command->add_option("--mapping", flags->mapping_file, session.say("command.import.mapping"));
        command->add_option("--currency", flags->currency, session.say("command.import.currency"));
        command->add_option("--encoding", flags->encoding, session.say("command.import.encoding"));
        command->add_option("--delimiter", flags->delimiter, session.say("command.import.delimiter"));
        command->add_option("--date-order", flags->date_order, session.say("command.import.date_order"));
        command->add_option("--decimal-mark", flags->decimal_mark, session.say("command.import.decimal_mark"));
        command->add_flag("--no-new-accounts", flags->no_new_accounts, session.say("command.import.no_new_accounts"));
        command->add_flag("--no-new-offerings", flags->no_new_offerings, session.say("command.import.no_new_offerings"));
        command->callback([&session, kind, flags] { session.run = [&session, kind, flags] { return run_import(session, kind, *flags); }; });
    }
}

}  // namespace klicnik::cli
