#include "modules/segmentation/capacity.hpp"

#include <algorithm>
#include <set>

#include "modules/accounts/rules.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/segmentation/portfolio.hpp"
#include "records/entity.hpp"

namespace klicnik {

using segmentation::LoadLine;
using segmentation::LoadMove;
using segmentation::LoadMoves;
using segmentation::LoadPreview;
using segmentation::LoadReason;
using segmentation::LoadState;
using segmentation::MovedLoad;
using segmentation::TeamLoad;
using segmentation::TeamLoadItem;
using segmentation::UserLoad;

static constexpr Field load_reason_fields[] = {field<&LoadReason::code>(), field<&LoadReason::points>(), field<&LoadReason::count>()};
KLICNIK_DEFINE_SHAPE(LoadReason, "load_reason", load_reason_fields);

static constexpr Field load_line_fields[] = {
    field<&LoadLine::account_id>(), field<&LoadLine::account_name>(),  field<&LoadLine::tier>(),
    field<&LoadLine::role>(),       field<&LoadLine::complexity>(),    field<&LoadLine::allocation_bp>(),
    field<&LoadLine::role_factor>(), field<&LoadLine::points>(),       field<&LoadLine::reasons>(),
};
KLICNIK_DEFINE_SHAPE(LoadLine, "load_line", load_line_fields);

static constexpr Field user_load_fields[] = {
    field<&UserLoad::user_id>(), field<&UserLoad::user_name>(), field<&UserLoad::points>(), field<&UserLoad::capacity_points>(),
    field<&UserLoad::load_bp>(), field<&UserLoad::band>(),      field<&UserLoad::lines>(),
};
KLICNIK_DEFINE_SHAPE(UserLoad, "user_load", user_load_fields);

static constexpr Field team_load_item_fields[] = {
    field<&TeamLoadItem::user_id>(),          field<&TeamLoadItem::user_name>(), field<&TeamLoadItem::active>(),
    field<&TeamLoadItem::accounts>(),         field<&TeamLoadItem::complex_accounts>(), field<&TeamLoadItem::points>(),
    field<&TeamLoadItem::capacity_points>(),  field<&TeamLoadItem::load_bp>(),   field<&TeamLoadItem::band>(),
    field<&TeamLoadItem::absent>(),
};
KLICNIK_DEFINE_SHAPE(TeamLoadItem, "team_load_item", team_load_item_fields);

static constexpr Field team_load_fields[] = {
    field<&TeamLoad::as_of>(), field<&TeamLoad::items>(), field<&TeamLoad::unassigned_accounts>(),
};
KLICNIK_DEFINE_SHAPE(TeamLoad, "team_load", team_load_fields);

static constexpr Field load_move_fields[] = {
    field<&LoadMove::account_id>({.required = true}), field<&LoadMove::user_id>({.required = true}), field<&LoadMove::role>(),
};
KLICNIK_DEFINE_SHAPE(LoadMove, "load_move", load_move_fields);

static constexpr Field load_moves_fields[] = {field<&LoadMoves::moves>()};
KLICNIK_DEFINE_SHAPE(LoadMoves, "load_moves", load_moves_fields);

static constexpr Field load_state_fields[] = {
    field<&LoadState::points>(), field<&LoadState::capacity_points>(), field<&LoadState::load_bp>(), field<&LoadState::band>(),
};
KLICNIK_DEFINE_SHAPE(LoadState, "load_state", load_state_fields);

static constexpr Field moved_load_fields[] = {
    field<&MovedLoad::user_id>(), field<&MovedLoad::user_name>(), field<&MovedLoad::before>(), field<&MovedLoad::after>(),
};
KLICNIK_DEFINE_SHAPE(MovedLoad, "moved_load", moved_load_fields);

static constexpr Field load_preview_fields[] = {field<&LoadPreview::items>()};
KLICNIK_DEFINE_SHAPE(LoadPreview, "load_preview", load_preview_fields);

namespace segmentation {

namespace {

using accounts::rules::ComplexityFacts;

/// An assignment that carries load on the day.
struct Carried {
    Id<User> user;
    Id<Account> account;
    AssignmentRole role = AssignmentRole::lead;
    std::int32_t allocation_bp = 10000;
};

void append_carried_condition(Sql& sql, Date day) {
    sql.add("s.role IN ('lead', 'deputy', 'executive_sponsor') AND NOT s.archived AND s.from_on <= ").bind(std::int64_t{day.days});
    sql.add(" AND (s.to_on IS NULL OR s.to_on > ").bind(std::int64_t{day.days}).add(")");
}

/// " AND column IN (…)": the given accounts, or all that somebody carries.
void append_accounts(Sql& sql, std::string_view column, Date day, const std::optional<std::vector<Uuid>>& only) {
    sql.add(" AND ").add(column).add(" IN (");
    if (!only) {
        sql.add("SELECT s.account_id FROM account_assignment s WHERE ");
        append_carried_condition(sql, day);
    } else {
        for (std::size_t i = 0; i < only->size(); ++i) sql.add(i > 0 ? ", " : "").bind((*only)[i]);
    }
    sql.add(")");
}

void run(const Reader& reader, const Sql& sql, FunctionRef<void(const db::Row&)> on_row) {
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        on_row(row);
        return true;
    });
}

using Facts = std::unordered_map<Uuid, ComplexityFacts>;

void read_account_facts(const Reader& reader, Date day, const std::optional<std::vector<Uuid>>& only, Facts& facts) {
    Sql sql("SELECT e.id, e.lifecycle, e.complexity_override FROM account e WHERE 1 = 1");
    append_accounts(sql, "e.id", day, only);
    run(reader, sql, [&](const db::Row& row) {
        ComplexityFacts& fact = facts[row.uuid(0)];
        fact.sites = 1;
        fact.onboarding = row.text(1) == to_text(accounts::Lifecycle::onboarding);
        if (!row.is_null(2)) fact.override_points = Decimal{row.integer(2)};
    });
}

/// People count as stakeholders until their roles are recorded; one who speaks another language makes the client foreign.
void read_contact_facts(const Reader& reader, Date day, const std::optional<std::vector<Uuid>>& only, Facts& facts) {
    const std::string locale = reader.connection().text("SELECT locale FROM workspace LIMIT 1").value_or("cs");
    Sql sql("SELECT c.account_id, COUNT(*), SUM(CASE WHEN c.language IS NOT NULL AND c.language <> ");
    sql.bind(locale).add(" THEN 1 ELSE 0 END) FROM contact c WHERE c.status = 'active' AND NOT c.archived");
    append_accounts(sql, "c.account_id", day, only);
    sql.add(" GROUP BY c.account_id");
    run(reader, sql, [&](const db::Row& row) {
        const auto at = facts.find(row.uuid(0));
        if (at == facts.end()) return;
        at->second.active_stakeholders = static_cast<std::int32_t>(row.integer(1));
        at->second.regulated_or_foreign = row.integer(2) > 0;
    });
}

/// The top of each offering's tree: what we sell in families.
std::unordered_map<Uuid, Uuid> offering_families(const Reader& reader) {
    std::unordered_map<Uuid, Uuid> parents;
    reader.connection().query("SELECT id, parent_id FROM offering WHERE parent_id IS NOT NULL",
                              [&](const db::Row& row) { parents.emplace(row.uuid(0), row.uuid(1)); });
    std::unordered_map<Uuid, Uuid> families;
    for (const auto& [offering, parent] : parents) {
        Uuid top = parent;
        for (int depth = 0; depth < 20; ++depth) {
            const auto up = parents.find(top);
            if (up == parents.end()) break;
            top = up->second;
        }
        families.emplace(offering, top);
    }
    return families;
}

/// Families bought in the last twelve months of the books. Without any tree a family would be every single product, which
/// says nothing of complexity: then all products are one family.
void read_offering_facts(const Reader& reader, Date day, const std::optional<std::vector<Uuid>>& only, Facts& facts) {
    const auto families = offering_families(reader);
    const auto end = ledger::book_end(reader);
    if (families.empty() || !end) return;
    Sql sql("SELECT DISTINCT l.account_id, l.offering_id FROM ledger_entry l WHERE l.offering_id IS NOT NULL AND l.entry_kind = 'revenue'");
    sql.add(" AND l.document_date >= ").bind(std::int64_t{first_day(*end + -11).days});
    append_accounts(sql, "l.account_id", day, only);
    std::set<std::pair<Uuid, Uuid>> bought;
    run(reader, sql, [&](const db::Row& row) {
        const auto at = families.find(row.uuid(1));
        bought.emplace(row.uuid(0), at == families.end() ? row.uuid(1) : at->second);
    });
    for (const auto& [account, family] : bought) {
        const auto at = facts.find(account);
        if (at != facts.end()) ++at->second.offering_families;
    }
}

std::vector<Carried> carried_on(const Reader& reader, Date day, std::optional<Id<User>> user = std::nullopt) {
    Sql sql("SELECT s.user_id, s.account_id, s.role, s.allocation_bp FROM account_assignment s JOIN account e ON e.id = s.account_id WHERE ");
    append_carried_condition(sql, day);
    sql.add(" AND NOT e.archived");
    if (user) sql.add(" AND s.user_id = ").bind(user->value);
    sql.add(" ORDER BY s.user_id, s.account_id, s.role");
    std::vector<Carried> carried;
    run(reader, sql, [&](const db::Row& row) {
        const auto role = parse_enum<AssignmentRole>(row.text(2));
        if (role) carried.push_back({{row.uuid(0)}, {row.uuid(1)}, *role, static_cast<std::int32_t>(row.integer(3))});
    });
    return carried;
}

Decimal points_of(const Carried& carried, const Complexities& known) {
    const auto at = known.find(carried.account.value);
    const Decimal complexity = at == known.end() ? Decimal::from_integer(1) : at->second.points;
    return accounts::rules::load_points(complexity, carried.allocation_bp, carried.role);
}

std::vector<Uuid> accounts_in(std::span<const Carried> carried) {
    std::vector<Uuid> ids;
    for (const Carried& one : carried) ids.push_back(one.account.value);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

LoadState state_of(Decimal points, Decimal capacity) {
    const accounts::rules::Load load = accounts::rules::load_of(points, capacity);
    return {points, capacity, load.load_bp, load.band};
}

bool is_away(const Reader& reader, Id<User> user, Date day) {
    return reader.connection()
        .integer("SELECT 1 FROM absence WHERE user_id = $1 AND NOT archived AND from_on <= $2 AND to_on >= $2 LIMIT 1", user, day)
        .has_value();
}

bool manages_accounts(const User& user) {
    return user.active && std::find(user.roles.begin(), user.roles.end(), Role::account_manager) != user.roles.end();
}

bool sees_others(const Reader& reader) {
    return reader.permissions().scope(reader.context(), {"team", Action::read}) > Scope::own;
}

void read_names(const Reader& reader, std::vector<LoadLine>& lines) {
    std::unordered_map<Uuid, std::pair<std::string, std::optional<accounts::Tier>>> names;
    std::vector<Uuid> ids;
    for (const LoadLine& line : lines) ids.push_back(line.account_id.value);
    if (ids.empty()) return;
    Sql sql("SELECT e.id, e.name, e.tier FROM account e WHERE e.id IN (");
    for (std::size_t i = 0; i < ids.size(); ++i) sql.add(i > 0 ? ", " : "").bind(ids[i]);
    sql.add(")");
    run(reader, sql, [&](const db::Row& row) {
        names[row.uuid(0)] = {std::string(row.text(1)), row.is_null(2) ? std::nullopt : parse_enum<accounts::Tier>(row.text(2))};
    });
    for (LoadLine& line : lines) {
        line.account_name = names[line.account_id.value].first;
        line.tier = names[line.account_id.value].second;
    }
}

LoadLine line_of(const Carried& carried, const Complexities& known) {
    LoadLine line;
    line.account_id = carried.account;
    line.role = carried.role;
    line.allocation_bp = carried.allocation_bp;
    line.role_factor = accounts::rules::role_factor(carried.role);
    line.points = points_of(carried, known);
    line.complexity = Decimal::from_integer(1);
    const auto at = known.find(carried.account.value);
    if (at == known.end()) return line;
    line.complexity = at->second.points;
    for (const accounts::rules::ComplexityReason& reason : at->second.reasons) {
        line.reasons.push_back({reason.factor, reason.points, reason.count});
    }
    return line;
}

}  // namespace

Complexities complexities(const Reader& reader, Date day, std::optional<std::vector<Uuid>> only) {
    Complexities known;
    if (only && only->empty()) return known;
    Facts facts;
    read_account_facts(reader, day, only, facts);
    read_contact_facts(reader, day, only, facts);
    read_offering_facts(reader, day, only, facts);
    known.reserve(facts.size());
    for (const auto& [account, fact] : facts) known.emplace(account, accounts::rules::complexity_of(fact));
    return known;
}

TeamLoad team_load(const Reader& reader, Date day) {
    TeamLoad team;
    team.as_of = day;
    const bool everybody = sees_others(reader);
    const auto own = everybody ? std::nullopt : std::optional(reader.context().actor);
    const std::vector<Carried> carried = carried_on(reader, day, own);
    const Complexities known = complexities(reader, day, everybody ? std::nullopt : std::optional(accounts_in(carried)));
    for (const User& user : reader.all<User>("1 = 1 ORDER BY full_name_key, id")) {
        if (own && user.id != *own) continue;
        TeamLoadItem item;
        item.user_id = user.id;
        item.user_name = user.full_name;
        item.active = user.active;
        item.capacity_points = user.capacity_points;
        const auto [from, to] = std::equal_range(carried.begin(), carried.end(), Carried{.user = user.id, .account = {}},
                                                 [](const Carried& a, const Carried& b) { return a.user < b.user; });
        for (auto at = from; at != to; ++at) {
            item.points.units += points_of(*at, known).units;
            if (at->role != AssignmentRole::lead) continue;
            ++item.accounts;
            const auto complexity = known.find(at->account.value);
            if (complexity != known.end() && complexity->second.is_complex()) ++item.complex_accounts;
        }
        if (from == to && !own && !manages_accounts(user)) continue;
        const LoadState state = state_of(item.points, item.capacity_points);
        item.load_bp = state.load_bp;
        item.band = state.band;
        item.absent = is_away(reader, user.id, day);
        team.items.push_back(std::move(item));
    }
    std::stable_sort(team.items.begin(), team.items.end(),
                     [](const TeamLoadItem& a, const TeamLoadItem& b) { return a.load_bp.value_or(-1) > b.load_bp.value_or(-1); });
    if (everybody) {
        team.unassigned_accounts = reader.connection()
                                       .integer(std::string("SELECT COUNT(*) FROM account WHERE lead_id IS NULL AND ").append(takes_part))
                                       .value_or(0);
    }
    return team;
}

Result<UserLoad> user_load(const Reader& reader, Id<User> user_id, Date day) {
    const auto user = reader.find(user_id);
    if (!user || (!sees_others(reader) && user_id != reader.context().actor)) return not_found("user");
    const std::vector<Carried> carried = carried_on(reader, day, user_id);
    const Complexities known = complexities(reader, day, accounts_in(carried));
    UserLoad load;
    load.user_id = user_id;
    load.user_name = user->full_name;
    load.capacity_points = user->capacity_points;
    for (const Carried& one : carried) {
        load.lines.push_back(line_of(one, known));
        load.points.units += load.lines.back().points.units;
    }
    const LoadState state = state_of(load.points, load.capacity_points);
    load.load_bp = state.load_bp;
    load.band = state.band;
    read_names(reader, load.lines);
    std::stable_sort(load.lines.begin(), load.lines.end(), [](const LoadLine& a, const LoadLine& b) { return a.points > b.points; });
    return load;
}

Result<LoadPreview> preview_moves(const Reader& reader, const LoadMoves& moves, Date day) {
    std::vector<FieldError> errors;
    std::vector<Carried> carried = carried_on(reader, day);
    std::vector<Uuid> involved;
    std::vector<Id<User>> people;
    for (std::size_t i = 0; i < moves.moves.size(); ++i) {
        const LoadMove& move = moves.moves[i];
        const std::string path = "moves[" + std::to_string(i) + "].";
        if (!reader.sees_account(move.account_id.value, {"account", Action::read})) errors.push_back({path + "account_id", "not_found"});
        if (!reader.find(move.user_id)) errors.push_back({path + "user_id", "not_found"});
        people.push_back(move.user_id);
        for (const Carried& one : carried) {
            if (one.account == move.account_id) people.push_back(one.user);
        }
    }
    if (!errors.empty()) return invalid(std::move(errors));
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    const auto concerns = [&](Id<User> user) { return std::binary_search(people.begin(), people.end(), user); };
    std::erase_if(carried, [&](const Carried& one) { return !concerns(one.user); });
    involved = accounts_in(carried);
    for (const LoadMove& move : moves.moves) involved.push_back(move.account_id.value);
    std::sort(involved.begin(), involved.end());
    involved.erase(std::unique(involved.begin(), involved.end()), involved.end());
    const Complexities known = complexities(reader, day, involved);
    const auto sum = [&](Id<User> user) {
        Decimal points;
        for (const Carried& one : carried) {
            if (one.user == user) points.units += points_of(one, known).units;
        }
        return points;
    };
    LoadPreview preview;
    for (const Id<User> person : people) {
        const User user = reader.find(person).value_or(User{});
        MovedLoad& moved = preview.items.emplace_back();
        moved.user_id = person;
        moved.user_name = user.full_name;
        moved.before = state_of(sum(person), user.capacity_points);
    }
    for (const LoadMove& move : moves.moves) {
        std::erase_if(carried, [&](const Carried& one) {
            const bool same_role = one.role == move.role && (one.user == move.user_id || accounts::rules::is_exclusive(move.role));
            const bool deputy_becomes_lead = move.role == AssignmentRole::lead && one.role == AssignmentRole::deputy && one.user == move.user_id;
            return one.account == move.account_id && (same_role || deputy_becomes_lead);
        });
        carried.push_back({move.user_id, move.account_id, move.role, 10000});
    }
    for (MovedLoad& moved : preview.items) moved.after = state_of(sum(moved.user_id), moved.before.capacity_points);
    return preview;
}

}  // namespace segmentation

}  // namespace klicnik
