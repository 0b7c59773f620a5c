#include "modules/indicators/terms.hpp"

namespace klicnik::indicators {

std::vector<WaterfallLine> waterfall_of(const Movements& movements, std::int32_t days) {
    std::vector<WaterfallLine> lines;
    const auto add = [&](WaterfallStep step, __int128 amount, std::int64_t clients) {
        lines.push_back({step, {divide_half_even(amount, days)}, divide_half_even(clients, days)});
    };
    const Movements& m = movements;
    add(WaterfallStep::start, m.start, m.clients);
    add(WaterfallStep::new_business, m.new_business, m.won);
    add(WaterfallStep::reactivation, m.reactivation, m.returned);
    add(WaterfallStep::expansion, m.expansion, m.expanded);
    add(WaterfallStep::contraction, -m.contraction, m.contracted);
    add(WaterfallStep::churn, -m.churn, m.lost);
    if (m.rates != 0) add(WaterfallStep::rates, m.rates, 0);
    add(WaterfallStep::end, m.end(), m.kept + m.won + m.returned);
    return lines;
}

}  // namespace klicnik::indicators
