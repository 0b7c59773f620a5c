// Contracts and subscriptions from a file, with the offering that a row may name. Clients are found or made first.

#include <algorithm>
#include <set>

#include "modules/intake/record_rows.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/offerings/rules.hpp"
#include "platform/csv/values.hpp"
#include "platform/text/fold.hpp"
#include "records/entity.hpp"

namespace klicnik::intake {

namespace {

using offerings::ContractKind;
using offerings::ContractState;

constexpr std::string_view plain_contract_fields[] = {"number", "name", "indexation", "sla_text", "end_reason"};

/// What people write, folded: one word is enough ("Rámcová smlouva", "ve výpovědi").
struct KindWord {
    std::string_view word;
    ContractKind kind;
};
constexpr KindWord kind_words[] = {
    {"ramcov", ContractKind::frame},         {"frame", ContractKind::frame},       {"master", ContractKind::frame},
    {"predplatn", ContractKind::subscription}, {"subscription", ContractKind::subscription}, {"saas", ContractKind::subscription},
    {"servis", ContractKind::service},       {"sluzb", ContractKind::service},     {"service", ContractKind::service},
    {"podpor", ContractKind::service},       {"support", ContractKind::service},   {"maintenance", ContractKind::service},
    {"licen", ContractKind::licence},        {"najem", ContractKind::rental},      {"najm", ContractKind::rental},
    {"pronaj", ContractKind::rental},        {"rental", ContractKind::rental},     {"lease", ContractKind::rental},
    {"jin", ContractKind::other},            {"ostatn", ContractKind::other},      {"other", ContractKind::other},
};
struct StateWord {
    std::string_view word;
    ContractState state;
};
// "neplatna" and "inactive" contain what the words of force are, so they come first.
constexpr StateWord state_words[] = {
    {"navrh", ContractState::draft},          {"draft", ContractState::draft},          {"pripravuje", ContractState::draft},
    {"ve vypovedi", ContractState::notice_given}, {"notice", ContractState::notice_given}, {"vypovezen", ContractState::notice_given},
    {"ukoncen", ContractState::terminated},   {"zrusen", ContractState::terminated},    {"terminated", ContractState::terminated},
    {"cancel", ContractState::terminated},    {"churn", ContractState::terminated},
    {"uplynul", ContractState::expired},      {"vyprsel", ContractState::expired},      {"expired", ContractState::expired},
    {"neplat", ContractState::expired},       {"inactive", ContractState::expired},     {"neaktiv", ContractState::expired},
    {"plat", ContractState::active},          {"aktiv", ContractState::active},         {"active", ContractState::active},
    {"ucinn", ContractState::active},         {"force", ContractState::active},
};

template <class Words>
auto meaning_of(const Words& words, const std::string& cell) -> const std::decay_t<decltype(words[0])>* {
    const std::string folded = text::fold(cell);
    const auto found = std::find_if(std::begin(words), std::end(words), [&](const auto& one) { return folded.find(one.word) != std::string::npos; });
    return found == std::end(words) ? nullptr : &*found;
}

std::optional<std::int64_t> twelve_times(std::int64_t units) {
    std::int64_t year = 0;
    return __builtin_mul_overflow(units, std::int64_t{12}, &year) ? std::nullopt : std::optional(year);
}

class ContractImporter final : public Importer {
  public:
    ContractImporter(const Plan& plan, const ImportRun& run, std::string_view text) : plan_(plan), run_(run), book_(match_by_of(run)), text_(text) {}

    void prepare(const Reader& reader) override {
        book_.load(reader);
        reader.connection().query("SELECT code, id FROM offering", [&](const db::Row& row) { offerings_.emplace(std::string(row.text(0)), Id<Offering>{row.uuid(1)}); });
    }

    Result<std::unique_ptr<Chunk>> read(csv::Reader& rows) override { return read_records(plan_, rows, text_, rows_seen_); }

    Result<> apply(UnitOfWork& work, Chunk& chunk_base, Tally& tally) override {
        auto& chunk = static_cast<RecordChunk&>(chunk_base);
        book_.take_back();
        for (const std::string& code : offerings_in_chunk_) offerings_.erase(code);
        for (const Met& met : met_in_chunk_) met_.erase(met);
        forget_chunk();
        for (const RecordRow& row : chunk.rows_read) take_row(work, row, chunk, tally);
        return {};
    }

    void accept(Chunk&) override {
        book_.set_mark();
        replaced_.insert(replaced_.end(), replaced_in_chunk_.begin(), replaced_in_chunk_.end());
        forget_chunk();
    }

