#pragma once

#include "records/openapi.hpp"

namespace klicnik {

/// What the server answers below /api/v1 beside the operations, as far as the web app and other programs use it: sessions, the
/// one-time links, the upload of a file and the events of an import.
HandWritten described_routes();

}  // namespace klicnik
