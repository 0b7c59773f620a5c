#include "modules/library/actions.hpp"

#include "records/entity.hpp"

namespace klicnik::library {

namespace {

/// An address that leads elsewhere would make a saved report a trap for colleagues.
Result<> check_address(const SavedReport& report) {
    const std::string_view address = report.address;
    const bool leads_to_a_report = address == "/reports" || address.starts_with("/reports/") || address.starts_with("/reports?");
    const bool is_plain = address.find("//") == std::string_view::npos && address.find('\\') == std::string_view::npos;
    if (!leads_to_a_report || !is_plain) return invalid("address", "bad_address");
    return {};
}

}  // namespace

Result<SavedReport> create_saved_report(UnitOfWork& work, SavedReport report) {
    CHECK_OK(check_address(report));
    return work.create(std::move(report));
}

Result<SavedReport> update_saved_report(UnitOfWork& work, const SavedReport& before, SavedReport after) {
    CHECK_OK(check_address(after));
    return work.update(before, std::move(after));
}

}  // namespace klicnik::library
