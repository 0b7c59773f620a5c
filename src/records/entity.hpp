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

/// What the fields cannot say about an entity.
struct EntityFacts {
    std::string_view plural;       ///< the URL: /api/v1/<plural>
    std::string_view title = {};   ///< the field that names a record to people; empty when none
    Belonging belonging = Belonging::workspace;
    std::string_view default_sort = "id";  ///< as in the URL: "-document_date"
    bool stamped = true;  ///< has created_at, created_by, updated_at, updated_by; false where millions of rows share one
};

/// A stored record type. Everything that is not said here follows from the fields.
struct Entity : Shape {
    std::string_view prefix;  ///< of ids
    EntityFacts facts;

    const Field* account_field() const {
        if (facts.belonging == Belonging::account) return find("id");
        return facts.belonging == Belonging::through_account ? find("account_id") : nullptr;
    }
    bool has(std::string_view field_name) const { return find(field_name) != nullptr; }
    bool archivable() const { return has("archived"); }
};

/// In the .cpp of each entity: `KLICNIK_DEFINE_ENTITY(Account, account_fields, .plural = "accounts", .title = "name")`.
#define KLICNIK_DEFINE_ENTITY(Type, table, ...)                                                        \
    KLICNIK_EVERY_MEMBER(Type, table);                                                                 \
    template <>                                                                                        \
    const Entity& entity_of<Type>() {                                                                  \
        static constexpr Entity entity{                                                                \
            {EntityName<Type>::name, table}, EntityName<Type>::prefix, EntityFacts{__VA_ARGS__}};      \
        return entity;                                                                                 \
    }                                                                                                  \
    template <>                                                                                        \
    const Shape& shape_of<Type>() {                                                                    \
        return entity_of<Type>();                                                                      \
    }                                                                                                  \
    static_assert(true)

/// The same for a struct that is not stored.
#define KLICNIK_DEFINE_SHAPE(Type, shape_name, table)      \
    KLICNIK_EVERY_MEMBER(Type, table);                     \
    template <>                                            \
    const Shape& shape_of<Type>() {                        \
        static constexpr Shape shape{shape_name, table};   \
        return shape;                                      \
    }                                                      \
    static_assert(true)

/// All entities of the program, in order of dependency: what a foreign key needs comes first. Filled once at start-up by
/// app/modules.cpp, read-only afterwards.
std::span<const Entity* const> all_entities();
void register_entities(std::span<const Entity* const> entities);
const Entity* find_entity(std::string_view name);
const Entity* find_entity_by_plural(std::string_view plural);

}  // namespace klicnik
