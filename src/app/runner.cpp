#include "app/runner.hpp"

#include <chrono>

#include "modules/accounts/actions.hpp"
#include "modules/intake/import_engine.hpp"
#include "platform/log/log.hpp"

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

void refresh_teams(App& app) {
    (void)app.store->write(system_context(app, Origin::job), [](UnitOfWork& work) -> Result<> {
        accounts::refresh_all_teams(work);
        return {};
    });
}

void forget_what_expired(App& app) {
    const Context context = system_context(app, Origin::job);
    (void)app.store->write(context, [&](UnitOfWork& work) -> Result<> {
        constexpr std::int64_t day = 24 * 3600 * second;
        work.maintain("DELETE FROM session WHERE created_at < $1", context.now.micros - 30 * day);
        work.maintain("DELETE FROM one_time_link WHERE expires_at < $1", context.now.micros - 30 * day);
        work.maintain("DELETE FROM idempotency_key WHERE created_at < $1", context.now.micros - day);
        work.maintain("DELETE FROM sign_in_attempt WHERE last_at < $1", context.now.micros - day);
        work.maintain("DELETE FROM outbox_event WHERE at < $1", context.now.micros - 30 * day);
        work.maintain("DELETE FROM job WHERE done_at < $1", context.now.micros - 30 * day);
        return {};
    });
}

void fold_log(App& app) {
    app.database->checkpoint();
}

}  // namespace

std::span<const JobHandler> job_handlers() {
    static constexpr JobHandler handlers[] = {
        {"import.run", [](App& app, std::string_view payload) { return intake::run_import_job(*app.store, system_context(app, Origin::job), payload); }},
    };
    return handlers;
}

std::span<const Recurring> recurring_work() {
    static constexpr Recurring work[] = {
        {"teams.follow_the_calendar", 3600, refresh_teams},
        {"expired.forget", 3600, forget_what_expired},
        {"database.checkpoint", 900, fold_log},
    };
    return work;
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
        wake_.wait_for(lock, std::chrono::milliseconds(300), [this] { return stopping_; });
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
    for (const JobHandler& handler : job_handlers()) {
        if (handler.name != job->name) continue;
        try {
            outcome = handler.run(app_, job->payload);
        } catch (const std::exception& error) {
            outcome = unavailable("job.failed", error.what());
        }
    }
    if (!outcome) log::warning("job.failed", {{"name", job->name}, {"code", outcome.error().code}, {"internal", outcome.error().internal}});
    finish_job(app_, *job, outcome);
    return true;
}

void Runner::run_recurring() {
    const std::int64_t now = app_.clock->now().micros;
    const auto work = recurring_work();
    for (std::size_t i = 0; i < work.size(); ++i) {
        if (now - last_run_[i] < work[i].every_seconds * second) continue;
        last_run_[i] = now;
        work[i].run(app_);
    }
}

}  // namespace klicnik
