// Writing the lines of an invoice file. The order of the work in a chunk is that of its cost: references first, then one look
// at all documents of the chunk, then one bulk insert, then the sums.

#include <algorithm>

#include "modules/intake/family_names.hpp"
#include "modules/intake/invoice_rows.hpp"
#include "modules/offerings/actions.hpp"

namespace klicnik::intake {

namespace {

using ledger::BulkLine;

/// A stored line that owns its text.
struct KnownLine {
    Uuid id;
    BulkLine line;
    std::string description;
    bool met = false;
};

/// Lines of one number. In another year it is another document.
bool comes_before(const BulkLine& a, const BulkLine& b) {
    if (a.line_no != b.line_no) return a.line_no < b.line_no;
    if (a.kind != b.kind) return a.kind < b.kind;
    return civil(a.document_date).year < civil(b.document_date).year;
}

bool is_one_line(const BulkLine& a, const BulkLine& b) {
    return !comes_before(a, b) && !comes_before(b, a);
}

bool same_line(const BulkLine& a, const BulkLine& b) {
    return a.account == b.account && a.offering == b.offering && a.document_date == b.document_date && a.service_month == b.service_month &&
           a.quantity == b.quantity && a.unit_price == b.unit_price && a.amount == b.amount && a.currency == b.currency &&
           a.recurring == b.recurring && a.description == b.description;
}

/// The stored lines of the documents of a chunk.
class KnownLines {
  public:
    void load(const Reader& reader, const std::vector<std::string_view>& documents) {
        lines_.assign(documents.size(), {});
        std::unordered_map<std::string_view, std::size_t> places;
        ledger::for_each_line_of(reader, documents, [&](const ledger::StoredLine& stored) {
            if (places.empty()) {
                for (std::size_t i = 0; i < documents.size(); ++i) places.emplace(documents[i], i);
            }
            const auto place = places.find(stored.line.document_no);
            if (place == places.end()) return;
            KnownLine& known = lines_[place->second].emplace_back();
            known.id = stored.id;
            known.line = stored.line;
            known.line.document_no = {};
            known.description = stored.line.description;
        });
        for (auto& lines : lines_) {
            std::sort(lines.begin(), lines.end(), [](const KnownLine& a, const KnownLine& b) { return comes_before(a.line, b.line); });
            for (KnownLine& known : lines) known.line.description = known.description;
        }
    }

    KnownLine* find(std::uint32_t document, const BulkLine& line) {
        auto& lines = lines_[document];
        if (lines.empty()) return nullptr;
        // Line numbers mostly count from one without a gap.
        const auto guess = static_cast<std::size_t>(line.line_no - 1);
        if (guess < lines.size() && is_one_line(lines[guess].line, line)) return &lines[guess];
        const auto found = std::lower_bound(lines.begin(), lines.end(), line,
                                            [](const KnownLine& known, const BulkLine& wanted) { return comes_before(known.line, wanted); });
        return found != lines.end() && !comes_before(line, found->line) ? &*found : nullptr;
    }

  private:
    std::vector<std::vector<KnownLine>> lines_;
};

class InvoiceImporter final : public Importer {
  public:
    InvoiceImporter(const Plan& plan, const ImportRun& run, Currency base, std::string_view text)
        : run_(run), rows_(plan, run, base, text), book_(match_by_of(run)) {}

    void prepare(const Reader& reader) override {
        book_.load(reader);
        reader.connection().query("SELECT code, id, name FROM offering", [&](const db::Row& row) {
            offerings_by_code_.emplace(std::string(row.text(0)), InvoiceChunk::Resolved{row.uuid(1), {}, std::string(row.text(2))});
        });
        families_.load(reader);
    }

    Result<std::unique_ptr<Chunk>> read(csv::Reader& rows) override { return rows_.read(rows); }

    Result<> apply(UnitOfWork& work, Chunk& chunk_base, Tally& tally) override {
        auto& chunk = static_cast<InvoiceChunk&>(chunk_base);
        book_.take_back();
        families_.take_back();
        resolve_clients(work, chunk, tally);
        resolve_offerings(work, chunk, tally);
        KnownLines known;
        known.load(work, chunk.documents);
        ledger::MonthChanges changes;
        created_.clear();
        std::vector<SampleRow> samples = chunk.samples;
        auto sample = samples.begin();
        for (const ReadLine& read : chunk.lines) {
            TRY(const RowOutcome outcome, take_line(work, chunk, read, known, changes, tally));
            while (sample != samples.end() && sample->row < read.row) ++sample;
            if (sample == samples.end() || sample->row != read.row) continue;
            sample->outcome = outcome;
            if (outcome == RowOutcome::refused) sample->problems.push_back(tally.problems.back());
        }
        std::size_t next = 0;
        ledger::insert_lines(work, run_.id, changes, [&]() -> const BulkLine* {
            return next < created_.size() ? &created_[next++] : nullptr;
        });
        changes.apply(work);
        tally.samples = std::move(samples);
        return {};
    }

    void accept(Chunk& chunk_base) override {
        auto& chunk = static_cast<InvoiceChunk&>(chunk_base);
        for (auto& client : chunk.clients) {
            touched_.push_back(client.id);
            clients_.push_back(std::move(client));
        }
        for (auto& offering : chunk.offerings) offerings_.push_back(std::move(offering));
        book_.set_mark();
        families_.set_mark();
    }

    Result<> finish(UnitOfWork& work, Tally&) override {
        std::sort(touched_.begin(), touched_.end());
        touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
        ledger::refresh_revenue_days(work, touched_);
        ledger::refresh_all_figures(work);
        return {};
    }

