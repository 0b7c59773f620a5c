#include "modules/intake/operations.hpp"

#include "modules/intake/import_engine.hpp"
#include "modules/intake/sample.hpp"
#include "modules/intake/import_plan.hpp"
#include "records/json_values.hpp"

namespace klicnik {

namespace intake {

/// A pasted table instead of an uploaded file.
struct PastedImport {
    library::ImportKind kind = library::ImportKind::accounts;
    std::optional<std::string> file_name;
    std::string text;
};

struct ChosenColumn {
    std::int32_t index = 0;
    std::optional<std::string> field;
};

struct ChosenOptions {
    std::optional<std::string> date_order;
    std::optional<std::string> decimal;
    std::optional<Currency> currency;
    std::optional<bool> create_accounts;
    std::optional<bool> create_offerings;
    std::optional<std::string> account_match;
};

}  // namespace intake

KLICNIK_SHAPE(intake::PastedImport);
KLICNIK_SHAPE(intake::ChosenColumn);
KLICNIK_SHAPE(intake::ChosenOptions);

using intake::ChosenColumn;
using intake::ChosenOptions;
using intake::PastedImport;

static constexpr Field pasted_import_fields[] = {
    field<&PastedImport::kind>({.required = true}),
    field<&PastedImport::file_name>(),
    field<&PastedImport::text>({.required = true, .max_length = 2000000, .format = Format::multiline}),
};
KLICNIK_DEFINE_SHAPE(PastedImport, "pasted_import", pasted_import_fields);

static constexpr Field chosen_column_fields[] = {field<&ChosenColumn::index>({.min = 0, .max = 1000}), field<&ChosenColumn::field>()};
KLICNIK_DEFINE_SHAPE(ChosenColumn, "chosen_column", chosen_column_fields);

static constexpr Field chosen_options_fields[] = {
    field<&ChosenOptions::date_order>({.max_length = 10}),
    field<&ChosenOptions::decimal>({.max_length = 10}),
    field<&ChosenOptions::currency>(),
    field<&ChosenOptions::create_accounts>(),
    field<&ChosenOptions::create_offerings>(),
    field<&ChosenOptions::account_match>({.max_length = 10}),
};
KLICNIK_DEFINE_SHAPE(ChosenOptions, "chosen_options", chosen_options_fields);

namespace intake {

namespace {

using library::ImportColumn;

Result<ImportRun> run_in_path(const Reader& reader, const Call& call, Action action) {
    TRY(const Id<ImportRun> id, path_id<ImportRun>(call));
    return reader.get(id, action);
}

void optional_text(json::Writer& out, const std::optional<std::string>& text) {
    if (text) out.string(*text);
    else out.null();
}

void write_columns(json::Writer& out, const ImportRun& run) {
    out.key("columns").begin_array();
    for (const ImportColumn& column : run.columns) {
        out.begin_object().key("index").integer(column.index).key("header").string(column.header).key("samples").begin_array();
        for (const std::string& sample : column.samples) out.string(sample);
        out.end_array().key("type").string(column.type).key("blank_bp").integer(column.blank_bp).key("field");
        optional_text(out, column.field);
        out.key("confidence_bp").integer(column.confidence_bp).key("reason").begin_object().key("code").string(column.reason);
        out.key("params").begin_object().end_object().end_object().end_object();
    }
    out.end_array();
}

std::string_view kind_word(TargetKind kind) {
    switch (kind) {
        case TargetKind::integer: return "integer";
        case TargetKind::decimal: return "decimal";
        case TargetKind::date: return "date";
        case TargetKind::boolean: return "boolean";
        case TargetKind::currency: return "currency";
        default: return "text";
    }
}

void write_targets(json::Writer& out, const ImportRun& run) {
    out.key("targets").begin_array();
    for (const Target& target : targets_of(run.kind)) {
        out.begin_object().key("field").string(target.name).key("required").boolean(target.required);
        out.key("one_of").string(target.one_of).key("kind").string(kind_word(target.kind)).end_object();
    }
    out.end_array();
}

void write_options(json::Writer& out, const ImportRun& run) {
    out.key("options").begin_object().key("date_order");
    optional_text(out, run.date_order);
    out.key("decimal");
    optional_text(out, run.decimal_mark);
    out.key("currency");
    if (run.currency) out.string(run.currency->view());
    else out.null();
    out.key("create_accounts").boolean(run.create_accounts).key("create_offerings").boolean(run.create_offerings);
    out.key("account_match").string(run.account_match.value_or("code")).end_object();
}

void write_analysis(json::Writer& out, const ImportRun& run) {
    const auto analysis = run.analysis ? json::parse(*run.analysis) : json::Value::object();
    for (const std::string_view part : {"encoding_guesses", "questions"}) {
        out.key(part);
        const json::Value* value = analysis ? analysis->find(part) : nullptr;
        if (value) json::write(out, *value);
        else out.begin_array().end_array();
    }
}

void write_run(const Reader& reader, const ImportRun& run, json::Writer& out) {
    out.begin_object().key("id").string(to_text(run.id)).key("kind").string(to_text(run.kind));
    out.key("file_name").string(run.file_name).key("state").string(to_text(run.state)).key("bytes").integer(run.bytes);
    out.key("encoding").string(run.encoding).key("delimiter").string(run.delimiter).key("has_header").boolean(run.has_header);
    out.key("rows").integer(run.rows);
    write_analysis(out, run);
    write_columns(out, run);
    write_targets(out, run);
    write_options(out, run);
    out.key("report");
    if (run.report) out.raw(*run.report);
    else out.null();
    out.key("failure");
    optional_text(out, run.failure);
    out.key("progress").begin_object().key("rows").integer(run.done_rows).key("total").integer(std::max(run.rows, run.done_rows)).end_object();
    reader.connection().query("SELECT created_at, created_by FROM import_run WHERE id = $1", [&](const db::Row& row) {
        out.key("created_at").string(to_text(Timestamp{row.integer(0)})).key("created_by");
        if (row.uuid(1).is_nil()) out.null();
        else out.string(format_id("usr", row.uuid(1)));
    }, run.id);
    out.key("version").integer(run.version).end_object();
}

/// Answers with the run as it now is.
template <class Action>
Result<Reply> after(UnitOfWork& work, const Call& call, Action&& action, int status = 200) {
    TRY(const ImportRun run, run_in_path(work, call, klicnik::Action::edit));
    if (call.version) CHECK_OK(check_version(call, run.version));
    CHECK_OK(action(run));
    return import_reply(work, run.id, status);
}

Result<Reply> get_import(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<ImportRun> id, path_id<ImportRun>(call));
    return import_reply(reader, id);
}

Result<Reply> post_import(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(PastedImport pasted, read_input<PastedImport>(call.body));
    // The text as it came: trimming would cost a first empty column.
    const json::Value* raw = call.body.find("text");
    if (raw && raw->as_string()) pasted.text = *raw->as_string();
    TRY(const ImportRun run, accept_upload(work, pasted.kind, pasted.file_name.value_or("pasted.csv"), std::move(pasted.text)));
    return import_reply(work, run.id, 201);
}

void choose_option(const ChosenOptions& chosen, ImportRun& run) {
    if (chosen.date_order) run.date_order = chosen.date_order == "dmy" || chosen.date_order == "mdy" ? chosen.date_order : std::nullopt;
    if (chosen.decimal) run.decimal_mark = chosen.decimal == "comma" || chosen.decimal == "point" ? chosen.decimal : std::nullopt;
    if (chosen.currency) run.currency = chosen.currency;
    if (chosen.create_accounts) run.create_accounts = *chosen.create_accounts;
    if (chosen.create_offerings) run.create_offerings = *chosen.create_offerings;
    if (chosen.account_match) {
        run.account_match = chosen.account_match == "reg_no" || chosen.account_match == "name" ? chosen.account_match : std::nullopt;
    }
}

void choose_columns_of(const json::Value& columns, ImportRun& run, std::vector<FieldError>& errors) {
    std::size_t place = 0;
    for (const json::Value& item : columns.items()) {
        ChosenColumn chosen;
        const std::string path = "columns[" + std::to_string(place++) + "]";
        read_shape(item, shape_of<ChosenColumn>(), &chosen, Presence::complete, path, errors);
        bool known = !chosen.field;
        for (const Target& target : targets_of(run.kind)) known = known || (chosen.field && target.name == *chosen.field);
        if (!known) errors.push_back({path + ".field", "not_a_choice", {{"value", *chosen.field}}});
        bool placed = false;
        for (ImportColumn& column : run.columns) {
            // A target has one column: the newest choice wins.
            if (chosen.field && column.index != chosen.index && column.field == chosen.field) column.field.reset();
            if (column.index != chosen.index) continue;
            column.field = chosen.field;
            placed = true;
        }
        if (!placed) errors.push_back({path + ".index", "out_of_range"});
    }
}

Result<Reply> patch_import(UnitOfWork& work, const Operation&, const Call& call) {
    return after(work, call, [&](const ImportRun& before) -> Result<> {
        CHECK_OK(check_version(call, before.version));
        ImportRun changed = before;
        bool keep_mapping = true;
        std::vector<FieldError> errors;
        for (const json::Member& member : call.body.members()) {
            if (member.key == "encoding" && member.value.as_string()) {
                keep_mapping = keep_mapping && *member.value.as_string() == before.encoding;
                changed.encoding = *member.value.as_string();
            } else if (member.key == "delimiter" && member.value.as_string()) {
                keep_mapping = keep_mapping && *member.value.as_string() == before.delimiter;
                changed.delimiter = *member.value.as_string();
            } else if (member.key == "has_header" && member.value.as_boolean()) {
                keep_mapping = keep_mapping && *member.value.as_boolean() == before.has_header;
                changed.has_header = *member.value.as_boolean();
            } else if (member.key == "columns" && member.value.is_array()) {
                choose_columns_of(member.value, changed, errors);
            } else if (member.key == "options" && member.value.is_object()) {
                ChosenOptions chosen;
                read_shape(member.value, shape_of<ChosenOptions>(), &chosen, Presence::partial, "options", errors);
                choose_option(chosen, changed);
            } else {
                errors.push_back({member.key.substr(0, 80), "unknown_field"});
            }
        }
        if (!errors.empty()) return invalid(std::move(errors));
        CHECK_OK(change_import(work, before, std::move(changed), keep_mapping));
        return {};
    });
}

Result<Reply> post_preview(UnitOfWork& work, const Operation&, const Call& call) {
    return after(work, call, [&](const ImportRun& run) { return preview_import(work, run); });
}

Result<Reply> post_run(UnitOfWork& work, const Operation&, const Call& call) {
    return after(work, call, [&](const ImportRun& run) { return start_import(work, run); }, 202);
}

Result<Reply> put_cancellation(UnitOfWork& work, const Operation&, const Call& call) {
    return after(work, call, [&](const ImportRun& run) { return cancel_import(work, run); });
}

Result<Reply> get_refused(const Reader& reader, const Operation&, const Call& call) {
    TRY(const ImportRun run, run_in_path(reader, call, Action::read));
    TRY(std::string bytes, refused_file(run));
    return Reply{.status = 200, .body = std::move(bytes), .type = "text/csv; charset=utf-8", .version = std::nullopt,
                 .file_name = "refused.csv"};
}

}  // namespace

Result<Reply> import_reply(const Reader& reader, Id<ImportRun> id, int status) {
    TRY(const ImportRun run, reader.get(id));
    json::Writer out(8000);
    write_run(reader, run, out);
    return Reply{.status = status, .body = out.take(), .version = run.version};
}

std::vector<Operation> operations() {
    const Entity& run = entity_of<ImportRun>();
    return {
        list_operation(run),
        {.name = "import_run.get", .verb = Verb::get, .path = "/imports/{id}", .permission = {"import_run", Action::read}, .entity = &run,
         .read = get_import},
        {.name = "import_run.create", .verb = Verb::post, .path = "/imports", .permission = {"import_run", Action::create}, .entity = &run,
         .input = &shape_of<PastedImport>(), .write = post_import},
        {.name = "import_run.update", .verb = Verb::patch, .path = "/imports/{id}", .permission = {"import_run", Action::edit},
         .entity = &run, .write = patch_import},
        {.name = "import_run.preview", .verb = Verb::post, .path = "/imports/{id}/preview", .permission = {"import_run", Action::edit},
         .entity = &run, .write = post_preview},
        {.name = "import_run.run", .verb = Verb::post, .path = "/imports/{id}/run", .permission = {"import_run", Action::edit},
         .entity = &run, .status = 202, .write = post_run},
        {.name = "import_run.cancel", .verb = Verb::put, .path = "/imports/{id}/cancellation", .permission = {"import_run", Action::edit},
         .entity = &run, .write = put_cancellation},
        {.name = "import_run.refused", .verb = Verb::get, .path = "/imports/{id}/refused.csv", .permission = {"import_run", Action::read},
         .entity = &run, .answer = Answer::file, .read = get_refused},
        history_operation(run),
        {.name = "sample.state", .verb = Verb::get, .path = "/sample", .permission = {"sample", Action::read}, .answer = Answer::shape,
         .output = &shape_of<SampleState>(),
         .read = [](const Reader& reader, const Operation&, const Call&) -> Result<Reply> { return shape_reply(sample_state(reader)); }},
        {.name = "sample.load", .verb = Verb::post, .path = "/sample", .permission = {"sample", Action::create}, .answer = Answer::shape,
         .output = &shape_of<SampleState>(), .status = 201,
         .write = [](UnitOfWork& work, const Operation&, const Call&) -> Result<Reply> {
             TRY(const SampleState state, load_sample(work));
             return shape_reply(state, 201);
         }},
        {.name = "sample.remove", .verb = Verb::del, .path = "/sample", .permission = {"sample", Action::archive}, .answer = Answer::shape,
         .output = &shape_of<SampleState>(),
         .write = [](UnitOfWork& work, const Operation&, const Call&) -> Result<Reply> {
             TRY(const SampleState state, remove_sample(work));
             return shape_reply(state);
         }},
    };
}

}  // namespace intake

}  // namespace klicnik
