#include "modules/intake/sample.hpp"

#include <algorithm>
#include <map>

#include "modules/accounts/actions.hpp"
#include "modules/contacts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/intake/sample_file.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/rules.hpp"
#include "modules/library/import_run.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "platform/http/json.hpp"
#include "records/entity.hpp"

namespace klicnik {

using intake::SampleState;

static constexpr Field sample_state_fields[] = {field<&SampleState::state>(), field<&SampleState::rows>(), field<&SampleState::total>()};
KLICNIK_DEFINE_SHAPE(SampleState, "sample_state", sample_state_fields);

namespace intake {

namespace {

std::optional<Decimal> sample_amount(const json::Value& firm, std::string_view name) {
    const json::Value* value = firm.find(name);
    if (!value) return std::nullopt;
    return parse_decimal(value->as_string() ? std::string_view(*value->as_string()) : std::string_view(value->raw_number()));
}

template <class T>
using ByKey = std::map<std::string, Id<T>, std::less<>>;

/// Carries the load from file to file: who is who.
class SampleLoader {
  public:
    explicit SampleLoader(UnitOfWork& work) : work_(work) {}

    Result<> load() {
        CHECK_OK(load_firm());
        CHECK_OK(load_offerings());
        CHECK_OK(load_accounts());
        CHECK_OK(load_contacts());
        CHECK_OK(load_contracts());
        CHECK_OK(load_assignments());
        CHECK_OK(load_judgements());
        CHECK_OK(load_rates());
        CHECK_OK(load_lines());
        return {};
    }

  private:
    template <class T>
    void mark(const T& record) {
        work_.maintain("INSERT INTO sample_record (entity, id, version) VALUES ($1, $2, $3)", EntityName<T>::name, record.id, record.version);
    }

    template <class T>
    static std::optional<Id<T>> found(const ByKey<T>& known, std::string_view key) {
        const auto at = known.find(key);
        return at == known.end() ? std::nullopt : std::optional(at->second);
    }

    Result<> load_firm() {
        TRY(const json::Value firm, json::parse(embedded_sample("firm.json")));
        const auto text = [](const json::Value& object, std::string_view name) {
            const json::Value* value = object.find(name);
            return value && value->as_string() ? *value->as_string() : value ? std::string(value->raw_number()) : std::string{};
        };
        const Workspace before = identity::current_workspace(work_);
        const std::string currency = text(firm, "base_currency");
        if (before.base_currency.view() != currency) return rule_violated("sample.base_currency", {{"expected", currency}});
        Workspace workspace = before;
        if (!workspace.fixed_monthly_costs) workspace.fixed_monthly_costs = sample_amount(firm, "fixed_monthly_costs");
        if (!workspace.cash_reserve) workspace.cash_reserve = sample_amount(firm, "cash_reserve");
        TRY(workspace, identity::update_workspace(work_, before, std::move(workspace)));
        for (const json::Value& item : firm.find("departments")->items()) {
            Department department;
            department.name = text(item, "name");
            department.kind = parse_enum<identity::DepartmentKind>(text(item, "kind")).value_or(identity::DepartmentKind::other);
            TRY(const Department made, identity::create_department(work_, std::move(department)));
            departments_[text(item, "code")] = made.id;
            mark(made);
        }
        for (const json::Value& item : firm.find("users")->items()) {
            User user;
            user.full_name = text(item, "full_name");
            user.email = text(item, "email");
            user.department_id = found(departments_, text(item, "department_code"));
            user.hourly_cost = parse_decimal(text(item, "hourly_cost"));
            user.weekly_hours_on_care = parse_decimal(text(item, "weekly_hours_on_care"));
            user.capacity_points = parse_decimal(text(item, "capacity_points")).value_or(user.capacity_points);
            for (const json::Value& role : item.find("roles")->items()) user.roles.push_back(*parse_enum<Role>(*role.as_string()));
            TRY(const User made, identity::create_user(work_, std::move(user)));
            users_[made.email] = made.id;
            mark(made);
        }
        return {};
    }

