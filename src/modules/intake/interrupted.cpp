#include "modules/intake/interrupted.hpp"

#include "modules/library/import_run.hpp"
#include "records/entity.hpp"

namespace klicnik::intake {

namespace {

bool is_waiting(const std::vector<std::string>& payloads, Id<ImportRun> id) {
    const std::string text = "\"" + to_text(id) + "\"";
    for (const std::string& payload : payloads) {
        if (payload.find(text) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

Result<> take_over_interrupted(UnitOfWork& work) {
    work.maintain("UPDATE job SET lease_until = NULL WHERE done_at IS NULL AND lease_until IS NOT NULL");
    std::vector<std::string> payloads;
    work.connection().query("SELECT payload FROM job WHERE done_at IS NULL AND name = 'import.run'",
                            [&](const db::Row& row) { payloads.emplace_back(row.text(0)); });
    for (const ImportRun& before : work.all<ImportRun>("state = 'running'")) {
        if (is_waiting(payloads, before.id)) continue;
        ImportRun after = before;
        after.state = library::ImportState::failed;
        CHECK_OK(work.update(before, std::move(after)));
        work.derive(entity_of<ImportRun>(), before.id.value, {{"failure", db::Value{std::string("import.interrupted")}}});
    }
    return {};
}

}  // namespace klicnik::intake
