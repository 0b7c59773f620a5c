// Half a million real invoice lines: none lost, the total exact, and fast enough that reading the
// file is no part of what an import costs.

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>

#include "platform/csv/document.hpp"
#include "platform/csv/values.hpp"
#include "tests/support/shared_data.hpp"

namespace klicnik::csv {
namespace {

std::string unpacked(const std::filesystem::path& path) {
    std::string bytes;
    gzFile file = gzopen(path.c_str(), "rb");
    EXPECT_NE(file, nullptr);
    std::string block(1 << 20, '\0');
    for (int count = 0; (count = gzread(file, block.data(), 1 << 20)) > 0;) {
        bytes.append(block, 0, static_cast<std::size_t>(count));
    }
    gzclose(file);
    return bytes;
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

TEST(CsvRetail, no_line_is_lost_and_the_total_is_exact) {
    SHARED_DATA_OR_SKIP(path, "uci_online_retail/online_retail.csv.gz");
    const std::string bytes = unpacked(path);
    ASSERT_EQ(bytes.size(), 48039726U);  // truth.json: bytes_uncompressed

    const double start = cpu_seconds();
    const auto document = Document::open(bytes);  // detects, validates the UTF-8
    ASSERT_TRUE(document);
    const double opened = cpu_seconds();
    const auto plain = document->rows();
    std::uint64_t rows = 0;
    while (plain->next() == Step::row) {
        ++rows;
    }
    const double read = cpu_seconds();
    EXPECT_EQ(rows, 541909U);  // truth.json: lines
    EXPECT_TRUE(plain->problems().listed.empty());
    EXPECT_EQ(plain->blank_rows(), 0U);

    const auto reader = document->rows();
    std::int64_t net_ten_thousandths = 0;
    std::uint64_t refused = 0;
    std::uint64_t without_customer = 0;
    Date first{INT32_MAX};
    Date last{0};
    while (reader->next() == Step::row) {
        const Row& row = reader->row();
        const auto quantity = parse_number_cell(row.cell(3), DecimalMark::point);
        const auto price = parse_number_cell(row.cell(5), DecimalMark::point);
        const auto date = parse_date_cell(row.cell(4), DateOrder::unknown);
        refused += quantity && price && date ? 0 : 1;
        // Whole pieces times ten-thousandths.
        net_ten_thousandths += quantity.value.value.units / Decimal::one * price.value.value.units;
        without_customer += row.cell(6).empty() ? 1 : 0;
        first = std::min(first, date.value);
        last = std::max(last, date.value);
    }
    const double valued = cpu_seconds();
    EXPECT_EQ(refused, 0U);
    EXPECT_EQ(net_ten_thousandths, 97477479340);  // truth.json: net_revenue_all_lines_exact
    EXPECT_EQ(without_customer, 135080U);         // truth.json: lines_without_customer
    EXPECT_EQ(to_text(first), "2010-12-01");
    EXPECT_EQ(to_text(last), "2011-12-09");

    std::printf("retail: open %.0f ms, rows %.0f ms (%.0f MB/s), rows with values %.0f ms\n",
                (opened - start) * 1e3, (read - opened) * 1e3,
                static_cast<double>(bytes.size()) / 1e6 / (read - start), (valued - read) * 1e3);
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LT(read - start, 0.3);
#endif
}

}  // namespace
}  // namespace klicnik::csv
