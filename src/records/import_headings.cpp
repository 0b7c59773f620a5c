#include "records/import_headings.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik {

namespace {

using Words = std::vector<std::string>;

// A longer one is no heading; only its beginning is compared.
constexpr std::size_t longest_heading = 200;

bool is_word_character(char character) {
    return is_digit(character) || (character >= 'a' && character <= 'z') ||
           static_cast<unsigned char>(character) >= 0x80;
}

Words words_of(std::string_view folded) {
    Words words;
    std::string word;
    for (const char character : folded) {
        if (is_word_character(character)) {
            word.push_back(character);
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

std::string joined_text(const Words& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) {
        text += word;
        text += between;
    }
    return text;
}

std::string sorted_text(Words words) {
    std::sort(words.begin(), words.end());
    return joined_text(words, " ");
}

bool contains(const Words& words, const std::string& wanted) {
    return std::find(words.begin(), words.end(), wanted) != words.end();
}

bool contains_all(const Words& words, const Words& wanted) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const std::string& word) { return contains(words, word); });
}

// One typing error: a letter more, less, other, or two swapped.
bool is_one_edit_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    std::size_t start = 0;
    while (start < a.size() && a[start] == b[start]) {
        ++start;
    }
    if (a.size() < b.size()) {
        return a.substr(start) == b.substr(start + 1);
    }
    if (a.substr(std::min(start + 1, a.size())) == b.substr(std::min(start + 1, b.size()))) {
        return true;
    }
    return start + 1 < a.size() && a[start] == b[start + 1] && a[start + 1] == b[start] &&
           a.substr(start + 2) == b.substr(start + 2);
}

// Shortened: "Odb. název" begins the words of "odběratel název".
bool is_shortened(const Words& heading, const Words& synonym) {
    if (heading.size() != synonym.size()) {
        return false;
    }
    for (std::size_t i = 0; i < heading.size(); ++i) {
        if (heading[i].size() < 3 || synonym[i].size() <= 3 ||
            synonym[i].compare(0, heading[i].size(), heading[i]) != 0) {
            return false;
        }
    }
    return true;
}

HeadingScore compare(const HeadingWords& heading, const HeadingWords& synonym,
                     const WordWeights& weights) {
    if (heading.empty()) {
        return {};
    }
    if (heading.joined == synonym.joined) {
        return {heading.words == synonym.words ? 1.0 : 0.98, true};
    }
    if (heading.sorted == synonym.sorted) {
        return {0.95, true};
    }
    if (contains_all(heading.words, synonym.words)) {
        // More for a word that carries the heading ("Fakturační adresa – ulice") than for one that
        // stands in every heading of the file.
        const double all = weights.sum(heading.words);
        return {0.5 + 0.4 * (all > 0.0 ? weights.sum(synonym.words) / all : 0.0), false};
    }
    if (heading.joined.size() >= 6 && synonym.joined.size() >= 6 &&
        is_one_edit_apart(heading.joined, synonym.joined)) {
        return {0.85, false};
    }
    if (heading.joined.size() >= 4 && is_shortened(heading.words, synonym.words)) {
        return {0.65, false};
    }
    return {};
}

std::vector<HeadingWords> all_words(const std::vector<std::string_view>& texts) {
    std::vector<HeadingWords> all;
    all.reserve(texts.size());
    for (const std::string_view text : texts) {
        all.emplace_back(words_of(text));
    }
    return all;
}

}  // namespace

HeadingWords::HeadingWords(std::vector<std::string> taken_apart)
    : words(std::move(taken_apart)), joined(joined_text(words, "")), sorted(sorted_text(words)) {}

WordWeights::WordWeights(const std::vector<HeadingWords>& headings) : headings_(headings.size()) {
    for (const HeadingWords& heading : headings) {
        Words unique = heading.words;
        std::sort(unique.begin(), unique.end());
        unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
        for (const std::string& word : unique) {
            ++counts_[word];
        }
    }
}

double WordWeights::weight(const std::string& word) const {
    const auto found = counts_.find(word);
    const std::size_t count = found == counts_.end() ? 0 : found->second;
    return count >= 3 && count * 3 > headings_ ? 0.2 : 1.0;
}

double WordWeights::sum(const std::vector<std::string>& words) const {
    double total = 0.0;
    for (const std::string& word : words) {
        total += weight(word);
    }
    return total;
}

TargetWords::TargetWords(const Target& target)
    : synonyms(all_words(target.synonyms)),
      weak_synonyms(all_words(target.weak_synonyms)),
      excluded(all_words(target.excluded)) {}

HeadingScore heading_score(const HeadingWords& heading, const TargetWords& target,
                           const WordWeights& weights) {
    HeadingScore best;
    for (const HeadingWords& synonym : target.synonyms) {
        const HeadingScore score = compare(heading, synonym, weights);
        if (score.score > best.score) {
            best = score;
        }
    }
    for (const HeadingWords& synonym : target.weak_synonyms) {
        const HeadingScore score = compare(heading, synonym, weights);
        if (score.exact && score.score * 0.7 > best.score) {
            best = {score.score * 0.7, false};
        }
    }
    if (!best.exact) {
        for (const HeadingWords& excluded : target.excluded) {
            if (contains_all(heading.words, excluded.words)) {
                best.score *= 0.4;
                break;
            }
        }
    }
    return best;
}

std::vector<std::string> heading_words(std::string_view heading) {
    heading = heading.substr(0, longest_heading);
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string apart;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        const bool hump = i > 0 && is_capital(heading[i]) && is_small(heading[i - 1]);
        const bool last_of_capitals = i > 0 && i + 1 < heading.size() &&
                                      is_capital(heading[i - 1]) && is_capital(heading[i]) &&
                                      is_small(heading[i + 1]);
        if (hump || last_of_capitals) {
            apart.push_back(' ');
        }
        apart.push_back(heading[i]);
    }
    return words_of(text::fold(apart));
}

}  // namespace klicnik