    Result<> load_offerings() {
        return for_each_row("offerings.csv", [&](const FileRow& row) -> Result<> {
            TRY(Offering offering, row.record<Offering>());
            offering.parent_id = found(offerings_, row.text("parent_code"));
            TRY(const Offering made, offerings::create_offering(work_, std::move(offering)));
            offerings_[made.code] = made.id;
            mark(made);
            return {};
        });
    }

    Result<> load_accounts() {
        return for_each_row("accounts.csv", [&](const FileRow& row) -> Result<> {
            TRY(Account account, row.record<Account>());
            account.parent_id = found(accounts_, row.text("parent_code"));
            auto made = accounts::create_account(work_, std::move(account));
            if (!made && made.error().code == "account.code_taken") return conflict("sample.code_taken", {{"code", std::string(row.text("code"))}});
            if (!made) return std::move(made).error();
            accounts_[std::string(row.text("code"))] = made->id;
            mark(*made);
            return {};
        });
    }

    Result<> load_contacts() {
        return for_each_row("contacts.csv", [&](const FileRow& row) -> Result<> {
            TRY(Contact contact, row.record<Contact>());
            contact.account_id = *found(accounts_, row.text("account_code"));
            TRY(const Contact made, contacts::create_contact(work_, std::move(contact)));
            mark(made);
            return {};
        });
    }

    /// The calendar has the last word on their states, so that the firm is believable also long after the day of its story.
    Result<> load_contracts() {
        return for_each_row("contracts.csv", [&](const FileRow& row) -> Result<> {
            TRY(Contract contract, row.record<Contract>());
            contract.account_id = *found(accounts_, row.text("account_code"));
            contract.replaces_id = found(contracts_, row.text("replaces_number"));
            TRY(const Contract made, offerings::create_contract(work_, std::move(contract)));
            contracts_[*made.number] = made.id;
            mark(made);
            const auto offering = found(offerings_, row.text("offering_code"));
            if (!offering) return {};
            Entitlement entitlement;
            entitlement.contract_id = made.id;
            entitlement.offering_id = *offering;
            entitlement.quantity = parse_decimal(row.text("quantity")).value_or(entitlement.quantity);
            entitlement.period_from = made.starts_on;
            TRY(const Entitlement entitled, offerings::create_entitlement(work_, std::move(entitlement)));
            mark(entitled);
            return {};
        });
    }

    Result<> load_assignments() {
        std::vector<AccountAssignment> all;
        CHECK_OK(for_each_row("assignments.csv", [&](const FileRow& row) -> Result<> {
            TRY(AccountAssignment assignment, row.record<AccountAssignment>());
            assignment.account_id = *found(accounts_, row.text("account_code"));
            assignment.user_id = *found(users_, row.text("user_email"));
            all.push_back(std::move(assignment));
            return {};
        }));
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.from_on < b.from_on; });
        for (AccountAssignment& assignment : all) {
            TRY(const AccountAssignment made, accounts::add_assignment(work_, std::move(assignment)));
            mark(made);
        }
        return {};
    }

    Result<> load_judgements() {
        return for_each_row("judgements.csv", [&](const FileRow& row) -> Result<> {
            TRY(AccountJudgement judgement, row.record<AccountJudgement>());
            judgement.account_id = *found(accounts_, row.text("account_code"));
            judgement.judged_by_id = found(users_, row.text("author_email"));
            // Not segmentation::judge: the authors are the people of the story, and the scores follow at the end.
            TRY(const AccountJudgement made, work_.create(std::move(judgement)));
            mark(made);
            return {};
        });
    }

    Result<> load_rates() {
        return for_each_row("rates.csv", [&](const FileRow& row) -> Result<> {
            TRY(ExchangeRate rate, row.record<ExchangeRate>());
            const auto day = parse_date(row.text("date"));
            if (!day) return invalid("date", "bad_date");
            rate.valid_on = *day;
            const bool known = work_.connection().integer("SELECT 1 FROM exchange_rate WHERE currency = $1 AND valid_on = $2", rate.currency.view(),
                                                          rate.valid_on).has_value();
            if (known) return {};
            TRY(const ExchangeRate made, work_.create(std::move(rate)));
            mark(made);
            return {};
        });
    }

