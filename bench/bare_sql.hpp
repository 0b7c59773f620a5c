#pragma once

#include <vector>

#include "app/app.hpp"

namespace klicnik::bench {

/// Bare SQL of the same rows, for each line of the table of klicnik_bench in its order, in milliseconds of processor time.
std::vector<double> measure_bare(App& app);

}  // namespace klicnik::bench
