#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/feed.hpp"

namespace klicnik {

/// Those who follow something that goes on, such as an import: one thread looks for all of them, so that a stream costs
/// neither a thread nor a worker.
class Watchers {
  public:
    /// What there is to see now; nothing when the watcher may not see it any more.
    struct View {
        std::string event;
        std::string data;
        bool last = false;
    };
    using Look = std::function<std::optional<View>()>;

    static constexpr std::size_t most = 200;

    Watchers() = default;
    ~Watchers();
    Watchers(const Watchers&) = delete;
    Watchers& operator=(const Watchers&) = delete;

    /// Publishes what `look` sees whenever it has changed, until it was the last, the client has left or an hour has passed;
    /// `look` runs on the thread of the watchers. False when there are too many already.
    bool add(std::shared_ptr<http::Feed> feed, Look look);

  private:
    struct Watcher {
        std::shared_ptr<http::Feed> feed;
        Look look;
        std::string seen;
        int looks = 0;
    };

    void loop();
    static bool serve(Watcher& watcher);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Watcher> arrived_;
    std::size_t count_ = 0;
    bool stopping_ = false;
    std::thread thread_;  // started for the first watcher
};

}  // namespace klicnik
