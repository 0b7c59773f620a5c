#include "modules/intake/import_engine.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "modules/intake/import_store.hpp"
#include "modules/intake/importer.hpp"
#include "modules/intake/resemblance.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/queries.hpp"
#include "platform/http/json.hpp"
#include "records/entity.hpp"

namespace klicnik::intake {

namespace {

using library::ImportColumn;
using library::ImportKind;
using library::ImportState;

constexpr std::size_t largest_upload = 300U << 20U;
constexpr std::size_t chunks_ahead = 2;
/// A smaller file is not worth the building of indexes.
constexpr std::int64_t rows_worth_bulk_load = 20'000;

std::unique_ptr<Importer> make_importer(const OpenFile& file, const Plan& plan, const ImportRun& run, Currency base) {
    const std::string_view text = file.document->text();
    switch (run.kind) {
        case ImportKind::accounts: return make_account_importer(plan, run, text);
        case ImportKind::contacts: return make_contact_importer(plan, run, text);
        case ImportKind::contracts: return make_contract_importer(plan, run, text);
        case ImportKind::invoices: return make_invoice_importer(plan, run, base, text);
    }
    return nullptr;
}

/// Reads chunks on a thread of its own, a little ahead of who writes them.
class ChunkReader {
  public:
    ChunkReader(Importer& importer, csv::Reader& rows) : thread_([this, &importer, &rows] { loop(importer, rows); }) {}
    ~ChunkReader() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    ChunkReader(const ChunkReader&) = delete;
    ChunkReader& operator=(const ChunkReader&) = delete;

    /// Null at the end of the file.
    Result<std::unique_ptr<Chunk>> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !chunks_.empty(); });
        if (failure_) std::rethrow_exception(failure_);
        auto chunk = std::move(chunks_.front());
        chunks_.pop_front();
        changed_.notify_all();
        return chunk;
    }

  private:
    void loop(Importer& importer, csv::Reader& rows) {
        while (true) {
            Result<std::unique_ptr<Chunk>> chunk = std::unique_ptr<Chunk>{};
            std::exception_ptr failure;
            try {
                chunk = importer.read(rows);
            } catch (...) {
                failure = std::current_exception();
            }
            const bool last = failure || !chunk || !chunk.value();
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || chunks_.size() < chunks_ahead; });
            if (stopping_) return;
            failure_ = failure;
            chunks_.push_back(std::move(chunk));
            changed_.notify_all();
            if (last) return;
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Result<std::unique_ptr<Chunk>>> chunks_;
    std::exception_ptr failure_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

/// What a run did, and where it had to stop.
struct RunOutcome {
    ImportReport report;
    std::vector<RefusedRow> refused;
    std::optional<Error> stopped;
};

RunOutcome run_chunks(Importer& importer, csv::Reader& rows, std::int64_t estimated_rows, const Progress& progress,
                      FunctionRef<Result<Tally>(Chunk&)> write_chunk) {
    RunOutcome outcome;
    ChunkReader chunks(importer, rows);
    while (true) {
        auto chunk = chunks.next();
        if (!chunk) {
            outcome.stopped = std::move(chunk).error();
            return outcome;
        }
        if (!*chunk) return outcome;
        auto tally = write_chunk(**chunk);
        if (!tally) {
            outcome.stopped = std::move(tally).error();
            return outcome;
        }
        importer.accept(**chunk);
        outcome.report.add(*tally);
        for (RefusedRow& row : tally->refused_rows) outcome.refused.push_back(std::move(row));
        if (progress) progress(outcome.report.rows, std::max(outcome.report.rows, estimated_rows));
    }
}

Result<Tally> apply_chunk(UnitOfWork& work, Importer& importer, Chunk& chunk) {
    Tally tally;
    CHECK_OK(importer.apply(work, chunk, tally));
    const Tally& read = chunk.read;
    tally.rows = chunk.rows;
    tally.refused += read.refused;
    tally.problems.insert(tally.problems.end(), read.problems.begin(), read.problems.end());
    tally.refused_rows.insert(tally.refused_rows.end(), read.refused_rows.begin(), read.refused_rows.end());
    return tally;
}

