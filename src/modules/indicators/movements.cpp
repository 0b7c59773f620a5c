#include "modules/indicators/movements.hpp"

#include <algorithm>
#include <map>

#include "base/decimal.hpp"
#include "base/in_parts.hpp"

namespace klicnik::indicators {

namespace {

/// Money of one currency at the rate of the start, half-even to a ten-thousandth.
std::int64_t at_rate(std::int64_t amount, const Rate& rate) {
    return divide_half_even(static_cast<__int128>(amount) * rate.numerator, rate.denominator);
}

const Rate* find_rate(std::span<const Rate> rates, Currency currency) {
    for (const Rate& rate : rates) {
        if (rate.currency == currency) return &rate;
    }
    return nullptr;
}

std::int64_t sum_between(const std::vector<std::int64_t>& months, std::int32_t from, std::int32_t to) {
    std::int64_t sum = 0;
    for (std::int32_t i = std::max(from, 0); i < std::min(to, static_cast<std::int32_t>(months.size())); ++i) sum += months[static_cast<std::size_t>(i)];
    return sum;
}

void read_invoices(const Cube& cube, const Period& period, std::span<const Rate> rates, Ends& ends) {
    const std::int32_t end = cube.end_index(period.end());
    const std::int32_t start = end - period.window;
    const auto c0 = cube.revenue.before(start - period.window);
    const auto c1 = cube.revenue.before(start);
    const auto c2 = cube.revenue.before(end);
    in_parts(cube.accounts.size(), [&](std::size_t, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            ends.start[i] = c1[i] - c0[i];
            ends.end[i] = c2[i] - c1[i];
            ends.paid_before[i] = cube.first_paid[i] >= 0 && cube.first_paid[i] < start;
        }
    });
    for (const ForeignRow& row : cube.foreign) {
        const Rate* rate = find_rate(rates, row.currency);
        if (!rate) {
            ends.unknown[row.account] = 1;
            continue;
        }
        const std::int64_t start_booked = sum_between(row.in_base, start - period.window, start);
        const std::int64_t end_booked = sum_between(row.in_base, start, end);
        const std::int64_t start_constant = at_rate(sum_between(row.amounts, start - period.window, start), *rate);
        const std::int64_t end_constant = at_rate(sum_between(row.amounts, start, end), *rate);
        ends.start[row.account] += start_constant - start_booked;
        ends.end[row.account] += end_constant - end_booked;
        // The start counts at its own rate; what the rates since then changed is at the end.
        if (end_booked != end_constant) ends.rates.push_back({row.account, end_booked - end_constant});
    }
}

void read_contracts(const Cube& cube, const Period& period, std::span<const Rate> start_rates, std::span<const Rate> end_rates, Ends& ends) {
    const Date start = period.start_day();
    for (const ContractTerm& term : cube.contracts) {
        const bool at_start = term.from <= start && start <= term.last;
        const bool at_end = term.from <= period.as_of && period.as_of <= term.last;
        if (term.annual > 0 && term.from <= start) ends.paid_before[term.account] = 1;
        if (!at_start && !at_end) continue;
        std::int64_t value = term.annual;
        if (term.currency != cube.base) {
            const Rate* rate = find_rate(start_rates, term.currency);
            const Rate* later = find_rate(end_rates, term.currency);
            if (!rate || !later) {
                ends.unknown[term.account] = 1;
                continue;
            }
            value = at_rate(term.annual, *rate);
            if (at_end && at_rate(term.annual, *later) != value) ends.rates.push_back({term.account, at_rate(term.annual, *later) - value});
        }
        if (at_start) ends.start[term.account] += value;
        if (at_end) ends.end[term.account] += value;
    }
}

/// Adds the daughters to the firm at the top of their group.
void roll_up(const Cube& cube, Ends& ends) {
    for (std::size_t i = 0; i < cube.accounts.size(); ++i) {
        const std::size_t top = cube.top[i];
        if (top == i) continue;
        ends.start[top] += ends.start[i];
        ends.end[top] += ends.end[i];
        ends.paid_before[top] |= ends.paid_before[i];
        ends.unknown[top] |= ends.unknown[i];
        ends.start[i] = ends.end[i] = 0;
        ends.paid_before[i] = ends.unknown[i] = 0;
    }
    for (Ends::RateChange& change : ends.rates) change.account = cube.top[change.account];
}

/// The sums of one run, in 64 bits so that the loop stays short; parts are added up in 128.
struct Sums {
    std::int64_t start = 0, expansion = 0, contraction = 0, churn = 0, new_business = 0, reactivation = 0, credits_start = 0, credits_end = 0, credits_of_lost = 0;
    std::int64_t clients = 0, kept = 0, expanded = 0, contracted = 0, lost = 0, won = 0, returned = 0, unknown = 0;

