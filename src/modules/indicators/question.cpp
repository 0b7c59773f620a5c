#include "modules/indicators/question.hpp"

#include <algorithm>

#include "modules/accounts/account.hpp"
#include "modules/identity/user.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/offerings/offering.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::string_view own_names[] = {"as_of", "window", "base", "known", "by", "group", "scope", "family"};
constexpr std::int32_t longest_window = 60;

template <class E>
void read_choice(const Call& call, std::string_view name, E& value, std::vector<FieldError>& errors) {
    const std::string_view text = call.param(name);
    if (text.empty()) return;
    if (const auto known = parse_enum<E>(text)) value = *known;
    else errors.push_back({std::string(name), "not_a_choice", {{"value", std::string(text.substr(0, 40))}}});
}

void read_window(const Call& call, std::int32_t& window, std::vector<FieldError>& errors) {
    const auto number = number_param(call, "window", window, 1, longest_window);
    if (number) window = static_cast<std::int32_t>(*number);
    else errors.push_back(number.error().fields.front());
}

void read_day(const Call& call, Date& day, std::vector<FieldError>& errors) {
    const std::string_view text = call.param("as_of");
    if (text.empty()) return;
    if (const auto parsed = parse_date(text)) day = *parsed;
    else errors.push_back({"as_of", "bad_date"});
}

/// "tier:A": a condition on the clients, or a person whose share counts.
void read_scope(std::string_view text, QueryParams& filters, std::optional<Uuid>& manager, std::vector<FieldError>& errors) {
    if (text.empty() || text == "workspace") return;
    const auto colon = text.find(':');
    const std::string_view kind = text.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (kind == "manager") {
        manager = parse_id(EntityName<User>::prefix, value);
        if (manager) return;
    } else if (kind == "tier" || kind == "account") {
        filters.emplace_back(kind == "tier" ? "tier" : "id", std::string(value));
        return;
    }
    errors.push_back({"scope", "bad_scope"});
}

/// Checks what is asked of families before any of their books are read.
void check_families(const Call& call, const Question& question, Families families, std::vector<FieldError>& errors) {
    const bool by = question.by == SplitBy::family;
    if (!by && call.param("family").empty()) return;
    const std::string field = call.param("family").empty() ? "by" : "family";
    if (families == Families::no) errors.push_back({field, "not_in_this_report"});
    else if (question.known == Knowledge::then || question.period.base == Base::contracts) errors.push_back({field, "invoices_known_now"});
}

/// The family of the call as a place in the books.
Result<> take_family(const Reader& reader, std::string_view text, Question& question) {
    if (text.empty() && question.by != SplitBy::family) return {};
    question.families = current_family_books(reader);
    if (text.empty()) return {};
    const auto id = text == "none" ? std::optional<Uuid>(Uuid{}) : parse_id(EntityName<Offering>::prefix, text);
    const auto family = id ? question.families->find(*id) : std::nullopt;
    if (!family) return invalid("family", "unknown_family");
    if (!question.families->has_families()) {
        question.family = 0;  // everything belongs to none
        return {};
    }
    question.cube = cube_of_family(reader, *question.cube, question.families, *family);
    question.family = family;
    if (question.by == SplitBy::family) question.by = SplitBy::none;
    return {};
}

/// Conditions on `archived` that the caller did not make are taken out: the money of archived clients is in the books.
void keep_archived(const QueryParams& params, ListRequest& request) {
    for (const auto& [name, value] : params) {
        if (name.starts_with("archived")) return;
    }
    std::erase_if(request.filter.parts, [](const Filter& part) { return part.field && part.field->name == "archived"; });
}

void clamp_to_books(const Reader& reader, Question& question) {
    question.books_end = ledger::book_end(reader);
    if (question.books_end) question.books_first = question.cube->first;
    if (question.period.base == Base::contracts || !question.books_end) return;
    // The month of the day counts whole, as in the twelve months that lists show.
    const Month end = std::min(month_of(question.period.as_of), *question.books_end);
    if (end < month_of(question.period.as_of)) question.period.as_of = last_day(end);
}

}  // namespace

