#include "modules/intake/sample_file.hpp"

#include "platform/files/embedded.hpp"
#include "records/input.hpp"

namespace klicnik::intake {

std::string_view embedded_sample(std::string_view name) {
    return files::embedded(std::string("samples/").append(name));
}

std::string_view FileRow::text(std::string_view column) const {
    for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i) {
        if (header_[i] == column) return row_.cells[i];
    }
    return {};
}

Result<> FileRow::fill(const Shape& shape, void* record) const {
    for (const Field& field : shape.fields) {
        const std::string_view cell = text(field.name);
        if (cell.empty() || field.kind == Kind::id || field.kind == Kind::reference) continue;
        TRY(const db::Value value, read_text(field, cell));
        if (!field.set(record, value)) return invalid(std::string(field.name), "out_of_range");
    }
    return {};
}

Result<> for_each_row(std::string_view file, FunctionRef<Result<>(const FileRow&)> on_row) {
    csv::Reader reader(embedded_sample(file), csv::Dialect{});
    while (true) {
        const csv::Step step = reader.next();
        if (step == csv::Step::failed) return reader.error();
        if (step == csv::Step::end) return {};
        CHECK_OK(on_row(FileRow(reader.header(), reader.row())));
    }
}

}  // namespace klicnik::intake
