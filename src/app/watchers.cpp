#include "app/watchers.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "platform/log/log.hpp"

namespace klicnik {

namespace {

constexpr std::chrono::milliseconds between_looks{500};
constexpr int looks_of_an_hour = 7200;

}  // namespace

Watchers::~Watchers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Watchers::add(std::shared_ptr<http::Feed> feed, Look look) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || count_ >= most) return false;
        ++count_;
        arrived_.push_back({std::move(feed), std::move(look), {}, 0});
        if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
    }
    changed_.notify_all();
    return true;
}

/// One look; false when it was the last.
bool Watchers::serve(Watcher& watcher) {
    if (watcher.feed->closed() || ++watcher.looks > looks_of_an_hour) return false;
    std::optional<View> view;
    try {
        view = watcher.look();
    } catch (const std::exception& failure) {
        // The client connects again by itself; a database that is away for a moment is no reason to end the process.
        log::warning("watchers.failed", {{"what", failure.what()}});
    }
    if (!view) return false;
    if (view->data != watcher.seen || view->last) {
        if (!watcher.feed->publish(view->event, view->data)) return false;
        watcher.seen = std::move(view->data);
    }
    return !view->last;
}

void Watchers::loop() {
    std::vector<Watcher> watching;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        for (Watcher& watcher : arrived_) watching.push_back(std::move(watcher));
        arrived_.clear();
        lock.unlock();
        const std::size_t before = watching.size();
        std::erase_if(watching, [](Watcher& watcher) {
            const bool goes_on = serve(watcher);
            if (!goes_on) watcher.feed->close();
            return !goes_on;
        });
        lock.lock();
        count_ -= before - watching.size();
        const auto has_news = [this] { return stopping_ || !arrived_.empty(); };
        if (watching.empty()) changed_.wait(lock, has_news);
        else changed_.wait_for(lock, between_looks, has_news);
    }
    for (Watcher& watcher : watching) watcher.feed->close();
    for (Watcher& watcher : arrived_) watcher.feed->close();
}

}  // namespace klicnik
