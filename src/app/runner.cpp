#include "app/runner.hpp"

#include <algorithm>
#include <chrono>

#include "modules/accounts/schedule.hpp"
#include "modules/identity/schedule.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/indicators/schedule.hpp"
#include "modules/ledger/schedule.hpp"
#include "modules/offerings/schedule.hpp"
#include "modules/segmentation/schedule.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/log/log.hpp"
#include "records/search_upkeep.hpp"

namespace klicnik {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t lease = 60 * second;
constexpr std::int64_t max_attempts = 5;

struct DueJob {
    Uuid id;
    std::string name;
    std::string payload;
    std::int64_t attempts = 0;
};

/// Takes the next due job: nobody else runs it until the lease ends.
std::optional<DueJob> take_job(App& app) {
    const Context context = system_context(app, Origin::job);
    std::optional<DueJob> taken;
    const bool any = app.store->read(context, [&](const Reader& reader) {
        return reader.connection().integer("SELECT 1 FROM job WHERE done_at IS NULL AND run_at <= $1 AND (lease_until IS NULL OR lease_until < $1) LIMIT 1",
                                           context.now).has_value();
    });
    if (!any) return taken;
    (void)app.store->write(context, [&](UnitOfWork& work) -> Result<> {
        taken.reset();
        work.connection().query(
            "UPDATE job SET lease_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1 "
            "AND (lease_until IS NULL OR lease_until < $1) ORDER BY run_at, id LIMIT 1) RETURNING id, name, payload, attempts",
            [&](const db::Row& row) {
                taken = DueJob{row.uuid(0), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)};
            },
            context.now, context.now.micros + lease);
        return {};
    });
    return taken;
}

void finish_job(App& app, const DueJob& job, const Result<>& outcome) {
    const Context context = system_context(app, Origin::job);
    (void)app.store->write(context, [&](UnitOfWork& work) -> Result<> {
        if (outcome || job.attempts >= max_attempts) {
            work.maintain("UPDATE job SET done_at = $2, lease_until = NULL, last_error = $3 WHERE id = $1", job.id, context.now,
                          outcome ? std::optional<std::string>{} : std::optional(outcome.error().code));
        } else {
            const std::int64_t pause = second << (2 * job.attempts);
            work.maintain("UPDATE job SET run_at = $2, lease_until = NULL, last_error = $3 WHERE id = $1", job.id, context.now.micros + pause,
                          outcome.error().code);
        }
        return {};
    });
}

/// Rows that are old go a thousand at a time, so that nobody waits for a month of an import's events. `sql` ends in LIMIT 1000.
Result<> forget_old_rows(const Shift& shift, std::string_view sql, db::Param before) {
    std::int64_t gone = 1000;
    while (gone == 1000 && !shift.stopping) {
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            gone = work.maintain(sql, before);
            return {};
        }));
    }
    return {};
}

Result<> forget_what_expired(const Shift& shift) {
    constexpr std::int64_t day = 24 * 3600 * second;
    const std::int64_t now = shift.context.now.micros;
    CHECK_OK(forget_old_rows(
        shift, "DELETE FROM idempotency_key WHERE (actor_id, key) IN (SELECT actor_id, key FROM idempotency_key WHERE created_at < $1 LIMIT 1000)", now - day));
    CHECK_OK(forget_old_rows(shift, "DELETE FROM outbox_event WHERE id IN (SELECT id FROM outbox_event WHERE id < $1 LIMIT 1000)",
                             lowest_uuid_at(now - 30 * day)));
    return forget_old_rows(shift, "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE done_at < $1 LIMIT 1000)", now - 30 * day);
}

Result<> fold_log(const Shift& shift) {
    shift.store.database().checkpoint();
    return {};
}