std::string note_of(const ImportRun& run, const Tally& tally) {
    json::Writer out;
    out.begin_object().key("file_sha256").string(run.content_sha256).key("rows").integer(tally.rows);
    out.key("created").integer(tally.created).key("updated").integer(tally.updated).key("unchanged").integer(tally.unchanged);
    out.key("refused").integer(tally.refused).end_object();
    return out.take();
}

bool is_cancelled(const Reader& reader, Id<ImportRun> id) {
    return reader.connection().text("SELECT state FROM import_run WHERE id = $1", id) == "cancelled";
}

/// Everything that is known when a run begins.
struct Job {
    ImportRun run;
    std::unique_ptr<OpenFile> file;
    Plan plan;
    Currency base;
};

Result<> check_ready(const Plan& plan) {
    if (auto problems = plan.problems(); !problems.empty()) return invalid(std::move(problems));
    if (plan.questions().empty()) return {};
    const Question& question = plan.questions().front();
    std::string examples;
    for (const std::string& example : question.examples) examples.append(examples.empty() ? "" : "; ").append(example);
    return rule_violated("import.question_open", {{"question", question.code}, {"column", std::to_string(question.column)}, {"examples", examples}});
}

std::string heading_of(const csv::Reader& rows, char delimiter) {
    std::string heading;
    for (const std::string& name : rows.header()) {
        if (!heading.empty()) heading.push_back(delimiter);
        heading.push_back('"');
        for (const char c : name) heading.append(c == '"' ? 2 : 1, c);
        heading.push_back('"');
    }
    return heading;
}

Result<Tally> write_one_chunk(const Store& store, const Context& context, Importer& importer, Chunk& chunk, const ImportRun& run) {
    return store.write(context, [&](UnitOfWork& work) -> Result<Tally> {
        if (is_cancelled(work, run.id)) return rule_violated("import.cancelled");
        TRY(Tally tally, apply_chunk(work, importer, chunk));
        work.maintain("UPDATE import_run SET done_rows = done_rows + $2 WHERE id = $1", run.id, tally.rows);
        if (run.kind == ImportKind::invoices) work.note("import_run", run.id.value, {}, "imported", note_of(run, tally));
        return tally;
    }, WriteMode::step);
}

Result<> store_outcome(UnitOfWork& work, Id<ImportRun> id, const RunOutcome& outcome) {
    TRY(const ImportRun before, work.get(id, Action::read));
    ImportRun after = before;
    after.state = !outcome.stopped ? ImportState::done
                  : outcome.stopped->code == "import.cancelled" ? ImportState::cancelled : ImportState::failed;
    if (!outcome.stopped) after.rows = outcome.report.rows;
    TRY(after, work.update(before, std::move(after)));
    work.derive(entity_of<ImportRun>(), id.value,
                {{"report", to_json(outcome.report)}, {"done_rows", outcome.report.rows},
                 {"failure", outcome.stopped ? db::Value{outcome.stopped->code} : db::Value{}}});
    return {};
}

/// The run itself: state `running` is set, every chunk commits on its own.
RunOutcome run_job(const Store& store, const Context& context, const Job& job, const Progress& progress) {
    const auto importer = make_importer(*job.file, job.plan, job.run, job.base);
    const auto rows = job.file->document->rows();
    const bool bulk_load = store.read(context, [&](const Reader& reader) {
        importer->prepare(reader);
        return job.run.kind == ImportKind::invoices && job.run.rows >= rows_worth_bulk_load && ledger::is_empty(reader);
    });
    if (bulk_load) {
        (void)store.write(context, [](UnitOfWork& work) -> Result<> {
            ledger::drop_list_indexes(work);
            return {};
        });
    }
    RunOutcome outcome = run_chunks(*importer, *rows, job.run.rows, progress,
                                    [&](Chunk& chunk) { return write_one_chunk(store, context, *importer, chunk, job.run); });
    const ImportReport of_chunks = outcome.report;
    const auto finished = store.write(context, [&](UnitOfWork& work) -> Result<> {
        if (job.run.kind == ImportKind::invoices) ledger::ensure_list_indexes(work);
        Tally tally;
        CHECK_OK(importer->finish(work, tally));
        outcome.report = of_chunks;  // once, also when the transaction is run again
        outcome.report.add(tally);
        return store_outcome(work, job.run.id, outcome);
    });
    if (!finished && !outcome.stopped) outcome.stopped = finished.error();
    keep_refused(job.run, heading_of(*rows, job.file->document->dialect().delimiter), job.file->document->dialect().delimiter, outcome.refused);
    return outcome;
}

