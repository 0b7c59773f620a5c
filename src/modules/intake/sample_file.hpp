#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "platform/csv/reader.hpp"
#include "records/entity.hpp"

/// The files of the sample firm, whose columns are named after the fields they fill.
namespace klicnik::intake {

/// The bytes of samples/<name>, compiled into the program.
std::string_view embedded_sample(std::string_view name);

class FileRow {
  public:
    FileRow(const std::vector<std::string>& header, const csv::Row& row) : header_(header), row_(row) {}

    /// Empty when there is no such column.
    std::string_view text(std::string_view column) const;

    /// A record with every field that has a column of its name; the others keep their defaults.
    template <class T>
    Result<T> record() const {
        T record;
        auto filled = fill(shape_of<T>(), &record);
        if (!filled) return std::move(filled).error();
        return record;
    }

  private:
    Result<> fill(const Shape& shape, void* record) const;

    const std::vector<std::string>& header_;
    const csv::Row& row_;
};

Result<> for_each_row(std::string_view file, FunctionRef<Result<>(const FileRow&)> on_row);

}  // namespace klicnik::intake
