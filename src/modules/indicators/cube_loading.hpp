#pragma once

#include <memory>
#include <optional>
#include <span>

#include "base/function_ref.hpp"
#include "modules/indicators/cube.hpp"
#include "modules/ledger/rules.hpp"
#include "records/query.hpp"

/// The cube and the database: loaded from the roll-ups, kept true by what has changed, asked with the filters of the list of
/// clients.
namespace klicnik::indicators {

/// How far something kept in memory has followed the database: the revision of the ledger and the number of the audit.
struct SeenState {
    std::int64_t revision = -1;
    std::int64_t audit = -1;
    bool covers(const SeenState& other) const { return other.revision <= revision && other.audit <= audit; }
};
SeenState state_of(const Reader& reader);

/// Clients, ascending, with an entry of a later revision than that; the nil id stands for entries without a client. Nothing when
/// there are `most` or more.
std::optional<std::vector<Uuid>> clients_changed_since(const Reader& reader, std::int64_t revision, std::size_t most);

/// The books of every client, archived ones too, whoever asks. With `known_by` as they were known on that day; what was loaded
/// on the first day of the books counts as known from the start.
Cube load_cube(const Reader& reader, std::optional<Date> known_by = std::nullopt);

/// One sum of a client, month, currency and kind of figure.
struct MonthSum {
    Uuid account;
    Month month;
    Currency currency;
    ledger::rules::Figure figure = ledger::rules::Figure::revenue;
    std::int64_t amount = 0;
};
using OnSum = FunctionRef<void(const MonthSum&)>;

/// The same cube with other money: `each` calls back for every sum, clients in ascending order. Money without a client is none.
Cube with_money(const Reader& reader, const Cube& whole, FunctionRef<void(OnSum)> each);

/// The cube as of this snapshot of the database, or of a later one. Kept in the reader's memory: the work is proportional to
/// what has changed since it was last asked for. Whoever holds it may read it for as long as he likes. For readers only: within
/// a UnitOfWork it would learn of what may yet be rolled back.
std::shared_ptr<const Cube> current_cube(const Reader& reader);

/// The same as known on a day; the last few days asked for are kept.
std::shared_ptr<const Cube> cube_known_by(const Reader& reader, Date day);

/// The clients of a list request that the actor may see. Archived clients take part unless the request speaks of them, because
/// their money is in the books.
Chosen choose(const Reader& reader, const Cube& cube, const ListRequest& request);

/// The part of it that needs no database: whether a filter asks for attributes alone, and the clients that pass it.
bool is_in_memory(const Cube& cube, const Filter& filter);
Chosen chosen_by(const Cube& cube, const Filter& filter);

}  // namespace klicnik::indicators
