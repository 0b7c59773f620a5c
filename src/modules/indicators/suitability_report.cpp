#include "modules/indicators/suitability_report.hpp"

#include <algorithm>

#include "modules/indicators/care_book.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

using accounts::CareModel;
using ledger::EntryKind;

constexpr std::size_t suitability_shown = 100;
constexpr EntryKind kinds_of_other_cost[] = {EntryKind::travel, EntryKind::service_cost};

/// Money of a window as of a year.
std::int64_t of_a_year(std::int64_t amount, std::int32_t months) {
    return divide_half_even(static_cast<__int128>(amount) * 12, months);
}

/// One client and what the rules say of it.
struct TestedClient {
    std::uint32_t index = 0;
    std::uint32_t segment = 0;
    SuitabilityFacts facts;
    std::optional<CareModel> care_model;
    bool is_complexity_known = false;
    Suitability found;
    bool differs = false;
};

/// Of a choice field of the account: what each client has, or nothing.
template <class E>
std::vector<std::optional<E>> choices_of(const Cube& cube, std::string_view field) {
    std::vector<std::optional<E>> found(cube.accounts.size());
    const Attribute* attribute = cube.attribute(field);
    if (!attribute) return found;
    std::vector<std::optional<E>> of_code;
    for (const db::Value& value : attribute->values) {
        const auto* text = std::get_if<std::string>(&value);
        of_code.push_back(text ? parse_enum<E>(*text) : std::nullopt);
    }
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = of_code[attribute->codes[i]];
    return found;
}

/// Prospects and former clients get no care to decide about, nor does who is archived.
Chosen clients_to_test(const Question& question) {
    const Cube& cube = *question.cube;
    Chosen chosen = clients_asked_about(question);
    const auto lifecycles = choices_of<accounts::Lifecycle>(cube, "lifecycle");
    const Attribute* archived = cube.attribute("archived");
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto* flag = archived ? std::get_if<bool>(&archived->values[archived->codes[i]]) : nullptr;
        const bool is_client = lifecycles[i] && *lifecycles[i] != accounts::Lifecycle::prospect && *lifecycles[i] != accounts::Lifecycle::former;
        if (!is_client || (flag && *flag)) chosen[i] = 0;
    }
    return chosen;
}

/// The newest judgement of the potential of every client, in points; by the day that is asked about.
std::vector<std::optional<Decimal>> judged_potentials(const Reader& reader, const Question& question) {
    std::vector<std::optional<Decimal>> points(question.cube->accounts.size());
    reader.connection().query(
        "SELECT account_id, value FROM account_judgement WHERE criterion = 'potential' AND judged_on <= $1 ORDER BY account_id, judged_on, id",
        [&](const db::Row& row) {
            if (const auto at = question.cube->find(row.uuid(0))) points[*at] = Decimal{row.integer(1)};
        },
        question.known_by);
    return points;
}

void read_complexities(const Reader& reader, const Question& question, std::span<TestedClient* const> clients) {
    std::vector<Uuid> ids;
    for (const TestedClient* client : clients) ids.push_back(question.cube->accounts[client->index]);
    const std::vector<Decimal> points = segmentation::complexity_points(reader, ids, question.period.as_of);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i]->facts.complexity = points[i];
        clients[i]->is_complexity_known = true;
    }
}

/// How much care a model is, for comparing.
int amount_of_care(CareModel model) {
    switch (model) {
        case CareModel::dedicated: return 2;
        case CareModel::pooled: return 1;
        case CareModel::automated: return 0;
    }
    return 0;
}

/// What the client has now: the model decided, else the care of its tier; nothing when neither is decided.
std::optional<CareModel> present_care(const TestedClient& client) {
    if (client.care_model) return client.care_model;
    return client.facts.tier ? std::optional(care_of(*client.facts.tier)) : std::nullopt;
}

/// Money and clients of the report, read once.
class SuitabilityReading {
  public:
    SuitabilityReading(const Reader& reader, const Question& question, const SuitabilityAssumptions& assumptions)
        : reader_(reader), question_(question), assumptions_(assumptions) {}

