#pragma once

// CDNOW, on which the published figures of the models of customer value rest: the customers who
// bought first in the first quarter of 1997, numbered from 0. The sample is every tenth of them,
// 2,357; the whole cohort of 23,570 is not in shared/data, and the tests that need it say so.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/indicators/purchase_history.hpp"
#include "tests/support/shared_data.hpp"

namespace klicnik::testing_support {

struct Cdnow {
    std::vector<std::uint32_t> customers;
    std::vector<Date> days;
    std::vector<std::int64_t> amounts;  ///< ten-thousandths of a dollar

    indicators::PurchaseColumns columns() const { return {customers, days, amounts}; }
    /// Calibration of 39 weeks and holdout to the end of the data.
    static indicators::PurchaseWindow window() {
        return {.calibration_end = *make_date(1997, 9, 30), .holdout_end = *make_date(1998, 6, 30)};
    }
    std::vector<indicators::CustomerHistory> histories() const {
        return indicators::customer_histories(columns(), window());
    }
};

enum class CdnowFile { sample, whole };  ///< the sample has one column more, the number within it

/// Nothing readable makes an empty sample, which fails every test on it.
inline Cdnow read_cdnow(const std::filesystem::path& file, CdnowFile kind = CdnowFile::sample) {
    Cdnow sample;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string master, discs, dollars;
        std::uint32_t number = 0;
        int date = 0;
        if (kind == CdnowFile::sample) words >> master;
        if (!(words >> number >> date >> discs >> dollars) || number == 0) continue;
        const auto day = make_date(date / 10000, static_cast<unsigned>(date / 100 % 100),
                                   static_cast<unsigned>(date % 100));
        const auto amount = parse_decimal(dollars);
        if (!day || !amount) continue;
        sample.customers.push_back(number - 1);
        sample.days.push_back(*day);
        sample.amounts.push_back(amount->units);
    }
    return sample;
}

}  // namespace klicnik::testing_support

/// Declares `name` as the CDNOW sample, or skips the test.
#define CDNOW_OR_SKIP(name)                                     \
    SHARED_DATA_OR_SKIP(name##_file, "cdnow/CDNOW_sample.txt"); \
    const auto name = ::klicnik::testing_support::read_cdnow(name##_file)

/// Declares `name` as all 23,570 customers, or skips the test.
#define CDNOW_COHORT_OR_SKIP(name)                                                           \
    SHARED_DATA_OR_SKIP(name##_file, "cdnow/CDNOW_master.txt");                              \
    if (!std::filesystem::exists(name##_file)) {                                             \
        GTEST_SKIP() << "only a tenth of CDNOW is in shared/data: put CDNOW_master.txt of "  \
                        "brucehardie.com/datasets beside CDNOW_sample.txt to test the rest"; \
    }                                                                                        \
    const auto name = ::klicnik::testing_support::read_cdnow(                                \
        name##_file, ::klicnik::testing_support::CdnowFile::whole)
