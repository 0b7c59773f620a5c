#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/accounts/account.hpp"
#include "modules/identity/user.hpp"
#include "records/reader.hpp"

/// What a client is worth to us, part by part (requirements S8): today's margin is only one of the parts, and they are never
/// added up into one number that nobody could check. A part that nobody has recorded is unknown, not zero.
namespace klicnik::indicators {

enum class ValuePart {
    margin,      ///< of the last twelve months of the books
    contracted,  ///< what contracts bring for sure in the next twelve months
    potential,   ///< what more the client could buy, as judged (0…100)
    strategic,   ///< what the client means beyond money, as judged (0…100)
    whitespace,  ///< money that the client spends elsewhere on what we could deliver × its probability
    referrals,   ///< what clients bring whom this one recommended
};

enum class ValueUnit { money, points };

enum class ValueSource { ledger, contracts, judgement };

/// Why a part is unknown.
enum class ValueUnknown {
    not_allowed,   ///< the reader may not see it
    no_books,      ///< nothing was ever invoiced
    rate_missing,  ///< a currency has no rate
    no_contract,   ///< no contract with a value for that time
    not_judged,    ///< nobody has said
    not_recorded,  ///< the firm does not record it yet
};

struct ValueComponent {
    ValuePart part = ValuePart::margin;
    ValueUnit unit = ValueUnit::money;
    std::optional<Decimal> value;
    std::optional<ValueUnknown> unknown;  ///< set exactly when there is no value
    std::optional<ValueSource> source;
    std::optional<Date> on;               ///< the last day of the books; the day asked; the day of the judgement
    std::optional<Id<User>> judged_by_id;
    std::optional<std::string> judged_by;
    std::optional<std::string> reason;    ///< of the judgement, in the words of who judged
    bool stale = false;                   ///< a judgement older than a year
};

struct ValueCard {
    Id<Account> account_id;
    Currency currency;
    std::vector<ValueComponent> components;  ///< every part once, in the order of ValuePart
};

/// Error: not_found account.
Result<ValueCard> value_card(const Reader& reader, Id<Account> account);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::ValueComponent);
KLICNIK_SHAPE(indicators::ValueCard);
}  // namespace klicnik
