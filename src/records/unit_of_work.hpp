#pragma once

#include <string>
#include <vector>

#include "platform/http/json.hpp"
#include "records/reader.hpp"

namespace klicnik {

/// The only writer of business data. One transaction of one actor; each change goes scope → facts → references → version
/// → write → audit → event. Audit and events are written at the end, by finish().
class UnitOfWork : public Reader {
  public:
    using Reader::Reader;

    /// Inserts the record; sets its id (unless given) and version. Errors: invalid (facts, references), forbidden,
    /// not_found (account outside scope), conflict record.duplicate.
    Result<> create(const Entity& entity, void* record);

    /// Writes what differs between the two states. No difference is no change: no version, no audit. Errors as create, and
    /// conflict record.stale when the row has another version than `before`.
    Result<> update(const Entity& entity, const void* before, void* after);

    template <class T>
    Result<T> create(T record) {
        auto done = create(entity_of<T>(), &record);
        if (!done) return std::move(done).error();
        return record;
    }
    template <class T>
    Result<T> update(const T& before, T after) {
        auto done = update(entity_of<T>(), &before, &after);
        if (!done) return std::move(done).error();
        return after;
    }

    /// Archives or restores a record by its id. Errors: not_found, conflict record.stale when `version` is given and old.
    Result<> archive(const Entity& entity, const Uuid& id, bool archived, std::optional<std::int64_t> version);

    /// Deletes a row and its search text, and says so in the audit. Business records are archived, not erased: this is for
    /// what was never theirs, the sample firm, and for erasure that the law demands.
    void erase(const Entity& entity, const Uuid& id);

    /// Sets derived fields: no version, no audit, no event. Only fields declared `.derived`.
    void derive(const Entity& entity, const Uuid& id, std::initializer_list<std::pair<std::string_view, db::Value>> values);

    /// Holds a record until the end of the transaction, so that nobody else decides about what belongs to it meanwhile: reads of
    /// PostgreSQL see what others commit in between (platform/db/postgres_database.cpp).
    void lock(const Entity& entity, const Uuid& id);

    /// Statements that maintain derived tables (roll-ups, figures, scores' current rows). The tables hold nothing that
    /// cannot be computed again.
    template <class... Args>
    std::int64_t maintain(std::string_view sql, const Args&... args) {
        return connection().exec(sql, args...);
    }

    /// The same with parameters in a list: statements of many rows.
    std::int64_t maintain_many(std::string_view sql, std::span<const db::Param> params) {
        return connection().run(sql, params, [](const db::Row&) { return true; });
    }

    /// Many rows of an entity whose single rows are not audited (ledger lines of an import): the caller audits the whole
    /// with note(). Rows must have passed check_facts.
    std::int64_t create_many(const Entity& entity, FunctionRef<const void*()> next);

    /// The same for half a million rows: `next` binds the columns itself, because values that travel through Field::get cost
    /// more than the database does. The only user is ledger/bulk.cpp.
    std::int64_t create_many(const Entity& entity, std::span<const std::string_view> columns, db::NextRow next) {
        return connection().bulk_insert(entity.name, columns, next);
    }

    /// Adds a line of its own to the audit: a sign-in, an export, an import of 541,909 rows. `facts` is JSON.
    void note(std::string_view entity, const Uuid& entity_id, const Uuid& account_id, std::string_view action, std::string facts);

    /// A meaningful event beyond created/updated/archived: "manager.overloaded". `payload` is JSON.
    void emit(std::string_view name, std::string_view entity, const Uuid& entity_id, const Uuid& account_id, std::string payload);

    /// Writes audit and events of the changes so far. Called by Store::write before the commit, and by change_many for each
    /// chunk, so that a mass change need not be held in memory.
    void finish();

  private:
    struct Change {
        std::string name;  ///< "account.updated"; empty when no event goes out
        std::string entity;
        Uuid entity_id;
        Uuid account_id;
        std::string action;  ///< empty when nothing is audited
        std::string facts;
    };

    Result<> check(const Entity& entity, const void* before, void* after);
    Result<> check_account_scope(const Entity& entity, const void* record, Action action) const;
    void record_change(const Entity& entity, const void* before, const void* after, std::string_view action);
    void index_for_search(const Entity& entity, const void* record, bool is_new);
    void write_audit();
    void write_events();

    /// A change of the trigram index of SQLite. They wait for the commit: between other statements each would write its own
    /// segment, because the index saves itself at every statement and savepoint that can be taken back.
    struct IndexChange {
        bool removes = false;
        std::int64_t number = 0;
        std::string body;
    };
    void write_index();

    std::vector<Change> changes_;
    std::vector<IndexChange> index_changes_;
};

}  // namespace klicnik
