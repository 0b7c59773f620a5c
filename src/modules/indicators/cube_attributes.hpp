#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/indicators/cube.hpp"
#include "records/reader.hpp"

/// Inside of the cube's loading: the parts of it that are read one by one when something has changed.
namespace klicnik::indicators {

/// Clients in the order of their ids, their groups, and the facts by which they can be chosen.
void read_attributes(const Reader& reader, Cube& cube);

/// The groups alone.
void read_tops(const Reader& reader, Cube& cube);

/// Codes of the values that clients have, while rows are read.
class AttributeCodes {
  public:
    /// Goes on with the values that the cube knows.
    explicit AttributeCodes(Cube& cube);

    /// SELECT id, parent_id and the attributes FROM account.
    std::string select() const;
    void set(Cube& cube, std::size_t account, const db::Row& row, int first_column);

    /// Drops values that nobody has and puts the others in order, so that the same clients always give the same codes.
    static void settle(Cube& cube);

  private:
    std::vector<const Field*> fields_;
    std::vector<std::map<db::Value, std::uint32_t>> known_;
};

/// Who led whom, and when: of one client, or of all in the order of the cube.
std::vector<LeadSpan> leads_of(const Reader& reader, const Cube& cube, const std::optional<Uuid>& client = std::nullopt);

/// Contracts of all clients that are worth something, in the order of the cube.
std::vector<ContractTerm> contracts_of(const Reader& reader, const Cube& cube);

/// The index of the first month in which the client paid.
void note_first_paid(Cube& cube, std::size_t account);

/// Months, foreign money and days of purchases of some clients; the nil client stands for lines without one.
void reload_money(const Reader& reader, Cube& cube, std::span<const Uuid> clients);

/// Whether a list can be filtered by this field in memory.
bool is_attribute(const Field& field);

}  // namespace klicnik::indicators