    Result<> add_line(const FileRow& row, std::string_view date_column, std::vector<LedgerEntry>& lines) {
        TRY(LedgerEntry entry, row.record<LedgerEntry>());
        const auto day = parse_date(row.text(date_column));
        const auto account = found(accounts_, row.text("account_code"));
        if (!day || !account) return invalid("account_code", "not_found");
        entry.document_date = *day;
        entry.account_id = account;
        entry.offering_id = found(offerings_, row.text("offering_code"));
        entry.amount = ledger::rules::stored_amount(entry.entry_kind, entry.amount);
        lines.push_back(std::move(entry));
        return {};
    }

    Result<> load_lines() {
        std::vector<LedgerEntry> lines;
        CHECK_OK(for_each_row("invoices.csv", [&](const FileRow& row) { return add_line(row, "document_date", lines); }));
        CHECK_OK(for_each_row("costs.csv", [&](const FileRow& row) { return add_line(row, "date", lines); }));
        ImportRun run;
        run.kind = library::ImportKind::invoices;
        run.file_name = "samples/invoices.csv";
        run.state = library::ImportState::done;
        run.rows = static_cast<std::int64_t>(lines.size());
        TRY(run, work_.create(std::move(run)));
        mark(run);
        ledger::MonthChanges changes;
        std::size_t next = 0;
        ledger::BulkLine line;
        ledger::insert_lines(work_, run.id, changes, [&]() -> const ledger::BulkLine* {
            if (next == lines.size()) return nullptr;
            line = bulk_line(lines[next++]);
            return &line;
        });
        changes.apply(work_);
        ledger::ensure_list_indexes(work_);
        return {};
    }

    static ledger::BulkLine bulk_line(const LedgerEntry& entry) {
        ledger::BulkLine line;
        line.account = entry.account_id->value;
        if (entry.offering_id) line.offering = entry.offering_id->value;
        line.kind = entry.entry_kind;
        line.document_no = *entry.document_no;
        line.line_no = entry.line_no;
        line.document_date = entry.document_date;
        line.service_month = ledger::rules::service_month_of(entry.service_month, entry.document_date);
        line.quantity = entry.quantity;
        line.unit_price = entry.unit_price;
        line.amount = entry.amount;
        if (entry.currency) line.currency = *entry.currency;
        if (entry.description) line.description = *entry.description;
        return line;
    }

