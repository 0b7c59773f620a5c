#include "modules/intake/firm_names.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::intake {

namespace {

/// A legal form as the end of a folded name, and the key that stands for it.
struct LegalForm {
    std::string_view words;
    std::string_view key;
};
constexpr LegalForm legal_forms[] = {
    {"spol s r o", "sro"}, {"spol sro", "sro"},   {"s r o", "sro"},        {"sro", "sro"}, {"akciova spolecnost", "as"}, {"a s", "as"}, {"as", "as"},
    {"v o s", "vos"},      {"vos", "vos"},        {"k s", "ks"},           {"ks", "ks"},   {"o p s", "ops"},             {"ops", "ops"}, {"z s", "zs"},
    {"s p", "sp"},         {"sp z o o", "spzoo"}, {"gmbh co kg", "gmbh"},  {"gmbh", "gmbh"}, {"ag", "ag"},               {"kg", "kg"},   {"limited", "ltd"},
    {"ltd", "ltd"},        {"llc", "llc"},        {"inc", "inc"},          {"corp", "corp"}, {"plc", "plc"},             {"s a", "sa"},  {"sa", "sa"},
    {"s r l", "srl"},      {"srl", "srl"},        {"s p a", "spa"},        {"b v", "bv"},    {"bv", "bv"},               {"n v", "nv"},  {"nv", "nv"},
    {"oy", "oy"},          {"ab", "ab"},          {"se", "se"},
};

bool is_general_punctuation(std::string_view rest) {
    return rest.size() >= 3 && rest[0] == '\xE2' && (rest[1] == '\x80' || rest[1] == '\x81');  // U+2000 to U+207F: dashes, quotes
}

/// Folded letters and digits, one space between words.
std::string plain(std::string_view name) {
    const std::string folded = text::fold(name);
    std::string out;
    bool is_between = false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        if (is_general_punctuation(std::string_view(folded).substr(i))) {
            is_between = true;
            i += 2;
        } else if (static_cast<unsigned char>(c) >= 0x80 || is_digit(c) || (c >= 'a' && c <= 'z')) {
            if (is_between && !out.empty()) out.push_back(' ');
            is_between = false;
            out.push_back(c);
        } else {
            is_between = true;
        }
    }
    return out;
}

/// The legal form that ends a plain name, of which something must remain. Its words are empty when there is none.
LegalForm legal_form_of(std::string_view plain_name) {
    LegalForm longest;
    for (const LegalForm& form : legal_forms) {
        if (form.words.size() <= longest.words.size() || !plain_name.ends_with(form.words)) continue;
        const std::string_view rest = plain_name.substr(0, plain_name.size() - form.words.size());
        if (rest.size() > 1 && rest.back() == ' ') longest = form;
    }
    return longest;
}

/// "kovo sro" → "kovo".
std::string_view without(const LegalForm& form, std::string_view plain_name) {
    return form.words.empty() ? plain_name : plain_name.substr(0, plain_name.size() - form.words.size() - 1);
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return is_digit(c); });
    return digits;
}

std::vector<std::string_view> sorted_words(std::string_view core) {
    std::vector<std::string_view> words;
    while (!core.empty()) {
        const std::size_t end = std::min(core.find(' '), core.size());
        words.push_back(core.substr(0, end));
        core.remove_prefix(std::min(end + 1, core.size()));
    }
    std::sort(words.begin(), words.end());
    return words;
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other (optimal string alignment).
std::size_t slips_between(std::string_view from, std::string_view to) {
    std::vector<std::size_t> two_ago(to.size() + 1), one_ago(to.size() + 1), row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) one_ago[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t other = from[i - 1] == to[j - 1] ? 0 : 1;
            row[j] = std::min({one_ago[j] + 1, row[j - 1] + 1, one_ago[j - 1] + other});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = std::min(row[j], two_ago[j - 2] + 1);
        }
        std::swap(two_ago, one_ago);
        std::swap(one_ago, row);
    }
    return one_ago[to.size()];
}

std::size_t forgiven_slips(std::size_t length) {
    return length < 6 ? 0 : length < 12 ? 1 : 2;
}

}  // namespace

std::string firm_key(std::string_view name) {
    const std::string whole = plain(name);
    const LegalForm form = legal_form_of(whole);
    std::string key(without(form, whole));
    if (!form.key.empty()) key.append(" ").append(form.key);
    return key;
}

std::string firm_core(std::string_view name) {
    const std::string whole = plain(name);
    return std::string(without(legal_form_of(whole), whole));
}

std::vector<std::string_view> names_in(std::string_view list) {
    std::vector<std::string_view> names;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        if (const std::string_view name = trimmed(list.substr(0, end)); !name.empty()) names.push_back(name);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return names;
}

bool may_be_one_firm(std::string_view core, std::string_view other) {
    if (core == other) return !core.empty();
    const std::size_t forgiven = forgiven_slips(std::min(core.size(), other.size()));
    const std::size_t longer = std::max(core.size(), other.size());
    if (longer - std::min(core.size(), other.size()) > forgiven || digits_of(core) != digits_of(other)) return false;
    return sorted_words(core) == sorted_words(other) || slips_between(core, other) <= forgiven;
}

}  // namespace klicnik::intake
