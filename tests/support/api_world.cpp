#include "tests/support/api_world.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "app/app.hpp"

namespace klicnik::test {

namespace {

struct Special {
    std::string_view operation;
    std::string_view json;  ///< laid over the generated body
};

/// Where the rules ask for more than the facts of the fields say. Placeholders: {serial}, {day} (another one each time), {new_account} (a client made for it), and
/// the name of an entity for an id of it; {criteria} are those of the first model, {changes} what publishing it changes.
constexpr Special special_bodies[] = {
    {"absence.create", R"({"from_on":"2026-03-02","to_on":"2026-03-06"})"},
    {"account_assignment.create", R"({"account_id":"{new_account}","role":"support","from_on":"{day}","to_on":null})"},
    {"account_assignment.end", R"({"to_on":"2051-12-31"})"},
    {"account_judgement.create", R"({"criterion":"strategic","value":"60"})"},
    {"contract.create", R"({"account_id":"{account}","number":"S{serial}","starts_on":"2020-01-01","ends_on":"2051-01-01","notice_days":90})"},
    {"contract.give_notice", R"({"notice_given_on":"2026-03-02"})"},
    {"contract.renew", R"({"ends_on":"2055-01-01"})"},
    {"contract.terminate", R"({"terminated_on":"2050-01-01","end_reason":"Dohoda"})"},
    {"saved_report.create", R"({"address":"/reports/retention?by=tier"})"},
    {"exchange_rate.create", R"({"currency":"EUR","valid_on":"{day}","rate":"24.31"})"},
    {"exchange_rate.import_list", R"({"text":"23.11.2026 #226\nzemě|měna|množství|kód|kurz\nEMU|euro|1|EUR|24,310\n"})"},
    {"import_run.create", R"({"kind":"accounts","file_name":"klienti.csv","text":"Název;IČO\nPrvní {serial};27074358\nDruhá;\n"})"},
    {"import_run.update", R"({"has_header":true})"},
    {"ledger_entry.create", R"({"account_id":"{account}","entry_kind":"revenue","document_no":"FV{serial}"})"},
    {"offering.place", R"({"offering_ids":["{offering}"]})"},
    {"segmentation.accept", R"({"account_ids":["{account}"]})"},
    {"segmentation.preview", R"({"name":"Model {serial}","criteria":{criteria}})"},
    {"segmentation_model.create", R"({"name":"Model {serial}","criteria":{criteria}})"},
    {"segmentation_model.publish", R"({"confirm_changes":{changes}})"},
    {"team.preview_load", R"({"moves":[{"account_id":"{account}","user_id":"{user}","role":"deputy"}]})"},
    {"tier_decision.create", R"({"to_tier":"B","reason":"Strategický klient","review_on":"2051-12-31"})"},
    {"workspace.update", R"({"name":"Firma {serial}"})"},
};

constexpr Special special_queries[] = {
    {"portfolio.concentration", "from=2025-11&to=2026-10&measure=revenue"},
    {"portfolio.loss", "account_ids={account}&on=2051-12-01"},
    {"search.find", "q=klient"},
};

/// Paths that name no record but a word of a closed list.
constexpr std::string_view word_in_path = "net_retention";

std::string_view special(std::span<const Special> specials, std::string_view operation) {
    for (const Special& one : specials) {
        if (one.operation == operation) return one.json;
    }
    return {};
}

std::string day_text(int serial) { return to_text(Date{20454 + serial}); }  // 2026-01-01 and on

bool is_named(std::string_view path) { return path.find('{') != std::string_view::npos; }

}  // namespace

std::string with_path_ids(std::string_view path, std::string_view id) {
    std::string text(path);
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{')) text.replace(open, text.find('}') - open + 1, id);
    return text;
}

std::string_view verb_of(const Operation& operation) {
    switch (operation.verb) {
        case Verb::get: return "GET";
        case Verb::post: return "POST";
        case Verb::put: return "PUT";
        case Verb::patch: return "PATCH";
        case Verb::del: return "DELETE";
    }
    return "";
}

ApiWorld::ApiWorld() : server_(folder_.path()) {
    register_modules();
    operations_ = all_operations();
    found_firm();
    make_clients();
}

ApiWorld& ApiWorld::shared() {
    static ApiWorld world;
    return world;
}

std::filesystem::path ApiWorld::database_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".db" || extension == ".sqlite" || extension == ".sqlite3") return entry.path();
    }
    throw std::runtime_error("no database file in the data folder");
}

