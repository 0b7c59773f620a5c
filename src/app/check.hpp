#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace klicnik {

/// One thing that is wrong with the data.
struct Fault {
    std::string check;  ///< audit_chain, reference, sum, engine
    std::string where;
    std::string what;
};

/// What cannot be computed again: on SQLite the file itself, the hash chain of the audit, and whether every reference finds
/// its row. Read-only; the database must be at the newest step of the schema.
std::vector<Fault> find_damage(db::Connection& connection);

/// The damage, and roll-ups that differ from their entries. Read-only.
std::vector<Fault> find_faults(const App& app);

/// {"faults": [{"check", "where", "what"}, …]}
std::string faults_json(const std::vector<Fault>& faults);

}  // namespace klicnik
