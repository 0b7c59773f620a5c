#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace klicnik {

/// Runs `work(part, from, to)` over 0…count in as many parts as `parts_of(count)` says, at once: two for many clients, one for
/// few. The parts end before this returns.
inline std::size_t parts_of(std::size_t count) {
    constexpr std::size_t many = 100'000;  // below that a thread costs more than it saves
    return count < many ? 1 : 2;
}

template <class Work>
void in_parts(std::size_t count, const Work& work) {
    const std::size_t parts = parts_of(count);
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < parts; ++part) {
        others.emplace_back([&work, part, parts, count] { work(part, count * part / parts, count * (part + 1) / parts); });
    }
    work(std::size_t{0}, std::size_t{0}, count / parts);
    for (std::thread& other : others) other.join();
}

}  // namespace klicnik
