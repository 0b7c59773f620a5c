#pragma once

#include <span>
#include <string_view>

#include "records/field.hpp"

namespace klicnik {

/// How a row belongs to an account; the whole row-level security of an entity is this one word (see scope.hpp).
enum class Belonging {
    workspace,        ///< everybody who may read the entity reads every row
    account,          ///< the row is the account
    through_account,  ///< the row has `account_id`
};

/// A stored record type. Everything that is not said here follows from the fields.
struct Entity : Shape {
    std::string_view plural;       ///< the URL: /api/v1/<plural>
    std::string_view prefix;       ///< of ids
    std::string_view title;        ///< the field that names a record to people; empty when none
    Belonging belonging = Belonging::workspace;
    std::string_view default_sort = "id";  ///< as in the URL: "-document_date"

    const Field* account_field() const {
        if (belonging == Belonging::account) return find("id");
        return belonging == Belonging::through_account ? find("account_id") : nullptr;
    }
    bool has(std::string_view field_name) const { return find(field_name) != nullptr; }
    bool archivable() const { return has("archived"); }
};

/// Specialised in the .cpp of each entity.
template <class T>
const Entity& entity_of();

/// All entities of the program, in order of dependency: what a foreign key needs comes first. Filled once at start-up by
/// app/modules.cpp, read-only afterwards.
std::span<const Entity* const> all_entities();
void register_entities(std::span<const Entity* const> entities);
const Entity* find_entity(std::string_view name);
const Entity* find_entity_by_plural(std::string_view plural);

}  // namespace klicnik
