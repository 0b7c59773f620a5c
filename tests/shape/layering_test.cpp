// Who may include whom: the table of docs/architecture.md as a test.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/source_tree.hpp"

namespace klicnik::test {

namespace {

/// In order of dependency: a module sees only those before it.
constexpr std::string_view modules[] = {"identity",  "library",   "accounts",  "contacts", "offerings",    "ledger",
                                        "care",      "commitments", "issues",  "growth",   "surveys",      "segmentation",
                                        "indicators", "signals",  "handover",  "evaluation", "outreach",   "automation", "intake"};

/// What a folder may include beyond itself. A trailing slash names a folder, anything else one header.
struct Permitted {
    std::string_view folder;
    std::vector<std::string_view> includes;
};
const std::vector<Permitted>& permitted() {
    static const std::vector<Permitted> table = {
        {"src/base/", {"base/"}},
        {"src/platform/", {"base/", "platform/"}},
        {"src/records/", {"base/", "records/", "platform/db/", "platform/http/json.hpp", "platform/text/", "platform/crypto/", "platform/csv/", "platform/clock/zone.hpp"}},
        {"src/app/", {"base/", "platform/", "records/", "modules/", "app/"}},
        {"src/main.cpp", {"app/"}},
    };
    return table;
}

/// What all modules may include outside the modules, and what some may besides, with the reason.
constexpr std::string_view for_modules[] = {"base/", "records/"};
struct Exception {
    std::string_view folder;
    std::string_view include;
};
constexpr Exception exceptions[] = {
    {"src/modules/identity/", "platform/crypto/"},  // passwords and tokens are what identity is about
    {"src/modules/intake/", "platform/csv/"},       // the import reads files, finds clients by folded names
    {"src/modules/intake/", "platform/text/"},      // and keeps the upload under its fingerprint
    {"src/modules/intake/", "platform/crypto/"},
    {"src/modules/intake/", "platform/files/"},     // the sample firm is compiled in
    {"src/modules/ledger/", "platform/csv/"},       // the list of rates of the national bank
    {"src/modules/indicators/", "platform/numerics/"},  // the models of customer value are fitted
    {"src/modules/indicators/", "platform/csv/"},       // a bare file of purchases is a book as well
    {"src/modules/", "platform/http/json.hpp"},     // answers of reports
    {"src/modules/", "platform/db/"},               // rows of hand-written SELECTs
};

/// Files of a module that decide and do nothing else. They see plain structs, no database and no clock.
bool is_pure(const SourceFile& file) {
    static constexpr std::string_view names[] = {"rules", "load", "concentration", "loss", "figures", "completeness"};
    const std::string name = file.path.substr(file.path.rfind('/') + 1);
    return std::any_of(std::begin(names), std::end(names), [&](std::string_view pure) {
        return name.starts_with(std::string(pure) + ".") || name.starts_with(std::string(pure) + "_");
    });
}

std::string module_of(std::string_view path) {
    const std::size_t begin = path.find("modules/");
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = path.substr(begin + 8);
    return std::string(rest.substr(0, rest.find('/')));
}

std::ptrdiff_t rank_of(std::string_view module) { return std::find(std::begin(modules), std::end(modules), module) - std::begin(modules); }

/// Plain data and rules: what earlier modules show to later ones, beside actions and queries.
bool shows_data(const std::string& include) {
    const auto file = std::find_if(source_files().begin(), source_files().end(), [&](const SourceFile& each) { return each.path == "src/" + include; });
    if (file == source_files().end()) return false;
    const bool does = file->text.find("UnitOfWork") != std::string::npos || file->text.find("Reader") != std::string::npos;
    return !does;
}

bool is_verb_header(std::string_view include) {
    const std::string_view name = include.substr(include.rfind('/') + 1);
    return name.starts_with("actions") || name.starts_with("queries") || name.starts_with("bulk") || name.starts_with("rollups");
}

bool allows(std::string_view permission, std::string_view include) {
    return permission.ends_with('/') ? include.starts_with(permission) : include == permission;
}

bool module_may_include(const SourceFile& file, const std::string& include) {
    const std::string own = module_of(file.path);
    if (include.starts_with("modules/")) {
        const std::string other = module_of(include);
        if (other == own) return true;
        return rank_of(other) < rank_of(own) && (is_verb_header(include) || shows_data(include));
    }
    for (const std::string_view permission : for_modules) {
        if (allows(permission, include)) return true;
    }
    return std::any_of(std::begin(exceptions), std::end(exceptions), [&](const Exception& each) {
        return file.path.starts_with(each.folder) && allows(each.include, include);
    });
}

bool may_include(const SourceFile& file, const std::string& include) {
    if (file.path.starts_with("src/modules/")) return module_may_include(file, include);
    for (const Permitted& entry : permitted()) {
        if (!file.path.starts_with(entry.folder)) continue;
        return std::any_of(entry.includes.begin(), entry.includes.end(), [&](std::string_view each) { return allows(each, include); });
    }
    return false;
}

/// Part of the C++ standard library or of POSIX; everything else between angle brackets is somebody's library.
bool is_standard(const std::string& include) {
    if (include.find('.') == std::string::npos && include.find('/') == std::string::npos) return true;
    static const std::set<std::string> system = {"unistd.h", "fcntl.h", "signal.h", "poll.h", "pwd.h", "malloc.h", "emmintrin.h", "immintrin.h", "cxxabi.h"};
    return include.starts_with("sys/") || include.starts_with("netinet/") || include.starts_with("arpa/") || system.contains(include);
}

}  // namespace

TEST(Layering, every_include_is_one_that_the_table_allows) {
    for (const SourceFile* file : product_sources()) {
        for (const Include& include : includes(*file)) {
            if (include.angled) continue;
            EXPECT_TRUE(may_include(*file, include.path)) << file->path << ":" << include.line << " may not include " << include.path;
        }
    }
}

TEST(Layering, every_module_has_its_place_in_the_order) {
    for (const SourceFile* file : product_sources()) {
        if (!file->path.starts_with("src/modules/")) continue;
        EXPECT_LT(rank_of(module_of(file->path)), std::ssize(modules)) << file->path << " lies in a module that the order does not name";
    }
}

TEST(Layering, libraries_of_others_are_named_only_in_sources_of_platform_and_app) {
    for (const SourceFile* file : product_sources()) {
        const bool may = file->path.starts_with("src/app/") || (file->path.starts_with("src/platform/") && !file->is_header());
        // Time zones need the library that the standard of this compiler lacks.
        const bool is_calendar = file->path == "src/base/date.cpp";
        for (const Include& include : includes(*file)) {
            if (!include.angled || is_standard(include.path) || may) continue;
            EXPECT_TRUE(is_calendar && include.path.starts_with("date/")) << file->path << ":" << include.line << " includes <" << include.path << ">";
        }
    }
}

TEST(Layering, rules_see_plain_data_only) {
    for (const SourceFile* file : product_sources()) {
        if (!file->path.starts_with("src/modules/") || !is_pure(*file)) continue;
        for (const Include& include : includes(*file)) {
            if (include.angled) continue;
            const bool plain = include.path.starts_with("base/") || (include.path.starts_with("modules/") && shows_data(include.path));
            EXPECT_TRUE(plain) << file->path << ":" << include.line << " is a rule and includes " << include.path;
        }
    }
}

TEST(Layering, entity_headers_are_plain_structs) {
    for (const SourceFile* file : product_sources()) {
        if (!file->is_header() || !file->path.starts_with("src/modules/") || file->text.find("KLICNIK_ENTITY(") == std::string::npos) continue;
        for (const Include& include : includes(*file)) {
            if (include.angled) continue;
            EXPECT_TRUE(include.path.starts_with("base/") || include.path.starts_with("modules/"))
                << file->path << ":" << include.line << " declares an entity and includes " << include.path;
        }
    }
}

}  // namespace klicnik::test
