#include "platform/clock/clock.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace klicnik {
namespace {

Timestamp at(std::string_view iso) { return parse_timestamp(iso).value(); }
Date day(std::string_view iso) { return parse_date(iso).value(); }

TEST(Clock, a_day_begins_earlier_in_prague_than_in_greenwich) {
    EXPECT_EQ(date_in(at("2026-01-31T22:59:59.999999Z"), "Europe/Prague"), day("2026-01-31"));
    EXPECT_EQ(date_in(at("2026-01-31T23:00:00Z"), "Europe/Prague"), day("2026-02-01"));
    EXPECT_EQ(date_in(at("2026-07-31T22:00:00Z"), "Europe/Prague"), day("2026-08-01"));
    EXPECT_EQ(date_in(at("2026-01-31T23:00:00Z"), "UTC"), day("2026-01-31"));
    EXPECT_EQ(date_in(at("2026-02-01T04:00:00Z"), "America/New_York"), day("2026-01-31"));
}

TEST(Clock, instants_before_1970_fall_on_the_right_day) {
    EXPECT_EQ(date_in(at("1969-12-31T23:30:00Z"), "UTC"), day("1969-12-31"));
    EXPECT_EQ(date_in(at("1969-12-31T23:30:00Z"), "Europe/Prague"), day("1970-01-01"));
}

TEST(Clock, the_days_when_clocks_change_begin_at_midnight_too) {
    EXPECT_EQ(start_of_day(day("2026-03-29"), "Europe/Prague"), at("2026-03-28T23:00:00Z"));
    EXPECT_EQ(start_of_day(day("2026-03-30"), "Europe/Prague"), at("2026-03-29T22:00:00Z"));
    EXPECT_EQ(start_of_day(day("2026-10-25"), "Europe/Prague"), at("2026-10-24T22:00:00Z"));
    EXPECT_EQ(start_of_day(day("2026-10-26"), "Europe/Prague"), at("2026-10-25T23:00:00Z"));
}

TEST(Clock, a_day_without_midnight_begins_when_the_gap_ends) {
    // Cuba moves its clocks from 0:00 to 1:00.
    EXPECT_EQ(start_of_day(day("2026-03-08"), "America/Havana"), at("2026-03-08T05:00:00Z"));
    EXPECT_EQ(date_in(at("2026-03-08T05:00:00Z"), "America/Havana"), day("2026-03-08"));
}

TEST(Clock, every_day_of_two_years_contains_its_own_start) {
    for (Date date = day("2026-01-01"); date < day("2028-01-01"); date = date + 1) {
        for (const char* zone : {"Europe/Prague", "America/Havana", "Pacific/Auckland", "UTC"}) {
            const Timestamp start = start_of_day(date, zone);
            EXPECT_EQ(date_in(start, zone), date) << zone;
            EXPECT_EQ(date_in(start + -1, zone), date + -1) << zone;
        }
    }
}

TEST(Clock, the_offset_follows_the_season) {
    EXPECT_EQ(utc_offset_seconds(at("2026-01-15T12:00:00Z"), "Europe/Prague"), 3600);
    EXPECT_EQ(utc_offset_seconds(at("2026-07-15T12:00:00Z"), "Europe/Prague"), 7200);
}

TEST(Clock, unknown_zones_are_known_to_be_unknown) {
    EXPECT_TRUE(is_zone("Europe/Prague"));
    EXPECT_FALSE(is_zone("Europe/Brno"));
    EXPECT_FALSE(is_zone(""));
    EXPECT_FALSE(is_zone("../../etc/passwd"));
}

TEST(Clock, a_fixed_clock_moves_only_when_told) {
    FixedClock clock(at("2026-11-03T09:15:00Z"));
    EXPECT_EQ(clock.now(), at("2026-11-03T09:15:00Z"));
    clock.advance_seconds(60);
    EXPECT_EQ(clock.now(), at("2026-11-03T09:16:00Z"));
    clock.set(at("2027-01-01T00:00:00Z"));
    EXPECT_EQ(clock.now(), at("2027-01-01T00:00:00Z"));
}

TEST(Clock, the_system_clock_agrees_with_this_century) {
    EXPECT_GT(SystemClock().now(), at("2024-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace klicnik
