#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "platform/clock/zone.hpp"

/// The only place that asks the machine for the time. A request or job reads it once and passes it on by hand.
namespace klicnik {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Timestamp now() const override;
};

/// Stands still until it is told otherwise; for tests and demonstrations.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(Timestamp start) : micros_(start.micros) {}

    Timestamp now() const override { return {micros_.load()}; }
    void set(Timestamp moment) { micros_.store(moment.micros); }
    void advance_seconds(std::int64_t seconds) { micros_.fetch_add(seconds * 1'000'000); }

  private:
    std::atomic<std::int64_t> micros_;
};

/// The calendar day that people in the zone have at that instant. Throws std::runtime_error for an unknown zone, which
/// is_zone() kept out at the edge.
Date date_in(Timestamp timestamp, std::string_view zone);

/// The first instant of the day in the zone: midnight, or the end of the gap where the clocks skip midnight.
Timestamp start_of_day(Date date, std::string_view zone);

/// How far the clocks of the zone are ahead of UTC at that instant, in seconds.
std::int32_t utc_offset_seconds(Timestamp timestamp, std::string_view zone);

}  // namespace klicnik
