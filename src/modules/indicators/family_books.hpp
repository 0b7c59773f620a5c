#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/indicators/cube.hpp"
#include "modules/ledger/rules.hpp"
#include "records/reader.hpp"

/// The third dimension of the cube, beside clients and months: the families of what was sold. A family is the topmost ancestor
/// in the tree of offerings; what stands in no tree belongs to none. Sparse, and read only when somebody asks for a family,
/// because few clients buy from every family in every month (decisions/0021).
namespace klicnik::indicators {

/// What one client brought or cost in a month, of one family.
struct FamilySum {
    Month month;
    std::uint32_t family = 0;  ///< into FamilyBooks::families
    Currency currency;
    ledger::rules::Figure figure = ledger::rules::Figure::revenue;
    std::int64_t amount = 0;  ///< ten-thousandths of `currency`
    friend bool operator==(const FamilySum&, const FamilySum&) = default;
};

struct FamilyBooks {
    std::vector<Uuid> families;          ///< the nil id first: no family; then ascending
    std::vector<std::string> names;      ///< of the families; empty for none
    std::unordered_map<Uuid, std::uint32_t> family_of;  ///< of offerings; those that are absent belong to none
    std::vector<Uuid> accounts;          ///< with sums, ascending
    std::vector<std::uint32_t> offsets;  ///< client i has sums[offsets[i]] … sums[offsets[i + 1] − 1]
    std::vector<FamilySum> sums;         ///< of a client by month, family, currency and figure

    std::optional<std::uint32_t> find(const Uuid& family) const;
    std::uint32_t family_of_offering(const Uuid& offering) const;  ///< 0 = none
    bool has_families() const { return families.size() > 1; }
    friend bool operator==(const FamilyBooks&, const FamilyBooks&) = default;
};

/// From every entry with a client; without sums where there are no families.
FamilyBooks load_family_books(const Reader& reader);

/// As of this snapshot or a later one, kept in the reader's memory: the work is proportional to the clients whose entries
/// changed; a change of the tree reads all anew. As current_cube(), for readers only.
std::shared_ptr<const FamilyBooks> current_family_books(const Reader& reader);

/// The cube with the money of one family only; everything else (days of orders, leads, contracts, facts) is the client's.
Cube with_family_money(const Reader& reader, const Cube& whole, const FamilyBooks& books, std::uint32_t family);

/// The same of the cube that current_cube() keeps; the last one asked for is kept too.
std::shared_ptr<const Cube> cube_of_family(const Reader& reader, const Cube& whole, const std::shared_ptr<const FamilyBooks>& books,
                                           std::uint32_t family);

}  // namespace klicnik::indicators
