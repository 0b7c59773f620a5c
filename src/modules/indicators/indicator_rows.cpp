#include <algorithm>
#include <cstdlib>

#include "modules/indicators/indicator_values.hpp"

/// The clients behind a figure: those whose movement it counts, whose margin it weighs, or whose order is late.
namespace klicnik::indicators {

namespace {

/// The days of the period on which each client was led by the person.
std::vector<std::int32_t> days_led(const Question& question, const Period& period) {
    std::vector<std::int32_t> days(question.cube->accounts.size());
    const Date from = period.start_day() + 1;
    const Date to = period.as_of + 1;
    for (const LeadSpan& span : question.cube->leads) {
        if (span.user == *question.manager) days[span.account] += std::max(0, std::min(span.to, to) - std::max(span.from, from));
    }
    return days;
}

bool belongs(Movement movement, IndicatorCode code) {
    switch (code) {
        case IndicatorCode::new_business: return movement == Movement::won;
        case IndicatorCode::reactivation: return movement == Movement::returned;
        case IndicatorCode::churn: return movement == Movement::lost;
        case IndicatorCode::contraction: return movement == Movement::contracted;
        case IndicatorCode::expansion: return movement == Movement::expanded;
        case IndicatorCode::net_retention:
        case IndicatorCode::booked_retention:
        case IndicatorCode::gross_retention:
        case IndicatorCode::logo_retention:
            return movement == Movement::expanded || movement == Movement::contracted || movement == Movement::unchanged || movement == Movement::lost;
        case IndicatorCode::revenue:
        case IndicatorCode::clients: return movement != Movement::absent && movement != Movement::lost && movement != Movement::unknown;
        case IndicatorCode::top_share:
        case IndicatorCode::top_five_share:
        case IndicatorCode::concentration_index:
        case IndicatorCode::existential_clients:
        case IndicatorCode::late_clients:
        case IndicatorCode::margin_variation: return false;  // their rows are no movements
    }
    return false;
}

enum class About { movements, margins, rhythm };

About about(IndicatorCode code) {
    if (is_of_movements(code)) return About::movements;
    return code == IndicatorCode::late_clients ? About::rhythm : About::margins;
}

/// A client and what he is ranked by.
struct Ranked {
    std::uint32_t account = 0;
    std::int64_t rank = 0;
};

class Rows {
  public:
    Rows(const Question& question, const Measured& measured, IndicatorCode code)
        : question_(question), measured_(measured), code_(code), about_(about(code)),
          end_(question.cube->end_index(question.books_end ? std::min(measured.period.end(), *question.books_end) : measured.period.end())) {
        if (question.manager) weights_ = days_led(question, measured.period);
    }

    /// Every client that belongs, unordered.
    std::vector<Ranked> find() const {
        std::vector<Ranked> found;
        for (std::uint32_t i = 0; i < question_.chosen.size(); ++i) {
            if (!question_.chosen[i] || (question_.manager && weights_[i] == 0)) continue;
            if (const auto rank = rank_of(i)) found.push_back({i, *rank});
        }
        return found;
    }

    void fill(std::uint32_t i, IndicatorRow& row) const {
        const Ends& ends = measured_.ends;
        row.movement = movement_of(ends, i);
        if (row.movement != Movement::unknown) {
            row.start = Decimal{ends.start[i]};
            row.end = Decimal{ends.end[i]};
            row.change = Decimal{change(i)};
        }
        if (question_.manager) row.weight_bp = ratio_bp(weights_[i], measured_.weighed.days);
        if (about_ == About::margins && question_.sees_margin) {
            row.margin = Decimal{margin(i)};
            row.share_bp = ratio_bp(margin(i), measured_.dependence.total);
        }
        if (about_ == About::rhythm) {
            const OrderRhythm rhythm = order_rhythm(question_.cube->days_of(i), measured_.period.as_of);
            row.days_since = rhythm.days_since;
            row.rhythm = rhythm.state;
            if (rhythm.median_doubled) row.usual_days = Decimal{*rhythm.median_doubled * Decimal::one / 2};
        }
    }

  private:
    std::int64_t change(std::uint32_t i) const {
        return std::max<std::int64_t>(measured_.ends.end[i], 0) - std::max<std::int64_t>(measured_.ends.start[i], 0);
    }
    std::int64_t margin(std::uint32_t i) const {
        return question_.cube->margin().before(end_)[i] - question_.cube->margin().before(end_ - measured_.period.window)[i];
    }
    /// Nothing for a client that does not belong.
    std::optional<std::int64_t> rank_of(std::uint32_t i) const {
        if (about_ == About::movements) {
            if (!belongs(movement_of(measured_.ends, i), code_)) return std::nullopt;
            const bool by_size = code_ == IndicatorCode::revenue || code_ == IndicatorCode::clients;
            return std::abs(by_size ? measured_.ends.end[i] : change(i));
        }
        if (about_ == About::margins) {
            const std::int64_t amount = margin(i);
            const bool is_small = code_ == IndicatorCode::existential_clients && static_cast<__int128>(amount) * 4 <= measured_.dependence.total;
            return amount == 0 || is_small ? std::nullopt : std::optional(amount);
        }
        const OrderRhythm rhythm = order_rhythm(question_.cube->days_of(i), measured_.period.as_of);
        const bool late = rhythm.state == RhythmState::late || rhythm.state == RhythmState::silent;
        return late ? rhythm.ratio_bp : std::nullopt;
    }

    const Question& question_;
    const Measured& measured_;
    IndicatorCode code_;
    About about_;
    std::int32_t end_;
    std::vector<std::int32_t> weights_;
};

}  // namespace

IndicatorRows indicator_rows(const Reader& reader, const Question& question, IndicatorCode code, std::size_t from, std::size_t limit) {
    IndicatorRows answer;
    answer.period = asked_period(question);
    if (about(code) == About::margins && !question.sees_margin) return answer;
    const Measured measured = measure(reader, question, question.period);
    const Rows rows(question, measured, code);
    std::vector<Ranked> found = rows.find();
    answer.total = static_cast<std::int64_t>(found.size());
    const std::size_t to = std::min(found.size(), from + limit);
    if (from < to) {
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(to), found.end(), [](const Ranked& a, const Ranked& b) {
            return a.rank != b.rank ? a.rank > b.rank : a.account < b.account;
        });
    }
    std::vector<Id<Account>> ids;
    for (std::size_t at = from; at < to; ++at) ids.push_back({question.cube->accounts[found[at].account]});
    const ClientNames names(reader, ids);
    for (std::size_t at = from; at < to; ++at) {
        IndicatorRow& row = answer.items.emplace_back();
        row.account_id = ids[at - from];
        row.name = names.of(row.account_id);
        rows.fill(found[at].account, row);
    }
    if (to < found.size()) answer.next = std::to_string(to);
    return answer;
}

}  // namespace klicnik::indicators