const Operation& ApiWorld::operation(std::string_view name) const {
    const auto at = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& operation) { return operation.name == name; });
    if (at == operations_.end()) throw std::runtime_error("there is no operation " + std::string(name));
    return *at;
}

void ApiWorld::found_firm() {
    Person owner(port());
    if (!owner.set_up(server_.setup_token(), "Olga Majitelka", "olga@firma.cz")) throw std::runtime_error("the set-up failed");
    Person& chief = people_.emplace("owner", std::move(owner)).first->second;
    own_["user"] = chief.id();
    own_["workspace"] = text_at(chief.get("/workspace"), "id");
    own_["department"] = make_as(chief, "department", R"({"name":"Výroba"})");
    const std::string in_department = R"(,"department_id":")" + own_["department"] + "\"";
    people_.emplace("account_manager", hire(chief, "Marek Správce", "marek@firma.cz", "account_manager"));
    people_.emplace("rival", hire(chief, "Radka Druhá", "radka@firma.cz", "account_manager"));
    people_.emplace("head_of_accounts", hire(chief, "Hana Vedoucí", "hana@firma.cz", "head_of_accounts"));
    people_.emplace("colleague", hire(chief, "Karel Kolega", "karel@firma.cz", "colleague", in_department));
    people_.emplace("analyst", hire(chief, "Alena Analytička", "alena@firma.cz", "analyst"));
    people_.emplace("admin", hire(chief, "Adam Správný", "adam@firma.cz", "admin"));
}

void ApiWorld::make_clients() {
    const std::string bird(canary);
    // Who makes a client leads it, so each manager makes his own.
    own_["account"] = make_as(person("account_manager"), "account", R"({"name":"Náš klient","code":"NAS","city":"Brno"})");
    foreign_["account"] = make_as(person("rival"), "account",
                                  R"({"name":"Cizí )" + bird + R"(","code":")" + bird + R"(","city":")" + bird + R"(","description":")" + bird +
                                      R"(","email":")" + bird + R"(@example.cz"})");
    const std::string foreign_account = R"("account_id":")" + foreign_["account"] + "\"";
    foreign_["contact"] = make_as(owner(), "contact", "{" + foreign_account + R"(,"last_name":")" + bird + R"(","position":")" + bird + R"("})");
    foreign_["ledger_entry"] = make_as(owner(), "ledger_entry",
                                       "{" + foreign_account + R"(,"document_date":"2026-05-05","amount":"777","description":")" + bird + R"("})");
    foreign_["contract"] = make_as(owner(), "contract", "{" + foreign_account + R"(,"number":")" + bird + R"(","starts_on":"2026-01-01","annual_value":"777"})");
    foreign_["account_assignment"] = text_at(owner().get("/account_assignments?account_id=" + foreign_["account"]), "items.0.id");
    own_["account_assignment"] = text_at(owner().get("/account_assignments?account_id=" + own_["account"]), "items.0.id");
    own_["criteria"] = text_at(owner().get("/segmentation_models?limit=1&sort=model_version"), "items.0.criteria");
    own_["changes"] = "0";
    for (const Operation& operation : operations_) {
        if (operation.verb != Verb::post || !operation.entity || operation.name != std::string(operation.entity->name) + ".create") continue;
        if (!own_.contains(operation.entity->name)) own_[std::string(operation.entity->name)] = make(operation.entity->name);
    }
    foreign_["entitlement"] = make_as(owner(), "entitlement", R"({"contract_id":")" + foreign_["contract"] + R"(","offering_id":")" + own_["offering"] +
                                                                  R"(","period_from":"2026-01-01"})");
    const auto assign = R"({"account_id":")" + own_["account"] + R"(","user_id":")" + person("colleague").id() +
                        R"(","role":"delivery","from_on":"2020-01-01"})";
    static_cast<void>(owner().post("/account_assignments", assign));
    // A daughter of ours whose mother is foreign, and a foreign daughter of ours: the two ways a name could leak along the tree.
    static_cast<void>(make_as(person("rival"), "account", R"({"name":"Dcera )" + bird + R"("})"));
    if (const HttpAnswer scored = owner().post("/segmentation/scores", "{}"); !scored.is_ok()) throw std::runtime_error("no scores: " + scored.body);
}

