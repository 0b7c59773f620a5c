#include <malloc.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <set>

#include "base/in_parts.hpp"
#include "modules/accounts/account.hpp"
#include "modules/indicators/cube_attributes.hpp"
#include "modules/indicators/cube_loading.hpp"
#include "records/entity.hpp"
#include "records/scope.hpp"

/// The cube follows the database: entries by the revision of the ledger, facts of clients by the number of the audit.
namespace klicnik::indicators {

namespace {

/// Beyond that many clients, or lines to look through, loading everything anew is quicker.
constexpr std::size_t most_changes = 20'000;
constexpr std::int64_t most_lines = 200'000;
constexpr std::size_t known_days_kept = 2;

struct Keeper {
    std::mutex mutex;
    std::shared_ptr<Cube> cube;
    SeenState seen;
    std::uint64_t stamps = 0;
    struct Known {
        Date day;
        SeenState seen;
        std::shared_ptr<const Cube> cube;
    };
    std::deque<Known> known;
};

/// What happened since; `everything` when it is too much, or nothing that concerns single clients.
struct Changes {
    bool everything = false;
    bool contracts = false;
    std::set<Uuid> facts;      ///< clients whose facts or leads changed
    std::vector<Uuid> money;   ///< clients whose entries changed
};

void read_audit(const Reader& reader, const SeenState& seen, Changes& changes) {
    std::int64_t lines = 0;
    reader.connection().query(
        "SELECT entity, entity_id, account_id FROM audit_event WHERE number > $1 ORDER BY number LIMIT $2",
        [&](const db::Row& row) {
            ++lines;
            const std::string_view entity = row.text(0);
            if (entity == "exchange_rate" || entity == "workspace" || entity == "sample") changes.everything = true;
            changes.contracts = changes.contracts || entity == "contract";
            if (entity != "account" && entity != "account_assignment" && entity != "tier_decision") return;
            const Uuid client = entity == "account" ? row.uuid(1) : row.uuid(2);
            if (client.is_nil()) changes.everything = true;  // one line for many
            else changes.facts.insert(client);
        },
        seen.audit, most_lines);
    if (lines == most_lines || changes.facts.size() > most_changes) changes.everything = true;
}

Changes changes_since(const Reader& reader, const SeenState& seen, const Cube& cube) {
    Changes changes;
    if (cube.last() < month_of(reader.context().today)) changes.everything = true;
    read_audit(reader, seen, changes);
    const auto clients = clients_changed_since(reader, seen.revision, most_changes);
    if (clients) changes.money = *clients;
    else changes.everything = true;
    for (const Uuid& client : changes.money) {
        // Months beyond the columns need new columns.
        const auto outside = reader.connection().integer("SELECT 1 FROM ledger_month WHERE account_id = $1 AND (month < $2 OR month > $3) LIMIT 1", client,
                                                         cube.first, cube.last());
        if (outside) changes.everything = true;
        if (changes.everything) break;
    }
    return changes;
}

/// A row for a client made after all others: ids keep the order of creation.
std::uint32_t append_client(Cube& cube, const Uuid& client) {
    cube.accounts.push_back(client);
    cube.revenue.append();
    if (cube.own_margin.months() > 0) cube.own_margin.append();
    cube.first_paid.push_back(-1);
    cube.incomplete.push_back(0);
    cube.has_costs.push_back(0);
    cube.day_offsets.push_back(cube.day_offsets.back());
    cube.medians.push_back(0);
    for (Attribute& attribute : cube.attributes) attribute.codes.push_back(0);
    return static_cast<std::uint32_t>(cube.accounts.size() - 1);
}

/// Facts and leads of clients, new ones too; false when one is gone, or is new but not the newest.
bool reload_facts(const Reader& reader, Cube& cube, const std::set<Uuid>& clients) {
    AttributeCodes codes(cube);
    const std::string sql = codes.select() + " WHERE id = $1";
    for (const Uuid& client : clients) {
        auto at = cube.find(client);
        bool exists = false;
        bool fits = true;
        reader.connection().query(sql, [&](const db::Row& row) {
            exists = true;
            fits = at || cube.accounts.empty() || cube.accounts.back() < client;
            if (!fits) return;
            if (!at) at = append_client(cube, client);
            codes.set(cube, *at, row, 2);
        }, client);
        if (!fits || exists != at.has_value()) return false;
        if (!at) continue;
        const auto range = std::equal_range(cube.leads.begin(), cube.leads.end(), LeadSpan{*at, {}, {}, {}},
                                            [](const LeadSpan& a, const LeadSpan& b) { return a.account < b.account; });
        const auto leads = leads_of(reader, cube, client);
        const auto next = cube.leads.erase(range.first, range.second);
        cube.leads.insert(next, leads.begin(), leads.end());
    }
    AttributeCodes::settle(cube);
    read_tops(reader, cube);
    return true;
}

bool follow(const Reader& reader, const SeenState& seen, Cube& cube) {
    const Changes changes = changes_since(reader, seen, cube);
    if (changes.everything) return false;
    if (!changes.facts.empty() && !reload_facts(reader, cube, changes.facts)) return false;
    if (!changes.money.empty()) reload_money(reader, cube, changes.money);
    if (changes.contracts) cube.contracts = contracts_of(reader, cube);
    return true;
}

/// Whether a value of the attribute passes the comparison, as SQL compares.
bool passes(const Filter& filter, const db::Value& value) {
    const bool is_null = std::holds_alternative<std::monostate>(value);
    const db::Value& wanted = filter.values.front();
    switch (filter.test) {
        case Filter::Test::is_null: return is_null == std::get<bool>(wanted);
        case Filter::Test::equals: return std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
        case Filter::Test::differs: return value != wanted;
        case Filter::Test::less: return !is_null && value < wanted;
        case Filter::Test::at_most: return !is_null && value <= wanted;
        case Filter::Test::greater: return !is_null && value > wanted;
        case Filter::Test::at_least: return !is_null && value >= wanted;
        case Filter::Test::all:
        case Filter::Test::any: return false;
    }
    return false;
}

Chosen chosen_by_database(const Reader& reader, const Cube& cube, const ListRequest& request) {
    Sql sql("SELECT e.id FROM account AS e WHERE ");
    append_conditions(sql, reader, entity_of<Account>(), request);
    Chosen chosen(cube.accounts.size());
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        if (const auto at = cube.find(row.uuid(0))) chosen[*at] = 1;
        return true;
    });
    return chosen;
}

}  // namespace

