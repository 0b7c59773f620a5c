#pragma once

#include "base/id.hpp"
#include "modules/segmentation/model.hpp"

namespace klicnik {

namespace segmentation {

enum class ModelStatus { draft, published, retired };

}  // namespace segmentation

KLICNIK_SHAPE(segmentation::Band);
KLICNIK_SHAPE(segmentation::Criterion);

}  // namespace klicnik