std::string ApiWorld::make_as(Person& person, std::string_view entity, std::string_view members) {
    const Entity* found = find_entity(entity);
    const HttpAnswer answer = person.post("/" + std::string(found->facts.plural), members);
    const std::string id = text_at(answer, "id");
    if (!answer.is_ok() || id.empty()) throw std::runtime_error("cannot make " + std::string(entity) + ": " + answer.body);
    return id;
}

std::string ApiWorld::make(std::string_view entity) {
    const Operation& create = operation(std::string(entity) + ".create");
    const HttpAnswer answer = owner().post(create.path, example_body(create));
    const std::string id = text_at(answer, "id");
    if (!answer.is_ok() || id.empty()) throw std::runtime_error("the example of " + create.name + " is refused: " + answer.body);
    return id;
}

const Entity* ApiWorld::entity_in_path(const Operation& operation) {
    if (operation.path.starts_with("/team/load/")) return find_entity("user");
    const std::string_view path = std::string_view(operation.path).substr(1);
    const Entity* named = find_entity_by_plural(path.substr(0, path.find('/')));
    return named ? named : operation.entity;
}

const std::string& ApiWorld::own(std::string_view entity) const {
    static const std::string none;
    const auto at = own_.find(entity);
    return at == own_.end() ? none : at->second;
}

std::string ApiWorld::filled_in(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = text.find('}', open);
        const std::string_view name = close == std::string_view::npos ? std::string_view{} : text.substr(open + 1, close - open - 1);
        out.append(text.substr(0, open));
        if (open == std::string_view::npos) break;
        text.remove_prefix(open);
        if (name == "serial") out.append(std::to_string(serial_));
        else if (name == "day") out.append(day_text(serial_));
        else if (name == "new_account") out.append(make("account"));
        else if (own_.contains(name)) out.append(own(name));
        else out.push_back('{');
        text.remove_prefix(out.back() == '{' ? 1 : name.size() + 2);
    }
    return out;
}

json::Value ApiWorld::example_value(const Field& field) {
    const std::string number = std::to_string(serial_);
    switch (field.kind) {
        case Kind::id:
        case Kind::reference: return json::Value::string(own_.contains(field.references) ? own(field.references) : std::string{});
        case Kind::integer: return json::Value::integer(std::clamp<std::int64_t>(5, field.spec.min, field.spec.max));
        case Kind::boolean: return json::Value::boolean(true);
        case Kind::date: return json::Value::string(day_text(serial_));
        case Kind::month: return json::Value::string("2026-03");
        case Kind::timestamp: return json::Value::string("2026-03-04T05:06:07Z");
        case Kind::choice: return json::Value::string(std::string(field.choices.front()));
        case Kind::choices: {
            json::Value list = json::Value::array();
            list.push(json::Value::string(std::string(field.choices.front())));
            return list;
        }
        case Kind::texts: return json::Value::array();
        case Kind::decimal: return json::Value::string(to_text(Decimal{std::clamp(5 * Decimal::one, field.spec.min, field.spec.max)}));
        case Kind::currency: return json::Value::string("CZK");
        case Kind::list: return json::Value::array();
        case Kind::object: return example_shape(field.element());
        case Kind::text: break;
    }
    switch (field.spec.format) {
        case Format::email: return json::Value::string("osoba" + number + "@example.cz");
        case Format::phone: return json::Value::string("+420 601 123 456");
        case Format::url: return json::Value::string("https://www.example.cz/" + number);
        case Format::country: return json::Value::string("CZ");
        case Format::language: return json::Value::string("cs");
        case Format::vat_no: return json::Value::string("CZ27074358");
        case Format::reg_no: return json::Value::string("27074358");
        case Format::plain:
        case Format::multiline: break;
    }
    return json::Value::string("Text " + number);
}