Result<std::int64_t> number_param(const Call& call, std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const std::string_view text = call.param(name);
    if (text.empty()) return otherwise;
    const auto number = parse_decimal(text);
    if (!number || number->units % Decimal::one != 0 || number->units < least * Decimal::one || number->units > most * Decimal::one) {
        return invalid(std::string(name), "out_of_range", {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
    }
    return number->units / Decimal::one;
}

Result<Question> read_question(const Reader& reader, const Call& call, std::span<const std::string_view> more, Families families) {
    Question question;
    question.period.as_of = reader.context().today;
    std::vector<FieldError> errors;
    read_day(call, question.period.as_of, errors);
    read_window(call, question.period.window, errors);
    read_choice(call, "base", question.period.base, errors);
    read_choice(call, "known", question.known, errors);
    read_choice(call, "by", question.by, errors);
    question.by_group = call.param("group") == "true";
    QueryParams filters;
    for (const auto& [name, value] : call.query) {
        const bool own = std::find(std::begin(own_names), std::end(own_names), name) != std::end(own_names);
        const bool theirs = std::find(more.begin(), more.end(), name) != more.end();
        if (!own && !theirs) filters.emplace_back(name, value);
    }
    read_scope(call.param("scope"), filters, question.manager, errors);
    check_families(call, question, families, errors);
    if (!errors.empty()) return invalid(std::move(errors));
    question.sees_margin = reader.permissions().may_read_sensitive(reader.context(), "account");
    TRY(ListRequest request, parse_list(entity_of<Account>(), filters, question.sees_margin));
    keep_archived(filters, request);
    question.known_by = question.period.as_of;
    question.cube = question.known == Knowledge::now ? current_cube(reader) : cube_known_by(reader, question.period.as_of);
    clamp_to_books(reader, question);
    question.all_clients = reader.scope(entity_of<Account>(), Action::read) == Scope::all && request.filter.parts.empty() &&
                           request.search.empty() && !question.manager;
    question.chosen = choose(reader, *question.cube, request);
    CHECK_OK(take_family(reader, call.param("family"), question));
    return question;
}

std::vector<FamilyShare> shares_of_families(const Reader& reader, const Question& question, const Period& period) {
    std::vector<FamilyShare> shares;
    if (!question.families || !question.families->has_families()) return shares;
    for (std::uint32_t family = 0; family < question.families->families.size(); ++family) {
        Question one = question;
        one.by = SplitBy::none;
        one.family = family;
        one.cube = std::make_shared<const Cube>(with_family_money(reader, *question.cube, *question.families, family));
        FamilyShare share{std::nullopt, std::nullopt, measure(reader, one, period).weighed};
        if (family > 0) {
            share.key = format_id(EntityName<Offering>::prefix, question.families->families[family]);
            share.name = question.families->names[family];
        }
        shares.push_back(std::move(share));
    }
    return shares;
}

std::int64_t clients_without_rate(const Question& question) {
    std::int64_t count = 0;
    if (question.period.base == Base::contracts) return count;  // their rates are those of the day, and counted by the report
    for (std::size_t i = 0; i < question.chosen.size(); ++i) count += question.chosen[i] & question.cube->incomplete[i];
    return count;
}

AskedPeriod asked_period(const Question& question) {
    AskedPeriod asked;
    asked.currency = question.cube->base;
    asked.base = question.period.base;
    asked.known = question.known;
    asked.as_of = question.period.as_of;
    asked.window = question.period.window;
    asked.end_last = question.period.end();
    asked.end_first = asked.end_last + (1 - asked.window);
    asked.start_last = asked.end_first + -1;
    asked.start_first = asked.start_last + (1 - asked.window);
    asked.group = question.by_group;
    if (question.family) asked.family = question.families->names[*question.family];
    asked.clients_chosen = std::count(question.chosen.begin(), question.chosen.end(), 1);
    asked.clients_without_rate = clients_without_rate(question);
    asked.books_first = question.books_first;
    asked.books_end = question.books_end;
    return asked;
}

Period earlier(const Period& period, std::int32_t months) {
    Period before = period;
    // The end of a month goes to the end of a month.
    const bool at_end = period.as_of == last_day(month_of(period.as_of));
    before.as_of = at_end ? last_day(month_of(period.as_of) + -months) : add_months(period.as_of, -months);
    return before;
}

Rates rates_of(const Reader& reader, const Cube& cube, const Period& period) {
    Rates rates;
    const auto currencies = currencies_of(cube, period.base);
    if (currencies.empty()) return rates;
    ledger::MonthConverter converter(reader, cube.base);
    const auto add = [&](std::vector<Rate>& to, Currency currency, Date on) {
        if (const auto worth = converter.worth(currency, on)) to.push_back({currency, worth->numerator, worth->denominator});
    };
    for (const Currency currency : currencies) {
        add(rates.at_start, currency, period.base == Base::invoices ? last_day(period.end() + -period.window) : period.start_day());
        if (period.base == Base::contracts) add(rates.at_end, currency, period.as_of);
    }
    return rates;
}

Weighed weighed_movements(const Question& question, const Period& period, const Ends& ends) {
    if (!question.manager) return {movements_of(ends, question.chosen), 1};
    const ByLead by = movements_by_lead(*question.cube, ends, question.chosen, period);
    for (const ByLead::Share& share : by.shares) {
        if (share.user == *question.manager) return {share.movements, by.days};
    }
    return {{}, by.days};
}

ClientNames::ClientNames(const Reader& reader, std::span<const Id<Account>> clients) : names_(segmentation::names_of(reader, clients)) {}

std::string ClientNames::of(Id<Account> client) const {
    const auto at = std::lower_bound(names_.begin(), names_.end(), client, [](const auto& pair, Id<Account> id) { return pair.first < id; });
    return at != names_.end() && at->first == client ? at->second : std::string();
}

std::map<Uuid, std::string> colleague_names(const Reader& reader) {
    std::map<Uuid, std::string> names;
    reader.connection().query("SELECT id, full_name FROM \"user\"", [&](const db::Row& row) { names.emplace(row.uuid(0), std::string(row.text(1))); });
    return names;
}

Decimal money_of(__int128 sum, std::int32_t days) {
    return {divide_half_even(sum, days)};
}

}  // namespace klicnik::indicators
