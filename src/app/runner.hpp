#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "app/app.hpp"
#include "records/schedule.hpp"

namespace klicnik {

/// Work that waits in the table `job`, by name. It may be run again after a crash, so it must be repeatable.
struct JobHandler {
    std::string_view name;
    Result<> (*run)(App& app, std::string_view payload);
};

std::span<const JobHandler> job_handlers();
/// What the modules declare in their schedule.cpp, in their order, and what the program does for itself.
const std::vector<Recurring>& recurring_work();

/// Runs due jobs and recurring work on a thread of its own, one at a time.
class Runner {
  public:
    explicit Runner(App& app) : app_(app), last_run_(recurring_work().size(), 0), last_day_(recurring_work().size()) {}
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
    Result<> run_job(std::string_view name, std::string_view payload);

    App& app_;
    std::vector<std::int64_t> last_run_;
    std::vector<Date> last_day_;  ///< on which daily work was put into the table of jobs
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stopping_ = false;
};

}  // namespace klicnik
