#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/enum_names.hpp"
#include "base/text.hpp"
#include "modules/segmentation/rules.hpp"

/// The checks of segmentation/rules.hpp: what people enter, before anything is computed from it.
namespace klicnik::segmentation::rules {

namespace {

constexpr std::size_t max_criteria = 20;
constexpr std::size_t max_bands = 20;
constexpr std::int32_t max_weight = 999'999;

void add(std::vector<FieldError>& errors, std::string field, std::string code, Params params = {}) {
    errors.push_back({std::move(field), std::move(code), std::move(params)});
}

void check_range(std::vector<FieldError>& errors, std::string field, std::int64_t value,
                 std::int64_t min, std::int64_t max) {
    if (value >= min && value <= max) return;
    add(errors, std::move(field), "out_of_range",
        {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
}

bool is_code(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; });
}

bool source_fits(CriterionSource source, Measure measure) {
    switch (measure) {
        case Measure::margin_percentile:
        case Measure::revenue_percentile:
        case Measure::cost_to_serve_ratio:
            return source == CriterionSource::computed;
        case Measure::judgement:
            return source == CriterionSource::judged;
        case Measure::account_field:
            return source == CriterionSource::field;
    }
    return false;
}

/// Bands cover the line from the first to the last without holes: a value in a hole would have no
/// points.
void check_bands(std::vector<FieldError>& errors, const std::string& path,
                 const std::vector<Band>& bands) {
    if (bands.size() > max_bands)
        add(errors, path, "too_many", {{"max", std::to_string(max_bands)}});
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const Band& band = bands[i];
        const std::string here = path + "[" + std::to_string(i) + "]";
        check_range(errors, here + ".points", band.points, 0, 100);
        if (band.from && band.to && *band.from >= *band.to) {
            add(errors, here + ".to", "not_ascending", {{"from", to_text(*band.from)}});
        }
        if (i > 0 && !band.from) add(errors, here + ".from", "required");
        if (i + 1 < bands.size() && !band.to) add(errors, here + ".to", "required");
        if (i == 0 || !band.from || !bands[i - 1].to || *band.from == *bands[i - 1].to) continue;
        add(errors, here + ".from", *band.from < *bands[i - 1].to ? "overlaps" : "gap",
            {{"expected", to_text(*bands[i - 1].to)}});
    }
}

void check_criterion(std::vector<FieldError>& errors, const std::string& path,
                     const Criterion& criterion, std::span<const std::string_view> account_fields) {
    if (criterion.code.empty()) {
        add(errors, path + ".code", "required");
    } else if (criterion.code.size() > 40) {
        add(errors, path + ".code", "too_long", {{"max", "40"}});
    } else if (!is_code(criterion.code)) {
        add(errors, path + ".code", "invalid");
    }
    if (code_points(criterion.label) > 100)
        add(errors, path + ".label", "too_long", {{"max", "100"}});
    if (!source_fits(criterion.source, criterion.measure)) {
        add(errors, path + ".measure", "mismatch",
            {{"source", std::string(to_text(criterion.source))}});
    }
    if (criterion.measure == Measure::account_field) {
        const bool known = std::find(account_fields.begin(), account_fields.end(),
                                     criterion.field) != account_fields.end();
        if (criterion.field.empty()) {
            add(errors, path + ".field", "required");
        } else if (!known) {
            add(errors, path + ".field", "unknown", {{"value", criterion.field}});
        }
    }
    check_range(errors, path + ".weight", criterion.weight, 0, max_weight);
    if (criterion.direction != 1 && criterion.direction != -1) {
        add(errors, path + ".direction", "out_of_range", {{"min", "-1"}, {"max", "1"}});
    }
    check_bands(errors, path + ".bands", criterion.bands);
}

void check_thresholds(std::vector<FieldError>& errors, const Model& model) {
    check_range(errors, "threshold_a", model.threshold_a, 0, 100);
    check_range(errors, "threshold_b", model.threshold_b, 0, 100);
    check_range(errors, "threshold_c", model.threshold_c, 0, 100);
    if (model.threshold_b >= model.threshold_a) {
        add(errors, "threshold_b", "not_descending",
            {{"above", std::to_string(model.threshold_a)}});
    }
    if (model.threshold_c >= model.threshold_b) {
        add(errors, "threshold_c", "not_descending",
            {{"above", std::to_string(model.threshold_b)}});
    }
}

Result<> outcome(std::vector<FieldError> errors) {
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

}  // namespace

Result<> check_model(const Model& model, std::span<const std::string_view> account_fields) {
    std::vector<FieldError> errors;
    if (model.criteria.empty()) add(errors, "criteria", "required");
    if (model.criteria.size() > max_criteria) {
        add(errors, "criteria", "too_many", {{"max", std::to_string(max_criteria)}});
    }
    std::unordered_set<std::string_view> codes;
    std::int64_t weights = 0;
    for (std::size_t i = 0; i < model.criteria.size(); ++i) {
        const Criterion& criterion = model.criteria[i];
        const std::string path = "criteria[" + std::to_string(i) + "]";
        check_criterion(errors, path, criterion, account_fields);
        if (!criterion.code.empty() && !codes.insert(criterion.code).second) {
            add(errors, path + ".code", "not_unique", {{"value", criterion.code}});
        }
        weights += std::max(criterion.weight, 0);
    }
    if (!model.criteria.empty() && weights == 0) add(errors, "criteria", "sum_not_positive");
    check_thresholds(errors, model);
    check_range(errors, "max_share_a_bp", model.max_share_a_bp, 0, 10'000);
    check_range(errors, "window_months", model.window_months, 1, 120);
    return outcome(std::move(errors));
}

Result<> check_judgement(std::optional<Decimal> value, std::string_view reason,
                         std::optional<Date> judged_on, Date today) {
    std::vector<FieldError> errors;
    if (!value) {
        add(errors, "value", "required");
    } else if (value->units < 0 || *value > Decimal::from_integer(100)) {
        add(errors, "value", "out_of_range", {{"min", "0"}, {"max", "100"}});
    }
    if (trimmed(reason).empty()) add(errors, "reason", "required");
    if (!judged_on) {
        add(errors, "judged_on", "required");
    } else if (*judged_on > today) {
        add(errors, "judged_on", "in_future");
    }
    return outcome(std::move(errors));
}

Result<> check_tier_decision(std::optional<Tier> proposed, std::optional<Tier> decided,
                             std::string_view reason, Date decided_on,
                             std::optional<Date> review_on) {
    std::vector<FieldError> errors;
    const bool overrides = proposed && proposed != decided;
    if (overrides && trimmed(reason).empty()) add(errors, "reason", "required");
    if (overrides && !review_on) add(errors, "review_on", "required");
    if (review_on && *review_on <= decided_on) {
        add(errors, "review_on", "not_after", {{"after", to_text(decided_on)}});
    }
    return outcome(std::move(errors));
}

Result<> check_confirmation(std::int64_t confirmed, std::size_t actual) {
    if (confirmed >= 0 && static_cast<std::uint64_t>(confirmed) == actual) return {};
    return conflict("segmentation_model.changes_differ",
                    {{"confirmed", std::to_string(confirmed)}, {"actual", std::to_string(actual)}});
}

}  // namespace klicnik::segmentation::rules
