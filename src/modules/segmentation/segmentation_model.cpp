#include "modules/segmentation/segmentation_model.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field segmentation_model_fields[] = {
    field<&SegmentationModel::id>({.read_only = true}),
    field<&SegmentationModel::name>({.required = true, .max_length = 120}),
    field<&SegmentationModel::model_version>({.read_only = true, .sortable = true}),
    field<&SegmentationModel::status>({.read_only = true}),
    field<&SegmentationModel::published_at>({.read_only = true}),
    field<&SegmentationModel::criteria>(),
    field<&SegmentationModel::threshold_a>({.min = 0, .max = 100}),
    field<&SegmentationModel::threshold_b>({.min = 0, .max = 100}),
    field<&SegmentationModel::threshold_c>({.min = 0, .max = 100}),
    field<&SegmentationModel::max_share_a_bp>({.min = 0, .max = 10000}),
    field<&SegmentationModel::window_months>({.min = 1, .max = 120}),
    field<&SegmentationModel::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(SegmentationModel, segmentation_model_fields, .plural = "segmentation_models", .title = "name",
                      .belonging = Belonging::workspace, .default_sort = "-model_version");

}  // namespace klicnik