Result<ImportReport> report_of(RunOutcome outcome) {
    if (outcome.stopped) return *outcome.stopped;
    return std::move(outcome.report);
}

/// The mapping that the caller of import_file named by headings.
Result<> choose_columns(const ImportOptions& options, ImportRun& run) {
    for (ImportColumn& column : run.columns) column.field.reset();
    for (const auto& [heading, target] : options.mapping) {
        bool known_target = false;
        for (const Target& known : targets_of(run.kind)) known_target = known_target || known.name == target;
        if (!known_target) return invalid("columns", "unknown_target", {{"target", target}});
        ImportColumn* found = nullptr;
        for (ImportColumn& column : run.columns) {
            if (column.header == shown_text(heading) || std::to_string(column.index) == heading) found = &column;
        }
        if (!found) return invalid("columns", "unknown_column", {{"column", heading}});
        found->field = target;
    }
    return {};
}

ImportRun run_of(const ImportOptions& options) {
    ImportRun run;
    run.kind = options.kind;
    run.file_name = options.file_name.empty() ? "upload.csv" : options.file_name;
    run.encoding = options.encoding.value_or("");
    run.delimiter = options.delimiter.value_or("");
    run.has_header = options.has_header.value_or(true);
    run.date_order = options.date_order;
    run.decimal_mark = options.decimal_mark;
    run.account_match = options.account_match;
    run.currency = options.currency;
    run.create_accounts = options.create_accounts;
    run.create_offerings = options.create_offerings;
    return run;
}

/// Opens and describes a file that came with options.
Result<Job> open_job(std::shared_ptr<const std::string> bytes, const ImportOptions& options, Currency base) {
    ImportRun run = run_of(options);
    run.bytes = static_cast<std::int64_t>(bytes->size());
    TRY(auto file, open_file(std::move(bytes), run));
    describe_file(*file, run, false);
    if (!options.mapping.empty()) CHECK_OK(choose_columns(options, run));
    Plan plan(run.kind, file->table, run);
    CHECK_OK(check_ready(plan));
    return Job{std::move(run), std::move(file), std::move(plan), base};
}

/// Opens the kept file of a stored run.
Result<Job> open_stored_job(const Reader& reader, const ImportRun& run) {
    TRY(std::string bytes, kept_file(run));
    TRY(auto file, open_file(std::make_shared<const std::string>(std::move(bytes)), run));
    Plan plan(run.kind, file->table, run);
    CHECK_OK(check_ready(plan));
    return Job{run, std::move(file), std::move(plan), ledger::base_currency(reader)};
}

RunOutcome preview_job(UnitOfWork& work, const Job& job) {
    const auto importer = make_importer(*job.file, job.plan, job.run, job.base);
    const auto rows = job.file->document->rows();
    importer->prepare(work);
    // Changes of this unit are never finished: no audit, no event.
    UnitOfWork trial(work.connection(), work.context(), work.permissions(), work.memory());
    work.connection().script("SAVEPOINT preview");
    RunOutcome outcome = run_chunks(*importer, *rows, job.run.rows, {}, [&](Chunk& chunk) { return apply_chunk(trial, *importer, chunk); });
    if (job.run.kind == ImportKind::accounts && !outcome.stopped) {
        Tally tally;
        if (const auto finished = importer->finish(trial, tally); !finished) outcome.stopped = finished.error();
        outcome.report.add(tally);
    }
    work.connection().script("ROLLBACK TO SAVEPOINT preview");
    work.connection().script("RELEASE SAVEPOINT preview");
    mark_resemblances(work, outcome.report.new_clients);  // those of the file are gone again
    return outcome;
}

}  // namespace

