#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace klicnik::http {

/// Counters of one server, readable at any moment from any thread.
struct Metrics {
    /// Upper bounds of the duration buckets in milliseconds; one more bucket holds the rest.
    static constexpr std::array<unsigned, 12> bounds_ms = {1,   2,   5,   10,   25,   50,
                                                           100, 250, 500, 1000, 2500, 10000};

    std::array<std::atomic<std::uint64_t>, 6> answers_by_class{};  ///< [2] counts 200…299
    std::array<std::atomic<std::uint64_t>, bounds_ms.size() + 1> durations{};
    std::atomic<std::uint64_t> duration_sum_us{0};
    std::atomic<std::uint64_t> bytes_out{0};
    std::atomic<std::uint64_t> connections_accepted{0};
    std::atomic<std::uint64_t> connections_refused{0};  ///< over the limit
    std::atomic<std::uint64_t> overloads{0};            ///< requests refused by a full queue
    std::atomic<std::uint64_t> deadlines_missed{0};     ///< connections cut off for slowness
    std::atomic<std::int64_t> open_connections{0};
    std::atomic<std::int64_t> in_flight{0};
    std::atomic<std::int64_t> feeds{0};

    void count(unsigned status, std::chrono::microseconds duration) {
        const std::size_t status_class = status / 100 < answers_by_class.size() ? status / 100 : 0;
        answers_by_class[status_class].fetch_add(1, std::memory_order_relaxed);
        std::size_t bucket = 0;
        while (bucket < bounds_ms.size() &&
               duration > std::chrono::milliseconds(bounds_ms[bucket])) {
            ++bucket;
        }
        durations[bucket].fetch_add(1, std::memory_order_relaxed);
        duration_sum_us.fetch_add(static_cast<std::uint64_t>(duration.count()),
                                  std::memory_order_relaxed);
    }
};

}  // namespace klicnik::http