SeenState state_of(const Reader& reader) {
    SeenState seen;
    reader.connection().query("SELECT s.revision, h.number FROM ledger_state s, audit_head h WHERE s.id = 1 AND h.id = 1",
                              [&](const db::Row& row) { seen = {row.integer(0), row.integer(1)}; });
    return seen;
}

std::optional<std::vector<Uuid>> clients_changed_since(const Reader& reader, std::int64_t revision, std::size_t most) {
    std::vector<Uuid> clients;
    reader.connection().query("SELECT DISTINCT account_id FROM ledger_known WHERE revision > $1 LIMIT $2",
                              [&](const db::Row& row) { clients.push_back(row.uuid(0)); }, revision, static_cast<std::int64_t>(most));
    if (clients.size() == most) return std::nullopt;
    std::sort(clients.begin(), clients.end());
    return clients;
}

bool is_in_memory(const Cube& cube, const Filter& filter) {
    if (filter.test == Filter::Test::all || filter.test == Filter::Test::any) {
        return std::all_of(filter.parts.begin(), filter.parts.end(), [&](const Filter& part) { return is_in_memory(cube, part); });
    }
    return cube.attribute(filter.field->name) != nullptr;
}

Chosen chosen_by(const Cube& cube, const Filter& filter) {
    const bool all = filter.test == Filter::Test::all;
    if (all || filter.test == Filter::Test::any) {
        Chosen chosen(cube.accounts.size(), all ? 1 : 0);
        for (const Filter& part : filter.parts) {
            const Chosen some = chosen_by(cube, part);
            in_parts(chosen.size(), [&](std::size_t, std::size_t from, std::size_t to) {
                for (std::size_t i = from; i < to; ++i) chosen[i] = static_cast<std::uint8_t>(all ? chosen[i] & some[i] : chosen[i] | some[i]);
            });
        }
        return chosen;
    }
    const Attribute& attribute = *cube.attribute(filter.field->name);
    std::vector<std::uint8_t> passing;
    for (const db::Value& value : attribute.values) passing.push_back(passes(filter, value));
    Chosen chosen(cube.accounts.size());
    in_parts(chosen.size(), [&](std::size_t, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) chosen[i] = passing[attribute.codes[i]];
    });
    return chosen;
}

std::shared_ptr<const Cube> current_cube(const Reader& reader) {
    Keeper& keeper = reader.memory().of<Keeper>();
    const std::lock_guard lock(keeper.mutex);
    const SeenState now = state_of(reader);
    if (keeper.cube && keeper.seen.covers(now) &&
        month_of(reader.context().today) <= keeper.cube->last()) {
        return keeper.cube;
    }
    if (keeper.cube) {
        // Somebody may be reading the old one.
        if (keeper.cube.use_count() > 1) keeper.cube = std::make_shared<Cube>(*keeper.cube);
        if (follow(reader, keeper.seen, *keeper.cube)) {
            keeper.seen = now;
            keeper.cube->stamp = {++keeper.stamps};
            return keeper.cube;
        }
    }
    keeper.cube.reset();
    keeper.cube = std::make_shared<Cube>(load_cube(reader));
    keeper.cube->stamp = {++keeper.stamps};
    keeper.seen = now;
    ::malloc_trim(0);  // the rows of a whole ledger have passed through the heap
    return keeper.cube;
}

std::shared_ptr<const Cube> cube_known_by(const Reader& reader, Date day) {
    Keeper& keeper = reader.memory().of<Keeper>();
    const std::lock_guard lock(keeper.mutex);
    const SeenState now = state_of(reader);
    std::erase_if(keeper.known, [&](const Keeper::Known& one) { return one.seen.revision != now.revision || one.seen.audit != now.audit; });
    for (const Keeper::Known& one : keeper.known) {
        if (one.day == day) return one.cube;
    }
    if (keeper.known.size() == known_days_kept) keeper.known.pop_front();
    keeper.known.push_back({day, now, std::make_shared<Cube>(load_cube(reader, day))});
    return keeper.known.back().cube;
}

Chosen choose(const Reader& reader, const Cube& cube, const ListRequest& request) {
    const bool sees_all = reader.scope(entity_of<Account>(), Action::read) == Scope::all;
    if (sees_all && request.search.empty() && is_in_memory(cube, request.filter)) return chosen_by(cube, request.filter);
    return chosen_by_database(reader, cube, request);
}

}  // namespace klicnik::indicators