    /// What a contract replaces may stand below it in the file, so it is found when all rows are in.
    Result<> finish(UnitOfWork& work, Tally&) override {
        for (const auto& [id, number] : replaced_) {
            const auto before = work.find(id);
            const auto earlier = before ? work.all<Contract>("number = $1 AND account_id = $2", number, before->account_id) : std::vector<Contract>{};
            if (earlier.empty() || before->replaces_id == earlier.front().id) continue;
            Contract after = *before;
            after.replaces_id = earlier.front().id;
            (void)offerings::update_contract(work, *before, std::move(after));  // a circle in the file leaves the link out
        }
        return {};
    }

  private:
    /// A contract and an offering of it that this file spoke of; the offering is nil when a row names none.
    using Met = std::pair<Uuid, Uuid>;

    void forget_chunk() {
        offerings_in_chunk_.clear();
        met_in_chunk_.clear();
        replaced_in_chunk_.clear();
    }

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

    std::optional<csv::NumberCell> number_of(const RecordRow& row, std::string_view target, std::vector<RowProblem>& problems) const {
        const std::string& cell = cell_of(plan_, row, target);
        if (cell.empty()) return std::nullopt;
        const auto parsed = csv::parse_number_cell(cell, plan_.of(target).mark);
        if (parsed) return parsed.value;
        problems.push_back({row.row, std::string(target), std::string(parsed.problem), cell.substr(0, 80), false});
        return std::nullopt;
    }

    void fill_value(const RecordRow& row, Contract& contract, std::vector<RowProblem>& problems) const {
        const auto monthly = number_of(row, "monthly_value", problems);
        auto value = monthly;
        if (monthly) {
            const auto year = twelve_times(monthly->value.units);
            if (year) value->value.units = *year;
            else problems.push_back({row.row, "monthly_value", "decimal.too_large", cell_of(plan_, row, "monthly_value").substr(0, 80), false});
            if (!year) value.reset();
        }
        // What is said of the year is exact; twelve months of it may have been rounded.
        if (const auto annual = number_of(row, "annual_value", problems)) value = annual;
        if (value) contract.annual_value = value->value;
        if (run_.currency) contract.currency = run_.currency;
        if (const auto written = value ? parse_currency(value->currency_code()) : std::nullopt) contract.currency = written;
        std::string code = cell_of(plan_, row, "currency");
        for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        set_text(entity_of<Contract>(), &contract, "currency", code, row, problems);
    }

    void fill_term(const RecordRow& row, Contract& contract, std::vector<RowProblem>& problems) const {
        // A row that says only the last day means the day after.
        if (const auto day = date_of(plan_, row, "starts_on", problems)) contract.starts_on = *day;
        if (const auto last = date_of(plan_, row, "last_day_on", problems)) contract.ends_on = *last + 1;
        if (const auto day = date_of(plan_, row, "ends_on", problems)) contract.ends_on = *day;
        fill_number(row, "notice_days", contract, problems);
        fill_number(row, "renewal_term_months", contract, problems);
        if (const std::string& cell = cell_of(plan_, row, "auto_renew"); !cell.empty()) {
            const auto parsed = csv::parse_boolean_cell(cell);
            if (parsed) contract.auto_renew = parsed.value;
            else problems.push_back({row.row, "auto_renew", std::string(parsed.problem), cell.substr(0, 80), false});
        }
    }

    void fill_number(const RecordRow& row, std::string_view target, Contract& contract, std::vector<RowProblem>& problems) const {
        if (const auto number = integer_of(plan_, row, target, problems)) {
            set_text(entity_of<Contract>(), &contract, target, std::to_string(*number), row, problems);
        }
    }

    /// The state that the row speaks of; absent when it says nothing.
    std::optional<ContractState> state_of(const RecordRow& row, const Contract& contract, std::vector<RowProblem>& problems) const {
        if (const std::string& cell = cell_of(plan_, row, "state"); !cell.empty()) {
            if (const StateWord* known = meaning_of(state_words, cell)) return known->state;
            problems.push_back({row.row, "state", "contract_state.unknown", cell.substr(0, 80), false});
        }
        if (!cell_of(plan_, row, "terminated_on").empty() && contract.terminated_on && !contract.notice_given_on) return ContractState::terminated;
        if (!cell_of(plan_, row, "notice_given_on").empty() && contract.notice_given_on) return ContractState::notice_given;
        return std::nullopt;
    }