    void add(std::int64_t s, std::int64_t e, bool paid_before) {
        credits_start += std::min<std::int64_t>(s, 0);
        credits_end += std::min<std::int64_t>(e, 0);
        credits_of_lost += s > 0 ? std::min<std::int64_t>(e, 0) : 0;
        e = std::max<std::int64_t>(e, 0);
        if (s > 0) {
            const std::int64_t change = e - s;
            ++clients;
            start += s;
            kept += e > 0;
            expansion += std::max<std::int64_t>(change, 0);
            expanded += change > 0;
            contraction += e > 0 ? std::max<std::int64_t>(-change, 0) : 0;
            contracted += e > 0 && change < 0;
            churn += e > 0 ? 0 : s;
            lost += e == 0;
        } else if (e > 0) {
            (paid_before ? reactivation : new_business) += e;
            ++(paid_before ? returned : won);
        }
    }

    void pour(Movements& into, std::int64_t weight = 1) const {
        const auto times = [weight](std::int64_t sum) { return static_cast<__int128>(sum) * weight; };
        into.start += times(start);
        into.expansion += times(expansion);
        into.contraction += times(contraction);
        into.churn += times(churn);
        into.new_business += times(new_business);
        into.reactivation += times(reactivation);
        into.credits_start += times(credits_start);
        into.credits_end += times(credits_end);
        into.credits_of_lost += times(credits_of_lost);
        into.clients += clients * weight;
        into.kept += kept * weight;
        into.expanded += expanded * weight;
        into.contracted += contracted * weight;
        into.lost += lost * weight;
        into.won += won * weight;
        into.returned += returned * weight;
        into.unknown += unknown * weight;
    }
};

/// So many clients can be added in 64 bits: each sum stays below 2^63 as long as no client alone passes 2^50.
constexpr std::size_t clients_per_run = 4096;

Sums sums_of_one(const Ends& ends, std::size_t i) {
    Sums sums;
    if (ends.unknown[i]) sums.unknown = 1;
    else sums.add(ends.start[i], ends.end[i], ends.paid_before[i] != 0);
    return sums;
}

}  // namespace

std::vector<Currency> currencies_of(const Cube& cube, Base base) {
    std::vector<Currency> found;
    const auto add = [&](Currency currency) {
        if (currency != cube.base && std::find(found.begin(), found.end(), currency) == found.end()) found.push_back(currency);
    };
    if (base == Base::invoices) {
        for (const ForeignRow& row : cube.foreign) add(row.currency);
    } else {
        for (const ContractTerm& term : cube.contracts) add(term.currency);
    }
    std::sort(found.begin(), found.end());
    return found;
}

Ends ends_of(const Cube& cube, const Period& period, const Rates& rates, bool by_group) {
    const std::size_t count = cube.accounts.size();
    Ends ends{std::vector<std::int64_t>(count), std::vector<std::int64_t>(count), {}, std::vector<std::uint8_t>(count), {}};
    if (period.base == Base::invoices) {
        ends.unknown = cube.incomplete;
        read_invoices(cube, period, rates.at_start, ends);
    } else {
        ends.unknown.resize(count);
        read_contracts(cube, period, rates.at_start, rates.at_end, ends);
    }
    if (by_group) roll_up(cube, ends);
    std::sort(ends.rates.begin(), ends.rates.end(), [](const Ends::RateChange& a, const Ends::RateChange& b) { return a.account < b.account; });
    return ends;
}

