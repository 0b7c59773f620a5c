#include "modules/accounts/account.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field account_fields[] = {
    field<&Account::id>({.read_only = true}),
    field<&Account::code>({.searchable = true, .max_length = 60}),
    field<&Account::name>({.required = true, .searchable = true, .keyed = true, .sortable = true}),
    field<&Account::legal_name>({.searchable = true}),
    field<&Account::other_names>({.searchable = true, .max_length = 1000}),
    field<&Account::reg_no>({.searchable = true, .max_length = 30, .format = Format::reg_no}),
    field<&Account::vat_no>({.searchable = true, .max_length = 30, .format = Format::vat_no}),
    field<&Account::country>({.max_length = 2, .format = Format::country}),
    field<&Account::legal_form>({.max_length = 80}),
    field<&Account::parent_id>(),
    field<&Account::lifecycle>({.sortable = true}),
    field<&Account::tier>({.read_only = true, .sortable = true}),
    field<&Account::care_model>({.read_only = true}),
    field<&Account::industry_code>({.max_length = 120}),
    field<&Account::size_band>({.max_length = 60}),
    field<&Account::website>({.max_length = 300, .format = Format::url}),
    field<&Account::email>({.searchable = true, .max_length = 254, .format = Format::email}),
    field<&Account::phone>({.max_length = 60, .format = Format::phone}),
    field<&Account::street>(),
    field<&Account::city>({.searchable = true, .keyed = true, .sortable = true, .max_length = 120}),
    field<&Account::postal_code>({.max_length = 20}),
    field<&Account::default_currency>(),
    field<&Account::payment_terms_days>({.min = 0, .max = 3650}),
    field<&Account::client_since>({.sortable = true}),
    field<&Account::left_on>(),
    field<&Account::leave_reason_code>(),
    field<&Account::description>({.max_length = 10000, .format = Format::multiline}),
    field<&Account::business_model>({.max_length = 10000, .format = Format::multiline}),
    field<&Account::confidential>(),
    field<&Account::complexity_override>({.min = Decimal::one, .max = 20 * Decimal::one}),
    field<&Account::complexity_override_reason>({.max_length = 500}),
    field<&Account::archived>({.read_only = true}),
    field<&Account::lead_id>({.derived = true, .sortable = true}),
    field<&Account::deputy_id>({.derived = true}),
    field<&Account::revenue_12m>({.derived = true, .sensitive = true, .sortable = true}),
    field<&Account::margin_12m>({.derived = true, .sensitive = true, .sortable = true}),
    field<&Account::revenue_share_bp>({.derived = true, .sensitive = true}),
    field<&Account::score_bp>({.derived = true, .sortable = true}),
    field<&Account::proposed_tier>({.derived = true}),
    field<&Account::first_revenue_on>({.derived = true}),
    field<&Account::last_revenue_on>({.derived = true, .sortable = true}),
    field<&Account::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Account, account_fields, .plural = "accounts", .title = "name",
                      .belonging = Belonging::account, .default_sort = "name");

}  // namespace klicnik
