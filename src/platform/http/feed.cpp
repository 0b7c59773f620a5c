#include "platform/http/feed.hpp"

#include <utility>

namespace klicnik::http {

namespace {

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string event_text(std::string_view event, std::string_view data, std::string_view id) {
    std::string text;
    if (!id.empty()) text.append("id: ").append(id).append("\n");
    if (!event.empty()) text.append("event: ").append(event).append("\n");
    for (;;) {
        const std::size_t end = data.find_first_of("\r\n");
        text.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        const bool is_pair = data.substr(end, 2) == "\r\n";
        data.remove_prefix(end + (is_pair ? 2 : 1));
    }
    return text.append("\n");
}

}  // namespace

bool Feed::publish(std::string_view event, std::string_view data, std::string_view id) {
    if (!is_one_line(event) || !is_one_line(id)) return !closed();
    const std::string text = event_text(event, data, id);
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        if (pending_.size() + text.size() > backlog_) {
            pending_.clear();
            closed_ = true;
        } else {
            pending_ += text;
        }
    }
    wake_up();
    return !closed();
}

void Feed::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    wake_up();
}

bool Feed::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

std::string Feed::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(pending_, {});
}

bool Feed::has_news() const {
    const std::lock_guard lock(mutex_);
    return closed_ || !pending_.empty();
}

void Feed::on_wake(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

/// Called without the lock held by the caller, because `wake` may run anything.
void Feed::wake_up() {
    std::function<void()> wake;
    {
        const std::lock_guard lock(mutex_);
        wake = wake_;
    }
    if (wake) wake();
}

}  // namespace klicnik::http
