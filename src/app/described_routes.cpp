#include "app/described_routes.hpp"

#include "app/http_session.hpp"
#include "modules/identity/session.hpp"
#include "records/input.hpp"

namespace klicnik {

namespace {

/// What session_json() writes; a test compares them.
constexpr std::string_view session_schema =
    R"({"type":"object","required":["user","csrf_token","workspace","permissions","has_accounts","has_sample","today"],"properties":{)"
    R"("user":{"type":"object","required":["id","full_name","email","locale","roles"],"properties":{"id":{"type":"string","pattern":"^usr_[0-9a-z]{26}$"},)"
    R"("full_name":{"type":"string"},"email":{"type":"string"},"locale":{"type":"string"},"roles":{"type":"array","items":{"type":"string"}}}},)"
    R"("csrf_token":{"type":"string","description":"Goes into X-CSRF-Token of every request that writes."},)"
    R"("workspace":{"type":"object","required":["id","name","base_currency","locale","timezone","business_preset"],"properties":{)"
    R"("id":{"type":"string","pattern":"^wsp_[0-9a-z]{26}$"},"name":{"type":"string"},"base_currency":{"type":"string","pattern":"^[A-Z]{3}$"},)"
    R"("locale":{"type":"string"},"timezone":{"type":"string"},"business_preset":{"type":"string"}}},)"
    R"("permissions":{"type":"object","additionalProperties":{"type":"string"},"description":"The scope of each operation and permission that the user has."},)"
    R"("has_accounts":{"type":"boolean"},"has_sample":{"type":"boolean"},"today":{"type":"string","format":"date"}}})";

constexpr std::string_view upload_form =
    R"({"type":"object","required":["kind","file"],"properties":{"kind":{"type":"string","enum":["accounts","contacts","contracts","invoices"]},)"
    R"("file":{"type":"string","format":"binary"}}})";

constexpr std::string_view event_schema =
    R"({"type":"string","description":"Events `progress` and, once, `done`; the data of each is the import as JSON."})";

constexpr NamedSchema schemas[] = {{"session", session_schema}, {"import_events", event_schema}};

}  // namespace

HandWritten described_routes() {
    static const Route routes[] = {
        {.name = "session.get", .verb = Verb::get, .path = "/session", .answer = "session"},
        {.name = "session.create", .verb = Verb::post, .path = "/session", .input = &shape_of<SignIn>(), .status = 201, .answer = "session"},
        {.name = "session.delete", .verb = Verb::del, .path = "/session", .status = 204},
        {.name = "setup.create", .verb = Verb::post, .path = "/setup", .input = &shape_of<identity::Setup>(), .status = 201, .answer = "session"},
        {.name = "invitation.accept", .verb = Verb::post, .path = "/invitation", .input = &shape_of<identity::Invitation>(), .status = 201, .answer = "session"},
        {.name = "import_run.upload", .verb = Verb::post, .path = "/imports/upload", .form = upload_form, .status = 201, .answer = "import_run",
         .takes_key = true},
        {.name = "import_run.events", .verb = Verb::get, .path = "/imports/{id}/events", .type = "text/event-stream", .answer = "import_events"},
    };
    return {routes, schemas};
}

}  // namespace klicnik
