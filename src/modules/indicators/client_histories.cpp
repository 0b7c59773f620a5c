#include "modules/indicators/client_histories.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <tuple>

#include "modules/indicators/cube_loading.hpp"
#include "modules/ledger/queries.hpp"
#include "records/memory.hpp"

namespace klicnik::indicators {

namespace {

/// Beyond that many clients reading everything anew is quicker.
constexpr std::size_t most_clients_followed = 2'000;
constexpr std::size_t days_kept = 2;

/// What one day brought a client, or took back, in one currency.
struct Part {
    Uuid account;
    Date day;
    Currency currency;
    Decimal amount;
    bool is_known_by_day = false;  ///< the sum of the day holds it already
    auto place() const { return std::tie(account, day); }
};

/// Days of purchase, client after client. The ledger keeps the sum of what was invoiced on a day; what was taken back on it comes
/// beside: credit notes, which the sum does not hold, and negative lines of invoices, which it does.
class Gathering {
  public:
    Gathering(const Reader& reader, Date as_of) : reader_(reader), base_(ledger::base_currency(reader)), converter_(reader, base_) {
        into_.as_of = as_of;
    }

    void read(const std::optional<Uuid>& client) {
        std::vector<Part> credits;
        each("document_date", "entry_kind", "ledger_entry WHERE amount < 0 AND account_id IS NOT NULL AND entry_kind IN ('credit_note', 'revenue')", client,
             [&](const Part& part) { credits.push_back(part); });
        auto credit = credits.begin();
        each("day", "'day'", "ledger_day WHERE entries > 0", client, [&](const Part& part) {
            if (current_ != part.account) finish_client();
            current_ = part.account;
            take(part);
            // All of a day come with its first currency; a credit of a day without a purchase changes no history.
            while (credit != credits.end() && credit->place() < part.place()) ++credit;
            for (; credit != credits.end() && credit->place() == part.place(); ++credit) take(*credit);
        });
        finish_client();
    }

    ClientHistories take() { return std::move(into_); }

  private:
    void each(std::string_view day, std::string_view kind, std::string_view from, const std::optional<Uuid>& client, FunctionRef<void(const Part&)> on_part) const {
        Sql sql("SELECT account_id, ");
        sql.add(day).add(", currency, amount, ").add(kind).add(" FROM ").add(from).add(" AND ").add(day).add(" <= ").bind(std::int64_t{into_.as_of.days});
        if (client) sql.add(" AND account_id = ").bind(*client);
        sql.add(" ORDER BY account_id, ").add(day).add(", currency");
        reader_.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
            on_part({row.uuid(0), Date{static_cast<std::int32_t>(row.integer(1))}, parse_currency(row.text(2)).value_or(base_), Decimal{row.integer(3)},
                     row.text(4) == "revenue"});
            return true;
        });
    }

    void take(const Part& part) {
        if (part.is_known_by_day) {
            purchases_.push_back({part.day, 0, true});
            return;
        }
        const auto amount = converter_.convert(part.amount, part.currency, month_of(part.day));
        if (amount) purchases_.push_back({part.day, amount->units, false});
        else lacks_rate_ = true;
    }

    void finish_client() {
        if (lacks_rate_) {
            into_.without_rate.push_back(current_);
        } else if (auto history = history_of(purchases_, {.calibration_end = into_.as_of})) {
            history->customer = static_cast<std::uint32_t>(into_.accounts.size());
            into_.accounts.push_back(current_);
            into_.histories.push_back(*history);
        }
        purchases_.clear();
        lacks_rate_ = false;
    }

    const Reader& reader_;
    Currency base_;
    ledger::MonthConverter converter_;
    ClientHistories into_;
    Uuid current_;
    std::vector<DatedAmount> purchases_;
    bool lacks_rate_ = false;
};

/// The histories with some clients, in ascending order, read anew.
ClientHistories with_clients_anew(const Reader& reader, const ClientHistories& before, std::span<const Uuid> clients) {
    Gathering gathering(reader, before.as_of);
    for (const Uuid& client : clients) gathering.read(client);
    const ClientHistories fresh = gathering.take();
    const auto is_old = [&](const Uuid& client) { return !std::binary_search(clients.begin(), clients.end(), client); };
    ClientHistories after{before.as_of, {}, {}, {}};
    const auto add = [&](const ClientHistories& from, std::size_t at) {
        after.accounts.push_back(from.accounts[at]);
        after.histories.push_back(from.histories[at]);
        after.histories.back().customer = static_cast<std::uint32_t>(after.accounts.size() - 1);
    };
    std::size_t next = 0;
    for (std::size_t i = 0; i < before.accounts.size(); ++i) {
        for (; next < fresh.accounts.size() && fresh.accounts[next] < before.accounts[i]; ++next) add(fresh, next);
        if (is_old(before.accounts[i])) add(before, i);
    }
    for (; next < fresh.accounts.size(); ++next) add(fresh, next);
    std::copy_if(before.without_rate.begin(), before.without_rate.end(), std::back_inserter(after.without_rate), is_old);
    const auto middle = static_cast<std::ptrdiff_t>(after.without_rate.size());
    after.without_rate.insert(after.without_rate.end(), fresh.without_rate.begin(), fresh.without_rate.end());
    std::inplace_merge(after.without_rate.begin(), after.without_rate.begin() + middle, after.without_rate.end());
    return after;
}

struct HistoryKeeper {
    struct Kept {
        SeenState seen;
        std::shared_ptr<const ClientHistories> histories;
    };
    std::mutex mutex;
    std::deque<Kept> kept;
};

/// Whether the amounts of all may have changed, which no revision of the ledger tells.
bool has_money_changed(const Reader& reader, std::int64_t since) {
    return reader.connection()
        .integer("SELECT 1 FROM audit_event WHERE number > $1 AND entity IN ('exchange_rate', 'sample', 'workspace') LIMIT 1", since)
        .has_value();
}

}  // namespace

ClientHistories load_client_histories(const Reader& reader, Date as_of) {
    Gathering gathering(reader, as_of);
    gathering.read(std::nullopt);
    return gathering.take();
}

std::shared_ptr<const ClientHistories> current_client_histories(const Reader& reader, Date as_of) {
    HistoryKeeper& keeper = reader.memory().of<HistoryKeeper>();
    const std::lock_guard lock(keeper.mutex);
    const SeenState now = state_of(reader);
    const auto found = std::find_if(keeper.kept.begin(), keeper.kept.end(), [&](const auto& one) { return one.histories->as_of == as_of; });
    if (found == keeper.kept.end()) {
        if (keeper.kept.size() == days_kept) keeper.kept.pop_front();
        return keeper.kept.emplace_back(now, std::make_shared<const ClientHistories>(load_client_histories(reader, as_of))).histories;
    }
    if (found->seen.covers(now)) return found->histories;
    const auto clients = has_money_changed(reader, found->seen.audit) ? std::nullopt : clients_changed_since(reader, found->seen.revision, most_clients_followed);
    if (!clients) found->histories = std::make_shared<const ClientHistories>(load_client_histories(reader, as_of));
    else if (!clients->empty()) found->histories = std::make_shared<const ClientHistories>(with_clients_anew(reader, *found->histories, *clients));
    found->seen = now;
    return found->histories;
}

}  // namespace klicnik::indicators
