#pragma once

#include "base/result.hpp"
#include "platform/db/connection.hpp"
#include "records/entity.hpp"
#include "records/memory.hpp"
#include "records/permission.hpp"

namespace klicnik {

/// One consistent view of the database for one actor.
class Reader {
  public:
    Reader(db::Connection& connection, const Context& context, const PermissionMatrix& permissions, Memory& memory)
        : connection_(connection), context_(context), permissions_(permissions), memory_(memory) {}

    const Context& context() const { return context_; }
    /// For SELECT only; writing statements belong to UnitOfWork.
    db::Connection& connection() const { return connection_; }
    const PermissionMatrix& permissions() const { return permissions_; }
    /// What the process keeps beside the database.
    Memory& memory() const { return memory_; }

    Scope scope(const Entity& entity, Action action) const {
        return permissions_.scope(context_, {entity.name, action});
    }

    /// Fills `record` with the row, when it lies within the actor's scope for `action`; otherwise not_found.
    Result<> load(const Entity& entity, const Uuid& id, void* record, Action action) const;

    /// The row whatever the scope: for rules that must see what the actor may not. False when absent.
    bool find(const Entity& entity, const Uuid& id, void* record) const;

    template <class T>
    Result<T> get(Id<T> id, Action action = Action::read) const {
        T record;
        auto loaded = load(entity_of<T>(), id.value, &record, action);
        if (!loaded) return std::move(loaded).error();
        return record;
    }
    template <class T>
    std::optional<T> find(Id<T> id) const {
        T record;
        if (!find(entity_of<T>(), id.value, &record)) return std::nullopt;
        return record;
    }

    /// Every row of a hand-written condition ("account_id = $1 ORDER BY from_on"), scope not applied.
    template <class T, class... Args>
    std::vector<T> all(std::string_view condition, const Args&... args) const {
        std::vector<T> found;
        connection_.query(select_sql(entity_of<T>(), condition), [&](const db::Row& row) {
            restore(entity_of<T>(), row, &found.emplace_back());
        }, args...);
        return found;
    }

    /// Whether the account is within the actor's scope for that permission.
    bool sees_account(const Uuid& account_id, Permission permission) const;

  protected:
    static std::string select_sql(const Entity& entity, std::string_view condition);
    static void restore(const Entity& entity, const db::Row& row, void* record);

  private:
    db::Connection& connection_;
    const Context& context_;
    const PermissionMatrix& permissions_;
    Memory& memory_;
};

}  // namespace klicnik
