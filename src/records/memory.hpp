#pragma once

#include <memory>
#include <mutex>
#include <typeindex>
#include <unordered_map>

namespace klicnik {

/// What is kept in memory beside a database because making it anew for each question would be too slow: at most one of each
/// type. Nothing here is a source: whoever keeps a thing knows how to make it again and guards it himself.
class Memory {
  public:
    /// The one thing of this type; made empty when it is asked for first.
    template <class T>
    T& of() {
        const std::lock_guard lock(mutex_);
        std::shared_ptr<void>& thing = things_[std::type_index(typeid(T))];
        if (!thing) thing = std::make_shared<T>();
        return *static_cast<T*>(thing.get());
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::type_index, std::shared_ptr<void>> things_;
};

}  // namespace klicnik
