// People from a file. They belong to a client, who is found or made first.

#include <array>

#include "base/text.hpp"
#include "modules/contacts/actions.hpp"
#include "modules/intake/record_rows.hpp"
#include "platform/text/fold.hpp"
#include "records/entity.hpp"

namespace klicnik::intake {

namespace {

constexpr std::string_view plain_contact_fields[] = {
    "first_name", "last_name", "title_before", "title_after", "position", "email", "phone", "language",
};

/// "Ing. Jana Marie Nováková, Ph.D." taken apart.
struct NameParts {
    std::string title_before;
    std::string first_name;
    std::string last_name;
    std::string title_after;
};

NameParts split_name(std::string_view full) {
    NameParts parts;
    if (const auto comma = full.find(','); comma != std::string_view::npos) {
        parts.title_after = trimmed(full.substr(comma + 1));
        full = trimmed(full.substr(0, comma));
    }
    while (true) {
        const auto space = full.find(' ');
        if (space == std::string_view::npos || full[space - 1] != '.' || space < 3) break;
        if (!parts.title_before.empty()) parts.title_before.push_back(' ');
        parts.title_before.append(full.substr(0, space));
        full = trimmed(full.substr(space + 1));
    }
    const auto last = full.rfind(' ');
    parts.last_name = last == std::string_view::npos ? full : full.substr(last + 1);
    if (last != std::string_view::npos) parts.first_name = trimmed(full.substr(0, last));
    return parts;
}

class ContactImporter final : public Importer {
  public:
    ContactImporter(const Plan& plan, const ImportRun& run, std::string_view text) : plan_(plan), run_(run), book_(match_by_of(run)), text_(text) {}

    void prepare(const Reader& reader) override { book_.load(reader); }

    Result<std::unique_ptr<Chunk>> read(csv::Reader& rows) override { return read_records(plan_, rows, text_, rows_seen_); }

    Result<> apply(UnitOfWork& work, Chunk& chunk_base, Tally& tally) override {
        auto& chunk = static_cast<RecordChunk&>(chunk_base);
        book_.take_back();
        for (const RecordRow& row : chunk.rows_read) take_row(work, row, chunk, tally);
        return {};
    }

    void accept(Chunk&) override { book_.set_mark(); }
    Result<> finish(UnitOfWork&, Tally&) override { return {}; }

  private:
    Result<Id<Account>> client_of(UnitOfWork& work, const RecordRow& row, Tally& tally) {
        const ClientKey key{cell_of(plan_, row, "account_code"), normalised_reg_no(cell_of(plan_, row, "account_reg_no")),
                            cell_of(plan_, row, "account_name"), {}};
        if (key.empty()) return invalid("account", "required");
        if (const auto found = book_.find(key)) return *found;
        if (!run_.create_accounts) return invalid("account", "account.unknown");
        TRY(const Id<Account> made, create_client(work, key));
        book_.add(made, key);
        tally.new_clients.push_back({key, {}, {}});
        return made;
    }

    static std::optional<Contact> known_contact(const Reader& reader, Id<Account> account, const Contact& wanted) {
        if (wanted.email) {
            auto found = reader.all<Contact>("account_id = $1 AND email = $2 ORDER BY id", account, *wanted.email);
            if (!found.empty()) return std::move(found.front());
        }
        const std::string name = text::fold(wanted.first_name.value_or("") + " " + wanted.last_name);
        for (Contact& contact : reader.all<Contact>("account_id = $1 ORDER BY id", account)) {
            // Two addresses are two people, also when they share a name.
            if (wanted.email && contact.email && *wanted.email != *contact.email) continue;
            if (text::fold(contact.first_name.value_or("") + " " + contact.last_name) == name) return std::move(contact);
        }
        return std::nullopt;
    }

    void fill(const RecordRow& row, Contact& contact, std::vector<RowProblem>& problems) const {
        const Entity& entity = entity_of<Contact>();
        for (const std::string_view field : plain_contact_fields) set_text(entity, &contact, field, cell_of(plan_, row, field), row, problems);
        if (cell_of(plan_, row, "phone").empty()) set_text(entity, &contact, "phone", cell_of(plan_, row, "mobile"), row, problems);
        const std::string& full = cell_of(plan_, row, "full_name");
        if (full.empty() || !cell_of(plan_, row, "last_name").empty()) return;
        const NameParts parts = split_name(full);
        set_text(entity, &contact, "first_name", parts.first_name, row, problems);
        set_text(entity, &contact, "last_name", parts.last_name, row, problems);
        set_text(entity, &contact, "title_before", parts.title_before, row, problems);
        set_text(entity, &contact, "title_after", parts.title_after, row, problems);
    }

    void take_row(UnitOfWork& work, const RecordRow& row, RecordChunk& chunk, Tally& tally) {
        std::vector<RowProblem> problems;
        const auto refuse = [&](const Error& error) {
            problems.push_back(problem_of(row, error));
            note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        };
        Contact wanted;
        fill(row, wanted, problems);
        if (wanted.last_name.empty()) return refuse(invalid("last_name", "required"));
        const auto client = client_of(work, row, tally);
        if (!client) return refuse(client.error());
        const auto before = known_contact(work, *client, wanted);
        Contact contact = before.value_or(Contact{});
        contact.account_id = *client;
        std::vector<RowProblem> noted_already;
        fill(row, contact, noted_already);
        const auto stored = before ? contacts::update_contact(work, *before, std::move(contact))
                                   : contacts::create_contact(work, std::move(contact));
        if (!stored) return refuse(stored.error());
        const RowOutcome outcome = !before ? RowOutcome::created
                                   : stored->version == before->version ? RowOutcome::unchanged : RowOutcome::updated;
        note_outcome(row, outcome, std::move(problems), chunk, tally);
    }

    const Plan& plan_;
    const ImportRun& run_;
    ClientBook book_;
    std::string_view text_;
    std::int64_t rows_seen_ = 0;
};

}  // namespace

std::unique_ptr<Importer> make_contact_importer(const Plan& plan, const ImportRun& run, std::string_view text) {
    return std::make_unique<ContactImporter>(plan, run, text);
}

}  // namespace klicnik::intake