Result<ImportReport> import_file(const Store& store, const Context& context, std::string bytes, const ImportOptions& options,
                                 const Progress& progress) {
    const Currency base = store.read(context, [](const Reader& reader) { return ledger::base_currency(reader); });
    // Half a second for a large file, beside everything else.
    const auto content = std::make_shared<const std::string>(std::move(bytes));
    auto hash = std::async(options.preview ? std::launch::deferred : std::launch::async, [content] { return content_hash(*content); });
    TRY(Job job, open_job(content, options, base));
    if (options.preview) {
        job.run.id = Id<ImportRun>{new_uuid(context.now.micros)};
        std::optional<RunOutcome> outcome;
        (void)store.write(context, [&](UnitOfWork& work) -> Result<> {
            outcome.emplace(preview_job(work, job));
            return {};
        }, WriteMode::preview);
        return report_of(std::move(*outcome));
    }
    job.run.content_sha256 = hash.get();
    auto kept = std::async(std::launch::async, [&] { return keep_file(job.run.content_sha256, *content); });
    job.run.state = ImportState::running;
    TRY(job.run, store.write(context, [&](UnitOfWork& work) -> Result<ImportRun> { return work.create(job.run); }));
    RunOutcome outcome = run_job(store, context, job, progress);
    CHECK_OK(kept.get());
    return report_of(std::move(outcome));
}

Result<ImportReport> import_path(const Store& store, const Context& context, const std::filesystem::path& file, ImportOptions options,
                                 const Progress& progress) {
    TRY(std::string bytes, read_whole_file(file));
    if (options.file_name.empty()) options.file_name = file.filename().string();
    return import_file(store, context, std::move(bytes), options, progress);
}

Result<ImportRun> describe_upload(ImportKind kind, std::string file_name, std::string bytes) {
    if (bytes.size() > largest_upload) return limited("import.too_large", {{"max", std::to_string(largest_upload)}});
    ImportRun run;
    run.kind = kind;
    run.file_name = std::move(file_name);
    run.bytes = static_cast<std::int64_t>(bytes.size());
    const auto content = std::make_shared<const std::string>(std::move(bytes));
    TRY(auto file, open_file(content, run));
    if (kind == ImportKind::accounts && file->document->dialect().has_header && has_unknown_headings(*file, kind)) {
        // A plain list of names: its first line is a client too.
        run.delimiter = std::string(1, file->document->dialect().delimiter);
        run.has_header = false;
        TRY(file, open_file(content, run));
    }
    describe_file(*file, run, false);
    // Kept once it is known to be a table, so that what is refused leaves nothing behind.
    run.content_sha256 = content_hash(*content);
    CHECK_OK(keep_file(run.content_sha256, *content));
    return run;
}

Result<ImportRun> accept_upload(UnitOfWork& work, ImportKind kind, std::string file_name, std::string bytes) {
    TRY(ImportRun run, describe_upload(kind, std::move(file_name), std::move(bytes)));
    return work.create(std::move(run));
}

Result<ImportRun> accept_upload(const Store& store, const Context& context, ImportKind kind, std::string file_name, std::string bytes) {
    TRY(const ImportRun run, describe_upload(kind, std::move(file_name), std::move(bytes)));
    return store.write(context, [&](UnitOfWork& work) { return work.create(run); });
}

Result<ImportRun> change_import(UnitOfWork& work, const ImportRun& before, ImportRun after, bool keep_mapping) {
    if (before.state == ImportState::running || before.state == ImportState::done) {
        return rule_violated("import.not_ready", {{"state", std::string(to_text(before.state))}});
    }
    TRY(std::string bytes, kept_file(before));
    TRY(const auto file, open_file(std::make_shared<const std::string>(std::move(bytes)), after));
    describe_file(*file, after, keep_mapping);
    after.state = ImportState::mapped;
    const db::Value analysis{*after.analysis};
    TRY(ImportRun done, work.update(before, std::move(after)));
    work.derive(entity_of<ImportRun>(), done.id.value, {{"analysis", analysis}, {"report", db::Value{}}, {"failure", db::Value{}}});
    return done;
}

