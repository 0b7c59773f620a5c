#include <gtest/gtest.h>

#include "modules/accounts/queries.hpp"
#include "modules/identity/actions.hpp"
#include "modules/identity/session.hpp"
#include "modules/ledger/actions.hpp"
#include "records/entity.hpp"
#include "records/query.hpp"
#include "tests/support/store.hpp"

/// Who sees and who gives what.
namespace klicnik {
namespace {

class Access : public test::EachStore {
  protected:
    Result<User> change(const User& actor, const User& who, const std::function<void(User&)>& how) {
        return store().write(as(actor), [&](UnitOfWork& work) -> Result<User> {
            const User before = *work.find(who.id);
            User after = before;
            how(after);
            return identity::update_user(work, before, std::move(after));
        });
    }
};
KLICNIK_EACH_ENGINE(Access);

TEST_P(Access, only_an_owner_makes_an_owner_or_changes_one) {
    const User owner = make_user("Olga", {Role::owner});
    const User admin = make_user("Adam", {Role::admin});
    const auto to_owner = [](User& after) { after.roles = {Role::owner, Role::admin}; };
    const auto other_address = [](User& after) { after.email = "adam@jinde.example"; };
    EXPECT_EQ(change(admin, admin, to_owner).error().code, "user.only_an_owner");
    EXPECT_EQ(change(admin, owner, other_address).error().code, "user.only_an_owner");
    EXPECT_EQ(change(admin, owner, [](User& after) { after.roles = {Role::analyst}; }).error().code, "user.only_an_owner");
    const auto invited = store().write(as(admin), [&](UnitOfWork& work) { return identity::invite(work, owner.id); });
    EXPECT_EQ(invited.error().code, "user.only_an_owner") << "a link to the owner's account is the owner's account";
    const auto off = store().write(as(admin), [&](UnitOfWork& work) { return identity::set_user_active(work, owner.id, false); });
    EXPECT_EQ(off.error().code, "user.only_an_owner");
    const User promoted = must(change(owner, admin, to_owner));
    EXPECT_TRUE(change(promoted, promoted, [](User& after) { after.full_name = "Adam Nový"; }).ok());
}

TEST_P(Access, a_colleague_sees_clients_but_not_what_they_pay) {
    const Account client = make_account("Klient");
    LedgerEntry entry;
    entry.account_id = client.id;
    entry.document_date = *parse_date("2026-10-10");
    entry.amount = Decimal::from_integer(4000);
    entry.currency = parse_currency("CZK");
    must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    const Context colleague = as(make_user("Karel", {Role::colleague}));
    store().read(colleague, [&](const Reader& reader) {
        const bool sensitive = reader.permissions().may_read_sensitive(colleague, "account");
        EXPECT_FALSE(sensitive);
        for (const Field* field : visible_fields(entity_of<Account>(), sensitive)) {
            EXPECT_TRUE(field->name.find("revenue_12m") == std::string_view::npos && field->name != "revenue_share_bp" && field->name != "margin_12m");
        }
        EXPECT_EQ(reader.permissions().scope(colleague, {"ledger_entry", Action::read}), Scope::none) << "the months of a client too";
        EXPECT_FALSE(accounts::summarise(reader, ListRequest{}).revenue_12m);
        return true;
    });
    store().read(as_system(), [&](const Reader& reader) {
        EXPECT_EQ(must(accounts::group(reader, client.id)).revenue_12m, Decimal::from_integer(4000));
        return true;
    });
}

}  // namespace
}  // namespace klicnik
