#include "modules/intake/resemblance.hpp"

#include <bit>
#include <cstdint>

#include "modules/intake/firm_names.hpp"

namespace klicnik::intake {

namespace {

/// Which letters and digits a text has, one bit each: two texts with a slip or two between them differ in few.
std::uint64_t letters_of(std::string_view text) {
    std::uint64_t letters = 0;
    for (const char c : text) letters |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
    return letters;
}

/// A wrong letter takes one away and brings another; two slips are forgiven at most.
constexpr int most_letters_apart = 4;

struct Candidate {
    std::string core;
    std::uint64_t letters = 0;
    std::string reg_no;
    std::string name;
    std::optional<Id<Account>> id;
};

class Candidates {
  public:
    void add(std::string_view spelling, std::string_view reg_no, std::string_view name, std::optional<Id<Account>> id) {
        std::string core = firm_core(spelling);
        if (core.empty()) return;
        const std::uint64_t letters = letters_of(core);
        candidates_.push_back({std::move(core), letters, std::string(reg_no), std::string(name), id});
    }

    const Candidate* find(const ClientKey& client) const {
        const std::string core = firm_core(client.name);
        const std::uint64_t letters = letters_of(core);
        for (const Candidate& candidate : candidates_) {
            if (std::popcount(letters ^ candidate.letters) > most_letters_apart) continue;
            if (!client.reg_no.empty() && !candidate.reg_no.empty() && client.reg_no != candidate.reg_no) continue;
            if (may_be_one_firm(core, candidate.core)) return &candidate;
        }
        return nullptr;
    }

  private:
    std::vector<Candidate> candidates_;
};

}  // namespace

void mark_resemblances(const Reader& reader, std::vector<NewClient>& clients) {
    if (clients.empty()) return;
    Candidates candidates;
    reader.connection().query("SELECT id, name, legal_name, reg_no, other_names FROM account ORDER BY id", [&](const db::Row& row) {
        const Id<Account> id{row.uuid(0)};
        candidates.add(row.text(1), row.text(3), row.text(1), id);
        if (!row.text(2).empty() && row.text(2) != row.text(1)) candidates.add(row.text(2), row.text(3), row.text(1), id);
        for (const std::string_view name : names_in(row.text(4))) candidates.add(name, row.text(3), row.text(1), id);
    });
    for (NewClient& client : clients) {
        if (const Candidate* found = candidates.find(client.client)) {
            client.resembles = found->name;
            client.resembles_id = found->id;
        }
        candidates.add(client.client.name, client.client.reg_no, client.client.name, std::nullopt);
    }
}

}  // namespace klicnik::intake
