#include "modules/ledger/book_state.hpp"

namespace klicnik::ledger {

namespace {

constexpr std::int64_t few = 300;

BookState state_in(const db::Row& row) {
    BookState state;
    if (!row.is_null(0)) state.end = Month{static_cast<std::int32_t>(row.integer(0))};
    if (!row.is_null(1)) state.swept_to = row.uuid(1);
    state.revenue = row.integer(2);
    if (!row.is_null(3)) state.shares_of = row.integer(3);
    return state;
}

}  // namespace

BookState book_state(const Reader& reader) {
    BookState state;
    reader.connection().query("SELECT book_end, swept_to, revenue, shares_of FROM ledger_state WHERE id = 1",
                              [&](const db::Row& row) { state = state_in(row); });
    return state;
}

BookState lock_book_state(UnitOfWork& work) {
    BookState state;
    work.connection().query("UPDATE ledger_state SET revenue = revenue WHERE id = 1 RETURNING book_end, swept_to, revenue, shares_of",
                            [&](const db::Row& row) { state = state_in(row); });
    return state;
}

bool has_few_figures(const Reader& reader) {
    return !reader.connection().integer("SELECT 1 FROM ledger_figure LIMIT 1 OFFSET $1", few);
}

}  // namespace klicnik::ledger
