#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "records/entity.hpp"

namespace klicnik::test {

/// A value for one member of a JSON object, as JSON text (not always valid).
struct HostileValue {
    std::string what;
    std::string json;
    bool must_fail = true;  ///< false where some fields may well accept it
};

/// Wrong types, lengths, encodings, ranges and ids for a field of these facts.
std::vector<HostileValue> hostile_values(const Field& field);

/// Bodies that are no JSON object of ours, made from a valid one.
std::vector<HostileValue> hostile_bodies(std::string_view valid);

/// Query strings for a list of the entity.
std::vector<HostileValue> hostile_queries(const Entity& entity);

/// Ids that are none of `prefix`, percent-encoded where a path needs it.
std::vector<HostileValue> hostile_ids(std::string_view prefix);

/// The text with a few random bytes changed, removed, doubled or replaced by pieces that hurt.
std::string mutated(std::string_view text, std::mt19937_64& random);

}  // namespace klicnik::test
