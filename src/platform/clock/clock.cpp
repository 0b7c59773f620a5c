#include "platform/clock/clock.hpp"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>

namespace klicnik {

namespace {

const date::time_zone* find_zone(std::string_view zone) { return date::locate_zone(std::string(zone)); }

std::chrono::sys_time<std::chrono::microseconds> instant_of(Timestamp timestamp) {
    return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(timestamp.micros));
}

}  // namespace

Timestamp SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

bool is_zone(std::string_view zone) {
    try {
        return find_zone(zone) != nullptr;
    } catch (const std::runtime_error&) {
        return false;
    }
}

Date date_in(Timestamp timestamp, std::string_view zone) {
    const auto local = find_zone(zone)->to_local(instant_of(timestamp));
    return {static_cast<std::int32_t>(date::floor<date::days>(local).time_since_epoch().count())};
}

Timestamp start_of_day(Date date, std::string_view zone) {
    const auto midnight = date::local_days(date::days(date.days));
    const auto instant = find_zone(zone)->to_sys(midnight, date::choose::earliest);
    return {std::chrono::duration_cast<std::chrono::microseconds>(instant.time_since_epoch()).count()};
}

std::int32_t utc_offset_seconds(Timestamp timestamp, std::string_view zone) {
    return static_cast<std::int32_t>(find_zone(zone)->get_info(instant_of(timestamp)).offset.count());
}

}  // namespace klicnik
