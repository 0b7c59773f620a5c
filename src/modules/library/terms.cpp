#include "modules/library/terms.hpp"

#include "records/entity.hpp"

namespace klicnik {

using library::ImportColumn;

static constexpr Field import_column_fields[] = {
    field<&ImportColumn::index>(),
    field<&ImportColumn::header>(),
    field<&ImportColumn::samples>(),
    field<&ImportColumn::type>(),
    field<&ImportColumn::blank_bp>(),
    field<&ImportColumn::field>({.max_length = 60}),
    field<&ImportColumn::confidence_bp>(),
    field<&ImportColumn::reason>(),
};

KLICNIK_DEFINE_SHAPE(ImportColumn, "import_column", import_column_fields);

}  // namespace klicnik
