#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace klicnik::db {

/// Prepared statements by their text. A hash of the text costs about 50 ns, so texts need no registration; the number
/// is bounded because filters and sort orders make many different ones.
template <class Statement>
class StatementCache {
  public:
    struct Entry {
        Statement statement{};
        bool in_use = false;
        std::uint64_t used = 0;
    };

    explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

    Entry* find(std::string_view sql) {
        const auto found = entries_.find(sql);
        if (found == entries_.end()) return nullptr;
        found->second.used = ++clock_;
        return &found->second;
    }

    /// The new entry, and through `evicted` the statement that had to go (default constructed when none).
    Entry* add(std::string_view sql, Statement statement, Statement& evicted) {
        if (entries_.size() >= capacity_) {
            auto oldest = entries_.end();
            for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
                if (entry->second.in_use) continue;
                if (oldest == entries_.end() || entry->second.used < oldest->second.used) oldest = entry;
            }
            if (oldest != entries_.end()) {
                evicted = std::move(oldest->second.statement);
                entries_.erase(oldest);
            }
        }
        Entry& entry = entries_[std::string(sql)];
        entry.statement = std::move(statement);
        entry.used = ++clock_;
        return &entry;
    }

    void remove(std::string_view sql) {
        if (const auto found = entries_.find(sql); found != entries_.end()) entries_.erase(found);
    }
    void clear() { entries_.clear(); }
    std::size_t size() const { return entries_.size(); }

  private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::size_t capacity_;
    std::uint64_t clock_ = 0;
    std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> entries_;
};

}  // namespace klicnik::db
