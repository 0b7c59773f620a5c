#pragma once

// Threads that run what may block. The queue is bounded: a server that cannot keep up says so at
// once instead of letting everybody wait.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace klicnik::http {

class WorkerPool {
  public:
    /// `queue_limit`: how many jobs may wait while all threads are busy.
    explicit WorkerPool(std::size_t threads, std::size_t queue_limit = 1024);
    /// Runs what is queued, then ends.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    enum class Priority { ordinary, unlimited };

    /// Runs `work` soon on one of the threads; it must not throw. False when the queue is full
    /// (never for `unlimited`) or the pool is stopped; then `work` will not run.
    bool submit(std::function<void()> work, Priority priority = Priority::ordinary);

    /// Finishes what is queued and joins the threads. May be called twice.
    void stop();

    std::size_t waiting() const;
    std::size_t threads() const { return threads_.size(); }

  private:
    void run();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t queue_limit_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace klicnik::http
