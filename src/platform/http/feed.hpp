#pragma once

// One client's stream of server-sent events.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace klicnik::http {

/// Made by a handler, answered with Response::from_feed, kept by whoever publishes. All functions
/// may be called from any thread.
class Feed {
  public:
    /// A client that leaves more than `backlog` bytes unread is cut off; its browser reconnects.
    explicit Feed(std::size_t backlog = 1U << 20U) : backlog_(backlog) {}
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    /// False once the client is gone. `event` and `id` must be one line; `data` may have several.
    /// An empty `event` means "message"; `id` comes back in `Last-Event-ID` after a reconnect.
    bool publish(std::string_view event, std::string_view data, std::string_view id = {});
    /// Ends the stream after what is already queued.
    void close();
    /// The client is gone or close() was called.
    bool closed() const;

    // For the server: takes what is queued, and is told when there is something to take.
    std::string take();
    /// Something is queued, or the stream is to end.
    bool has_news() const;
    void on_wake(std::function<void()> wake);

  private:
    void wake_up();

    mutable std::mutex mutex_;
    std::size_t backlog_;
    std::string pending_;
    bool closed_ = false;
    std::function<void()> wake_;
};

}  // namespace klicnik::http