    UnitOfWork& work_;
    ByKey<Department> departments_;
    ByKey<User> users_;
    ByKey<Offering> offerings_;
    ByKey<Account> accounts_;
    ByKey<Contract> contracts_;
};

/// Rows that came with the sample's clients later and mean nothing without them.
constexpr std::string_view rows_of_accounts[] = {"account_score", "tier_decision", "account_judgement", "account_assignment",
                                                "contact", "entitlement", "contract"};

/// What stops a sample record from going: own rows that refer to it.
bool is_needed(const Reader& reader, const Entity& entity, const Uuid& id) {
    for (const Entity* other : all_entities()) {
        for (const Field& field : other->fields) {
            if (field.kind != Kind::reference || field.references != entity.name) continue;
            const std::string sql = "SELECT 1 FROM \"" + std::string(other->name) + "\" WHERE \"" + std::string(field.name) + "\" = $1 LIMIT 1";
            if (reader.connection().integer(sql, id)) return true;
        }
    }
    return false;
}

/// Sample clients on which the owner hung something of his own stay.
bool has_own_data(const Reader& reader, const Uuid& account) {
    if (reader.connection().integer("SELECT 1 FROM ledger_entry WHERE account_id = $1 LIMIT 1", account)) return true;
    for (const std::string table : {"contact", "contract", "entitlement"}) {
        const std::string sql = "SELECT 1 FROM " + table + " c WHERE c.account_id = $1 AND NOT EXISTS (SELECT 1 FROM sample_record s "
                                "WHERE s.entity = '" + table + "' AND s.id = c.id) LIMIT 1";
        if (reader.connection().integer(sql, account)) return true;
    }
    return false;
}

std::vector<Uuid> sample_ids(const Reader& reader, std::string_view entity) {
    std::vector<Uuid> ids;
    reader.connection().query("SELECT id FROM sample_record WHERE entity = $1 ORDER BY id DESC", [&](const db::Row& row) { ids.push_back(row.uuid(0)); },
                              entity);
    return ids;
}

void remove_accounts(UnitOfWork& work) {
    for (const Uuid& account : sample_ids(work, "account")) {
        if (has_own_data(work, account)) continue;
        for (const std::string_view name : rows_of_accounts) {
            const Entity& entity = *find_entity(name);
            std::vector<Uuid> ids;
            work.connection().query("SELECT id FROM \"" + std::string(name) + "\" WHERE account_id = $1", [&](const db::Row& row) { ids.push_back(row.uuid(0)); },
                                    account);
            for (const Uuid& id : ids) work.erase(entity, id);
        }
        work.maintain("DELETE FROM ledger_month WHERE account_id = $1 AND entries = 0", account);
        work.maintain("DELETE FROM ledger_known WHERE account_id = $1", account);
    }
}

}  // namespace

SampleState sample_state(const Reader& reader) {
    const std::int64_t rows = reader.connection().integer("SELECT COUNT(*) FROM sample_record").value_or(0);
    return {rows > 0 ? "done" : "none", rows, rows};
}

Result<SampleState> load_sample(UnitOfWork& work) {
    if (sample_state(work).rows > 0) return rule_violated("sample.loaded_already");
    CHECK_OK(SampleLoader(work).load());
    const std::vector<Uuid> accounts = sample_ids(work, "account");
    ledger::refresh_revenue_days(work, accounts);
    ledger::refresh_all_figures(work);
    std::vector<Id<Account>> clients;
    for (const Uuid& id : accounts) clients.push_back({id});
    auto segmented = segmentation::segment(work, true, std::nullopt, std::move(clients));  // own clients decide for themselves
    if (!segmented) return std::move(segmented).error();
    return sample_state(work);
}

/// Costs and the reserve that are still those of the sample would falsify every answer about the real firm.
static Result<> take_back_costs(UnitOfWork& work) {
    TRY(const json::Value firm, json::parse(embedded_sample("firm.json")));
    const Workspace before = identity::current_workspace(work);
    Workspace after = before;
    if (after.fixed_monthly_costs == sample_amount(firm, "fixed_monthly_costs")) after.fixed_monthly_costs.reset();
    if (after.cash_reserve == sample_amount(firm, "cash_reserve")) after.cash_reserve.reset();
    CHECK_OK(identity::update_workspace(work, before, std::move(after)));
    return {};
}

Result<SampleState> remove_sample(UnitOfWork& work) {
    if (sample_state(work).rows == 0) return rule_violated("sample.not_loaded");
    ledger::MonthChanges changes;
    for (const Uuid& run : sample_ids(work, "import_run")) ledger::remove_lines(work, {run}, changes);
    changes.apply(work);
    remove_accounts(work);
    // Daughters before parents and members before departments: the ids are handed out in the order of the files.
    for (const std::string_view name : {"contact", "entitlement", "contract", "account", "exchange_rate", "offering", "user", "department", "import_run"}) {
        const Entity& entity = *find_entity(name);
        for (const Uuid& id : sample_ids(work, name)) {
            if (!is_needed(work, entity, id)) work.erase(entity, id);
        }
    }
    work.maintain("DELETE FROM sample_record");
    CHECK_OK(take_back_costs(work));
    ledger::refresh_all_figures(work);
    return sample_state(work);
}

}  // namespace intake

}  // namespace klicnik