json::Value ApiWorld::example_shape(const Shape& shape) {
    json::Value object = json::Value::object();
    for (const Field& field : shape.fields) {
        if (field.writable() && field.spec.required) object.set(field.name, example_value(field));
    }
    return object;
}

std::string ApiWorld::example_body(const Operation& operation) {
    ++serial_;
    const std::string_view more = special(special_bodies, operation.name);
    if (!operation.input && more.empty()) return {};
    json::Value body = json::Value::object();
    if (operation.input && operation.verb != Verb::patch) {
        body = example_shape(*operation.input);
    } else if (operation.input && more.empty()) {
        for (const Field& field : operation.input->fields) {
            if (field.kind != Kind::text || !field.writable() || field.spec.immutable || body.members().size() > 0) continue;
            body.set(field.name, example_value(field));
        }
    }
    if (!more.empty()) {
        const auto over = json::parse(filled_in(more));
        if (!over) throw std::runtime_error("bad special body of " + operation.name);
        for (const json::Member& member : over->members()) body.set(member.key, member.value);
    }
    return json::to_text(body);
}

std::string ApiWorld::wait_for_import(const std::string& id) {
    std::string state;
    for (int tries = 0; tries < 600; ++tries) {
        state = text_at(owner().get("/imports/" + id), "state");
        if (state != "running") break;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return state;
}

/// A record in the state in which the operation is allowed.
std::string ApiWorld::prepared(const Operation& operation) {
    if (operation.name == "segmentation_model.publish") {
        const std::string model = make("segmentation_model");
        const HttpAnswer refused = owner().post("/segmentation_models/" + model + "/publication", R"({"confirm_changes":999999})");
        own_["changes"] = text_at(refused, "params.actual");
        return model;
    }
    if (operation.entity->name == "contract") {
        const std::string contract = make("contract");
        const bool is_step = operation.name == "contract.give_notice" || operation.name == "contract.take_back_notice" ||
                             operation.name == "contract.renew" || operation.name == "contract.terminate";
        if (is_step) static_cast<void>(owner().post("/contracts/" + contract + "/activation", "{}"));
        if (operation.name == "contract.take_back_notice") {
            static_cast<void>(owner().post("/contracts/" + contract + "/notice", "{}"));
        }
        return contract;
    }
    if (operation.entity->name != "import_run") return make(operation.entity->name);
    const std::string id = make("import_run");
    const bool needs_run = operation.name == "import_run.refused";
    if (needs_run || operation.name == "import_run.run") {
        static_cast<void>(owner().post("/imports/" + id + "/preview", "{}"));
    }
    if (needs_run) {
        static_cast<void>(owner().post("/imports/" + id + "/run", "{}"));
        static_cast<void>(wait_for_import(id));
    }
    return id;
}

std::string ApiWorld::version_of(const Operation& operation, std::string_view id) {
    const std::string path = is_named(operation.path) ? "/" + std::string(operation.entity->facts.plural) + "/" + std::string(id) : operation.path;
    return owner().get(path).header("ETag");
}

Example ApiWorld::example_on(const Operation& operation, bool fresh) {
    Example example;
    std::string id;
    if (is_named(operation.path)) {
        const bool changes = operation.write != nullptr || operation.name == "import_run.refused";
        const Entity* entity = entity_in_path(operation);
        if (!entity) id = word_in_path;
        else id = fresh && changes ? prepared(operation) : own(entity->name);
    }
    example.path = with_path_ids(operation.path, id);
    if (const auto query = special(special_queries, operation.name); !query.empty()) example.path += "?" + filled_in(query);
    example.body = example_body(operation);
    if (example.body.empty() && operation.verb == Verb::post) example.body = "{}";
    if (operation.verb == Verb::patch) example.headers.emplace_back("If-Match", version_of(operation, id));
    return example;
}

Example ApiWorld::fresh_example(const Operation& operation) { return example_on(operation, true); }
Example ApiWorld::own_example(const Operation& operation) { return example_on(operation, false); }

}  // namespace klicnik::test
