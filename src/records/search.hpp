#pragma once

#include "records/operation.hpp"

namespace klicnik {

struct SearchHit {
    std::string kind;  ///< name of the entity
    std::string id;    ///< with its prefix
    std::string title;
    std::optional<std::string> subtitle;
    std::optional<std::string> account_id;
};
KLICNIK_SHAPE(SearchHit);

struct SearchAnswer {
    std::vector<SearchHit> items;
};
KLICNIK_SHAPE(SearchAnswer);

/// `GET /search?q=…&limit=10`: finds clients, people and colleagues by any part of their searchable texts, without
/// diacritics, within what the actor may see. The best come first: texts that begin with the words asked for, then words that
/// do, then the rest; clients before people.
Operation search_operation();

/// Appends a condition on `t` (search_text) that its folded text contains `folded`; walks the trigram index of the engine.
void append_contains(Sql& sql, db::Engine engine, const std::string& folded);

}  // namespace klicnik
