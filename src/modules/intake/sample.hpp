#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "records/operation.hpp"

/// The sample firm of samples/: a maker of packaging with forty clients, three managers and three years of invoices, loaded
/// and removed in one transaction each.
namespace klicnik::intake {

struct SampleState {
    std::string state;      ///< none, done
    std::int64_t rows = 0;  ///< records of the sample firm
    std::int64_t total = 0;
};

SampleState sample_state(const Reader& reader);

/// Loads the sample firm, scores it and decides the proposed tiers. Errors: sample.loaded_already, sample.base_currency
/// {expected} for a workspace that keeps its books in another currency, sample.code_taken {code}.
Result<SampleState> load_sample(UnitOfWork& work);

/// Removes exactly what load_sample made, with all that was changed of it since. What own data refer to stays and becomes own.
/// Error: sample.not_loaded.
Result<SampleState> remove_sample(UnitOfWork& work);

}  // namespace klicnik::intake

namespace klicnik {
KLICNIK_SHAPE(intake::SampleState);
}  // namespace klicnik
