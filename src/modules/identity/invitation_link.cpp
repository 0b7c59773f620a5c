#include "modules/identity/invitation_link.hpp"

namespace klicnik {

using identity::InvitationLink;

static constexpr Field invitation_link_fields[] = {field<&InvitationLink::invitation_url>()};
KLICNIK_DEFINE_SHAPE(InvitationLink, "invitation_link", invitation_link_fields);

}  // namespace klicnik
