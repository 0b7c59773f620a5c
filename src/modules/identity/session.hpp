#pragma once

#include <optional>
#include <string>

#include "base/context.hpp"
#include "base/result.hpp"
#include "base/money.hpp"
#include "modules/identity/user.hpp"
#include "modules/identity/workspace.hpp"
#include "records/store.hpp"

/// Who is signed in, and how one becomes so. Secrets are stored as hashes only; links and session ids are 256 random bits.
namespace klicnik::identity {

struct SessionLimits {
    std::int64_t idle_micros = 8LL * 3600 * 1'000'000;
    std::int64_t absolute_micros = 12LL * 3600 * 1'000'000;
};

/// What a browser holds after signing in.
struct NewSession {
    std::string token;  ///< the cookie; never stored
    Id<User> user_id;
};

/// A valid session with what a request needs of its user.
struct ActiveSession {
    Id<User> user_id;
    std::optional<Uuid> department;
    std::vector<Role> roles;
    std::string locale;
    std::string csrf_token;
    std::string zone;         ///< of the workspace: decides what day it is
    Timestamp seen_at;
};

/// Signs in. Errors: session.bad_credentials (the same, and after the same work, for an unknown e-mail), limited
/// session.too_many_attempts {retry_after seconds}. `address` is the peer, for throttling.
Result<NewSession> sign_in(const Store& store, const Context& context, std::string_view email, std::string_view password,
                           std::string_view address, std::string_view user_agent);

/// The session of a cookie, or nothing when it is unknown, idle too long, too old, or its user was deactivated.
std::optional<ActiveSession> find_session(const Reader& reader, std::string_view token, Timestamp now, const SessionLimits& limits);

/// Marks the session and its user as seen; called at most once a minute.
void touch_session(const Store& store, const Context& context, std::string_view token);

Result<> sign_out(const Store& store, const Context& context, std::string_view token);

/// Whether the installation still waits for its owner.
bool needs_setup(const Reader& reader);

/// A new one-time link for the first owner; earlier ones stop working. Valid for a day.
std::string create_setup_token(const Store& store, const Context& context);

/// What the owner enters at the one-time link.
struct Setup {
    std::string token;
    std::string full_name;
    std::string email;
    std::string password;
    std::string workspace_name;
    Currency base_currency;
    std::string locale = "cs";
    identity::BusinessPreset business_preset = identity::BusinessPreset::mixed;
};

/// Makes the workspace and its owner and signs him in. Errors: setup.bad_token, setup.done_already, field errors.
Result<NewSession> set_up(const Store& store, const Context& context, const Setup& setup, std::string_view user_agent);

/// The same without a link, for the command line that owns the data folder: `klicnik user create`.
Result<> set_password(UnitOfWork& work, Id<User> user, std::string_view password);

/// A new invitation link's token for a colleague; earlier ones stop working. Valid for seven days.
Result<std::string> invite(UnitOfWork& work, Id<User> user);

struct Invitation {
    std::string token;
    std::string password;
};

/// Sets the password of an invited colleague and signs him in. Error: invitation.bad_token.
Result<NewSession> accept_invitation(const Store& store, const Context& context, const Invitation& invitation, std::string_view user_agent);

}  // namespace klicnik::identity

namespace klicnik {
KLICNIK_SHAPE(identity::Setup);
KLICNIK_SHAPE(identity::Invitation);
}  // namespace klicnik
