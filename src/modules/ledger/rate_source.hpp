#pragma once

namespace klicnik::ledger {

/// Where an exchange rate came from.
enum class RateSource { manual, cnb };

}  // namespace klicnik::ledger