  private:
    void resolve_clients(UnitOfWork& work, InvoiceChunk& chunk, Tally& tally) {
        chunk.clients.clear();
        for (const ClientKey& key : chunk.new_clients) {
            InvoiceChunk::Resolved& resolved = chunk.clients.emplace_back();
            if (const auto found = book_.find(key)) {
                resolved.id = found->value;
                continue;
            }
            if (!run_.create_accounts) {
                resolved.problem = "account.unknown";
                continue;
            }
            const auto made = create_client(work, key);
            if (!made) {
                resolved.problem = made.error().fields.empty() ? made.error().code : made.error().fields.front().code;
                continue;
            }
            resolved.id = made->value;
            book_.add(*made, key);
            tally.new_clients.push_back({key, {}, {}});
        }
    }

    void resolve_offerings(UnitOfWork& work, InvoiceChunk& chunk, Tally& tally) {
        chunk.offerings.clear();
        for (const OfferingKey& key : chunk.new_offerings) {
            InvoiceChunk::Resolved& resolved = chunk.offerings.emplace_back();
            if (const auto found = offerings_by_code_.find(key.code); found != offerings_by_code_.end()) {
                resolved = found->second;
                families_.place(work, Id<Offering>{resolved.id}, key.family, run_.create_offerings, tally);
                continue;
            }
            if (const auto family = families_.made_with_code(key.code)) {
                resolved = {family->value, {}, key.code};
                continue;
            }
            if (!run_.create_offerings) {
                resolved.problem = "offering.unknown";
                continue;
            }
            Offering offering;
            offering.code = key.code;
            offering.name = key.name.empty() ? key.code : key.name;
            offering.parent_id = families_.find_or_make(work, key.family, true, tally);
            resolved.name = offering.name;
            const auto made = offerings::create_offering(work, std::move(offering));
            if (!made) {
                resolved.problem = made.error().fields.empty() ? made.error().code : made.error().fields.front().code;
                continue;
            }
            resolved.id = made->id.value;
            families_.remember(key.code, made->id);
            ++tally.offerings_created;
        }
    }

    const InvoiceChunk::Resolved& client_of(const InvoiceChunk& chunk, std::int32_t place) const {
        const auto index = static_cast<std::size_t>(place);
        return index < clients_.size() ? clients_[index] : chunk.clients[index - clients_.size()];
    }
    const InvoiceChunk::Resolved& offering_of(const InvoiceChunk& chunk, std::int32_t place) const {
        const auto index = static_cast<std::size_t>(place);
        return index < offerings_.size() ? offerings_[index] : chunk.offerings[index - offerings_.size()];
    }

    static RowOutcome refuse(const ReadLine& read, std::string_view field, const std::string& code, Tally& tally) {
        tally.refuse({read.row, std::string(field), code, std::string(read.line.document_no), true}, read.source);
        return RowOutcome::refused;
    }

    Result<RowOutcome> take_line(UnitOfWork& work, InvoiceChunk& chunk, const ReadLine& read, KnownLines& known, ledger::MonthChanges& changes,
                                 Tally& tally) {
        BulkLine line = read.line;
        if (read.client >= 0) {
            const auto& client = client_of(chunk, read.client);
            if (!client.problem.empty()) return refuse(read, "account", client.problem, tally);
            line.account = client.id;
        }
        if (read.offering >= 0) {
            const auto& offering = offering_of(chunk, read.offering);
            if (!offering.problem.empty()) return refuse(read, "offering", offering.problem, tally);
            line.offering = offering.id;
            if (line.description == offering.name) line.description = {};
        }
        KnownLine* stored = known.find(read.document, line);
        if (stored && stored->met) return refuse(read, "line_no", "duplicate_in_file", tally);
        if (stored && line.account.is_nil()) line.account = stored->line.account;  // a blank erases nothing
        if (stored && !stored->line.account.is_nil() && stored->line.account != line.account) {
            // The same number of somebody else: two series of documents, or two suppliers. Neither may push out the other.
            return refuse(read, "document_no", "document_of_other_client", tally);
        }
        tally.without_account += line.account.is_nil();
        add_amount(tally, line);
        if (!stored) {
            created_.push_back(line);
            ++tally.created;
            return RowOutcome::created;
        }
        stored->met = true;
        if (same_line(stored->line, line)) {
            ++tally.unchanged;
            return RowOutcome::unchanged;
        }
        CHECK_OK(ledger::replace_line(work, run_.id, {stored->id, stored->line}, line, changes));
        touched_.push_back(stored->line.account);
        ++tally.updated;
        return RowOutcome::updated;
    }

    static void add_amount(Tally& tally, const BulkLine& line) { tally.amounts[line.currency] += line.amount.units; }

    const ImportRun& run_;
    InvoiceRows rows_;
    ClientBook book_;
    FamilyNames families_;
    TextMap<InvoiceChunk::Resolved> offerings_by_code_;
    std::vector<InvoiceChunk::Resolved> clients_;    // of committed chunks
    std::vector<InvoiceChunk::Resolved> offerings_;
    std::vector<BulkLine> created_;
    std::vector<Uuid> touched_;
};

}  // namespace

std::unique_ptr<Importer> make_invoice_importer(const Plan& plan, const ImportRun& run, Currency base, std::string_view text) {
    return std::make_unique<InvoiceImporter>(plan, run, base, text);
}

}  // namespace klicnik::intake