    void fill_state(const RecordRow& row, Contract& contract, Date today, std::vector<RowProblem>& problems) const {
        if (const auto day = date_of(plan_, row, "notice_given_on", problems)) contract.notice_given_on = *day;
        if (const auto day = date_of(plan_, row, "terminated_on", problems)) contract.terminated_on = *day;
        const auto state = state_of(row, contract, problems);
        if (!state) return;
        if (*state == ContractState::notice_given && contract.notice_given_on && !contract.terminated_on) {
            contract.state = ContractState::active;
            contract.terminated_on = offerings::rules::end_after_notice(contract, *contract.notice_given_on);
        }
        if (*state == ContractState::terminated && !contract.terminated_on) contract.terminated_on = contract.ends_on;
        if (*state != ContractState::notice_given && *state != ContractState::terminated) {
            contract.notice_given_on.reset();
            contract.terminated_on.reset();
        }
        contract.state = *state;
        contract.state = offerings::rules::implied_state(contract, today);
    }

    void fill(const RecordRow& row, Contract& contract, Date today, std::vector<RowProblem>& problems) const {
        const Entity& entity = entity_of<Contract>();
        for (const std::string_view field : plain_contract_fields) set_text(entity, &contract, field, cell_of(plan_, row, field), row, problems);
        if (const std::string& cell = cell_of(plan_, row, "kind"); !cell.empty()) {
            if (const KindWord* known = meaning_of(kind_words, cell)) contract.kind = known->kind;
            else problems.push_back({row.row, "kind", "contract_kind.unknown", cell.substr(0, 80), false});
        }
        fill_term(row, contract, problems);
        fill_value(row, contract, problems);
        fill_state(row, contract, today, problems);
        const bool goes_on = offerings::rules::implied_state(contract, today) == contract.state && contract.state != ContractState::expired;
        if (contract.auto_renew && contract.ends_on && !contract.renewal_term_months && goes_on && !contract.terminated_on) {
            contract.auto_renew = false;
            problems.push_back({row.row, "auto_renew", "renewal.unknown", cell_of(plan_, row, "auto_renew").substr(0, 80), false});
        }
    }

    /// By number within the client; without one by what a person would tell contracts apart by.
    static std::optional<Contract> known_contract(const Reader& reader, Id<Account> account, const Contract& wanted) {
        auto found = wanted.number ? reader.all<Contract>("number = $1 AND account_id = $2", *wanted.number, account)
                                   : reader.all<Contract>("account_id = $1 AND number IS NULL AND starts_on = $2 ORDER BY id", account, wanted.starts_on);
        for (Contract& contract : found) {
            if (wanted.number || (contract.kind == wanted.kind && text::fold(contract.name) == text::fold(wanted.name))) return std::move(contract);
        }
        return std::nullopt;
    }

    std::optional<Id<Offering>> offering_of(UnitOfWork& work, const RecordRow& row, Tally& tally, std::vector<RowProblem>& problems) {
        const std::string& code = cell_of(plan_, row, "offering_code");
        if (code.empty()) return std::nullopt;
        if (const auto known = offerings_.find(code); known != offerings_.end()) return known->second;
        std::string problem = "offering.unknown";
        if (run_.create_offerings) {
            Offering offering;
            offering.code = code;
            offering.name = code;
            const auto made = offerings::create_offering(work, std::move(offering));
            if (made) {
                ++tally.offerings_created;
                offerings_.emplace(code, made->id);
                offerings_in_chunk_.push_back(code);
                return made->id;
            }
            problem = made.error().fields.empty() ? made.error().code : made.error().fields.front().code;
        }
        problems.push_back({row.row, "offering_code", problem, code.substr(0, 80), false});
        return std::nullopt;
    }

    /// True when something was written.
    bool take_entitlement(UnitOfWork& work, const RecordRow& row, const Contract& contract, Id<Offering> offering, std::vector<RowProblem>& problems) {
        auto known = work.all<Entitlement>("contract_id = $1 AND offering_id = $2 AND NOT archived ORDER BY id", contract.id, offering);
        Entitlement entitlement = known.empty() ? Entitlement{} : known.front();
        entitlement.contract_id = contract.id;
        entitlement.offering_id = offering;
        if (const auto quantity = number_of(row, "quantity", problems)) entitlement.quantity = quantity->value;
        if (const auto price = number_of(row, "unit_price", problems)) entitlement.unit_price = price->value;
        entitlement.period_from = contract.starts_on;
        entitlement.period_to = offerings::rules::renews(contract) ? std::nullopt : contract.ends_on;
        const auto stored = known.empty() ? offerings::create_entitlement(work, std::move(entitlement))
                                          : offerings::update_entitlement(work, known.front(), std::move(entitlement));
        if (stored) return known.empty() || stored->version != known.front().version;
        RowProblem problem = problem_of(row, stored.error());
        problem.refuses = false;
        problems.push_back(std::move(problem));
        return false;
    }

