#pragma once

#include <memory>
#include <optional>
#include <span>

#include "modules/indicators/cube.hpp"
#include "records/query.hpp"

/// The cube and the database: loaded from the roll-ups, kept true by what has changed, asked with the filters of the list of
/// clients.
namespace klicnik::indicators {

/// The books of every client, archived ones too, whoever asks. With `known_by` as they were known on that day; what was loaded
/// on the first day of the books counts as known from the start.
Cube load_cube(const Reader& reader, std::optional<Date> known_by = std::nullopt);

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
