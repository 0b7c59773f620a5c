#include "records/sort_keys.hpp"

#include <utility>
#include <vector>

#include "platform/text/fold.hpp"

namespace klicnik {

void fill_missing_sort_keys(UnitOfWork& work) {
    std::vector<std::pair<Uuid, std::string>> rows;
    work.connection().query("SELECT id, city FROM account WHERE city IS NOT NULL AND city_key IS NULL",
                            [&](const db::Row& row) { rows.emplace_back(row.uuid(0), text::sort_key(row.text(1))); });
    for (const auto& [id, key] : rows) work.maintain("UPDATE account SET city_key = $2 WHERE id = $1", id, key);
}

}  // namespace klicnik
