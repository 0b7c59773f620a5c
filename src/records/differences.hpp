#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/id.hpp"

namespace klicnik {

/// Records in which one derived value is not what it derives from: how many, and the first few.
struct Differences {
    static constexpr std::size_t named = 5;

    std::string where;   ///< "account.revenue_12m"
    std::string prefix;  ///< of the ids
    std::int64_t count = 0;
    std::vector<Uuid> first;

    void add(const Uuid& id) {
        ++count;
        if (first.size() < named) first.push_back(id);
    }
    /// "3 records differ from what they derive from: acc_…, acc_…, acc_…"
    std::string what() const {
        std::string text = std::to_string(count) + (count == 1 ? " record differs from what it derives from" : " records differ from what they derive from");
        for (const Uuid& id : first) text.append(&id == first.data() ? ": " : ", ").append(format_id(prefix, id));
        return count > static_cast<std::int64_t>(first.size()) ? text + ", …" : text;
    }
};

/// Leaves out what does not differ.
inline std::vector<Differences> only_differing(std::vector<Differences> all) {
    all.erase(std::remove_if(all.begin(), all.end(), [](const Differences& one) { return one.count == 0; }), all.end());
    return all;
}

}  // namespace klicnik
