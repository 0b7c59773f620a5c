#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "app/app.hpp"

namespace klicnik {

/// Work that waits in the table `job`, by name. It may be run again after a crash, so it must be repeatable.
struct JobHandler {
    std::string_view name;
    Result<> (*run)(App& app, std::string_view payload);
};

/// Work that recurs; `klicnik describe schedule` prints these.
struct Recurring {
    std::string_view name;
    std::int64_t every_seconds;
    void (*run)(App& app);
};

std::span<const JobHandler> job_handlers();
std::span<const Recurring> recurring_work();

/// Runs due jobs and recurring work on a thread of its own, one at a time.
class Runner {
  public:
    explicit Runner(App& app) : app_(app), last_run_(recurring_work().size(), 0) {}
    ~Runner() { stop(); }

    void start();
    /// Waits for the job that runs.
    void stop();
    /// Runs what is due now on the calling thread; for tests and the command line. Returns the number of jobs done.
    int run_due();

  private:
    void loop();
    bool run_next_job();
    void run_recurring();

    App& app_;
    std::vector<std::int64_t> last_run_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
};

}  // namespace klicnik
