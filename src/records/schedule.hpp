#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "records/store.hpp"

namespace klicnik {

/// What recurring work gets. It writes in short transactions, so that nobody waits for the writer, and goes home when asked:
/// what it left undone is found again at its next turn.
struct Shift {
    const Store& store;
    const Context& context;  ///< the system at this moment, in the time zone of the workspace
    const std::atomic<bool>& stopping;
};

/// Work that recurs, declared in the schedule.cpp of its module: run by app/runner, printed by `klicnik describe schedule`.
/// It may be run again after a crash, so it must be repeatable.
struct Recurring {
    std::string_view name;
    /// 0 is once a calendar day of the workspace, as a job that is kept: not again after a restart, again after a failure.
    std::int64_t every_seconds = 0;
    Result<> (*run)(const Shift& shift) = nullptr;
};
constexpr std::int64_t once_a_day = 0;

}  // namespace klicnik
