#include "modules/indicators/value_query.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>

#include "modules/indicators/client_histories.hpp"
#include "records/entity.hpp"
#include "records/memory.hpp"

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

/// The histories of the clients asked about, numbered as in the cube; both are in order of ids.
struct ChosenHistories {
    std::vector<CustomerHistory> histories;
    std::int64_t clients_without_rate = 0;
};

ChosenHistories chosen_histories(const ClientHistories& all, const Question& question) {
    ChosenHistories chosen;
    const std::vector<Uuid>& accounts = question.cube->accounts;
    std::size_t at = 0;
    const auto is_chosen = [&](const Uuid& client) {
        while (at < accounts.size() && accounts[at] < client) ++at;
        return at < accounts.size() && accounts[at] == client && question.chosen[at];
    };
    for (std::size_t i = 0; i < all.accounts.size(); ++i) {
        if (!is_chosen(all.accounts[i])) continue;
        chosen.histories.push_back(all.histories[i]);
        chosen.histories.back().customer = static_cast<std::uint32_t>(at);
    }
    at = 0;
    chosen.clients_without_rate = std::count_if(all.without_rate.begin(), all.without_rate.end(), is_chosen);
    return chosen;
}

/// What was fitted to the last few books: horizon, margin and discount of a book change more often than its purchases.
struct FitKeeper {
    static constexpr std::size_t books_kept = 2;
    struct Kept {
        std::vector<CustomerHistory> book;
        std::shared_ptr<const ValueFits> fits;
    };
    std::mutex mutex;
    std::deque<Kept> kept;
};

std::shared_ptr<const ValueFits> fits_of(const Reader& reader, const std::vector<CustomerHistory>& book) {
    FitKeeper& keeper = reader.memory().of<FitKeeper>();
    {
        const std::lock_guard lock(keeper.mutex);
        for (const FitKeeper::Kept& one : keeper.kept) {
            if (one.book == book) return one.fits;
        }
    }
    auto fits = std::make_shared<const ValueFits>(fit_value(book));
    const std::lock_guard lock(keeper.mutex);
    if (keeper.kept.size() == FitKeeper::books_kept) keeper.kept.pop_front();
    keeper.kept.push_back({book, fits});
    return fits;
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
    const auto all = current_client_histories(reader, asked.as_of);
    const ChosenHistories chosen = chosen_histories(*all, question);
    std::vector<Id<Account>> ids;
    ValueReport report = value_report(chosen.histories, *fits_of(reader, chosen.histories), asked, [&](std::uint32_t customer) {
        ids.push_back({question.cube->accounts[customer]});
        return std::pair(std::optional(ids.back()), std::string());
    });
    const ClientNames names(reader, ids);
    for (CustomerValue& item : report.items) item.name = names.of(*item.account_id);
    report.currency = question.cube->base;
    report.clients_without_rate = chosen.clients_without_rate;
    return report;
}

}  // namespace klicnik::indicators