    SuitabilityReport report() {
        SuitabilityReport report;
        report.period = asked_period(question_);
        set_assumptions(report);
        if (!question_.sees_margin) report.reason = NoValue::not_allowed;
        else if (!question_.books_first) report.reason = question_.known == Knowledge::then ? NoValue::not_known_then : NoValue::no_books;
        if (report.reason) return report;
        read_clients(report);
        if (clients_.empty()) {
            report.reason = NoValue::no_clients;
            return report;
        }
        find_segments(report);
        test_clients(report);
        sum_up(report);
        list_clients(report);
        return report;
    }

  private:
    void set_assumptions(SuitabilityReport& report) const {
        report.lift_retention_bp = assumptions_.lift_retention_bp;
        report.win_bp = assumptions_.win_bp;
        report.rate = assumptions_.rate;
        report.hours_a = assumptions_.hours[0];
        report.hours_b = assumptions_.hours[1];
        report.hours_c = assumptions_.hours[2];
        report.hours_d = assumptions_.hours[3];
    }

    void read_clients(SuitabilityReport& report) {
        const Cube& cube = *question_.cube;
        const auto window = end_months(question_.period);
        const auto margins = margins_in(question_, window);
        const BookedCosts costs = booked_costs(reader_, question_, window, kinds_of_other_cost);
        const auto potentials = judged_potentials(reader_, question_);
        const auto tiers = tier_indexes(cube);
        const auto models = choices_of<CareModel>(cube, "care_model");
        const Chosen chosen = clients_to_test(question_);
        report.margin_is_revenue = margin_is_revenue(cube, chosen);
        report.costs_without_rate = costs.without_rate;
        __int128 all_margin = 0;
        for (std::size_t i = 0; i < margins.size(); ++i) all_margin += cube.incomplete[i] ? 0 : margins[i];
        for (std::uint32_t i = 0; i < chosen.size(); ++i) {
            if (!chosen[i]) continue;
            if (cube.incomplete[i]) {
                ++report.unknown;
                continue;
            }
            TestedClient& client = clients_.emplace_back();
            client.index = i;
            client.facts.margin = of_a_year(margins[i], question_.period.window);
            client.facts.potential_points = potentials[i];
            client.facts.tier = tier_at(tiers[i]);
            client.facts.other_cost = of_a_year(costs.by_client[i], question_.period.window);
            client.facts.all_margin = of_a_year(divide_half_even(all_margin, 1), question_.period.window);
            client.care_model = models[i];
        }
    }

    void find_segments(SuitabilityReport& report) {
        const Attribute* attribute = question_.by == SplitBy::none || question_.by == SplitBy::manager ? nullptr : question_.cube->attribute(to_text(question_.by));
        std::vector<std::vector<std::int64_t>> margins(attribute ? attribute->values.size() : 1);
        for (TestedClient& client : clients_) {
            client.segment = attribute ? attribute->codes[client.index] : 0;
            margins[client.segment].push_back(client.facts.margin);
        }
        mass_.resize(margins.size());
        for (std::size_t i = 0; i < margins.size(); ++i) {
            if (margins[i].empty()) continue;
            SuitabilitySegment& segment = report.segments.emplace_back();
            const auto* text = attribute ? std::get_if<std::string>(&attribute->values[i]) : nullptr;
            if (text) segment.key = *text;
            segment.clients = static_cast<std::int64_t>(margins[i].size());
            for (const std::int64_t margin : margins[i]) segment.margin.units += margin;
            segment.median_margin = Decimal{median_of(margins[i])};
            mass_[i] = is_mass_segment(segment.clients, segment.median_margin.units, assumptions_.rate);
            segment.verdict = mass_[i] ? SegmentVerdict::automate : SegmentVerdict::one_by_one;
        }
        std::stable_sort(report.segments.begin(), report.segments.end(),
                         [](const SuitabilitySegment& a, const SuitabilitySegment& b) { return a.margin > b.margin; });
    }