void Movements::add(const Movements& other) {
    clients += other.clients;
    kept += other.kept;
    expanded += other.expanded;
    contracted += other.contracted;
    lost += other.lost;
    won += other.won;
    returned += other.returned;
    unknown += other.unknown;
    start += other.start;
    expansion += other.expansion;
    contraction += other.contraction;
    churn += other.churn;
    new_business += other.new_business;
    reactivation += other.reactivation;
    rates += other.rates;
    credits_start += other.credits_start;
    credits_end += other.credits_end;
    credits_of_lost += other.credits_of_lost;
}

Movements movements_of(const Ends& ends, const Chosen& chosen) {
    Movements parts[2];
    in_parts(ends.start.size(), [&](std::size_t part, std::size_t from, std::size_t to) {
        for (std::size_t run = from; run < to; run += clients_per_run) {
            Sums sums;
            for (std::size_t i = run; i < std::min(run + clients_per_run, to); ++i) {
                if (!chosen[i]) continue;
                if (ends.unknown[i]) ++sums.unknown;
                else sums.add(ends.start[i], ends.end[i], ends.paid_before[i] != 0);
            }
            sums.pour(parts[part]);
        }
    });
    parts[0].add(parts[1]);
    for (const Ends::RateChange& change : ends.rates) {
        if (chosen[change.account] && !ends.unknown[change.account]) parts[0].rates += change.change;
    }
    return parts[0];
}

std::vector<Movements> movements_by(const Ends& ends, const Chosen& chosen, std::span<const std::uint32_t> codes, std::size_t groups) {
    std::vector<Movements> found(groups);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i]) sums_of_one(ends, i).pour(found[codes[i]]);
    }
    for (const Ends::RateChange& change : ends.rates) {
        if (chosen[change.account] && !ends.unknown[change.account]) found[codes[change.account]].rates += change.change;
    }
    return found;
}

ByLead movements_by_lead(const Cube& cube, const Ends& ends, const Chosen& chosen, const Period& period) {
    ByLead by;
    // Days t − W … t, the first one left out: the share before a handover is that of the lead at t − W.
    const Date from = period.start_day() + 1;
    const Date to = period.as_of + 1;
    by.days = to - from;
    std::map<Uuid, Movements> found;
    std::size_t next = 0;
    std::size_t next_rate = 0;
    for (std::uint32_t i = 0; i < chosen.size(); ++i) {
        std::int64_t rates = 0;
        while (next_rate < ends.rates.size() && ends.rates[next_rate].account < i) ++next_rate;
        for (; next_rate < ends.rates.size() && ends.rates[next_rate].account == i; ++next_rate) rates += ends.rates[next_rate].change;
        const auto pour = [&](const Uuid& user, std::int32_t days) {
            Movements& of = found[user];
            sums_of_one(ends, i).pour(of, days);
            if (!ends.unknown[i]) of.rates += static_cast<__int128>(rates) * days;
        };
        std::int32_t led = 0;
        while (next < cube.leads.size() && cube.leads[next].account < i) ++next;
        for (; next < cube.leads.size() && cube.leads[next].account == i; ++next) {
            if (!chosen[i]) continue;
            const LeadSpan& span = cube.leads[next];
            const std::int32_t days = std::min(span.to, to) - std::max(span.from, from);
            if (days <= 0) continue;
            pour(span.user, days);
            led += days;
        }
        if (chosen[i] && led < by.days) pour(Uuid{}, by.days - led);
    }
    for (const auto& [user, movements] : found) by.shares.push_back({user, movements});
    return by;
}

Movement movement_of(const Ends& ends, std::size_t account) {
    if (ends.unknown[account]) return Movement::unknown;
    const std::int64_t start = ends.start[account];
    const std::int64_t end = std::max<std::int64_t>(ends.end[account], 0);
    if (start > 0) {
        if (end == 0) return Movement::lost;
        if (end == start) return Movement::unchanged;
        return end > start ? Movement::expanded : Movement::contracted;
    }
    if (end == 0) return Movement::absent;
    return ends.paid_before[account] ? Movement::returned : Movement::won;
}

}  // namespace klicnik::indicators
