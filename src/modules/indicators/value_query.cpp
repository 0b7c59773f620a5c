#include "modules/indicators/value_query.hpp"

#include <algorithm>

#include "modules/ledger/queries.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::string_view parameters[] = {"horizon", "margin", "discount", "limit"};

/// The margin of all in the last twelve months of the question, as a share of their revenue; everything where no cost is known.
std::int64_t margin_share_bp(const Question& question) {
    const Cube& cube = *question.cube;
    const std::int32_t end = cube.end_index(question.period.end());
    const auto sum = [&](const MonthColumns& columns) {
        const auto from = columns.before(end - question.period.window);
        const auto to = columns.before(end);
        __int128 all = 0;
        for (std::size_t i = 0; i < question.chosen.size(); ++i) all += question.chosen[i] ? to[i] - from[i] : 0;
        return all;
    };
    const auto share = ratio_bp(sum(cube.margin()), sum(cube.revenue));
    return share ? std::clamp<std::int64_t>(*share, 0, 10'000) : 10'000;
}

struct Purchases {
    std::vector<std::uint32_t> customers;
    std::vector<Date> days;
    std::vector<std::int64_t> amounts;
    std::int64_t clients_without_rate = 0;  ///< whose purchases are left out, all of them
};

/// A client half of whose purchases are unknown would look like one who hardly buys.
void leave_out(Purchases& purchases, const std::vector<std::uint8_t>& clients) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < purchases.customers.size(); ++i) {
        if (clients[purchases.customers[i]]) continue;
        purchases.customers[kept] = purchases.customers[i];
        purchases.days[kept] = purchases.days[i];
        purchases.amounts[kept] = purchases.amounts[i];
        ++kept;
    }
    purchases.customers.resize(kept);
    purchases.days.resize(kept);
    purchases.amounts.resize(kept);
}

Purchases read_purchases(const Reader& reader, const Question& question) {
    Purchases purchases;
    std::vector<std::uint8_t> without_rate(question.cube->accounts.size());
    ledger::MonthConverter converter(reader, question.cube->base);
    std::optional<std::uint32_t> at;
    Uuid current;
    reader.connection().query(
        "SELECT account_id, day, currency, amount FROM ledger_day WHERE day <= $1 AND entries > 0 ORDER BY account_id, day, currency",
        [&](const db::Row& row) {
            if (current != row.uuid(0)) {
                current = row.uuid(0);
                at = question.cube->find(current);
            }
            if (!at || !question.chosen[*at]) return;
            const Date day{static_cast<std::int32_t>(row.integer(1))};
            const auto amount = converter.convert(Decimal{row.integer(3)}, parse_currency(row.text(2)).value_or(question.cube->base), month_of(day));
            if (!amount) without_rate[*at] = 1;
            purchases.customers.push_back(*at);
            purchases.days.push_back(day);
            purchases.amounts.push_back(amount ? amount->units : 0);
        },
        question.period.as_of);
    purchases.clients_without_rate = std::count(without_rate.begin(), without_rate.end(), 1);
    if (purchases.clients_without_rate > 0) leave_out(purchases, without_rate);
    return purchases;
}

}  // namespace

std::span<const std::string_view> value_parameters() {
    return parameters;
}

Result<ValueReport> value_report(const Reader& reader, const Question& question, const Call& call) {
    ValueQuestion asked;
    asked.as_of = question.period.as_of;
    TRY(const std::int64_t horizon, number_param(call, "horizon", 52, 1, 520));
    TRY(const std::int64_t margin, number_param(call, "margin", 0, 0, 100));
    TRY(const std::int64_t discount, number_param(call, "discount", 10, 0, 100));
    TRY(asked.most_items, number_param(call, "limit", 50, 1, 200));
    asked.horizon_weeks = static_cast<std::int32_t>(horizon);
    asked.margin_bp = margin > 0 ? margin * 100 : question.sees_margin ? margin_share_bp(question) : 10'000;
    asked.discount_bp = discount * 100;
    const Purchases purchases = read_purchases(reader, question);
    const auto histories = customer_histories({purchases.customers, purchases.days, purchases.amounts}, {.calibration_end = asked.as_of});
    std::vector<Id<Account>> ids;
    ValueReport report = value_report(histories, asked, [&](std::uint32_t customer) {
        ids.push_back({question.cube->accounts[customer]});
        return std::pair(std::optional(ids.back()), std::string());
    });
    const ClientNames names(reader, ids);
    for (CustomerValue& item : report.items) item.name = names.of(*item.account_id);
    report.currency = question.cube->base;
    report.clients_without_rate = purchases.clients_without_rate;
    return report;
}

}  // namespace klicnik::indicators
