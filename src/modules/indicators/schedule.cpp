#include "modules/indicators/schedule.hpp"

#include "modules/indicators/cube_loading.hpp"

namespace klicnik::indicators {

namespace {

/// Loading the books of a large firm takes seconds; nobody who opens a report should wait for them.
Result<> follow_the_books(const Shift& shift) {
    return shift.store.read(shift.context, [](const Reader& reader) -> Result<> {
        (void)current_cube(reader);
        return {};
    });
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {{"cube.follow_the_books", 20, follow_the_books}};
    return work;
}

}  // namespace klicnik::indicators