Result<ImportRun> preview_import(UnitOfWork& work, const ImportRun& run) {
    if (run.state == ImportState::running || run.state == ImportState::done) {
        return rule_violated("import.not_ready", {{"state", std::string(to_text(run.state))}});
    }
    TRY(const Job job, open_stored_job(work, run));
    RunOutcome outcome = preview_job(work, job);
    if (outcome.stopped) return *outcome.stopped;
    ImportRun after = run;
    after.state = ImportState::previewed;
    after.rows = outcome.report.rows;
    TRY(ImportRun done, work.update(run, std::move(after)));
    work.derive(entity_of<ImportRun>(), run.id.value, {{"report", to_json(outcome.report)}});
    return done;
}

Result<ImportRun> start_import(UnitOfWork& work, const ImportRun& run) {
    if (run.state == ImportState::running || run.state == ImportState::done) {
        return rule_violated("import.not_ready", {{"state", std::string(to_text(run.state))}});
    }
    CHECK_OK(open_stored_job(work, run));
    ImportRun after = run;
    after.state = ImportState::running;
    TRY(ImportRun started, work.update(run, std::move(after)));
    work.derive(entity_of<ImportRun>(), run.id.value, {{"report", db::Value{}}, {"done_rows", std::int64_t{0}}, {"failure", db::Value{}}});
    json::Writer payload;
    payload.begin_object().key("id").string(to_text(run.id)).key("actor");
    if (work.context().actor.is_nil()) payload.null();
    else payload.string(to_text(work.context().actor));
    payload.end_object();
    work.maintain("INSERT INTO job (id, name, payload, run_at, attempts) VALUES ($1, 'import.run', $2, $3, 0)",
                  new_uuid(work.context().now.micros), payload.take(), work.context().now);
    return started;
}

Result<ImportRun> cancel_import(UnitOfWork& work, const ImportRun& run) {
    if (run.state == ImportState::done) return rule_violated("import.not_ready", {{"state", std::string(to_text(run.state))}});
    ImportRun after = run;
    after.state = ImportState::cancelled;
    return work.update(run, std::move(after));
}

Result<ImportReport> run_import(const Store& store, const Context& context, Id<ImportRun> id, const Progress& progress) {
    TRY(ImportRun run, store.read(context, [&](const Reader& reader) { return reader.get(id); }));
    if (run.state != ImportState::running) return rule_violated("import.not_ready", {{"state", std::string(to_text(run.state))}});
    auto job = store.read(context, [&](const Reader& reader) { return open_stored_job(reader, run); });
    (void)store.write(context, [&](UnitOfWork& work) -> Result<> {
        work.derive(entity_of<ImportRun>(), id.value, {{"done_rows", std::int64_t{0}}});
        return {};
    });
    if (!job) {
        RunOutcome failed;
        failed.stopped = job.error();
        (void)store.write(context, [&](UnitOfWork& work) { return store_outcome(work, id, failed); });
        return job.error();
    }
    return report_of(run_job(store, context, *job, progress));
}

Result<> run_import_job(const Store& store, const Context& context, std::string_view payload) {
    const auto body = json::parse(payload);
    const json::Value* id_text = body ? body->find("id") : nullptr;
    const auto id = id_text && id_text->as_string() ? parse_id("imp", *id_text->as_string()) : std::nullopt;
    if (!id) return invalid("id", "bad_id");
    Context starter = context;
    const json::Value* actor_text = body->find("actor");
    const auto actor = actor_text && actor_text->as_string() ? parse_id("usr", *actor_text->as_string()) : std::nullopt;
    if (actor) starter.actor = Id<User>{*actor};
    // Whatever came of it stands in the run; a job that failed for good must not be tried again.
    (void)run_import(store, starter, Id<ImportRun>{*id});
    return {};
}

Result<std::string> refused_file(const ImportRun& run) {
    auto bytes = read_whole_file(refused_path(run.id));
    if (!bytes) return std::string("\xEF\xBB\xBF");
    return bytes;
}

}  // namespace klicnik::intake
