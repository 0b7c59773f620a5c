// The promises of speed for indicators: a million clients in memory, ten million purchases from a file, a fitted model. Each
// line tells the time and its ratio to a plain pass over the same bytes.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/in_parts.hpp"
#include "modules/accounts/account.hpp"
#include "modules/indicators/bgnbd.hpp"
#include "modules/indicators/book_report.hpp"
#include "modules/indicators/cube_loading.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/indicators/order_rhythm.hpp"
#include "modules/indicators/rfm.hpp"
#include "modules/indicators/transaction_file.hpp"
#include "modules/segmentation/tier_columns.hpp"
#include "records/entity.hpp"

namespace klicnik::bench {
namespace {

using namespace indicators;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// The best of some runs: neighbours only ever make a run slower.
template <class Work>
double best_milliseconds(const Work& work) {
    double best = 1e9;
    for (int run = 0; run < 9; ++run) {
        const auto begin = Clock::now();
        work();
        best = std::min(best, milliseconds_since(begin));
    }
    return best;
}

int missed = 0;

void promise(const char* what, double found, double limit, const char* unit, double ratio = 0) {
    const bool kept = found <= limit;
    missed += !kept;
    if (ratio > 0) std::printf("%-66s %8.1f %-4s limit %6.0f  %5.2f × a plain pass%s\n", what, found, unit, limit, ratio, kept ? "" : "  MISSED");
    else std::printf("%-66s %8.2f %-4s limit %6.1f%s\n", what, found, unit, limit, kept ? "" : "  MISSED");
}

// --- a million clients

constexpr std::size_t clients = 1'000'000;
constexpr std::size_t months = 36;

Cube made_cube() {
    std::mt19937_64 random(1);
    Cube cube;
    cube.first = *parse_month("2023-12");
    cube.accounts.resize(clients);
    for (std::size_t i = 0; i < clients; ++i) {
        for (int byte = 0; byte < 4; ++byte) cube.accounts[i].bytes[static_cast<std::size_t>(15 - byte)] = static_cast<std::uint8_t>(i >> (8 * byte));
    }
    cube.revenue = MonthColumns(clients, months);
    cube.own_margin = MonthColumns(clients, months);
    cube.first_paid.assign(clients, -1);
    cube.day_offsets.push_back(0);
    for (std::size_t i = 0; i < clients; ++i) {
        const std::size_t begin = random() % 30;
        const std::size_t end = std::min<std::size_t>(months, begin + 3 + random() % 40);
        for (std::size_t month = begin; month < end; ++month) {
            const auto amount = static_cast<std::int64_t>(random() % 90'000'000) - 2'000'000;
            cube.revenue.put(i, month, amount);
            cube.own_margin.put(i, month, amount / 3);
            if (cube.first_paid[i] < 0 && amount > 0) cube.first_paid[i] = static_cast<std::int16_t>(month);
            if (month % 2 == 0) cube.days.push_back(first_day(cube.first + static_cast<std::int32_t>(month)) + static_cast<std::int32_t>(random() % 28));
        }
        cube.day_offsets.push_back(static_cast<std::uint32_t>(cube.days.size()));
    }
    cube.revenue.accumulate();
    cube.own_margin.accumulate();
    cube.incomplete.assign(clients, 0);
    cube.has_costs.assign(clients, 1);
    cube.top.resize(clients);
    for (std::uint32_t i = 0; i < clients; ++i) cube.top[i] = i;
    for (std::size_t i = 0; i < clients; ++i) cube.medians.push_back(doubled_median(cube.days_of(i)));
    const auto attribute = [&](std::string_view field, std::vector<std::string> values) {
        Attribute made{field, {db::Value{}}, std::vector<std::uint32_t>(clients)};
        for (std::string& value : values) made.values.emplace_back(std::move(value));
        for (std::uint32_t& code : made.codes) code = static_cast<std::uint32_t>(random() % made.values.size());
        cube.attributes.push_back(std::move(made));
    };
    attribute("tier", {"A", "B", "C", "D"});
    attribute("country", {"AT", "CZ", "DE", "PL", "SK"});
    attribute("industry_code", {"10", "22", "28", "46", "62"});
    return cube;
}

/// tier A, B or C, not in one country, any industry but one: three columns of attributes.
Filter arbitrary_filter() {
    const Entity& account = entity_of<Account>();
    Filter all{.test = Filter::Test::all};
    all.parts.push_back({.test = Filter::Test::equals, .field = account.find("tier"), .values = {std::string("A"), std::string("B"), std::string("C")}});
    all.parts.push_back({.test = Filter::Test::differs, .field = account.find("country"), .values = {std::string("PL")}});
    all.parts.push_back({.test = Filter::Test::differs, .field = account.find("industry_code"), .values = {std::string("46")}});
    return all;
}

/// Every byte that the headline indicators read, added up by as many threads.
std::int64_t plain_pass(const Cube& cube, const Period& period) {
    std::array<std::int64_t, 2> sums{};
    const std::int32_t end = cube.end_index(period.end());
    in_parts(clients, [&](std::size_t part, std::size_t from, std::size_t to) {
        std::int64_t sum = 0;
        const auto add = [&](std::span<const std::int64_t> column) {
            for (std::size_t i = from; i < to; ++i) sum += column[i];
        };
        for (const std::int32_t back : {0, 12, 24}) add(cube.revenue.before(end - back));
        for (std::int32_t back = 0; back <= 24; ++back) add(cube.margin().before(end - back));
        for (const Attribute& attribute : cube.attributes) {
            for (std::size_t i = from; i < to; ++i) sum += attribute.codes[i];
        }
        for (std::size_t i = from; i < to; ++i) {
            sum += cube.first_paid[i] + cube.incomplete[i] + cube.medians[i];
            sum += cube.day_offsets[i] < cube.day_offsets[i + 1] ? cube.days[cube.day_offsets[i + 1] - 1].days : 0;
        }
        sums[part] = sum;
    });
    return sums[0] + sums[1];
}

void measure_headlines() {
    Question question;
    question.cube = std::make_shared<Cube>(made_cube());
    question.sees_margin = true;
    question.books_first = question.cube->first;
    question.books_end = question.cube->last();
    question.period = {Base::invoices, last_day(question.cube->last()), 12};
    const Filter filter = arbitrary_filter();
    std::int64_t kept = 0;
    const double headline = best_milliseconds([&] {
        question.chosen = chosen_by(*question.cube, filter);
        const Measured measured = measure(question, question.period, Rates{});
        for (std::size_t code = 0; code < enum_names<IndicatorCode>().size(); ++code) {
            kept += value_of(question, measured, static_cast<IndicatorCode>(code)).value_bp.value_or(1);
        }
    });
    const double plain = best_milliseconds([&] { kept += plain_pass(*question.cube, question.period); });
    promise("all headline indicators of 1,000,000 clients x 36 months, any filter", headline, 60, "ms", headline / plain);
    if (kept == 0) std::printf("\n");
}

void measure_tiers() {
    std::mt19937_64 random(2);
    segmentation::TierColumns columns;
    columns.accounts.resize(clients);
    columns.thresholds = {70, 50, 30};
    for (int criterion = 0; criterion < 4; ++criterion) {
        std::vector<std::int16_t>& points = columns.points.emplace_back(clients);
        for (std::int16_t& one : points) one = static_cast<std::int16_t>(random() % 10'002) - 1;
    }
    columns.existential.assign(clients, 0);
    columns.decided.assign(clients, segmentation::no_tier);
    columns.kept.assign(clients, segmentation::no_tier);
    std::int64_t kept = 0;
    std::vector<std::int32_t> weights{30, 25, 25, 20};
    const double tiers = best_milliseconds([&] {
        ++weights[0];
        kept += segmentation::retier(columns, weights, columns.thresholds).counts[0];
    });
    const double plain = best_milliseconds([&] {
        std::array<std::int64_t, 2> sums{};
        in_parts(clients, [&](std::size_t part, std::size_t from, std::size_t to) {
            std::int64_t sum = 0;
            for (const auto& points : columns.points) {
                for (std::size_t i = from; i < to; ++i) sum += points[i];
            }
            for (std::size_t i = from; i < to; ++i) sum += columns.existential[i] + columns.decided[i] + columns.kept[i];
            // What is written: a total and a tier of each client.
            std::vector<std::int16_t> totals(to - from, static_cast<std::int16_t>(sum));
            std::vector<std::uint8_t> codes(to - from, static_cast<std::uint8_t>(sum));
            sums[part] = sum + totals[(to - from) / 2] + codes[(to - from) / 2];
        });
        kept += sums[0] + sums[1];
    });
    promise("new scores and tiers of 1,000,000 clients", tiers, 60, "ms", tiers / plain);
    if (kept == 0) std::printf("\n");
}

// --- ten million purchases

/// A file in the form of customer_id,date,product,qty,amount with a heavy tail, when none is given.
void make_file(const std::filesystem::path& file, int rows, int customers) {
    std::mt19937_64 random(3);
    std::FILE* out = std::fopen(file.c_str(), "w");
    std::fputs("customer_id,date,product,qty,amount\n", out);
    for (int i = 0; i < rows; ++i) {
        const double u = static_cast<double>(random() % 1'000'000 + 1) / 1e6;
        const auto customer = static_cast<int>(std::pow(u, 2.5) * customers);
        const std::string day = to_text(*make_date(2021, 1, 1) + static_cast<std::int32_t>(random() % 1'095));
        std::fprintf(out, "%d,%s,P%03d,%d,%d.%02d\n", customer + 1, day.c_str(), static_cast<int>(random() % 500), 1 + static_cast<int>(random() % 5),
                     static_cast<int>(random() % 3'000) - 30, static_cast<int>(random() % 100));
    }
    std::fclose(out);
}

void measure_file(const std::filesystem::path& file, double scale) {
    double begin = cpu_seconds();
    const auto transactions = read_transactions(file);
    if (!transactions) {
        std::printf("cannot read %s\n", file.c_str());
        ++missed;
        return;
    }
    const double loading = cpu_seconds() - begin;
    begin = cpu_seconds();
    const Cube cube = cube_of(*transactions);
    const BookReport report = book_report(*transactions, cube, 12, std::nullopt);
    std::vector<RfmFigures> figures(transactions->keys.size());
    const auto total = cube.revenue.before(cube.months());
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto days = cube.days_of(i);
        figures[i] = {days.empty() ? 0 : last_day(cube.last()) - days.back(), static_cast<std::uint32_t>(days.size()), total[i]};
    }
    const auto scores = rfm_scores(figures);
    const double computing = cpu_seconds() - begin;
    std::printf("%lld rows, %lld customers, %lld refused, NRR of the last month %lld bp, %zu scored\n", static_cast<long long>(report.rows),
                static_cast<long long>(report.customers), static_cast<long long>(report.refused), static_cast<long long>(report.net_bp.value_or(0)),
                scores.size());
    promise("10,000,000 purchases: load with validation", loading, 4 * scale, "s");
    promise("revenue, NRR, GRR, retention of every month, RFM and ABC", computing, 1 * scale, "s");
    promise("most memory until then", peak_mebibytes(), 400, "MiB");
}

// --- a fitted model

void measure_fit() {
    std::mt19937_64 random(4);
    std::gamma_distribution<double> rate(0.243, 1 / 4.414);
    std::gamma_distribution<double> left(0.793, 1);
    std::gamma_distribution<double> right(2.426, 1);
    std::vector<CustomerHistory> histories(clients);
    for (std::uint32_t i = 0; i < clients; ++i) {
        const double lambda = rate(random);
        const double a = left(random);
        const double p = a / (a + right(random));
        const std::int32_t age = 189 + static_cast<std::int32_t>(random() % 84);
        CustomerHistory history{i, 0, 0, age, 0, 0, 0};
        std::exponential_distribution<double> wait(lambda);
        for (double at = wait(random); at < age / days_per_week; at += wait(random)) {
            const auto day = static_cast<std::int32_t>(at * days_per_week);
            if (day > history.recency_days) ++history.repeats;
            history.recency_days = std::max(history.recency_days, day);
            if (static_cast<double>(random() % 1'000'000) / 1e6 < p) break;
        }
        histories[i] = history;
    }
    const double begin = cpu_seconds();
    const BgNbdFit fit = fit_bgnbd(histories);
    const double fitting = cpu_seconds() - begin;
    if (fit.parameters) std::printf("fitted r %.3f alpha %.3f a %.3f b %.3f\n", fit.parameters->r, fit.parameters->alpha, fit.parameters->a, fit.parameters->b);
    else ++missed;
    promise("BG/NBD of 1,000,000 customers", fitting, 5, "s");
}

}  // namespace
}  // namespace klicnik::bench

/// indicators_bench [--quick] [FILE]: with a file of purchases of that form, else one is made.
int main(int argc, char** argv) {
    using namespace klicnik::bench;
    bool quick = false;
    std::filesystem::path file;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0) quick = true;
        else file = argv[i];
    }
    const bool own = file.empty();
    if (own) {
        file = std::filesystem::temp_directory_path() / "klicnik_bench_purchases.csv";
        make_file(file, quick ? 1'000'000 : 10'000'000, quick ? 20'000 : 200'000);
    }
    // The file first: the most memory that the process ever had is measured.
    measure_file(file, own && quick ? 0.1 : 1);
    if (own) std::filesystem::remove(file);
    measure_headlines();
    measure_tiers();
    measure_fit();
    return missed == 0 ? 0 : 1;
}
