// Clients from a file: found or made, and of what is stored only the cells that differ are changed.

#include <optional>
#include <unordered_set>

#include "base/countries.hpp"
#include "base/identifiers.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/user.hpp"
#include "modules/intake/record_rows.hpp"
#include "modules/segmentation/actions.hpp"
#include "platform/text/fold.hpp"
#include "records/entity.hpp"

namespace klicnik::intake {

namespace {

/// Fields whose cell is simply their value.
constexpr std::string_view plain_account_fields[] = {
    "code", "name", "legal_name", "other_names", "vat_no", "legal_form", "street", "city", "phone", "industry_code", "description",
};

std::string account_currency(const std::string& cell) {
    std::string upper;
    for (const char c : cell) upper.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    return upper;
}

class AccountImporter final : public Importer {
  public:
    AccountImporter(const Plan& plan, const ImportRun& run, std::string_view text) : plan_(plan), book_(match_by_of(run)), text_(text) {}

    void prepare(const Reader& reader) override {
        book_.load(reader);
        reader.connection().query("SELECT id, full_name, email FROM \"user\" WHERE active ORDER BY id", [&](const db::Row& row) {
            users_.emplace(text::fold(row.text(1)), Id<User>{row.uuid(0)});
            users_.emplace(text::fold(row.text(2)), Id<User>{row.uuid(0)});
        });
    }

    Result<std::unique_ptr<Chunk>> read(csv::Reader& rows) override { return read_records(plan_, rows, text_, rows_seen_); }

    Result<> apply(UnitOfWork& work, Chunk& chunk_base, Tally& tally) override {
        auto& chunk = static_cast<RecordChunk&>(chunk_base);
        book_.take_back();
        parents_in_chunk_.clear();
        written_in_chunk_.clear();
        for (const RecordRow& row : chunk.rows_read) take_row(work, row, chunk, tally);
        return {};
    }

    void accept(Chunk&) override {
        book_.set_mark();
        for (auto& link : parents_in_chunk_) parents_.push_back(std::move(link));
        parents_in_chunk_.clear();
        written_.merge(written_in_chunk_);
        written_in_chunk_.clear();
    }

    /// Parents may stand below their daughters in the file, so they are found when all rows are in.
    Result<> finish(UnitOfWork& work, Tally& tally) override {
        for (const ParentLink& link : parents_) {
            const auto leave_out = [&](const std::string& code) { tally.problems.push_back({link.row, "parent", code, link.parent.substr(0, 80), false}); };
            auto parent = book_.find({.code = link.parent, .reg_no = {}, .name = {}, .country = {}});
            if (!parent) parent = book_.find({.code = {}, .reg_no = {}, .name = link.parent, .country = {}});
            const auto before = work.find(link.daughter);
            if (!before || (parent && before->parent_id == parent)) continue;
            if (!parent) {
                leave_out("account.unknown");
                continue;
            }
            Account after = *before;
            after.parent_id = parent;
            const auto done = accounts::update_account(work, *before, std::move(after));
            if (!done) leave_out(done.error().fields.empty() ? done.error().code : done.error().fields.front().code);
        }
        return {};
    }

  private:
    struct ParentLink {
        Id<Account> daughter;
        std::string parent;
        std::int64_t row = 0;
    };

    ClientKey key_of(const RecordRow& row) const {
        return {cell_of(plan_, row, "code"), normalised_reg_no(cell_of(plan_, row, "reg_no")), cell_of(plan_, row, "name"), {}};
    }

    void fill(const RecordRow& row, Account& account, std::vector<RowProblem>& problems) const {
        const Entity& entity = entity_of<Account>();
        for (const std::string_view field : plain_account_fields) set_text(entity, &account, field, cell_of(plan_, row, field), row, problems);
        set_text(entity, &account, "reg_no", normalised_reg_no(cell_of(plan_, row, "reg_no")), row, problems);
        set_text(entity, &account, "email", cell_of(plan_, row, "email"), row, problems);
        const std::string& postal_code = cell_of(plan_, row, "postal_code");
        set_text(entity, &account, "postal_code", identifiers::normalised_psc(postal_code).value_or(postal_code), row, problems);
        if (const std::string& cell = cell_of(plan_, row, "website"); !cell.empty()) {
            set_text(entity, &account, "website", identifiers::normalised_website(cell).value_or(cell), row, problems);
        }
        if (const std::string& cell = cell_of(plan_, row, "country"); !cell.empty()) {
            if (const auto code = country_code(cell)) account.country = *code;
            else problems.push_back({row.row, "country", "country.unknown", cell.substr(0, 80), false});
        }
        set_text(entity, &account, "default_currency", account_currency(cell_of(plan_, row, "default_currency")), row, problems);
        set_text(entity, &account, "size_band", cell_of(plan_, row, "employees"), row, problems);
        if (const auto days = integer_of(plan_, row, "payment_terms_days", problems)) {
            if (*days >= 0 && *days <= 3650) account.payment_terms_days = static_cast<std::int32_t>(*days);
            else problems.push_back({row.row, "payment_terms_days", "out_of_range", std::to_string(*days), false});
        }
        if (const auto since = date_of(plan_, row, "client_since", problems)) account.client_since = *since;
    }

