#include "modules/accounts/queries.hpp"

#include "modules/accounts/rules.hpp"
#include "records/entity.hpp"

namespace klicnik {

using accounts::Group;
using accounts::GroupLine;
using accounts::Summary;
using accounts::SummaryCount;

static constexpr Field summary_count_fields[] = {field<&SummaryCount::value>(), field<&SummaryCount::count>()};
KLICNIK_DEFINE_SHAPE(SummaryCount, "summary_count", summary_count_fields);

static constexpr Field summary_fields[] = {
    field<&Summary::count>(),        field<&Summary::by_tier>(),    field<&Summary::by_lifecycle>(),
    field<&Summary::revenue_12m>(),  field<&Summary::margin_12m>(),
};
KLICNIK_DEFINE_SHAPE(Summary, "account_summary", summary_fields);

static constexpr Field group_line_fields[] = {
    field<&GroupLine::id>(), field<&GroupLine::name>(), field<&GroupLine::depth>(), field<&GroupLine::revenue_12m>(),
    field<&GroupLine::margin_12m>(),
};
KLICNIK_DEFINE_SHAPE(GroupLine, "group_line", group_line_fields);

static constexpr Field group_fields[] = {field<&Group::items>(), field<&Group::revenue_12m>(), field<&Group::margin_12m>()};
KLICNIK_DEFINE_SHAPE(Group, "account_group", group_fields);

namespace accounts {

namespace {

void add(std::optional<Decimal>& sum, std::optional<Decimal> value) {
    if (value) sum = Decimal{sum.value_or(Decimal{}).units + value->units};
}

std::optional<Decimal> decimal_at(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Decimal{row.integer(column)});
}

}  // namespace

Summary summarise(const Reader& reader, const ListRequest& request) {
    Sql sql("SELECT e.tier, e.lifecycle, COUNT(*), SUM(e.revenue_12m), SUM(e.margin_12m) FROM account AS e WHERE ");
    append_conditions(sql, reader, entity_of<Account>(), request);
    sql.add(" GROUP BY e.tier, e.lifecycle");
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), "account");
    Summary summary;
    for (const std::string_view tier : enum_names<Tier>()) summary.by_tier.push_back({std::string(tier), 0});
    summary.by_tier.push_back({"none", 0});
    for (const std::string_view state : enum_names<Lifecycle>()) summary.by_lifecycle.push_back({std::string(state), 0});
    const auto count_in = [](std::vector<SummaryCount>& counts, std::string_view value, std::int64_t count) {
        for (SummaryCount& line : counts) {
            if (line.value == value) line.count += count;
        }
    };
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const std::int64_t count = row.integer(2);
        summary.count += count;
        count_in(summary.by_tier, row.is_null(0) ? std::string_view("none") : row.text(0), count);
        count_in(summary.by_lifecycle, row.text(1), count);
        if (!sensitive) return true;
        add(summary.revenue_12m, decimal_at(row, 3));
        add(summary.margin_12m, decimal_at(row, 4));
        return true;
    });
    return summary;
}

std::vector<rules::ParentLink> parent_links(const Reader& reader) {
    std::vector<rules::ParentLink> links;
    reader.connection().query("SELECT id, parent_id FROM account WHERE parent_id IS NOT NULL AND NOT archived", [&](const db::Row& row) {
        links.push_back({{row.uuid(0)}, {row.uuid(1)}});
    });
    return links;
}

Result<Group> group(const Reader& reader, Id<Account> account) {
    TRY(const Account top, reader.get(account));
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), "account");
    Group found;
    for (const rules::GroupMember& member : rules::group_of(account, parent_links(reader))) {
        const auto daughter = reader.get(member.id);
        if (!daughter) continue;  // outside the actor's scope
        found.items.push_back({.id = daughter->id, .name = daughter->name, .depth = member.depth});
        if (!sensitive) continue;
        found.items.back().revenue_12m = daughter->revenue_12m;
        found.items.back().margin_12m = daughter->margin_12m;
        add(found.revenue_12m, daughter->revenue_12m);
        add(found.margin_12m, daughter->margin_12m);
    }
    return found;
}

}  // namespace accounts

}  // namespace klicnik
