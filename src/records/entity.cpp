#include "records/entity.hpp"

namespace klicnik {

namespace {
std::span<const Entity* const> registered_entities;
}

std::span<const Entity* const> all_entities() {
    return registered_entities;
}

void register_entities(std::span<const Entity* const> entities) {
    registered_entities = entities;
}

const Entity* find_entity(std::string_view name) {
    for (const Entity* entity : registered_entities) {
        if (entity->name == name) return entity;
    }
    return nullptr;
}

const Entity* find_entity_by_plural(std::string_view plural) {
    for (const Entity* entity : registered_entities) {
        if (entity->facts.plural == plural) return entity;
    }
    return nullptr;
}

}  // namespace klicnik
