#pragma once

#include <string>
#include <string_view>
#include <vector>

/// How two spellings of a firm's name compare. Pure.
namespace klicnik::intake {

/// One key for the spellings of one name: folded, without punctuation, the legal form in one way ("Kovo, spol. s r. o." and "KOVO
/// s.r.o." → "kovo sro"; "Kovo a.s." → "kovo as", another firm). Empty for a name without letters and digits.
std::string firm_key(std::string_view name);

/// The key without the legal form: "kovo". A name that is nothing but a legal form stays whole.
std::string firm_core(std::string_view name);

/// The names of a list separated by semicolons, trimmed, without empty ones.
std::vector<std::string_view> names_in(std::string_view list);

/// Whether two cores may be one firm written carelessly: equal, the same words in another order, or a slip of the pen (a letter
/// too many, missing, wrong or swapped; two in a core of at least 12 bytes, none in one below 6). Different digits are never a slip.
bool may_be_one_firm(std::string_view core, std::string_view other);

}  // namespace klicnik::intake
