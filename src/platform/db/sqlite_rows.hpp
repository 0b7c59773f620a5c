#pragma once

#include <exception>
#include <span>
#include <vector>

#include "platform/db/connection.hpp"

struct sqlite3;

namespace klicnik::db {

/// The rows of a bulk insert as a table that SQLite reads from (`INSERT … SELECT c0, c1 FROM bulk_rows`): one statement for
/// all rows opens its cursors once and binds nothing, which takes a third off the cost of a row.
class SqliteRows {
  public:
    static constexpr std::size_t most_columns = 100;

    /// Makes `bulk_rows` known to the connection, which this object must outlive.
    void attach(sqlite3* handle);

    /// While it lives, `bulk_rows` consists of what `next` gives.
    class Source {
      public:
        Source(SqliteRows& rows, std::size_t columns, NextRow next);
        ~Source();
        Source(const Source&) = delete;
        Source& operator=(const Source&) = delete;

        /// Throws what `next` threw; the statement ended with an error then.
        void rethrow() const;

      private:
        friend class SqliteRows;
        bool advance() noexcept;

        SqliteRows& rows_;
        NextRow next_;
        std::vector<Param> values_;
        std::exception_ptr thrown_;
        bool ended_ = false;
    };

  private:
    struct Module;
    Source* source_ = nullptr;
};

}  // namespace klicnik::db
