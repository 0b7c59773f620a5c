#include "base/id.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace klicnik {
namespace {

constexpr std::int64_t moment = 1'764'000'000'123'456;

TEST(Ids, sort_in_the_order_of_creation_within_one_moment) {
    Uuid before = new_uuid(moment);
    for (int i = 0; i < 1000; ++i) {
        const Uuid next = new_uuid(moment);
        ASSERT_LT(before, next);
        before = next;
    }
}

TEST(Ids, everything_made_before_a_moment_sorts_below_its_lowest_id) {
    const std::int64_t later = moment + 3'600'000'000;
    EXPECT_LT(new_uuid(moment), lowest_uuid_at(later));
    EXPECT_GT(new_uuid(later), lowest_uuid_at(later));
    EXPECT_EQ(lowest_uuid_at(later), lowest_uuid_at(later - later % 1000));
    EXPECT_EQ(micros_of(lowest_uuid_at(later)), later - later % 1000);
}

TEST(Ids, go_through_their_text_unchanged_and_no_other_text_is_one) {
    const Uuid id = new_uuid(moment);
    const std::string text = format_id("acc", id);
    EXPECT_EQ(text.size(), 30U);
    EXPECT_EQ(parse_id("acc", text), id);
    EXPECT_EQ(parse_id("con", text), std::nullopt);
    EXPECT_EQ(parse_id("acc", text + "0"), std::nullopt);
    EXPECT_EQ(parse_id("acc", "acc_8zzzzzzzzzzzzzzzzzzzzzzzzz"), std::nullopt);  // 129 bits
    EXPECT_EQ(parse_id("acc", "acc_0000000000000000000000000u"), std::nullopt);  // u is no digit
}

TEST(Times, have_one_spelling_whatever_their_size) {
    EXPECT_EQ(to_text(Date{20'000}), "2024-10-04");
    EXPECT_EQ(to_text(Date{-719'162}), "0001-01-01");
    EXPECT_EQ(to_text(Timestamp{0}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_text(Timestamp{-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_text(Timestamp{moment}), "2025-11-24T16:00:00.123456Z");
    EXPECT_EQ(parse_timestamp(to_text(Timestamp{moment})), Timestamp{moment});
    EXPECT_LE(short_text(Timestamp{INT64_MAX}).view().size(), 64U);
    EXPECT_LE(short_text(Timestamp{INT64_MIN}).view().size(), 64U);
}

}  // namespace
}  // namespace klicnik
