#include "modules/ledger/bulk.hpp"

#include <string>
#include <vector>

#include "records/entity.hpp"

namespace klicnik::ledger {

namespace {

constexpr std::string_view bulk_columns[] = {
    "id",       "account_id", "offering_id", "entry_kind", "document_no", "line_no",     "document_date", "service_month",
    "quantity", "unit_price", "amount",      "currency",   "recurring",   "description", "import_run_id", "version",
};

/// The same text as in the migration.
constexpr std::string_view list_indexes[] = {
    "CREATE INDEX IF NOT EXISTS \"ledger_entry_by_account_id_document_date\" ON \"ledger_entry\" (\"account_id\", \"document_date\", \"id\") "
    "WHERE account_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS \"ledger_entry_by_document_date\" ON \"ledger_entry\" (\"document_date\", \"id\")",
};

constexpr std::size_t documents_per_query = 50;

EntryPlace place_of(const BulkLine& line) {
    return {line.account, line.document_date, line.service_month, line.currency, line.kind};
}

db::Param id_or_null(const Uuid& id) {
    return id.is_nil() ? db::Param{} : db::Param{id};
}

db::Param text_or_null(std::string_view text) {
    return text.empty() ? db::Param{} : db::Param{text};
}

std::optional<Decimal> decimal_in(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Decimal{row.integer(column)});
}

StoredLine stored_line(const db::Row& row) {
    StoredLine stored;
    BulkLine& line = stored.line;
    stored.id = row.uuid(0);
    line.document_no = row.text(1);
    line.line_no = static_cast<std::int32_t>(row.integer(2));
    line.kind = parse_enum<EntryKind>(row.text(3)).value_or(EntryKind::revenue);
    line.account = row.uuid(4);
    line.offering = row.uuid(5);
    line.document_date = Date{static_cast<std::int32_t>(row.integer(6))};
    line.service_month = row.is_null(7) ? month_of(line.document_date) : Month{static_cast<std::int32_t>(row.integer(7))};
    line.quantity = decimal_in(row, 8);
    line.unit_price = decimal_in(row, 9);
    line.amount = Decimal{row.integer(10)};
    line.currency = parse_currency(row.text(11)).value_or(Currency{});
    line.recurring = row.boolean(12);
    line.description = row.text(13);
    return stored;
}

const std::string& lines_query() {
    static const std::string sql = [] {
        std::string text =
            "SELECT id, document_no, line_no, entry_kind, account_id, offering_id, document_date, service_month, quantity, unit_price, "
            "amount, currency, recurring, description FROM ledger_entry WHERE document_no IN (";
        for (std::size_t i = 1; i <= documents_per_query; ++i) text.append(i > 1 ? ", $" : "$").append(std::to_string(i));
        return text.append(")");
    }();
    return sql;
}

}  // namespace

void for_each_line_of(const Reader& reader, std::span<const std::string_view> documents, FunctionRef<void(const StoredLine&)> on_line) {
    std::vector<db::Param> params(documents_per_query);
    for (std::size_t from = 0; from < documents.size(); from += documents_per_query) {
        for (std::size_t i = 0; i < documents_per_query; ++i) {
            params[i] = from + i < documents.size() ? db::Param{documents[from + i]} : db::Param{};
        }
        reader.connection().run(lines_query(), params, [&](const db::Row& row) {
            on_line(stored_line(row));
            return true;
        });
    }
}

std::int64_t insert_lines(UnitOfWork& work, Id<ImportRun> run, MonthChanges& changes, FunctionRef<const BulkLine*()> next) {
    // One moment for all keeps their order in the last bits, so that the table grows at its end.
    const std::int64_t now = work.context().now.micros;
    return work.create_many(entity_of<LedgerEntry>(), bulk_columns, [&](std::span<db::Param> params) {
        const BulkLine* line = next();
        if (!line) return false;
        std::size_t i = 0;
        params[i++] = new_uuid(now);
        params[i++] = id_or_null(line->account);
        params[i++] = id_or_null(line->offering);
        params[i++] = to_text(line->kind);
        params[i++] = text_or_null(line->document_no);
        params[i++] = std::int64_t{line->line_no};
        params[i++] = std::int64_t{line->document_date.days};
        params[i++] = std::int64_t{line->service_month.index};
        params[i++] = db::to_param(line->quantity);
        params[i++] = db::to_param(line->unit_price);
        params[i++] = line->amount.units;
        params[i++] = line->currency.view();
        params[i++] = line->recurring;
        params[i++] = text_or_null(line->description);
        params[i++] = id_or_null(run.value);
        params[i++] = std::int64_t{1};
        changes.add(place_of(*line), line->amount);
        return true;
    });
}

Result<> replace_line(UnitOfWork& work, Id<ImportRun> run, const StoredLine& stored, const BulkLine& line, MonthChanges& changes) {
    TRY(const LedgerEntry entry, work.get(Id<LedgerEntry>{stored.id}, Action::edit));
    LedgerEntry after = entry;
    after.account_id = line.account.is_nil() ? std::nullopt : std::optional(Id<Account>{line.account});
    after.offering_id = line.offering.is_nil() ? std::nullopt : std::optional(Id<Offering>{line.offering});
    after.document_date = line.document_date;
    after.service_month = line.service_month;
    after.quantity = line.quantity;
    after.unit_price = line.unit_price;
    after.amount = line.amount;
    after.currency = line.currency;
    after.recurring = line.recurring;
    after.description = line.description.empty() ? std::nullopt : std::optional(std::string(line.description));
    after.import_run_id = run;
    CHECK_OK(work.update(entry, std::move(after)));
    const BulkLine& before = stored.line;
    changes.add(place_of(before), Decimal{-before.amount.units}, -1);
    changes.add(place_of(line), line.amount);
    if (line.offering != before.offering || line.document_date != before.document_date) changes.note_moved(place_of(line));
    return {};
}

void remove_lines(UnitOfWork& work, Id<ImportRun> run, MonthChanges& changes) {
    for (const LedgerEntry& entry : work.all<LedgerEntry>("import_run_id = $1", run)) {
        changes.add(entry, entry.currency.value_or(Currency{}), -1);
    }
    work.maintain("DELETE FROM ledger_entry WHERE import_run_id = $1", run);
}

bool is_empty(const Reader& reader) {
    return !reader.connection().integer("SELECT 1 FROM ledger_entry LIMIT 1").has_value();
}

void drop_list_indexes(UnitOfWork& work) {
    work.maintain("DROP INDEX IF EXISTS ledger_entry_by_account_id_document_date");
    work.maintain("DROP INDEX IF EXISTS ledger_entry_by_document_date");
}

void ensure_list_indexes(UnitOfWork& work) {
    for (const std::string_view sql : list_indexes) work.maintain(sql);
}

}  // namespace klicnik::ledger