    void test(TestedClient& client) {
        client.found = suitability_of(client.facts, assumptions_, mass_[client.segment]);
        const auto present = present_care(client);
        client.differs = present && *present != client.found.proposal;
    }

    void test_clients(SuitabilityReport& report) {
        std::vector<TestedClient*> undecided;
        for (TestedClient& client : clients_) {
            if (needs_complexity(client.facts, assumptions_)) undecided.push_back(&client);
            report.unknown_potential = report.unknown_potential.value_or(0) + !client.facts.potential_points.has_value();
        }
        read_complexities(reader_, question_, undecided);
        for (TestedClient& client : clients_) test(client);
    }

    std::int64_t freed(const TestedClient& client) const { return freed_by(client.facts.tier, client.found.proposal, assumptions_); }

    void sum_up(SuitabilityReport& report) const {
        report.clients = static_cast<std::int64_t>(clients_.size());
        report.margin = Decimal{};
        report.freed = Decimal{};
        report.promote = report.demote = 0;
        for (const CareModel model : {CareModel::dedicated, CareModel::pooled, CareModel::automated}) report.proposals.push_back({.proposal = model});
        for (const TestedClient& client : clients_) {
            report.margin->units += client.facts.margin;
            ProposalLine& line = report.proposals[static_cast<std::size_t>(client.found.proposal)];
            ++line.clients;
            line.margin.units += client.facts.margin;
            line.uplift.units += client.found.uplift;
            line.cost.units += client.found.cost;
            if (!client.differs) continue;
            const bool is_less = amount_of_care(client.found.proposal) < amount_of_care(*present_care(client));
            ++*(is_less ? report.demote : report.promote);
            if (is_less) report.freed->units += freed(client);
        }
    }

    void list_clients(SuitabilityReport& report) {
        std::vector<TestedClient*> shown;
        for (TestedClient& client : clients_) shown.push_back(&client);
        const std::size_t count = std::min(shown.size(), suitability_shown);
        const auto weight = [](const TestedClient& client) { return std::abs(client.found.uplift - client.found.cost); };
        std::partial_sort(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(count), shown.end(), [&](const TestedClient* a, const TestedClient* b) {
            if (a->differs != b->differs) return a->differs;
            return weight(*a) != weight(*b) ? weight(*a) > weight(*b) : a->index < b->index;
        });
        shown.resize(count);
        std::vector<TestedClient*> without_complexity;
        std::vector<Id<Account>> ids;
        for (TestedClient* client : shown) {
            ids.push_back({question_.cube->accounts[client->index]});
            if (!client->is_complexity_known) without_complexity.push_back(client);
        }
        read_complexities(reader_, question_, without_complexity);
        const ClientNames names(reader_, ids);
        for (TestedClient* client : shown) {
            test(*client);  // a reason may have come with the complexity; the proposal stays
            SuitabilityItem& item = report.items.emplace_back();
            item.account_id = {question_.cube->accounts[client->index]};
            item.name = names.of(item.account_id);
            item.tier = client->facts.tier;
            item.care_model = client->care_model;
            item.margin = Decimal{client->facts.margin};
            item.potential_points = client->facts.potential_points;
            item.complexity = client->facts.complexity;
            item.uplift = Decimal{client->found.uplift};
            item.cost = Decimal{client->found.cost};
            if (client->found.break_even_margin) item.break_even_margin = Decimal{*client->found.break_even_margin};
            item.proposal = client->found.proposal;
            item.differs = client->differs;
            if (client->differs) item.freed = Decimal{freed(*client)};
            item.reasons = std::move(client->found.reasons);
        }
    }

    const Reader& reader_;
    const Question& question_;
    const SuitabilityAssumptions& assumptions_;
    std::vector<TestedClient> clients_;
    std::vector<bool> mass_;  ///< by segment
};

}  // namespace

SuitabilityReport suitability_report(const Reader& reader, const Question& question, const SuitabilityAssumptions& assumptions) {
    return SuitabilityReading(reader, question, assumptions).report();
}

}  // namespace klicnik::indicators
