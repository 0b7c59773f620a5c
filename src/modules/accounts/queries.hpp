#pragma once

#include "modules/accounts/account.hpp"
#include "modules/accounts/rules.hpp"
#include "records/query.hpp"

namespace klicnik::accounts {

struct SummaryCount {
    std::string value;  ///< a tier or lifecycle; "none" for accounts without one
    std::int64_t count = 0;
};

/// How many clients a filter leaves, and what they bring.
struct Summary {
    std::int64_t count = 0;
    std::vector<SummaryCount> by_tier;
    std::vector<SummaryCount> by_lifecycle;
    std::optional<Decimal> revenue_12m;  ///< base currency; absent when no account has a figure
    std::optional<Decimal> margin_12m;
};
Summary summarise(const Reader& reader, const ListRequest& request);

/// Who belongs to whom, of all clients that are not archived; scope is not applied.
std::vector<rules::ParentLink> parent_links(const Reader& reader);

struct GroupLine {
    Id<Account> id;
    std::string name;
    std::int32_t depth = 0;
    std::optional<Decimal> revenue_12m;
    std::optional<Decimal> margin_12m;
};
/// The account and the daughters that the actor may see, with the sums of the group.
struct Group {
    std::vector<GroupLine> items;
    std::optional<Decimal> revenue_12m;
    std::optional<Decimal> margin_12m;
};
Result<Group> group(const Reader& reader, Id<Account> account);

}  // namespace klicnik::accounts

namespace klicnik {
KLICNIK_SHAPE(accounts::SummaryCount);
KLICNIK_SHAPE(accounts::Summary);
KLICNIK_SHAPE(accounts::GroupLine);
KLICNIK_SHAPE(accounts::Group);
}  // namespace klicnik
