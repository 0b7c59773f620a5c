#include "modules/identity/session.hpp"

#include "base/text.hpp"
#include "modules/identity/actions.hpp"
#include "modules/identity/passwords.hpp"
#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/crypto/password.hpp"
#include "platform/crypto/random.hpp"
#include "records/entity.hpp"

namespace klicnik {

using identity::Invitation;
using identity::Setup;

static constexpr Field setup_fields[] = {
    field<&Setup::token>({.required = true}),
    field<&Setup::full_name>({.required = true, .max_length = 120}),
    field<&Setup::email>({.required = true, .max_length = 254, .format = Format::email}),
    field<&Setup::password>({.required = true, .max_length = 1000}),
    field<&Setup::workspace_name>({.required = true, .max_length = 120}),
    field<&Setup::base_currency>(),
    field<&Setup::locale>({.max_length = 5, .format = Format::language}),
    field<&Setup::business_preset>(),
};
KLICNIK_DEFINE_SHAPE(Setup, "setup", setup_fields);

static constexpr Field invitation_fields[] = {
    field<&Invitation::token>({.required = true}),
    field<&Invitation::password>({.required = true, .max_length = 1000}),
};
KLICNIK_DEFINE_SHAPE(Invitation, "invitation", invitation_fields);

namespace identity {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t setup_lifetime = 24 * 3600 * second;
constexpr std::int64_t invitation_lifetime = 7 * 24 * 3600 * second;
constexpr std::int64_t free_attempts = 5;

std::string hash_of(std::string_view token) {
    return crypto::hex(crypto::view(crypto::sha256(token)));
}

/// Seconds to wait after so many failures: none for the first five, then doubling up to 15 minutes.
std::int64_t back_off_seconds(std::int64_t failures) {
    if (failures < free_attempts) return 0;
    const std::int64_t doublings = failures - free_attempts < 9 ? failures - free_attempts : 9;
    const std::int64_t seconds = std::int64_t{2} << doublings;
    return seconds < 900 ? seconds : 900;
}

std::int64_t seconds_to_wait(const Reader& reader, std::string_view subject) {
    std::int64_t wait = 0;
    reader.connection().query("SELECT failures, last_at FROM sign_in_attempt WHERE subject = $1", [&](const db::Row& row) {
        const std::int64_t until = row.integer(1) + back_off_seconds(row.integer(0)) * second;
        if (until > reader.context().now.micros) wait = (until - reader.context().now.micros) / second + 1;
    }, subject);
    return wait;
}

void count_failure(UnitOfWork& work, std::string_view subject) {
    // An hour of quiet forgives.
    work.maintain("INSERT INTO sign_in_attempt (subject, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE SET "
                  "failures = CASE WHEN sign_in_attempt.last_at < $3 THEN 1 ELSE sign_in_attempt.failures + 1 END, last_at = $2",
                  subject, work.context().now, work.context().now.micros - 3600 * second);
}

std::string start_session(UnitOfWork& work, Id<User> user, std::string_view user_agent) {
    std::string token = crypto::random_token(32);
    work.maintain("INSERT INTO session (token_hash, user_id, csrf_token, created_at, seen_at, user_agent) VALUES ($1, $2, $3, $4, $4, $5)",
                  hash_of(token), user, crypto::random_token(24), work.context().now, user_agent.substr(0, 200));
    work.note("user", user.value, {}, "signed_in", "[]");
    return token;
}

std::string new_link(UnitOfWork& work, std::string_view purpose, std::optional<Id<User>> user, std::int64_t lifetime) {
    const std::string token = crypto::random_token(32);
    if (user) work.maintain("DELETE FROM one_time_link WHERE purpose = $1 AND user_id = $2", purpose, *user);
    else work.maintain("DELETE FROM one_time_link WHERE purpose = $1", purpose);
    work.maintain("INSERT INTO one_time_link (token_hash, purpose, user_id, expires_at) VALUES ($1, $2, $3, $4)", hash_of(token), purpose,
                  user, work.context().now.micros + lifetime);
    return token;
}

/// Uses up the link; false when it is unknown, used or expired.
bool use_link(UnitOfWork& work, std::string_view purpose, std::string_view token) {
    return work.maintain("UPDATE one_time_link SET used_at = $3 WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
                         hash_of(token), purpose, work.context().now) == 1;
}

void store_password(UnitOfWork& work, Id<User> user, const std::string& hash) {
    work.maintain("INSERT INTO user_credential (user_id, password_hash, changed_at) VALUES ($1, $2, $3) "
                  "ON CONFLICT (user_id) DO UPDATE SET password_hash = $2, changed_at = $3", user, hash, work.context().now);
    work.note("user", user.value, {}, "password_changed", "[]");
}

/// Work of the same length for an e-mail that nobody has, so that the time tells nothing.
const std::string& hash_of_nobody() {
    static const std::string hash = crypto::hash_password(crypto::random_token(16));
    return hash;
}

}  // namespace

Result<NewSession> sign_in(const Store& store, const Context& context, std::string_view email_text, std::string_view password,
                           std::string_view address, std::string_view user_agent) {
    const std::string email = ascii_lower(trimmed(email_text));
    const std::string by_email = "email:" + hash_of(email).substr(0, 32);
    const std::string by_address = "address:" + std::string(address);
    Id<User> user;
    std::string hash;
    const std::int64_t wait = store.read(context, [&](const Reader& reader) {
        reader.connection().query("SELECT u.id, c.password_hash FROM \"user\" u JOIN user_credential c ON c.user_id = u.id "
                                  "WHERE u.email = $1 AND u.active", [&](const db::Row& row) {
            user.value = row.uuid(0);
            hash = row.text(1);
        }, email);
        const std::int64_t a = seconds_to_wait(reader, by_email);
        const std::int64_t b = seconds_to_wait(reader, by_address);
        return a > b ? a : b;
    });
    if (wait > 0) return limited("session.too_many_attempts", {{"retry_after", std::to_string(wait)}});

    const bool known = !user.is_nil();
    const bool right = crypto::verify_password(known ? hash : hash_of_nobody(), password) && known;
    auto session = store.write(context, [&](UnitOfWork& work) -> Result<NewSession> {
        if (!right) {
            count_failure(work, by_email);
            count_failure(work, by_address);
            work.note("user", user.value, {}, "sign_in_refused", "[]");
            return NewSession{};  // commits: an Error would roll the count back
        }
        work.maintain("DELETE FROM sign_in_attempt WHERE subject = $1", by_email);
        if (crypto::needs_rehash(hash)) store_password(work, user, crypto::hash_password(password));
        return NewSession{start_session(work, user, user_agent), user};
    });
    if (session.ok() && !right) return Error{ErrorKind::unauthenticated, "session.bad_credentials"};
    return session;
}

std::optional<ActiveSession> find_session(const Reader& reader, std::string_view token, Timestamp now, const SessionLimits& limits) {
    std::optional<ActiveSession> found;
    reader.connection().query(
        "SELECT s.user_id, u.department_id, u.roles, u.locale, s.csrf_token, s.seen_at, (SELECT timezone FROM workspace LIMIT 1) FROM session s JOIN \"user\" u ON u.id = s.user_id "
        "WHERE s.token_hash = $1 AND u.active AND s.seen_at > $2 AND s.created_at > $3",
        [&](const db::Row& row) {
            ActiveSession& session = found.emplace();
            session.user_id.value = row.uuid(0);
            if (!row.is_null(1)) session.department = row.uuid(1);
            field_detail::Codec<std::vector<Role>>::set(session.roles, db::Value{std::string(row.text(2))});
            session.locale = row.text(3);
            session.csrf_token = row.text(4);
            session.seen_at.micros = row.integer(5);
            session.zone = row.text(6);
        },
        hash_of(token), now.micros - limits.idle_micros, now.micros - limits.absolute_micros);
    return found;
}

void touch_session(const Store& store, const Context& context, std::string_view token) {
    (void)store.write(context, [&](UnitOfWork& work) -> Result<> {
        work.maintain("UPDATE session SET seen_at = $2 WHERE token_hash = $1", hash_of(token), context.now);
        work.derive(entity_of<User>(), context.actor.value, {{"last_seen_at", context.now.micros}});
        return {};
    });
}

Result<> sign_out(const Store& store, const Context& context, std::string_view token) {
    return store.write(context, [&](UnitOfWork& work) -> Result<> {
        work.maintain("DELETE FROM session WHERE token_hash = $1", hash_of(token));
        work.note("user", context.actor.value, {}, "signed_out", "[]");
        return {};
    });
}

bool needs_setup(const Reader& reader) {
    return !reader.connection().integer("SELECT 1 FROM user_credential LIMIT 1").has_value();
}

std::string create_setup_token(const Store& store, const Context& context) {
    std::string token;
    (void)store.write(context, [&](UnitOfWork& work) -> Result<> {
        token = new_link(work, "setup", std::nullopt, setup_lifetime);
        return {};
    });
    return token;
}

Result<NewSession> set_up(const Store& store, const Context& context, const Setup& setup, std::string_view user_agent) {
    CHECK_OK(rules::check_password(setup.password, setup.email, setup.full_name));
    const std::string hash = crypto::hash_password(setup.password);
    return store.write(context, [&](UnitOfWork& work) -> Result<NewSession> {
        if (!needs_setup(work)) return conflict("setup.done_already");
        if (!use_link(work, "setup", setup.token)) return Error{ErrorKind::forbidden, "setup.bad_token"};
        Workspace workspace = current_workspace(work);
        const Workspace before = workspace;
        workspace.name = setup.workspace_name;
        // Invoices may have been imported on the command line before the first sign-in: then their currency stands.
        if (!is_currency_in_use(work)) workspace.base_currency = setup.base_currency;
        workspace.locale = setup.locale;
        workspace.business_preset = setup.business_preset;
        CHECK_OK(work.update(entity_of<Workspace>(), &before, &workspace));
        User owner;
        owner.full_name = setup.full_name;
        owner.email = setup.email;
        owner.locale = setup.locale;
        owner.roles = {Role::owner, Role::admin};
        TRY(owner, work.create(std::move(owner)));
        store_password(work, owner.id, hash);
        return NewSession{start_session(work, owner.id, user_agent), owner.id};
    });
}

Result<> set_password(UnitOfWork& work, Id<User> user, std::string_view password) {
    TRY(const User found, work.get(user, Action::edit));
    CHECK_OK(rules::check_password(password, found.email, found.full_name));
    store_password(work, user, crypto::hash_password(password));
    work.maintain("DELETE FROM session WHERE user_id = $1", user);
    return {};
}

Result<std::string> invite(UnitOfWork& work, Id<User> user) {
    TRY(const User found, work.get(user, Action::edit));
    if (!found.active) return rule_violated("user.not_active");
    CHECK_OK(leaves_owners_alone(work, found, found));
    work.note("user", user.value, {}, "invited", "[]");
    return new_link(work, "invitation", user, invitation_lifetime);
}

Result<NewSession> accept_invitation(const Store& store, const Context& context, const Invitation& invitation, std::string_view user_agent) {
    std::optional<User> user;
    store.read(context, [&](const Reader& reader) {
        Id<User> id;
        reader.connection().query("SELECT user_id FROM one_time_link WHERE token_hash = $1 AND purpose = 'invitation' AND used_at IS NULL AND expires_at > $2",
                                  [&](const db::Row& row) { id.value = row.uuid(0); }, hash_of(invitation.token), context.now);
        user = reader.find(id);
        return true;
    });
    if (!user || !user->active) return Error{ErrorKind::forbidden, "invitation.bad_token"};
    CHECK_OK(rules::check_password(invitation.password, user->email, user->full_name));
    const std::string hash = crypto::hash_password(invitation.password);
    return store.write(context, [&](UnitOfWork& work) -> Result<NewSession> {
        if (!use_link(work, "invitation", invitation.token)) return Error{ErrorKind::forbidden, "invitation.bad_token"};
        store_password(work, user->id, hash);
        return NewSession{start_session(work, user->id, user_agent), user->id};
    });
}

}  // namespace identity

}  // namespace klicnik
