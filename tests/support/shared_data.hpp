#pragma once

// The test data that is not part of this repository (see README.md there): found by the environment
// variable KLICNIK_SHARED, or as `shared/data` in a folder above the current one. A test that needs
// it is skipped with a clear message where it is absent, as in a fresh clone.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace klicnik::testing_support {

/// The folder `shared/data`, or nothing. KLICNIK_SHARED may name it or the folder `shared`.
inline std::optional<std::filesystem::path> shared_data() {
    namespace fs = std::filesystem;
    if (const char* given = std::getenv("KLICNIK_SHARED")) {
        const fs::path path(given);
        return fs::is_directory(path / "data") ? path / "data" : path;
    }
    for (fs::path at = fs::current_path();; at = at.parent_path()) {
        if (fs::is_directory(at / "shared" / "data")) {
            return at / "shared" / "data";
        }
        if (at == at.parent_path()) {
            return std::nullopt;
        }
    }
}

/// The bytes of a file; a missing file fails the test.
inline std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    EXPECT_TRUE(stream.is_open()) << path;
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace klicnik::testing_support

/// Declares `name` as a path below shared/data, or skips the test.
#define SHARED_DATA_OR_SKIP(name, relative)                                                  \
    const auto name##_root = ::klicnik::testing_support::shared_data();                      \
    if (!name##_root) {                                                                      \
        GTEST_SKIP() << "test data not found: set KLICNIK_SHARED to the folder shared/data"; \
    }                                                                                        \
    const std::filesystem::path name = *name##_root / (relative)
