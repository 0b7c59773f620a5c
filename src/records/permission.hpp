#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.hpp"

namespace klicnik {

enum class Action { read, create, edit, archive, approve, export_rows };

/// "account" + Action::edit. `object` is an entity or an area ("import", "sample", "audit").
struct Permission {
    std::string_view object;
    Action action = Action::read;
};

/// One line of the matrix that one can print: this role may do these things to this object, so far.
struct Grant {
    Role role;
    std::string_view object;  ///< "*" stands for every object without a line of its own
    std::vector<Action> actions;
    Scope scope;
    bool sensitive = false;   ///< also reads the sensitive fields
};

/// Role × object × action → scope. Several roles add up: the widest scope counts.
class PermissionMatrix {
  public:
    explicit PermissionMatrix(std::vector<Grant> grants) : grants_(std::move(grants)) {}

    Scope scope(const Context& context, Permission permission) const;
    bool may_read_sensitive(const Context& context, std::string_view object) const;
    std::span<const Grant> grants() const { return grants_; }

  private:
    const Grant* find(Role role, std::string_view object) const;
    std::vector<Grant> grants_;
};

std::string to_text(Permission permission);  ///< "account.edit"

}  // namespace klicnik
