#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.hpp"

namespace klicnik {

/// One line of the audit as its hash covers it.
struct AuditLine {
    std::int64_t number = 0;
    std::int64_t at_micros = 0;
    Uuid actor;
    std::string_view origin;
    std::string_view request_id;
    std::string_view entity;
    Uuid entity_id;
    Uuid account_id;  ///< nil = none
    std::string_view action;
    std::string_view facts;
};

/// How much of a line its hash covers. The form is written in front of the hash ("2:…") and into what is hashed, and the
/// next line covers it with the hash: it cannot be changed without changing every line that follows.
enum class AuditForm {
    without_request,  ///< lines of the first versions: neither the request nor the client is covered
    whole,            ///< every column
};

AuditForm audit_form(std::string_view stored_hash);

/// What is stored with a line that follows one with `previous_hash` (empty before the first line).
std::string audit_hash(const AuditLine& line, std::string_view previous_hash, AuditForm form = AuditForm::whole);

}  // namespace klicnik