    /// Without a day of its term or its value a contract would say something else; the problem that refuses goes to the end.
    static bool spoils_the_row(std::vector<RowProblem>& problems) {
        static constexpr std::string_view vital[] = {"starts_on", "ends_on", "last_day_on", "notice_given_on", "terminated_on", "annual_value", "monthly_value"};
        const auto is_vital = [](const RowProblem& problem) { return std::find(std::begin(vital), std::end(vital), problem.field) != std::end(vital); };
        const auto found = std::find_if(problems.begin(), problems.end(), is_vital);
        if (found == problems.end()) return false;
        std::rotate(found, found + 1, problems.end());
        return true;
    }

    bool has_met(const Uuid& contract) const {
        const auto first = met_.lower_bound({contract, Uuid{}});
        return first != met_.end() && first->first == contract;
    }

    void take_row(UnitOfWork& work, const RecordRow& row, RecordChunk& chunk, Tally& tally) {
        std::vector<RowProblem> problems;
        const auto refuse = [&](const Error& error) {
            problems.push_back(problem_of(row, error));
            note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        };
        const Date today = work.context().today;
        Contract wanted;
        wanted.state = ContractState::active;
        wanted.kind = plan_.of("monthly_value").present() ? ContractKind::subscription : ContractKind::other;
        fill(row, wanted, today, problems);
        if (cell_of(plan_, row, "starts_on").empty()) return refuse(invalid("starts_on", "required"));
        if (spoils_the_row(problems)) return note_outcome(row, RowOutcome::refused, std::move(problems), chunk, tally);
        const auto client = client_of(work, row, tally);
        if (!client) return refuse(client.error());
        const auto before = known_contract(work, *client, wanted);
        const auto offering = offering_of(work, row, tally, problems);
        const Met met{before ? before->id.value : Uuid{}, offering ? offering->value : Uuid{}};
        const bool is_further_line = before && has_met(met.first);
        if (is_further_line && (!offering || met_.contains(met))) return refuse(invalid("number", "duplicate_in_file"));
        const auto stored = is_further_line ? Result<Contract>(*before) : store_row(work, row, *client, before, std::move(wanted));
        if (!stored) return refuse(stored.error());
        remember({stored->id.value, met.second});
        if (const std::string& number = cell_of(plan_, row, "replaces"); !number.empty()) replaced_in_chunk_.emplace_back(stored->id, number);
        const bool adds = offering && take_entitlement(work, row, *stored, *offering, problems);
        const RowOutcome outcome = !before ? RowOutcome::created
                                   : adds || stored->version != before->version ? RowOutcome::updated : RowOutcome::unchanged;
        note_outcome(row, outcome, std::move(problems), chunk, tally);
    }

    Result<Contract> store_row(UnitOfWork& work, const RecordRow& row, Id<Account> client, const std::optional<Contract>& before, Contract wanted) const {
        wanted.account_id = client;
        if (!before) return offerings::create_contract(work, std::move(wanted));
        Contract after = *before;
        std::vector<RowProblem> noted_already;
        fill(row, after, work.context().today, noted_already);
        return offerings::update_contract(work, *before, std::move(after));
    }

    void remember(const Met& met) {
        if (met_.insert(met).second) met_in_chunk_.push_back(met);
    }

    const Plan& plan_;
    const ImportRun& run_;
    ClientBook book_;
    TextMap<Id<Offering>> offerings_;
    std::vector<std::string> offerings_in_chunk_;
    std::set<Met> met_;
    std::vector<Met> met_in_chunk_;
    std::vector<std::pair<Id<Contract>, std::string>> replaced_;
    std::vector<std::pair<Id<Contract>, std::string>> replaced_in_chunk_;
    std::string_view text_;
    std::int64_t rows_seen_ = 0;
};

}  // namespace

std::unique_ptr<Importer> make_contract_importer(const Plan& plan, const ImportRun& run, std::string_view text) {
    return std::make_unique<ContractImporter>(plan, run, text);
}

}  // namespace klicnik::intake
