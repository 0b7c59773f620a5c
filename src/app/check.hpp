#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace klicnik {

/// One thing that is wrong with the data.
struct Fault {
    std::string check;  ///< audit_chain, reference, sum, figure, team, search, engine
    std::string where;
    std::string what;
};

/// What cannot be computed again: on SQLite the file itself, the hash chain of the audit, and whether every reference finds
/// its row. Read-only; the database must be at the newest step of the schema.
std::vector<Fault> find_damage(db::Connection& connection);

/// The damage, and whatever is derived and differs from what it derives from (decisions/0010): roll-ups, the figures and the
/// people that clients show, the texts for search. Of each kind how many records and the first few. Read-only.
std::vector<Fault> find_faults(const Reader& reader);
std::vector<Fault> find_faults(const App& app);

/// {"faults": [{"check", "where", "what"}, …]}
std::string faults_json(const std::vector<Fault>& faults);

}  // namespace klicnik
