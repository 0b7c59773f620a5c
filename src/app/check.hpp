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

/// Verifies the hash chain of the audit, that every reference finds its row, that roll-ups equal their entries and, on
/// SQLite, the file itself. Read-only.
std::vector<Fault> find_faults(const App& app);

/// {"faults": [{"check", "where", "what"}, …]}
std::string faults_json(const std::vector<Fault>& faults);

}  // namespace klicnik
