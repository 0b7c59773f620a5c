#include "modules/identity/operations.hpp"

#include "modules/identity/actions.hpp"
#include "modules/identity/invitation_link.hpp"
#include "modules/identity/session.hpp"
#include "records/json_values.hpp"

namespace klicnik::identity {

namespace {

Result<Reply> get_workspace(const Reader& reader, const Operation&, const Call&) {
    return record_reply(reader, entity_of<Workspace>(), current_workspace(reader).id.value);
}

Result<Reply> patch_workspace(UnitOfWork& work, const Operation&, const Call& call) {
    const Workspace before = current_workspace(work);
    CHECK_OK(check_version(call, before.version));
    TRY(Workspace after, read_input<Workspace>(call.body, before, Presence::partial));
    TRY(const Workspace done, update_workspace(work, before, std::move(after)));
    return record_reply(work, entity_of<Workspace>(), done.id.value);
}

/// Below the address that the browser already uses; it is shown once and stored nowhere.
std::string invitation_url(const std::string& token) {
    return "/invitation?token=" + token;
}

/// A new colleague comes with his invitation, so that one call is enough to let him in.
Result<Reply> post_user(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(User user, read_input<User>(call.body));
    TRY(const User made, create_user(work, std::move(user)));
    TRY(const std::string token, invite(work, made.id));
    TRY(Reply reply, record_reply(work, entity_of<User>(), made.id.value, 201));
    reply.body.pop_back();
    reply.body.append(",\"invitation_url\":\"").append(invitation_url(token)).append("\"}");
    return reply;
}

Result<Reply> post_invitation(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Id<User> id, path_id<User>(call));
    TRY(const std::string token, invite(work, id));
    return shape_reply(InvitationLink{invitation_url(token)}, 201);
}

Result<Reply> set_active(UnitOfWork& work, const Call& call, bool active) {
    TRY(const Id<User> id, path_id<User>(call));
    TRY(const User user, set_user_active(work, id, active));
    return record_reply(work, entity_of<User>(), user.id.value);
}

}  // namespace

std::vector<Operation> operations() {
    const Entity& user = entity_of<User>();
    const Entity& department = entity_of<Department>();
    const Entity& absence = entity_of<Absence>();
    const Entity& workspace = entity_of<Workspace>();
    Operation create_user_operation = create_operation<User, create_user>();
    create_user_operation.write = post_user;
    create_user_operation.besides = &shape_of<InvitationLink>();
    create_user_operation.kept = Kept::never;
    return {
        {.name = "workspace.get", .verb = Verb::get, .path = "/workspace", .permission = {"workspace", Action::read}, .entity = &workspace,
         .read = get_workspace},
        {.name = "workspace.update", .verb = Verb::patch, .path = "/workspace", .permission = {"workspace", Action::edit},
         .entity = &workspace, .input = &workspace, .write = patch_workspace},
        list_operation(user),
        get_operation(user),
        create_user_operation,
        update_operation<User, update_user>(),
        history_operation(user),
        {.name = "user.invite", .verb = Verb::post, .path = "/users/{id}/invitation", .permission = {"user", Action::edit}, .entity = &user,
         .answer = Answer::shape, .output = &shape_of<InvitationLink>(), .status = 201, .kept = Kept::never, .write = post_invitation},
        {.name = "user.deactivate", .verb = Verb::put, .path = "/users/{id}/deactivation", .permission = {"user", Action::archive},
         .entity = &user, .write = [](UnitOfWork& work, const Operation&, const Call& call) { return set_active(work, call, false); }},
        {.name = "user.activate", .verb = Verb::del, .path = "/users/{id}/deactivation", .permission = {"user", Action::archive},
         .entity = &user, .write = [](UnitOfWork& work, const Operation&, const Call& call) { return set_active(work, call, true); }},
        list_operation(department),
        get_operation(department),
        create_operation<Department, create_department>(),
        update_operation<Department, update_department>(),
        archive_operation(department),
        restore_operation(department),
        list_operation(absence),
        get_operation(absence),
        create_operation<Absence, create_absence>(),
        update_operation<Absence, update_absence>(),
        archive_operation(absence),
    };
}

}  // namespace klicnik::identity
