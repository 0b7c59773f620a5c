#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "platform/db/connection.hpp"

/// The books of all clients in columns: one per month, one row per client, so that an indicator of any selection of clients at
/// any month is a pass over two or three columns. A cache of the monthly roll-ups (cube_loading.hpp), never a source.
namespace klicnik::indicators {

/// Money of every client by month, in ten-thousandths of the base currency, kept as sums from the first month on: what a
/// client brought in any window is the difference of two columns.
class MonthColumns {
  public:
    /// Every sum is zero.
    MonthColumns(std::size_t accounts, std::size_t months) : accounts_(accounts), sums_(months, std::vector<std::int64_t>(accounts)) {}
    MonthColumns() = default;

    std::size_t months() const { return sums_.size(); }

    /// What each client brought before the month of this index; index 0 and less is nothing, beyond the last month everything.
    std::span<const std::int64_t> before(std::int32_t index) const;

    /// While filling: adds to one month. accumulate() ends the filling.
    void put(std::size_t account, std::size_t month, std::int64_t amount) { sums_[month][account] += amount; }
    void accumulate();

    /// One more client, who brought nothing yet.
    void append();

    /// Writes one client's months anew; `amounts` has one for each month.
    void replace(std::size_t account, std::span<const std::int64_t> amounts);

    /// The amount of one month.
    std::int64_t at(std::size_t account, std::size_t month) const {
        return sums_[month][account] - (month > 0 ? sums_[month - 1][account] : 0);
    }

    friend bool operator==(const MonthColumns&, const MonthColumns&) = default;

  private:
    std::size_t accounts_ = 0;
    std::vector<std::vector<std::int64_t>> sums_;  // sums_[m] is everything up to and including month m
    std::vector<std::int64_t> nothing_ = std::vector<std::int64_t>(accounts_);
};

/// One client's money in a foreign currency, beside the base currency that the columns hold: what makes constant currency
/// computable.
struct ForeignRow {
    std::uint32_t account = 0;
    Currency currency;
    std::vector<std::int64_t> amounts;  ///< by month, in the foreign currency
    std::vector<std::int64_t> in_base;  ///< the same, at the rate of each month
    friend bool operator==(const ForeignRow&, const ForeignRow&) = default;
};

/// Who led a client from a day on, until the day before `to`.
struct LeadSpan {
    std::uint32_t account = 0;
    Uuid user;
    Date from;
    Date to;  ///< the first day after; far away when it has no end
    friend auto operator<=>(const LeadSpan&, const LeadSpan&) = default;
};

/// What a running contract is worth a year, from its first to its last day.
struct ContractTerm {
    std::uint32_t account = 0;
    Date from;
    Date last;  ///< far away when it has no end
    Currency currency;
    std::int64_t annual = 0;  ///< ten-thousandths of `currency`
    friend bool operator==(const ContractTerm&, const ContractTerm&) = default;
};

/// A fact of the account by which it can be chosen or grouped: a code for every client, into the distinct values. 0 = none.
struct Attribute {
    std::string_view field;
    std::vector<db::Value> values;  ///< values[0] is none
    std::vector<std::uint32_t> codes;
    friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// Which state of a cube that is kept this is: told apart, but no part of what it says.
struct CubeStamp {
    std::uint64_t number = 0;
    friend bool operator==(const CubeStamp&, const CubeStamp&) { return true; }
};

struct Cube {
    static constexpr Date never{2'932'896};  ///< the last day of the year 9999

    Currency base;
    Month first;                      ///< of the first column
    std::vector<Uuid> accounts;       ///< ascending; every other column is in this order
    MonthColumns revenue;             ///< net of credit notes
    MonthColumns own_margin;          ///< revenue − direct cost; without columns where nobody has costs: see margin()
    std::vector<std::int16_t> first_paid;  ///< index of the first month with positive revenue, or −1
    std::vector<std::uint8_t> incomplete;  ///< 1 = a rate is missing, so that no figure of the client is known
    std::vector<std::uint32_t> top;        ///< the firm at the top of the client's group; itself without a group
    std::vector<ForeignRow> foreign;       ///< by account and currency
    std::vector<LeadSpan> leads;           ///< by account and day
    std::vector<ContractTerm> contracts;   ///< by account and day
    std::vector<Attribute> attributes;
    std::vector<std::int64_t> without_account;  ///< revenue of lines without a client, by month
    std::vector<std::uint32_t> day_offsets;     ///< client i bought on days[day_offsets[i]] … days[day_offsets[i + 1] − 1]
    std::vector<Date> days;                     ///< of purchases, each once, ascending within a client
    std::vector<std::int32_t> medians;          ///< OrderRhythm::median_doubled over all days; 0 = too few orders
    CubeStamp stamp;                            ///< 0 = not kept
    std::vector<std::uint8_t> has_costs;        ///< 1 = a direct cost is recorded; where none is, margin is revenue

    /// Revenue − direct cost: the revenue itself in a firm that records no direct costs.
    const MonthColumns& margin() const { return own_margin.months() == 0 ? revenue : own_margin; }
    std::int32_t months() const { return static_cast<std::int32_t>(revenue.months()); }
    Month last() const { return first + (months() - 1); }
    /// The index of the column after that month: what `MonthColumns::before` takes for "up to and including".
    std::int32_t end_index(Month month) const { return month - first + 1; }
    std::optional<std::uint32_t> find(const Uuid& account) const;
    const Attribute* attribute(std::string_view field) const;
    std::span<const Date> days_of(std::size_t account) const {
        return std::span(days).subspan(day_offsets[account], day_offsets[account + 1] - day_offsets[account]);
    }

    friend bool operator==(const Cube&, const Cube&) = default;
};

/// Which clients take part: one byte each, 0 or 1.
using Chosen = std::vector<std::uint8_t>;

}  // namespace klicnik::indicators
