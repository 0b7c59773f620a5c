#include "modules/ledger/actions.hpp"

#include "modules/ledger/cnb_list.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/ledger/rules.hpp"
#include "records/entity.hpp"

namespace klicnik {

using ledger::RateList;
using ledger::RateListReport;

static constexpr Field rate_list_fields[] = {field<&RateList::text>({.required = true, .max_length = 100000, .format = Format::multiline})};
KLICNIK_DEFINE_SHAPE(RateList, "rate_list", rate_list_fields);

static constexpr Field rate_list_report_fields[] = {
    field<&RateListReport::on>(),
    field<&RateListReport::created>(),
    field<&RateListReport::updated>(),
    field<&RateListReport::unchanged>(),
};
KLICNIK_DEFINE_SHAPE(RateListReport, "rate_list_report", rate_list_report_fields);

namespace ledger {

namespace {

Uuid account_of(const LedgerEntry& entry) {
    return entry.account_id.value_or(Id<Account>{}).value;
}

/// What follows from the other fields of an entry.
Result<> complete_entry(const Reader& reader, LedgerEntry& entry) {
    if (!entry.currency) entry.currency = base_currency(reader);
    entry.service_month = rules::service_month_of(entry.service_month, entry.document_date);
    if (entry.quantity && entry.unit_price) {
        TRY(const Decimal amount, rules::line_amount({.quantity = entry.quantity, .unit_price = entry.unit_price, .amount = entry.amount},
                                                     *entry.currency));
        entry.amount = amount;
    }
    entry.amount = rules::stored_amount(entry.entry_kind, entry.amount);
    return {};
}

std::int32_t next_line(const Reader& reader, const LedgerEntry& entry) {
    const auto last = reader.connection().integer("SELECT MAX(line_no) FROM ledger_entry WHERE document_no = $1 AND entry_kind = $2",
                                                  entry.document_no, to_text(entry.entry_kind));
    return static_cast<std::int32_t>(last.value_or(0) + 1);
}

/// A line of a document stands once in a year; the next year may number its documents anew.
Result<> check_document(const Reader& reader, const LedgerEntry& entry) {
    if (!entry.document_no) return {};
    bool taken = false;
    reader.connection().query("SELECT document_date FROM ledger_entry WHERE document_no = $1 AND line_no = $2 AND entry_kind = $3 AND id <> $4",
                              [&](const db::Row& row) {
                                  const Date day{static_cast<std::int32_t>(row.integer(0))};
                                  taken = taken || civil(day).year == civil(entry.document_date).year;
                              },
                              entry.document_no, std::int64_t{entry.line_no}, to_text(entry.entry_kind), entry.id.value);
    if (taken) return conflict("record.duplicate", {{"entity", "ledger_entry"}});
    return {};
}

void follow(UnitOfWork& work, MonthChanges& changes, const Uuid& one, const Uuid& other) {
    changes.apply(work);
    std::vector<Uuid> touched{one};
    if (other != one) touched.push_back(other);
    refresh_figures(work, touched);
}

Result<> check_rate(const Reader& reader, const ExchangeRate& rate) {
    if (rate.currency == base_currency(reader)) return invalid("currency", "is_base");
    return {};
}

bool is_used(const Reader& reader, Currency currency) {
    return reader.connection().integer("SELECT 1 FROM ledger_month WHERE currency = $1 LIMIT 1", currency.view()).has_value();
}

enum class RateOutcome { created, updated, unchanged };

Result<RateOutcome> store_listed_rate(UnitOfWork& work, const CnbList& list, const CnbRate& listed) {
    ExchangeRate rate;
    rate.valid_on = list.on;
    rate.currency = listed.currency;
    rate.units = listed.units;
    rate.rate = listed.rate;
    rate.source = RateSource::cnb;
    rate.list_no = list.number;
    const auto present = work.all<ExchangeRate>("currency = $1 AND valid_on = $2", listed.currency.view(), list.on);
    if (present.empty()) {
        TRY(rate, work.create(std::move(rate)));
        return RateOutcome::created;
    }
    const ExchangeRate& before = present.front();
    rate.id = before.id;
    rate.version = before.version;
    TRY(rate, work.update(before, std::move(rate)));
    return rate.version == before.version ? RateOutcome::unchanged : RateOutcome::updated;
}

}  // namespace

Result<LedgerEntry> create_entry(UnitOfWork& work, LedgerEntry entry) {
    if (entry.document_no && entry.document_no->empty()) entry.document_no.reset();
    CHECK_OK(complete_entry(work, entry));
    if (entry.document_no && entry.line_no == 1) entry.line_no = next_line(work, entry);
    CHECK_OK(check_document(work, entry));
    TRY(LedgerEntry made, work.create(std::move(entry)));
    MonthChanges changes;
    changes.add(made, *made.currency);
    follow(work, changes, account_of(made), account_of(made));
    return made;
}

Result<LedgerEntry> update_entry(UnitOfWork& work, const LedgerEntry& before, LedgerEntry after) {
    // The amount follows quantity and price when only they were changed.
    const bool numbers_changed = after.quantity != before.quantity || after.unit_price != before.unit_price;
    if (numbers_changed && after.amount == before.amount && after.quantity && after.unit_price) {
        TRY(after.amount, rules::line_amount({.quantity = after.quantity, .unit_price = after.unit_price},
                                             after.currency.value_or(base_currency(work))));
    }
    if (after.service_month == before.service_month && after.document_date != before.document_date &&
        before.service_month == month_of(before.document_date)) {
        after.service_month.reset();
    }
    CHECK_OK(complete_entry(work, after));
    CHECK_OK(check_document(work, after));
    TRY(LedgerEntry done, work.update(before, std::move(after)));
    if (done.version == before.version) return done;
    const Currency base = base_currency(work);
    MonthChanges changes;
    changes.add(before, base, -1);
    changes.add(done, base);
    if (done.offering_id != before.offering_id || done.document_date != before.document_date) changes.note_moved(place_of(done, base));
    follow(work, changes, account_of(before), account_of(done));
    return done;
}

Result<ExchangeRate> create_rate(UnitOfWork& work, ExchangeRate rate) {
    CHECK_OK(check_rate(work, rate));
    TRY(ExchangeRate made, work.create(std::move(rate)));
    if (is_used(work, made.currency)) refresh_figures_soon(work);
    return made;
}

Result<ExchangeRate> update_rate(UnitOfWork& work, const ExchangeRate& before, ExchangeRate after) {
    CHECK_OK(check_rate(work, after));
    if (after.rate != before.rate || after.units != before.units) after.source = RateSource::manual;
    TRY(ExchangeRate done, work.update(before, std::move(after)));
    if (done.version != before.version && (is_used(work, done.currency) || is_used(work, before.currency))) refresh_figures_soon(work);
    return done;
}

Result<RateListReport> import_rate_list(UnitOfWork& work, std::string_view text) {
    TRY(const CnbList list, parse_cnb_list(text));
    RateListReport report{.on = list.on};
    for (const CnbRate& listed : list.rates) {
        TRY(const RateOutcome outcome, store_listed_rate(work, list, listed));
        if (outcome == RateOutcome::created) ++report.created;
        if (outcome == RateOutcome::updated) ++report.updated;
        if (outcome == RateOutcome::unchanged) ++report.unchanged;
    }
    if (report.created + report.updated > 0) refresh_figures_soon(work);
    return report;
}

}  // namespace ledger

}  // namespace klicnik
