#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "modules/segmentation/model.hpp"

namespace klicnik {

struct AccountJudgement;

namespace segmentation {

enum class ModelStatus { draft, published, retired };

/// One line of a stored score: what the rules said, and the judgement it rests on. Names and labels of criteria are in the
/// version of the model.
struct StoredLine {
    std::string criterion;
    std::optional<Decimal> value;
    std::optional<std::string> value_reason;
    std::optional<std::int32_t> percentile_bp;
    std::optional<std::int32_t> points_bp;
    std::int32_t weight = 0;
    std::int32_t contribution_bp = 0;
    bool stale = false;
    std::optional<Id<AccountJudgement>> judgement_id;
};

}  // namespace segmentation

KLICNIK_SHAPE(segmentation::Band);
KLICNIK_SHAPE(segmentation::Criterion);
KLICNIK_SHAPE(segmentation::StoredLine);

}  // namespace klicnik
