#include "modules/indicators/cube_attributes.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "modules/accounts/account.hpp"
#include "records/entity.hpp"
#include "records/json_values.hpp"
#include "records/sql_builder.hpp"

namespace klicnik::indicators {

namespace {

/// Texts with few distinct values, by which people group clients.
constexpr std::string_view grouping_texts[] = {"country", "industry_code", "size_band", "city", "legal_form"};

std::vector<const Field*> attribute_fields() {
    std::vector<const Field*> fields;
    for (const Field& field : entity_of<Account>().fields) {
        if (is_attribute(field)) fields.push_back(&field);
    }
    return fields;
}

/// The firm at the top of each client's group. A chain that never ends is cut where it began.
void find_tops(Cube& cube, const std::vector<std::pair<std::uint32_t, Uuid>>& parents) {
    std::unordered_map<std::uint32_t, std::uint32_t> above;
    for (const auto& [account, parent] : parents) {
        if (const auto at = cube.find(parent)) above.emplace(account, *at);
    }
    cube.top.resize(cube.accounts.size());
    for (std::uint32_t i = 0; i < cube.accounts.size(); ++i) {
        std::uint32_t top = i;
        for (int depth = 0; depth < 20; ++depth) {
            const auto up = above.find(top);
            if (up == above.end()) break;
            top = up->second;
        }
        cube.top[i] = top;
    }
}

}  // namespace

bool is_attribute(const Field& field) {
    if (field.kind == Kind::reference) return field.name == "lead_id" || field.name == "deputy_id";
    // What the ledger and the scores keep on the account moves without a line in the audit.
    if (field.spec.derived) return false;
    if (field.kind == Kind::choice || field.kind == Kind::boolean || field.kind == Kind::currency) return true;
    return std::find(std::begin(grouping_texts), std::end(grouping_texts), field.name) != std::end(grouping_texts);
}

void AttributeCodes::set(Cube& cube, std::size_t account, const db::Row& row, int first_column) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int column = first_column + static_cast<int>(i);
        Attribute& attribute = cube.attributes[i];
        std::uint32_t code = 0;
        if (!row.is_null(column)) {
            const auto [at, is_new] = known_[i].try_emplace(column_value(*fields_[i], row, column), static_cast<std::uint32_t>(attribute.values.size()));
            if (is_new) attribute.values.push_back(at->first);
            code = at->second;
        }
        attribute.codes[account] = code;
    }
}

AttributeCodes::AttributeCodes(Cube& cube) : fields_(attribute_fields()), known_(fields_.size()) {
    if (cube.attributes.empty()) {
        for (const Field* field : fields_) cube.attributes.push_back({field->name, {db::Value{}}, {}});
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const auto& values = cube.attributes[i].values;
        for (std::uint32_t code = 1; code < values.size(); ++code) known_[i].emplace(values[code], code);
    }
}

std::string AttributeCodes::select() const {
    std::string sql = "SELECT id, parent_id";
    for (const Field* field : fields_) sql.append(", \"").append(field->name).append("\"");
    return sql.append(" FROM account");
}

void AttributeCodes::settle(Cube& cube) {
    for (Attribute& attribute : cube.attributes) {
        std::vector<std::uint8_t> used(attribute.values.size());
        for (const std::uint32_t code : attribute.codes) used[code] = 1;
        std::map<db::Value, std::uint32_t> order;
        for (std::uint32_t code = 1; code < used.size(); ++code) {
            if (used[code]) order.emplace(attribute.values[code], code);
        }
        std::vector<std::uint32_t> now(attribute.values.size());
        std::vector<db::Value> values{db::Value{}};
        for (const auto& [value, code] : order) {
            now[code] = static_cast<std::uint32_t>(values.size());
            values.push_back(value);
        }
        attribute.values = std::move(values);
        for (std::uint32_t& code : attribute.codes) code = now[code];
    }
}

void read_attributes(const Reader& reader, Cube& cube) {
    AttributeCodes codes(cube);
    std::vector<std::pair<std::uint32_t, Uuid>> parents;
    reader.connection().query(codes.select() + " ORDER BY id", [&](const db::Row& row) {
        const std::size_t account = cube.accounts.size();
        if (!row.is_null(1)) parents.emplace_back(static_cast<std::uint32_t>(account), row.uuid(1));
        cube.accounts.push_back(row.uuid(0));
        for (Attribute& attribute : cube.attributes) attribute.codes.push_back(0);
        codes.set(cube, account, row, 2);
    });
    codes.settle(cube);
    find_tops(cube, parents);
}

void read_tops(const Reader& reader, Cube& cube) {
    std::vector<std::pair<std::uint32_t, Uuid>> parents;
    reader.connection().query("SELECT id, parent_id FROM account WHERE parent_id IS NOT NULL", [&](const db::Row& row) {
        if (const auto at = cube.find(row.uuid(0))) parents.emplace_back(*at, row.uuid(1));
    });
    find_tops(cube, parents);
}

std::vector<LeadSpan> leads_of(const Reader& reader, const Cube& cube, const std::optional<Uuid>& client) {
    std::vector<LeadSpan> leads;
    Sql sql("SELECT account_id, user_id, from_on, to_on FROM account_assignment WHERE role = 'lead' AND NOT archived");
    if (client) sql.add(" AND account_id = ").bind(*client);
    sql.add(" ORDER BY account_id, from_on, id");
    std::optional<std::uint32_t> at;
    Uuid current;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        if (!at || current != row.uuid(0)) {
            current = row.uuid(0);
            at = cube.find(current);
        }
        if (at) {
            leads.push_back({*at, row.uuid(1), Date{static_cast<std::int32_t>(row.integer(2))},
                             row.is_null(3) ? Cube::never : Date{static_cast<std::int32_t>(row.integer(3))}});
        }
        return true;
    });
    return leads;
}

std::vector<ContractTerm> contracts_of(const Reader& reader, const Cube& cube) {
    std::vector<ContractTerm> terms;
    std::optional<std::uint32_t> at;
    Uuid current;
    reader.connection().query(
        "SELECT account_id, starts_on, term_ends_on, currency, annual_value FROM contract WHERE NOT archived AND state <> 'draft' "
        "AND annual_value > 0 ORDER BY account_id, starts_on, id",
        [&](const db::Row& row) {
            if (!at || current != row.uuid(0)) {
                current = row.uuid(0);
                at = cube.find(current);
            }
            if (!at) return;
            // Stored ends are the first day without the contract.
            const Date last = row.is_null(2) ? Cube::never : Date{static_cast<std::int32_t>(row.integer(2)) - 1};
            terms.push_back({*at, Date{static_cast<std::int32_t>(row.integer(1))}, last, parse_currency(row.text(3)).value_or(cube.base), row.integer(4)});
        });
    return terms;
}

}  // namespace klicnik::indicators