/// The same for everybody who asks on the same day, so that daily work becomes one job however many processes run.
Uuid id_of_day(std::string_view name, Date day) {
    const crypto::Digest digest = crypto::sha256(std::string(name) + " " + to_text(day));
    Uuid id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

/// Puts the work of a day into the table of jobs, unless it is there: done, waiting or under way.
void plan_day(App& app, const Context& context, std::string_view name) {
    const Uuid id = id_of_day(name, context.today);
    const bool known = app.store->read(context, [&](const Reader& reader) {
        return reader.connection().integer("SELECT 1 FROM job WHERE id = $1", id).has_value();
    });
    if (known) return;
    (void)app.store->write(context, [&](UnitOfWork& work) -> Result<> {
        work.maintain("INSERT INTO job (id, name, payload, run_at, attempts) VALUES ($1, $2, $3, $4, 0) ON CONFLICT (id) DO NOTHING", id, name,
                      "{\"day\":\"" + to_text(context.today) + "\"}", context.now);
        return {};
    });
}

}  // namespace

std::span<const JobHandler> job_handlers() {
    static constexpr JobHandler handlers[] = {
        {"import.run", [](App& app, std::string_view payload) { return intake::run_import_job(*app.store, system_context(app, Origin::job), payload); }},
    };
    return handlers;
}

const std::vector<Recurring>& recurring_work() {
    static const std::vector<Recurring> all = [] {
        static constexpr Recurring own[] = {{"expired.forget", 3600, forget_what_expired},
                                            {"database.checkpoint", 900, fold_log},
                                            {"search.merge_parts", once_a_day, merge_search_index}};
        std::vector<Recurring> work;
        for (const std::span<const Recurring> some :
             {identity::schedule(), accounts::schedule(), offerings::schedule(), ledger::schedule(), segmentation::schedule(), indicators::schedule(), std::span<const Recurring>(own)}) {
            work.insert(work.end(), some.begin(), some.end());
        }
        return work;
    }();
    return all;
}

void Runner::start() {
    thread_ = std::thread([this] { loop(); });
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Runner::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            run_due();
        } catch (const db::Error& error) {
            log::error("runner.failed", {{"what", error.what()}});
        }
        lock.lock();
        wake_.wait_for(lock, std::chrono::milliseconds(300), [this] { return stopping_.load(); });
    }
}

int Runner::run_due() {
    run_recurring();
    int done = 0;
    while (!stopping_ && run_next_job()) ++done;
    return done;
}

bool Runner::run_next_job() {
    const auto job = take_job(app_);
    if (!job) return false;
    Result<> outcome = unavailable("job.unknown");
    try {
        outcome = run_job(job->name, job->payload);
    } catch (const std::exception& error) {
        outcome = unavailable("job.failed", error.what());
    }
    if (!outcome) log::warning("job.failed", {{"name", job->name}, {"code", outcome.error().code}, {"internal", outcome.error().internal}});
    finish_job(app_, *job, outcome);
    return true;
}

Result<> Runner::run_job(std::string_view name, std::string_view payload) {
    for (const JobHandler& handler : job_handlers()) {
        if (handler.name == name) return handler.run(app_, payload);
    }
    for (const Recurring& work : recurring_work()) {
        if (work.name == name) return work.run({*app_.store, system_context(app_, Origin::job), stopping_});
    }
    return unavailable("job.unknown");
}

void Runner::run_recurring() {
    const Context context = system_context(app_, Origin::job);
    const std::vector<Recurring>& work = recurring_work();
    for (std::size_t i = 0; i < work.size() && !stopping_; ++i) {
        if (work[i].every_seconds == once_a_day) {
            if (last_day_[i] == context.today) continue;
            plan_day(app_, context, work[i].name);
            last_day_[i] = context.today;
            continue;
        }
        if (context.now.micros - last_run_[i] < work[i].every_seconds * second) continue;
        last_run_[i] = context.now.micros;
        const auto done = work[i].run({*app_.store, context, stopping_});
        if (!done) log::warning("recurring.failed", {{"name", work[i].name}, {"code", done.error().code}, {"internal", done.error().internal}});
    }
}

}  // namespace klicnik
