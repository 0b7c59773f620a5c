#include "records/audit_chain.hpp"

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/http/json.hpp"

namespace klicnik {

namespace {

constexpr std::string_view mark_of_whole = "2:";

}  // namespace

AuditForm audit_form(std::string_view stored_hash) {
    return stored_hash.starts_with(mark_of_whole) ? AuditForm::whole : AuditForm::without_request;
}

std::string audit_hash(const AuditLine& line, std::string_view previous_hash, AuditForm form) {
    const bool whole = form == AuditForm::whole;
    json::Writer out;
    out.begin_array();
    if (whole) out.string(mark_of_whole);
    out.integer(line.number).integer(line.at_micros).string(base32(line.actor)).string(line.origin);
    if (whole) out.string(line.request_id);
    out.string(line.entity).string(base32(line.entity_id));
    if (whole) out.string(base32(line.account_id));
    out.string(line.action).string(line.facts).string(previous_hash).end_array();
    return std::string(whole ? mark_of_whole : std::string_view{}) + crypto::hex(crypto::view(crypto::sha256(out.take())));
}

}  // namespace klicnik
