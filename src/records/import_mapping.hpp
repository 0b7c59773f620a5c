#pragma once

// Which column of an uploaded file fills which field: proposed from the headings (Czech and
// English) and from what the cells look like. A proposal, never a decision: each line carries its
// confidence and its reason, and the user changes what is wrong. Knows no entity; the importer says
// what it can take as a list of targets.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/csv/profile.hpp"

namespace klicnik {

/// What the cells of a target look like; the evidence that the data give for or against a column.
enum class TargetKind {
    text,    ///< anything
    name,    ///< words that tell rows apart: firms, people, products
    code,    ///< a key of another system: short, without many spaces
    street,  ///< words, mostly with a house number
    place,   ///< a town: words without digits
    postal_code,
    country,  ///< name or code
    email,
    phone,
    url,
    reg_no,  ///< IČO
    vat_no,  ///< DIČ
    integer,
    decimal,
    currency,  ///< an ISO code
    date,
    boolean,
};

/// A field that an import can fill. All views must outlive the proposal (literals, usually).
struct Target {
    std::string_view name;
    TargetKind kind = TargetKind::text;
    bool required = false;
    bool unique = false;  ///< a key: the cells of its column differ
    /// Of the targets with the same word here at least one is required: the client by name or by
    /// code.
    std::string_view one_of = {};
    /// Headings that mean this field, folded (lower case, no diacritics), words separated by a
    /// space.
    std::vector<std::string_view> synonyms;
    /// Headings that, as a whole, may mean it, when nothing better does.
    std::vector<std::string_view> weak_synonyms = {};
    /// Words that make a heading mean something else: "fax" in "fax e-mail", "s dph" for a net
    /// amount.
    std::vector<std::string_view> excluded = {};
};

enum class MappingReason {
    none,             ///< no field
    heading,          ///< the heading is a known name of the field
    similar_heading,  ///< the heading contains or resembles one
    data,             ///< the cells look like it
    heading_and_data,
};

/// "none", "heading", "similar_heading", "data", "heading_and_data".
std::string_view name(MappingReason reason);

struct ColumnMapping {
    std::size_t column = 0;
    std::optional<std::size_t> target;  ///< index into the targets; absent: the column is left out
    unsigned confidence = 0;            ///< percent
    MappingReason reason = MappingReason::none;
    std::vector<std::size_t> alternatives;  ///< other plausible targets, the best first, at most 3
};

struct MappingProposal {
    std::vector<ColumnMapping> columns;         ///< one for each column of the file, in its order
    std::vector<std::size_t> missing_required;  ///< without a column; of a group the first one

    /// The column that fills a target, if any.
    std::optional<std::size_t> column_of(std::size_t target) const;
};

/// Each target gets at most one column and the other way round; the assignment maximises the
/// evidence of the whole file, so that "Název" and "Obec" find their places even where both could
/// be a name.
MappingProposal propose_mapping(const std::vector<Target>& targets, const csv::TableProfile& table);

/// The heading as words: folded, camel case and punctuation taken apart ("CompanyName" → "company
/// name", "PSČ/ZIP" → "psc zip").
std::vector<std::string> heading_words(std::string_view heading);

/// The targets of the four imports. Names are those of the entity fields where there is one:
/// accounts: code name legal_name other_names reg_no vat_no legal_form street city postal_code country phone
/// email website industry_code employees parent default_currency payment_terms_days client_since
/// lead description.
const std::vector<Target>& account_import_targets();
/// account_name account_code account_reg_no first_name last_name full_name title_before title_after
/// position email phone mobile language.
const std::vector<Target>& contact_import_targets();
/// document_no line_no document_date service_date account_code account_name account_reg_no
/// offering_code offering_family description quantity unit_price discount amount currency entry_kind country.
const std::vector<Target>& invoice_import_targets();
/// account_name account_code account_reg_no number name kind starts_on ends_on last_day_on annual_value monthly_value currency
/// notice_days auto_renew renewal_term_months state notice_given_on terminated_on end_reason offering_code quantity unit_price
/// indexation sla_text replaces. `ends_on` is the first day without the contract, `last_day_on` the day before.
const std::vector<Target>& contract_import_targets();

}  // namespace klicnik
