#pragma once

namespace klicnik::crypto {

/// Prepares the library once per process, from whichever thread comes first; aborts when it has no random numbers.
void require_sodium();

}  // namespace klicnik::crypto
