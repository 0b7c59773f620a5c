#include "modules/ledger/rules.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "modules/ledger/rate_source.hpp"

namespace klicnik::ledger::rules {

namespace {

std::int64_t minor_unit(Currency currency) {
    std::int64_t unit = Decimal::one;
    for (unsigned place = 0; place < exponent(currency); ++place) unit /= 10;
    return unit;
}

/// number / divisor rounded half away from zero; `divisor` > 0.
__int128 divide_half_up(__int128 number, __int128 divisor) {
    const __int128 magnitude = number < 0 ? -number : number;
    const __int128 quotient = magnitude / divisor;
    const __int128 rest = magnitude % divisor;
    const __int128 rounded = rest >= divisor - rest ? quotient + 1 : quotient;
    return number < 0 ? -rounded : rounded;
}

bool is_list_rate(const ExchangeRate& rate) {
    return rate.source == RateSource::cnb;
}

Error missing_rate(Currency currency, Date on) {
    return rule_violated("exchange_rate.missing",
                         {{"currency", std::string(currency.view())}, {"on", to_text(on)}});
}

/// quantity × unit price − discount, or nothing when it cannot be computed.
Result<std::optional<Decimal>> computed_amount(const LineNumbers& numbers) {
    if (numbers.discount_bp && (*numbers.discount_bp < 0 || *numbers.discount_bp > 10'000)) {
        return invalid("discount", "out_of_range", {{"min", "0"}, {"max", "100"}});
    }
    if (!numbers.quantity || !numbers.unit_price) return std::optional<Decimal>();
    // One rounding at the end: quantity × price × (1 − discount) in units of 10^-12.
    const std::int64_t kept_bp = 10'000 - numbers.discount_bp.value_or(0);
    __int128 product = static_cast<__int128>(numbers.quantity->units) * numbers.unit_price->units;
    if (__builtin_mul_overflow(product, static_cast<__int128>(kept_bp), &product))
        return invalid("amount", "too_large");
    constexpr std::int64_t scale = Decimal::one * 10'000;
    if (product / scale >= std::numeric_limits<std::int64_t>::max() / 2 ||
        product / scale <= std::numeric_limits<std::int64_t>::min() / 2) {
        return invalid("amount", "too_large");
    }
    std::int64_t amount = divide_half_even(product, scale);
    if (numbers.discount && __builtin_sub_overflow(amount, numbers.discount->units, &amount)) {
        return invalid("amount", "too_large");
    }
    return std::optional(Decimal{amount});
}

}  // namespace

Figure figure_of(EntryKind kind) {
    switch (kind) {
        case EntryKind::revenue:
        case EntryKind::credit_note:
            return Figure::revenue;
        case EntryKind::direct_cost:
            return Figure::direct_cost;
        case EntryKind::time_cost:
        case EntryKind::service_cost:
        case EntryKind::discount:
        case EntryKind::travel:
        case EntryKind::care_cost:
            return Figure::cost_to_serve;
        case EntryKind::acquisition_cost:
            return Figure::acquisition;
    }
    return Figure::revenue;
}

Decimal stored_amount(EntryKind kind, Decimal amount) {
    if (kind == EntryKind::credit_note && amount.units > 0) return {-amount.units};
    return amount;
}

EntryKind kind_of_line(Decimal amount) {
    return amount.units < 0 ? EntryKind::credit_note : EntryKind::revenue;
}

Result<Decimal> line_amount(const LineNumbers& numbers, Currency currency) {
    TRY(const std::optional<Decimal> computed, computed_amount(numbers));
    if (!numbers.amount) {
        if (!computed) return invalid("amount", "required");
        return *computed;
    }
    if (!computed) return *numbers.amount;
    const auto magnitude = [](Decimal value) {
        return value.units < 0 ? -static_cast<__int128>(value.units)
                               : static_cast<__int128>(value.units);
    };
    const __int128 difference = magnitude(*numbers.amount) - magnitude(*computed);
    if ((difference < 0 ? -difference : difference) > minor_unit(currency)) {
        return invalid("amount", "not_quantity_times_price",
                       {{"expected", to_text(*computed, exponent(currency))}});
    }
    return *numbers.amount;
}

RateBook::RateBook(std::span<const ExchangeRate> rates, Currency quoted_in)
    : rates_(rates.begin(), rates.end()), quoted_in_(quoted_in) {
    std::sort(rates_.begin(), rates_.end(), [](const ExchangeRate& a, const ExchangeRate& b) {
        return std::tuple(a.currency, a.valid_on, !is_list_rate(a)) <
               std::tuple(b.currency, b.valid_on, !is_list_rate(b));
    });
    for (const ExchangeRate& rate : rates_) {
        if (is_list_rate(rate)) list_days_.push_back(rate.valid_on);
    }
    std::sort(list_days_.begin(), list_days_.end());
    list_days_.erase(std::unique(list_days_.begin(), list_days_.end()), list_days_.end());
}

Result<ExchangeRate> RateBook::rate(Currency currency, Date on) const {
    if (currency == quoted_in_) {
        ExchangeRate same;
        same.valid_on = on;
        same.currency = currency;
        same.rate = Decimal::from_integer(1);
        return same;
    }
    const auto after =
        std::upper_bound(rates_.begin(), rates_.end(), std::pair(currency, on),
                         [](const std::pair<Currency, Date>& wanted, const ExchangeRate& rate) {
                             return wanted < std::pair(rate.currency, rate.valid_on);
                         });
    if (after == rates_.begin() || std::prev(after)->currency != currency)
        return missing_rate(currency, on);
    const ExchangeRate& found = *std::prev(after);
    if (found.units <= 0 || found.rate.units <= 0) return missing_rate(currency, on);
    if (is_list_rate(found)) {
        const auto next_list = std::upper_bound(list_days_.begin(), list_days_.end(), on);
        if (next_list != list_days_.begin() && *std::prev(next_list) > found.valid_on)
            return missing_rate(currency, on);
    }
    return found;
}

Result<Decimal> RateBook::convert(Decimal amount, Currency from, Currency to, Date on) const {
    if (from == to) return amount;
    TRY(const ExchangeRate sold, rate(from, on));
    TRY(const ExchangeRate bought, rate(to, on));
    // amount × (sold.rate / sold.units) ÷ (bought.rate / bought.units), rounded once.
    const std::int64_t unit = minor_unit(to);
    __int128 number = static_cast<__int128>(amount.units) * sold.rate.units;
    __int128 divisor = static_cast<__int128>(bought.rate.units) * sold.units;
    const bool overflow =
        __builtin_mul_overflow(number, static_cast<__int128>(bought.units), &number) ||
        __builtin_mul_overflow(divisor, static_cast<__int128>(unit), &divisor);
    if (overflow) return rule_violated("exchange_rate.too_large");
    const __int128 minor = divide_half_up(number, divisor);
    if (minor > std::numeric_limits<std::int64_t>::max() / unit ||
        minor < std::numeric_limits<std::int64_t>::min() / unit) {
        return rule_violated("exchange_rate.too_large");
    }
    return Decimal{static_cast<std::int64_t>(minor) * unit};
}

}  // namespace klicnik::ledger::rules
