#pragma once

#include <string>
#include <string_view>

#include "platform/db/connection.hpp"

struct pg_result;

namespace klicnik::db {

/// What an SQLSTATE means for the caller.
ErrorCause cause_of_sqlstate(std::string_view sqlstate);

/// Appends the text form that the server reads. Not for null.
void append_value(const Param& param, std::string& out);

/// Appends one field in the text format of COPY, null as \N.
void append_copy_field(const Param& param, std::string& out);

/// "0193a7c2-…" → the 16 bytes; throws Error when it is not that.
Uuid parse_uuid(std::string_view text);

/// A row of a result whose values are texts.
class PostgresRow final : public Row {
  public:
    explicit PostgresRow(const pg_result* result) : result_(result) {}
    void move_to(int row) { row_ = row; }

    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    bool boolean(int column) const override;
    std::string_view text(int column) const override;
    Uuid uuid(int column) const override;

  private:
    void require(int column) const;

    const pg_result* result_;
    int row_ = 0;
};

}  // namespace klicnik::db
