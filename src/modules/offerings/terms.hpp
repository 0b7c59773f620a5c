#pragma once

namespace klicnik::offerings {

enum class OfferingKind { product, service, feature, module };

}  // namespace klicnik::offerings
