#pragma once

#include "platform/db/database.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik {

enum class WriteMode {
    commit,
    preview,  ///< the same transaction, rolled back: import dry runs, `--dry-run`
    step,     ///< one of many steps whose last is a `commit`: durable together with it
};

/// The database with the rights of the product: the one way to read and to write.
class Store {
  public:
    Store(db::Database& database, PermissionMatrix permissions) : database_(database), permissions_(std::move(permissions)) {}

    db::Database& database() const { return database_; }
    const PermissionMatrix& permissions() const { return permissions_; }

    /// What sees the data of a connection as this actor.
    Reader reader(db::Connection& connection, const Context& context) const { return {connection, context, permissions_, memory_}; }

    /// Runs `work` on one snapshot.
    template <class Work>
    auto read(const Context& context, Work&& work) const {
        std::optional<decltype(work(std::declval<const Reader&>()))> outcome;
        database_.read([&](db::Connection& connection) { outcome.emplace(work(reader(connection, context))); });
        return std::move(*outcome);
    }

    /// Runs `work` in one transaction; an Error rolls everything back. `work` may be run again from the start, so it does no
    /// mail, HTTP or files.
    template <class Work>
    auto write(const Context& context, Work&& work, WriteMode mode = WriteMode::commit) const {
        using Outcome = decltype(work(std::declval<UnitOfWork&>()));
        std::optional<Outcome> outcome;
        database_.write([&](db::Connection& connection) {
            UnitOfWork unit(connection, context, permissions_, memory_);
            outcome.emplace(work(unit));
            if (!outcome->ok() || mode == WriteMode::preview) return db::Outcome::roll_back;
            unit.finish();
            return db::Outcome::commit;
        }, mode == WriteMode::step ? db::Promise::before_others : db::Promise::durable);
        return std::move(*outcome);
    }

  private:
    db::Database& database_;
    PermissionMatrix permissions_;
    mutable Memory memory_;
};

}  // namespace klicnik
