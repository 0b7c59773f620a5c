#include "modules/intake/firm_names.hpp"

#include <algorithm>
#include <array>
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

/// Whether both have the same digits in the same order.
bool have_same_digits(std::string_view one, std::string_view other) {
    const auto next_digit = [](std::string_view text, std::size_t from) {
        while (from < text.size() && !is_digit(text[from])) ++from;
        return from;
    };
    std::size_t i = next_digit(one, 0);
    std::size_t j = next_digit(other, 0);
    while (i < one.size() && j < other.size() && one[i] == other[j]) {
        i = next_digit(one, i + 1);
        j = next_digit(other, j + 1);
    }
    return i == one.size() && j == other.size();
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

/// Whether at most `most` insertions, deletions, replacements and swaps of neighbours lead from one to the other (optimal string
/// alignment). Only cells that near to the diagonal can tell, and it ends with the first row that has none in reach: a preview asks
/// for thousands of names against all clients.
bool are_within(std::string_view from, std::string_view to, std::size_t most) {
    constexpr std::size_t longest = 250;
    if (from.size() > longest || to.size() > longest) return false;
    std::array<std::size_t, longest + 2> rows[3];
    for (auto& row : rows) std::fill_n(row.begin(), to.size() + 2, most + 1);
    for (std::size_t j = 0; j <= std::min(most, to.size()); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& one_ago = rows[(i + 2) % 3];
        const auto& two_ago = rows[(i + 1) % 3];
        const std::size_t first = i > most ? i - most : 0;
        const std::size_t last = std::min(i + most, to.size());
        std::size_t least = most + 1;
        if (first > 0) row[first - 1] = most + 1;
        for (std::size_t j = first; j <= last; ++j) {
            if (j == 0) {
                row[j] = i;
            } else {
                row[j] = std::min({one_ago[j] + 1, row[j - 1] + 1, one_ago[j - 1] + (from[i - 1] == to[j - 1] ? 0U : 1U)});
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = std::min(row[j], two_ago[j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        row[last + 1] = most + 1;
        if (least > most) return false;
    }
    return rows[from.size() % 3][to.size()] <= most;
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
    if (longer - std::min(core.size(), other.size()) > forgiven || !have_same_digits(core, other)) return false;
    if (forgiven > 0 && are_within(core, other, forgiven)) return true;
    return core.size() == other.size() && core.find(' ') != std::string_view::npos && sorted_words(core) == sorted_words(other);
}

}  // namespace klicnik::intake
