#include "records/search_upkeep.hpp"

namespace klicnik {

Result<> merge_search_index(const Shift& shift) {
    if (shift.store.database().engine() != db::Engine::sqlite) return {};
    constexpr std::int64_t step = 200;  // pages of about 4 kB
    const std::int64_t pages = shift.store.read(shift.context, [](const Reader& reader) {
        return reader.connection().integer("SELECT COUNT(*) FROM search_index_data").value_or(0);
    });
    // The first step, negative, says that all parts shall be one; the rest go on where the one before stopped.
    for (std::int64_t merged = 0; merged <= pages && !shift.stopping; merged += step) {
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            work.maintain("INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)", merged == 0 ? -step : step);
            return {};
        }));
    }
    return {};
}

}  // namespace klicnik
