#pragma once

// How well a heading of a file names a target: inside of the import mapping only.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "records/import_mapping.hpp"

namespace klicnik {

/// A heading or a synonym, prepared for many comparisons.
struct HeadingWords {
    std::vector<std::string> words;
    std::string joined;  ///< without spaces
    std::string sorted;  ///< the words in alphabetical order

    explicit HeadingWords(std::vector<std::string> taken_apart);
    bool empty() const { return words.empty(); }
};

/// How much a word of a heading tells: words that stand in many headings ("OBEC_…") tell little.
class WordWeights {
  public:
    explicit WordWeights(const std::vector<HeadingWords>& headings);

    double weight(const std::string& word) const;
    double sum(const std::vector<std::string>& words) const;

  private:
    std::map<std::string, std::size_t> counts_;
    std::size_t headings_;
};

/// The headings of a target as words, taken apart once for all columns.
struct TargetWords {
    std::vector<HeadingWords> synonyms;
    std::vector<HeadingWords> weak_synonyms;
    std::vector<HeadingWords> excluded;

    explicit TargetWords(const Target& target);
};

struct HeadingScore {
    double score = 0.0;  ///< 0 … 1
    bool exact = false;  ///< the heading is a name of the target, word for word
};

HeadingScore heading_score(const HeadingWords& heading, const TargetWords& target,
                           const WordWeights& weights);

}  // namespace klicnik
