#include "app/cli_report.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <memory>

#include "app/operation_call.hpp"
#include "app/report_document.hpp"
#include "modules/indicators/book_report.hpp"
#include "modules/indicators/customer_value.hpp"
#include "modules/indicators/transaction_file.hpp"
#include "records/json_values.hpp"

namespace klicnik::cli {

namespace {

/// Flags of all reports: the parameters of the API.
constexpr std::string_view parameters[] = {"as-of", "window", "base", "known", "by", "scope", "step", "horizon", "margin", "discount", "limit"};

struct Flags {
    std::string file;
    std::map<std::string, std::string> values;  ///< by the name of the parameter
    std::vector<std::string> conditions;        ///< "tier=A"
    indicators::TransactionColumns columns;
    std::string output;
    bool csv = false;
};

Timestamp now() {
    return SystemClock().now();
}

const Operation* find_report(std::string_view name) {
    static const std::vector<Operation> operations = all_operations();
    for (const Operation& operation : operations) {
        if (operation.name == name) return &operation;
    }
    return nullptr;
}

/// JSON as it came, text for people, tables, or a document in a file.
int show(const Session& session, const Flags& flags, const Operation& operation, const json::Value& answer) {
    const auto made = [&](ReportFormat format) { return report_file(operation, answer, session.messages, session.language, now(), format); };
    if (!flags.output.empty()) {
        const auto dot = flags.output.rfind('.');
        const auto format = dot == std::string::npos ? std::nullopt : parse_enum<ReportFormat>(flags.output.substr(dot + 1));
        if (!format) return report(invalid("output", "not_a_choice", {{"value", flags.output}}), session.messages, session.language, session.format);
        std::ofstream stream(flags.output, std::ios::binary);
        const std::string bytes = made(*format).bytes;
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        stream.close();
        if (!stream) return report(unavailable("file.cannot_write", flags.output), session.messages, session.language, session.format);
        return 0;
    }
    const std::string text = flags.csv ? made(ReportFormat::csv).bytes : session.format == Format::json ? json::to_text(answer) + "\n" : readable(answer);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
}

Result<std::int64_t> number_flag(const Flags& flags, const std::string& name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const auto found = flags.values.find(name);
    if (found == flags.values.end()) return otherwise;
    const auto number = parse_decimal(found->second);
    if (!number || number->units % Decimal::one != 0 || number->units < least * Decimal::one || number->units > most * Decimal::one) {
        return invalid(name, "out_of_range", {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
    }
    return number->units / Decimal::one;
}

Result<std::optional<Date>> day_flag(const Flags& flags) {
    const auto found = flags.values.find("as_of");
    if (found == flags.values.end()) return std::optional<Date>{};
    const auto day = parse_date(found->second);
    if (!day) return invalid("as_of", "bad_date");
    return std::optional(*day);
}

template <class Report>
Result<json::Value> as_json(const Report& report) {
    json::Writer out;
    write_shape(out, report);
    return json::parse(out.take(), {.elements = 1'000'000, .values = 50'000'000});
}

Result<json::Value> retention_of_file(const Flags& flags) {
    TRY(const std::int64_t window, number_flag(flags, "window", 12, 1, 60));
    TRY(const auto day, day_flag(flags));
    TRY(const indicators::Transactions transactions, indicators::read_transactions(flags.file, flags.columns));
    const indicators::Cube cube = indicators::cube_of(transactions);
    return as_json(indicators::book_report(transactions, cube, static_cast<std::int32_t>(window), day ? std::optional(month_of(*day)) : std::nullopt));
}

Result<json::Value> value_of_file(const Flags& flags) {
    indicators::ValueQuestion question;
    TRY(const auto day, day_flag(flags));
    TRY(const std::int64_t horizon, number_flag(flags, "horizon", 52, 1, 520));
    TRY(const std::int64_t margin, number_flag(flags, "margin", 100, 1, 100));
    TRY(const std::int64_t discount, number_flag(flags, "discount", 10, 0, 100));
    TRY(question.most_items, number_flag(flags, "limit", 20, 1, 1'000'000));
    TRY(const indicators::Transactions transactions, indicators::read_transactions(flags.file, flags.columns));
    const auto last = std::max_element(transactions.days.begin(), transactions.days.end());
    question.as_of = day ? *day : last == transactions.days.end() ? Date{} : *last;
    question.horizon_weeks = static_cast<std::int32_t>(horizon);
    question.margin_bp = margin * 100;
    question.discount_bp = discount * 100;
    const auto histories = indicators::customer_histories(transactions.purchases(), {.calibration_end = question.as_of});
    return as_json(indicators::value_report(histories, indicators::fit_value(histories), question, [&](std::uint32_t customer) {
        return std::pair(std::optional<Id<Account>>{}, transactions.keys[customer]);
    }));
}

/// A file is a report of its own kind: what a book without clients can tell.
const Operation& operation_of_file(bool retention) {
    static const Operation book{.name = "report.book", .permission = {}, .output = &shape_of<indicators::BookReport>()};
    static const Operation value{.name = "report.value", .permission = {}, .output = &shape_of<indicators::ValueReport>()};
    return retention ? book : value;
}

int run_on_file(const Session& session, const Flags& flags, bool retention) {
    const auto answer = retention ? retention_of_file(flags) : value_of_file(flags);
    if (!answer) return report(answer.error(), session.messages, session.language, session.format);
    return show(session, flags, operation_of_file(retention), *answer);
}

int run_on_data(const Session& session, const Flags& flags, const std::string& name) {
    const Operation& operation = *find_report(name);
    Call call;
    for (const auto& [parameter, value] : flags.values) call.query.emplace_back(parameter, value);
    for (const std::string& condition : flags.conditions) {
        const auto equals = condition.find('=');
        call.query.emplace_back(condition.substr(0, equals), equals == std::string::npos ? "" : condition.substr(equals + 1));
    }
    auto request = write_call(operation, call);
    if (!request) return print(session, request.error());
    const auto answer = ask(session, std::move(*request));
    if (!answer || answer->status >= 400) return print(session, answer);
    const auto body = json::parse(answer->body, {.elements = 1'000'000, .values = 50'000'000});
    return body ? show(session, flags, operation, *body) : print(session, body.error());
}

}  // namespace

void add_report(CLI::App& command_line, Session& session, const std::vector<Operation>& operations) {
    CLI::App* group = command_line.add_subcommand("report", session.say("command.report"))->require_subcommand(1);
    for (const Operation& operation : operations) {
        if (!is_report(operation)) continue;
        const std::string name = operation.name == "indicator.overview" ? "overview" : operation.name.substr(operation.name.find('.') + 1);
        CLI::App* command = group->add_subcommand(name, session.say("operation." + operation.name));
        const auto flags = std::make_shared<Flags>();
        for (const std::string_view parameter : parameters) {
            std::string field(parameter);
            std::replace(field.begin(), field.end(), '-', '_');
            command->add_option_function<std::string>("--" + std::string(parameter), [flags, field](const std::string& text) { flags->values[field] = text; },
                                                      session.say("command.report." + field));
        }
        command->add_option("--where", flags->conditions, session.say("command.report.where"));
        command->add_option("--output", flags->output, session.say("command.report.output"));
        command->add_flag("--csv", flags->csv, session.say("command.report.csv"));
        const bool takes_file = name == "retention" || name == "value";
        if (takes_file) {
            command->add_option("file", flags->file, session.say("command.report.file"));
            command->add_option("--customer-column", flags->columns.customer, session.say("command.report.column"));
            command->add_option("--day-column", flags->columns.day, session.say("command.report.column"));
            command->add_option("--amount-column", flags->columns.amount, session.say("command.report.column"));
            command->add_option("--quantity-column", flags->columns.quantity, session.say("command.report.column"));
        }
        command->callback([&session, flags, name, operation_name = operation.name] {
            session.run = [&session, flags, name, operation_name] {
                return flags->file.empty() ? run_on_data(session, *flags, operation_name) : run_on_file(session, *flags, name == "retention");
            };
        });
    }
}

}  // namespace klicnik::cli
