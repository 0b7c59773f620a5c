#pragma once

/// The closed vocabularies of the firm itself; enumerators are spelled as stored.
namespace klicnik::identity {

/// What kind of business the firm is in; decides which indicators come first (S11).
enum class BusinessPreset { manufacturer, agency, it_subscription, services, mixed };

enum class DepartmentKind { production, delivery, support, finance, legal, sales, product, other };

}  // namespace klicnik::identity
