#include "records/search.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "platform/text/fold.hpp"
#include "records/scope.hpp"

namespace klicnik {

static constexpr Field search_hit_fields[] = {
    field<&SearchHit::kind>(), field<&SearchHit::id>(), field<&SearchHit::title>(), field<&SearchHit::subtitle>(), field<&SearchHit::account_id>(),
};
KLICNIK_DEFINE_SHAPE(SearchHit, "search_hit", search_hit_fields);

static constexpr Field search_answer_fields[] = {field<&SearchAnswer::items>()};
KLICNIK_DEFINE_SHAPE(SearchAnswer, "search_answer", search_answer_fields);

namespace {

/// So many matches are ranked; among more, the question was too short to have a best answer.
constexpr std::int64_t max_candidates = 200;

struct Match {
    const Entity* entity = nullptr;
    Uuid id;
    Uuid account_id;
    int rank = 0;
    std::size_t length = 0;
};

int rank_of(std::string_view body, std::string_view folded) {
    const auto at = body.find(folded);
    if (at == 0) return 0;
    if (at == std::string_view::npos) return 3;
    const char before = body[at - 1];
    return before == '\n' ? 0 : before == ' ' ? 1 : 2;
}

/// Who sees only some clients finds only their people: the narrowest scope of what belongs to clients counts.
Scope client_scope(const Reader& reader, Scope widest) {
    for (const Entity* entity : all_entities()) {
        if (!entity->account_field()) continue;
        bool searchable = false;
        for (const Field& field : entity->fields) searchable = searchable || field.spec.searchable;
        const Scope scope = reader.scope(*entity, Action::read);
        if (searchable && scope != Scope::none) widest = std::min(widest, scope);
    }
    return widest;
}

bool has_trigram(db::Engine engine, const std::string& folded) { return engine == db::Engine::sqlite && code_points(folded) >= 3; }

std::string phrase_of(const std::string& folded) {
    std::string phrase = "\"";
    for (const char c : folded) {
        if (c == '"') phrase.push_back('"');
        phrase.push_back(c);
    }
    phrase.push_back('"');
    return phrase;
}

std::vector<Match> candidates(const Reader& reader, const std::string& folded, Scope scope) {
    Sql sql("SELECT t.entity, t.entity_id, t.account_id, t.body_key FROM ");
    if (has_trigram(reader.connection().engine(), folded)) {
        // From the index outwards, so that a word which a hundred thousand texts contain is followed only as far as the limit.
        sql.add("search_index i CROSS JOIN search_text t ON t.number = i.rowid WHERE search_index MATCH ").bind(phrase_of(folded));
    } else {
        sql.add("search_text t WHERE ");
        append_contains(sql, reader.connection().engine(), folded);
    }
    sql.add(" AND NOT t.hidden");
    if (scope != Scope::all) {
        sql.add(" AND (t.account_id IS NULL OR ");
        append_account_scope(sql, "t.account_id", scope, reader.context());
        sql.add(")");
    }
    sql.add(" LIMIT ").bind(max_candidates);
    std::vector<Match> matches;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const Entity* entity = find_entity(row.text(0));
        if (entity && reader.scope(*entity, Action::read) != Scope::none) {
            matches.push_back({entity, row.uuid(1), row.uuid(2), rank_of(row.text(3), folded), row.text(3).size()});
        }
        return true;
    });
    return matches;
}

/// What stands under the title: where the client is, what the person does and for whom.
std::string subtitle_sql(const Entity& entity) {
    if (entity.name == "account") return "COALESCE(e.city, e.reg_no, e.code)";
    if (entity.name == "contact" || entity.name == "contract") return "(SELECT a.name FROM account a WHERE a.id = e.account_id)";
    if (entity.name == "user") return "e.email";
    return entity.has("code") ? "e.code" : "NULL";
}

void add_hit(SearchAnswer& answer, const Reader& reader, const Match& match) {
    const std::string sql = "SELECT e.\"" + std::string(match.entity->facts.title) + "\", " + subtitle_sql(*match.entity) + " FROM \"" +
                            std::string(match.entity->name) + "\" e WHERE e.id = $1";
    reader.connection().query(sql, [&](const db::Row& row) {
        SearchHit& hit = answer.items.emplace_back();
        hit.kind = match.entity->name;
        hit.id = format_id(match.entity->prefix, match.id);
        hit.title = row.text(0);
        if (!row.is_null(1)) hit.subtitle = std::string(row.text(1));
        if (!match.account_id.is_nil()) hit.account_id = format_id("acc", match.account_id);
    }, match.id);
}

Result<Reply> search(const Reader& reader, const Operation& operation, const Call& call) {
    const std::string_view text = call.param("q");
    if (!text::is_valid_utf8(text)) return invalid("q", "bad_encoding");
    if (text.size() > 200) return invalid("q", "too_long", {{"max", "200"}});
    std::size_t limit = 10;
    if (const std::string_view asked = call.param("limit"); !asked.empty()) {
        const auto number = parse_decimal(asked);
        if (!number || number->units < Decimal::one || number->units > 50 * Decimal::one) {
            return invalid("limit", "out_of_range", {{"min", "1"}, {"max", "50"}});
        }
        limit = static_cast<std::size_t>(number->units / Decimal::one);
    }
    const std::string folded = text::fold(text);
    std::vector<Match> matches;
    if (code_points(folded) >= 2) matches = candidates(reader, folded, client_scope(reader, reader.permissions().scope(reader.context(), operation.permission)));
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
        const auto key = [](const Match& match) { return std::tuple(match.rank, match.entity->name != "account", match.length, match.id); };
        return key(a) < key(b);
    });
    if (matches.size() > limit) matches.resize(limit);
    SearchAnswer answer;
    for (const Match& match : matches) add_hit(answer, reader, match);
    return shape_reply(answer);
}

}  // namespace

void append_contains(Sql& sql, db::Engine engine, const std::string& folded) {
    if (has_trigram(engine, folded)) {
        sql.add("t.number IN (SELECT rowid FROM search_index WHERE search_index MATCH ").bind(phrase_of(folded)).add(")");
        return;
    }
    std::string pattern = "%";
    for (const char c : folded) {
        if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
        pattern.push_back(c);
    }
    pattern.push_back('%');
    sql.add("t.body_key LIKE ").bind(std::move(pattern)).add(" ESCAPE '\\'");
}

Operation search_operation() {
    return {.name = "search.find", .verb = Verb::get, .path = "/search", .permission = {"search", Action::read},
            .answer = Answer::shape, .output = &shape_of<SearchAnswer>(), .read = search};
}

}  // namespace klicnik
