#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/segmentation/model.hpp"
#include "modules/segmentation/terms.hpp"

namespace klicnik {

/// Criteria, weights and thresholds; a published version never changes.
struct SegmentationModel {
    Id<SegmentationModel> id;
    std::string name;
    std::int32_t model_version = 1;
    segmentation::ModelStatus status = segmentation::ModelStatus::draft;
    std::optional<Timestamp> published_at;
    std::vector<segmentation::Criterion> criteria;
    std::int32_t threshold_a = 70;
    std::int32_t threshold_b = 50;
    std::int32_t threshold_c = 30;
    std::int32_t max_share_a_bp = 2000;
    std::int32_t window_months = 12;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(SegmentationModel, "segmentation_model", "seg");

}  // namespace klicnik
