#include "app/cli_import.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "modules/intake/import_engine.hpp"
#include "records/json_values.hpp"

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
Result<std::vector<std::pair<std::string, std::string>>> read_mapping(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return invalid("mapping", "unreadable", {{"file", file}});
    std::stringstream bytes;
    bytes << stream.rdbuf();
    TRY(const json::Value parsed, json::parse(bytes.str()));
    std::vector<std::pair<std::string, std::string>> mapping;
    for (const json::Member& member : parsed.members()) {
        if (!member.value.as_string()) return invalid("mapping." + member.key, "wrong_type", {{"expected", "text"}});
        mapping.emplace_back(member.key, *member.value.as_string());
    }
    if (mapping.empty()) return invalid("mapping", "required");
    return mapping;
}

std::optional<std::string> given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

Result<intake::ImportOptions> options_of(library::ImportKind kind, const ImportFlags& flags, bool preview) {
    intake::ImportOptions options;
    options.kind = kind;
    options.file_name = std::filesystem::path(flags.file).filename().string();
    options.encoding = given(flags.encoding);
    options.delimiter = given(flags.delimiter);
    options.date_order = given(flags.date_order);
    options.decimal_mark = given(flags.decimal_mark);
    options.create_accounts = !flags.no_new_accounts;
    options.create_offerings = !flags.no_new_offerings;
    options.preview = preview;
    if (!flags.currency.empty()) {
        options.currency = parse_currency(flags.currency);
        if (!options.currency) return invalid("currency", "bad_currency");
    }
    if (!flags.mapping_file.empty()) {
        TRY(options.mapping, read_mapping(flags.mapping_file));
    }
    return options;
}

void show_progress(std::int64_t rows, std::int64_t total) {
    constexpr std::int64_t width = 40;
    const std::int64_t filled = total > 0 ? rows * width / total : 0;
    std::fprintf(stderr, "\r[%-40.*s] %lld", static_cast<int>(filled), "########################################", static_cast<long long>(rows));
}

int run_import(Session& session, library::ImportKind kind, const ImportFlags& flags) {
    return with_app(session, [&](App& app) {
        const auto fail = [&](const Error& error) { return report(error, *app.messages, session.language, session.format); };
        auto options = options_of(kind, flags, session.dry_run);
        if (!options) return fail(options.error());
        const bool shows = isatty(STDERR_FILENO) != 0;
        const auto outcome = intake::import_path(*app.store, system_context(app, Origin::import), flags.file, std::move(*options),
                                                 shows ? intake::Progress(show_progress) : intake::Progress{});
        if (shows) std::fprintf(stderr, "\n");
        if (!outcome) return fail(outcome.error());
        const std::string json = intake::to_json(*outcome);
        const auto parsed = session.format == Format::text ? json::parse(json) : Result<json::Value>(json::Value{});
        const std::string text = session.format == Format::json || !parsed ? json + "\n" : readable(*parsed);
        std::fwrite(text.data(), 1, text.size(), stdout);
        return 0;
    });
}

}  // namespace

void add_import(CLI::App& command_line, Session& session) {
    CLI::App* group = command_line.add_subcommand("import", "Take over clients, people or invoices from a CSV file")->require_subcommand(1);
    for (std::size_t i = 0; i < enum_names<library::ImportKind>().size(); ++i) {
        const auto kind = static_cast<library::ImportKind>(i);
        CLI::App* command = group->add_subcommand(std::string(to_text(kind)));
        const auto flags = std::make_shared<ImportFlags>();
        command->add_option("file", flags->file)->required();
        command->add_option("--mapping", flags->mapping_file, "JSON file: {\"heading\": \"field\"}; else the proposed mapping is used");
        command->add_option("--currency", flags->currency, "Currency of lines that name none");
        command->add_option("--encoding", flags->encoding, "utf-8, windows-1250, …; guessed when not given");
        command->add_option("--delimiter", flags->delimiter, "Guessed when not given");
        command->add_option("--date-order", flags->date_order, "dmy or mdy, where the dates leave it open");
        command->add_option("--decimal-mark", flags->decimal_mark, "comma or point, where the numbers leave it open");
        command->add_flag("--no-new-accounts", flags->no_new_accounts, "Refuse invoice lines of unknown clients");
        command->add_flag("--no-new-offerings", flags->no_new_offerings, "Leave out unknown products");
        command->callback([&session, kind, flags] { session.run = [&session, kind, flags] { return run_import(session, kind, *flags); }; });
    }
}

}  // namespace klicnik::cli
