#pragma once

#include <string>

#include "platform/http/metrics.hpp"

namespace klicnik {

/// The counters of the server in the text format of Prometheus.
std::string metrics_text(const http::Metrics& metrics);

}  // namespace klicnik
