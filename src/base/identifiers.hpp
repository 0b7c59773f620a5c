#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// Numbers and addresses by which firms are known (metrics (j)). A checksum tells a typing error,
/// not existence, and the world has exceptions: the outcome is a list of warnings, never a refusal.
/// Spaces (also no-break ones) are ignored.
namespace klicnik::identifiers {

/// A doubt about one field, for people: `code` is "ico.checksum", "email.format" …
struct Warning {
    std::string field;
    std::string code;
    Params params = {};

    friend bool operator==(const Warning&, const Warning&) = default;
};

/// What is known of an account or a contact; empty = not given.
struct Identifiers {
    std::string_view reg_no = {};
    std::string_view vat_no = {};
    std::string_view country = {};  ///< ISO code; Czech rules hold for CZ and when it is not given
    std::string_view email = {};
    std::string_view phone = {};
    std::string_view website = {};
    std::string_view postal_code = {};
};

/// All doubts, in the order of the members. Codes: ico.format, ico.checksum, dic.format,
/// dic.checksum, dic.not_ico (the DIČ of a firm repeats its IČO), country.unknown, email.format,
/// phone.format, url.not_allowed, postal_code.format.
std::vector<Warning> warnings(const Identifiers& known);

// --- IČO: eight digits, the last one checks the others

/// Without spaces, padded to eight digits; nothing when it is not one to eight digits.
std::optional<std::string> normalised_ico(std::string_view text);
bool is_valid_ico(std::string_view text);

// --- DIČ: "CZ" and an IČO, a special number of nine digits from 6, or a birth number

enum class DicKind { ico, special, birth_number };

/// Upper case without spaces; a Czech firm's 8 to 10 bare digits get their prefix. An empty country
/// is Czech.
std::string normalised_dic(std::string_view text, std::string_view country = "CZ");
/// The kind of a valid Czech DIČ, else nothing.
std::optional<DicKind> dic_kind(std::string_view text);
inline bool is_valid_dic(std::string_view text) {
    return dic_kind(text).has_value();
}
/// Nine or ten digits after CZ may be a birth number, which is personal data: all but the first two
/// digits are hidden. Others stay as they are. Never log a DIČ unmasked.
std::string masked_dic(std::string_view text, std::string_view country = "CZ");

/// Check digit and day of a Czech birth number without its slash.
bool is_valid_birth_number(std::string_view digits);

// --- bank accounts

/// "[prefix-]number/bank": both parts are divisible by 11 when weighted, the bank code is not 0000.
/// Whether the bank exists is not checked, because the list changes.
bool is_valid_czech_account(std::string_view text);
/// The IBAN of a valid Czech account number.
std::optional<std::string> iban_of_czech_account(std::string_view text);
/// Two letters, check digits and up to 30 characters whose remainder modulo 97 is 1; CZ and SK
/// have 24.
bool is_valid_iban(std::string_view text);

// --- addresses

/// One @, a plausible local part and a domain with a dot. Not a promise that it exists.
bool is_plausible_email(std::string_view text);

/// Whether people could have meant a telephone number, with or without an extension ("+420 222 333 444 kl. 12", "158"): what an
/// input must at least look like. normalised_phone() asks for more.
bool is_plausible_phone(std::string_view text);

/// E.164 ("+420251566363") of what people write: spaces, dots, slashes, hyphens, brackets, 00, a
/// bare national number of the given country. Nothing for several numbers, extensions and letters;
/// the caller keeps the text as it was.
std::optional<std::string> normalised_phone(std::string_view text, std::string_view country = "CZ");
/// "+420 251 566 363": groups of three (ČSN 01 6910); other text unchanged.
std::string phone_text(std::string_view e164);

/// http and https with a host and without credentials, mailto and tel. Everything else may run code
/// or leak data.
bool is_allowed_url(std::string_view url);
/// "example.cz" → "https://example.cz"; nothing when the outcome is not allowed.
std::optional<std::string> normalised_website(std::string_view text);

/// Five digits of a Czech postal code from 1 to 7, without a space; the prefixes CZ- and CZ are
/// dropped.
std::optional<std::string> normalised_psc(std::string_view text);
/// "110 00"; other text unchanged.
std::string psc_text(std::string_view psc);

}  // namespace klicnik::identifiers
