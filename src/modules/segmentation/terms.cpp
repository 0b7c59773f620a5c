#include "modules/segmentation/terms.hpp"

#include "modules/segmentation/account_judgement.hpp"
#include "records/entity.hpp"

namespace klicnik {

using segmentation::Band;
using segmentation::Criterion;
using segmentation::StoredLine;

static constexpr Field band_fields[] = {
    field<&Band::from>(),
    field<&Band::to>(),
    field<&Band::points>({.min = 0, .max = 100}),
};

KLICNIK_DEFINE_SHAPE(Band, "band", band_fields);

static constexpr Field criterion_fields[] = {
    field<&Criterion::code>({.required = true, .max_length = 40}),
    field<&Criterion::label>({.max_length = 120}),
    field<&Criterion::source>(),
    field<&Criterion::measure>(),
    field<&Criterion::field>({.max_length = 60}),
    field<&Criterion::weight>({.min = 0, .max = 999999}),
    field<&Criterion::direction>({.min = -1, .max = 1}),
    field<&Criterion::bands>(),
};

KLICNIK_DEFINE_SHAPE(Criterion, "criterion", criterion_fields);

static constexpr Field stored_line_fields[] = {
    field<&StoredLine::criterion>({.max_length = 40}),
    field<&StoredLine::value>(),
    field<&StoredLine::value_reason>({.max_length = 40}),
    field<&StoredLine::percentile_bp>(),
    field<&StoredLine::points_bp>(),
    field<&StoredLine::weight>(),
    field<&StoredLine::contribution_bp>(),
    field<&StoredLine::stale>(),
    field<&StoredLine::judgement_id>(),
};

KLICNIK_DEFINE_SHAPE(StoredLine, "stored_score_line", stored_line_fields);

}  // namespace klicnik