    /// Unless it overloads the person: who wants to accept that does so one by one, with a reason (S33).
    void assign_lead(UnitOfWork& work, const RecordRow& row, Id<Account> account, std::vector<RowProblem>& problems) {
        const std::string& cell = cell_of(plan_, row, "lead");
        if (cell.empty()) return;
        const auto user = users_.find(text::fold(cell));
        if (user == users_.end()) {
            problems.push_back({row.row, "lead", "user.unknown", cell.substr(0, 80), false});
            return;
        }
        const auto stored = work.find(account);
        if (stored && stored->lead_id == user->second) return;
        const auto leave_out = [&](const std::string& code) { problems.push_back({row.row, "lead", code, cell.substr(0, 80), false}); };
        if (full_.contains(user->second.value)) return leave_out("assignment.over_capacity");
        AccountAssignment assignment;
        assignment.account_id = account;
        assignment.user_id = user->second;
        assignment.from_on = work.context().today;
        const auto added = segmentation::assign(work, std::move(assignment));
        if (added) return;
        if (added.error().code == "assignment.over_capacity") full_.insert(user->second.value);
        leave_out(added.error().code);
    }

    bool is_written(Id<Account> account) const { return written_.contains(account.value) || written_in_chunk_.contains(account.value); }

    /// Odd numbers are kept: foreign and exceptional ones exist.
    static void warn_of_identifiers(const RecordRow& row, const Account& account, std::vector<RowProblem>& problems) {
        const auto view = [](const std::optional<std::string>& text) { return text ? std::string_view(*text) : std::string_view{}; };
        const identifiers::Identifiers known{.reg_no = view(account.reg_no), .vat_no = view(account.vat_no), .country = view(account.country)};
        for (const identifiers::Warning& warning : identifiers::warnings(known)) {
            const std::string_view value = warning.field == "vat_no" ? known.vat_no : known.reg_no;
            problems.push_back({row.row, warning.field, warning.code, std::string(value.substr(0, 80)), false, true});
        }
    }

    void take_row(UnitOfWork& work, const RecordRow& row, RecordChunk& chunk, Tally& tally) {
        std::vector<RowProblem> problems;
        const ClientKey key = key_of(row);
        if (key.name.empty()) {
            problems.push_back({row.row, "name", "required", {}, true});
            return note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        }
        const auto known = book_.find(key);
        const auto before = known ? work.find(*known) : std::nullopt;
        Account account = before.value_or(Account{});
        fill(row, account, problems);
        if (before && is_written(before->id) && differs(entity_of<Account>(), &*before, &account)) {
            // Else the last of the rows would win, in this file and in every repetition of it.
            problems.push_back({row.row, "row", "repeats_client", key.name.substr(0, 80), true});
            return note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        }
        const auto stored = before ? accounts::update_account(work, *before, std::move(account))
                                   : accounts::create_account(work, std::move(account));
        if (!stored) {
            problems.push_back(problem_of(row, stored.error()));
            return note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        }
        if (!before) {
            book_.add(stored->id, key);
            tally.new_clients.push_back({key, {}, {}});
        }
        written_in_chunk_.insert(stored->id.value);
        if (const std::string& parent = cell_of(plan_, row, "parent"); !parent.empty()) parents_in_chunk_.push_back({stored->id, parent, row.row});
        warn_of_identifiers(row, *stored, problems);
        assign_lead(work, row, stored->id, problems);
        const RowOutcome outcome = !before ? RowOutcome::created
                                   : stored->version == before->version ? RowOutcome::unchanged : RowOutcome::updated;
        note_outcome(row, outcome, std::move(problems), chunk, tally);
    }

    const Plan& plan_;
    ClientBook book_;
    TextMap<Id<User>> users_;
    std::unordered_set<Uuid> full_;  // whom one more client would overload
    std::vector<ParentLink> parents_;
    std::vector<ParentLink> parents_in_chunk_;
    std::unordered_set<Uuid> written_;  // clients of rows before, of committed chunks
    std::unordered_set<Uuid> written_in_chunk_;
    std::string_view text_;
    std::int64_t rows_seen_ = 0;
};

}  // namespace

std::unique_ptr<Importer> make_account_importer(const Plan& plan, const ImportRun& run, std::string_view text) {
    return std::make_unique<AccountImporter>(plan, run, text);
}

}  // namespace klicnik::intake
