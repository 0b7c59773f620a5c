#pragma once

#include <string>

#include "records/entity.hpp"

namespace klicnik::identity {

/// How somebody who was invited comes in. Shown once, stored nowhere.
struct InvitationLink {
    std::string invitation_url;  ///< below the address of the server
};

}  // namespace klicnik::identity

namespace klicnik {
KLICNIK_SHAPE(identity::InvitationLink);
}  // namespace klicnik
