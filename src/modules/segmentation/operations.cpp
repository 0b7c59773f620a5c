#include "modules/segmentation/operations.hpp"

#include "modules/segmentation/actions.hpp"
#include "modules/segmentation/capacity.hpp"
#include "modules/segmentation/dependence.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"

namespace klicnik {

namespace segmentation {

/// How many clients the caller saw changing.
struct Publication {
    std::int32_t confirm_changes = 0;
};

}  // namespace segmentation

using segmentation::Publication;
KLICNIK_SHAPE(Publication);

static constexpr Field publication_fields[] = {field<&Publication::confirm_changes>({.required = true, .min = 0})};
KLICNIK_DEFINE_SHAPE(Publication, "model_publication", publication_fields);

namespace segmentation {

namespace {

Result<Date> day_param(const Reader& reader, const Call& call, std::string_view name) {
    const std::string_view text = call.param(name);
    if (text.empty()) return reader.context().today;
    const auto day = parse_date(text);
    if (!day) return invalid(std::string(name), "bad_date");
    return *day;
}

bool sees_sensitive_accounts(const Reader& reader) {
    return reader.permissions().may_read_sensitive(reader.context(), "account");
}

// --- models

Result<Reply> post_preview(const Reader& reader, const Operation&, const Call& call) {
    TRY(const SegmentationModel model, read_input<SegmentationModel>(call.body));
    TRY(const Preview found, preview(reader, model));
    return shape_reply(found);
}

Result<Reply> post_draft(UnitOfWork& work, const Operation& operation, const Call& call) {
    TRY(const Id<SegmentationModel> id, path_id<SegmentationModel>(call));
    TRY(const SegmentationModel draft, copy_to_draft(work, id));
    return record_reply(work, *operation.entity, draft.id.value, 201);
}

Result<Reply> post_publication(UnitOfWork& work, const Operation& operation, const Call& call) {
    TRY(const Id<SegmentationModel> id, path_id<SegmentationModel>(call));
    if (!call.body.find("confirm_changes")) return invalid("confirm_changes", "required");
    TRY(const Publication publication, read_input<Publication>(call.body));
    TRY(const SegmentationModel published, publish_model(work, id, publication.confirm_changes));
    return record_reply(work, *operation.entity, published.id.value);
}

// --- the team

Result<Reply> put_end(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Id<AccountAssignment> id, path_id<AccountAssignment>(call));
    TRY(const accounts::AssignmentEnding ending, read_input<accounts::AssignmentEnding>(call.body));
    TRY(const AccountAssignment done, end(work, id, ending));
    return record_reply(work, entity_of<AccountAssignment>(), done.id.value);
}

// --- scores and tiers

Result<Reply> post_scores(UnitOfWork& work, const Operation&, const Call&) {
    TRY(const Segmented done, segment(work, false));
    return shape_reply(report_of(work, done));
}

/// `account_ids` is a list, or the word "all".
Result<Reply> post_tiers(UnitOfWork& work, const Operation&, const Call& call) {
    const json::Value* ids = call.body.find("account_ids");
    const bool all = ids && ids->as_string() && *ids->as_string() == "all";
    std::optional<std::vector<Id<Account>>> only;
    if (!all) {
        TRY(const Acceptance acceptance, read_input<Acceptance>(call.body));
        if (acceptance.account_ids.empty()) return invalid("account_ids", "required");
        only.emplace();
        for (std::size_t i = 0; i < acceptance.account_ids.size(); ++i) {
            const auto id = parse_id(EntityName<Account>::prefix, acceptance.account_ids[i]);
            if (!id) return invalid("account_ids[" + std::to_string(i) + "]", "bad_id", {{"expected", "acc_…"}});
            only->push_back({*id});
        }
    }
    TRY(const Segmented done, segment(work, true, std::nullopt, std::move(only)));
    return shape_reply(report_of(work, done));
}

Result<Reply> get_score(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<Account> account, path_id<Account>(call));
    TRY(const Date day, day_param(reader, call, "as_of"));
    TRY(const Explanation explanation, explain(reader, account, day));
    return shape_reply(explanation);
}

Result<Reply> get_scores(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<Account> account, path_id<Account>(call));
    TRY(const ScoreHistory history, score_history(reader, account));
    return shape_reply(history);
}

// --- the portfolio

Result<Reply> get_map(const Reader& reader, const Operation&, const Call& call) {
    TRY(const ListRequest request, parse_list(entity_of<Account>(), call.query, sees_sensitive_accounts(reader)));
    return shape_reply(portfolio_map(reader, request));
}

Result<Reply> get_concentration(const Reader& reader, const Operation&, const Call& call) {
    static constexpr std::string_view own_names[] = {"from", "to", "measure", "group"};
    TRY(ListRequest request, parse_list(entity_of<Account>(), call.query, sees_sensitive_accounts(reader), own_names));
    bool archived_asked = false;
    for (const auto& [name, value] : call.query) archived_asked = archived_asked || name.starts_with("archived");
    if (!archived_asked) std::erase_if(request.filter.parts, [](const Filter& part) { return part.field && part.field->name == "archived"; });
    ConcentrationQuestion question;
    TRY(question.window, read_window(reader, call.param("from"), call.param("to")));
    if (const std::string_view measure = call.param("measure"); !measure.empty()) {
        const auto known = parse_enum<AmountMeasure>(measure);
        if (!known) return invalid("measure", "not_a_choice", {{"value", std::string(measure.substr(0, 40))}});
        question.measure = *known;
    }
    if (question.measure == AmountMeasure::margin && !sees_sensitive_accounts(reader)) return forbidden("account.margin_12m");
    question.by_group = call.param("group") == "true";
    return shape_reply(concentration_report(reader, question, request));
}

Result<Reply> get_loss(const Reader& reader, const Operation&, const Call& call) {
    if (!sees_sensitive_accounts(reader)) return forbidden("account.margin_12m");
    TRY(const Date on, day_param(reader, call, "on"));
    std::vector<Id<Account>> accounts;
    std::string_view rest = call.param("account_ids");
    if (rest.empty()) return invalid("account_ids", "required");
    while (true) {
        const auto comma = rest.find(',');
        const auto id = parse_id(EntityName<Account>::prefix, rest.substr(0, comma));
        if (!id) return invalid("account_ids", "bad_id", {{"expected", "acc_…"}});
        if (accounts.size() == 200) return invalid("account_ids", "too_many", {{"max", "200"}});
        accounts.push_back({*id});
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    TRY(const LossReport report, loss_report(reader, accounts, on));
    return shape_reply(report);
}

// --- the team

Result<Reply> get_team_load(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Date day, day_param(reader, call, "as_of"));
    return shape_reply(team_load(reader, day));
}

Result<Reply> get_user_load(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<User> user, path_id<User>(call));
    TRY(const Date day, day_param(reader, call, "as_of"));
    TRY(const UserLoad load, user_load(reader, user, day));
    return shape_reply(load);
}

Result<Reply> post_load_preview(const Reader& reader, const Operation&, const Call& call) {
    TRY(const LoadMoves moves, read_input<LoadMoves>(call.body));
    TRY(const LoadPreview found, preview_moves(reader, moves, reader.context().today));
    return shape_reply(found);
}

/// Assignments that were made although the load did not allow it, and still hold.
Result<Reply> get_accepted_risks(const Reader& reader, const Operation& operation, const Call& call) {
    const Entity& entity = *operation.entity;
    TRY(ListRequest request, parse_list(entity, call.query, true));
    request.filter.parts.push_back({.test = Filter::Test::is_null, .field = entity.find("over_capacity_reason"), .values = {db::Value{false}}});
    const Field* to_on = entity.find("to_on");
    Filter holds{.test = Filter::Test::any};
    holds.parts.push_back({.test = Filter::Test::is_null, .field = to_on, .values = {db::Value{true}}});
    holds.parts.push_back({.test = Filter::Test::greater, .field = to_on, .values = {db::Value{std::int64_t{reader.context().today.days}}}});
    request.filter.parts.push_back(std::move(holds));
    json::Writer out;
    write_list(reader, entity, request, out);
    return Reply{200, out.take()};
}

void add_models(std::vector<Operation>& all) {
    const Entity& model = entity_of<SegmentationModel>();
    all.push_back(list_operation(model));
    all.push_back(get_operation(model));
    all.push_back(history_operation(model));
    all.push_back(create_operation<SegmentationModel, create_model>());
    all.push_back(update_operation<SegmentationModel, update_model>());
    all.push_back({.name = "segmentation_model.draft", .verb = Verb::post, .path = "/segmentation_models/{id}/draft",
                   .permission = {"segmentation_model", Action::create}, .entity = &model, .status = 201, .write = post_draft});
    all.push_back({.name = "segmentation_model.publish", .verb = Verb::post, .path = "/segmentation_models/{id}/publication",
                   .permission = {"segmentation_model", Action::approve}, .entity = &model, .input = &shape_of<Publication>(),
                   .write = post_publication});
    // Names of all clients are in a preview, so it takes the right to make models.
    all.push_back({.name = "segmentation.preview", .verb = Verb::post, .path = "/segmentation/preview",
                   .permission = {"segmentation_model", Action::create}, .input = &model, .answer = Answer::shape,
                   .output = &shape_of<Preview>(), .read = post_preview});
}

void add_scores(std::vector<Operation>& all) {
    const Entity& score = entity_of<AccountScore>();
    const Entity& judgement = entity_of<AccountJudgement>();
    const Entity& decision = entity_of<TierDecision>();
    all.push_back({.name = "segmentation.score", .verb = Verb::post, .path = "/segmentation/scores",
                   .permission = {"account_score", Action::create}, .answer = Answer::shape, .output = &shape_of<SegmentReport>(),
                   .write = post_scores});
    all.push_back({.name = "segmentation.accept", .verb = Verb::post, .path = "/segmentation/tiers",
                   .permission = {"tier_decision", Action::create}, .input = &shape_of<Acceptance>(), .answer = Answer::shape,
                   .output = &shape_of<SegmentReport>(), .write = post_tiers});
    all.push_back({.name = "account.score", .verb = Verb::get, .path = "/accounts/{id}/score", .permission = {"account_score", Action::read},
                   .answer = Answer::shape, .output = &shape_of<Explanation>(), .read = get_score});
    all.push_back({.name = "account.scores", .verb = Verb::get, .path = "/accounts/{id}/scores",
                   .permission = {"account_score", Action::read}, .answer = Answer::shape, .output = &shape_of<ScoreHistory>(),
                   .read = get_scores});
    all.push_back(list_operation(score));
    all.push_back(export_operation(score));
    all.push_back(list_operation(judgement));
    all.push_back(get_operation(judgement));
    all.push_back(create_operation<AccountJudgement, judge>());
    all.push_back(list_operation(decision));
    all.push_back(export_operation(decision));
    all.push_back(get_operation(decision));
    all.push_back(create_operation<TierDecision, decide_tier>());
}

void add_portfolio(std::vector<Operation>& all) {
    all.push_back({.name = "portfolio.map", .verb = Verb::get, .path = "/portfolio/map", .permission = {"portfolio", Action::read},
                   .answer = Answer::shape, .output = &shape_of<PortfolioMap>(), .read = get_map});
    all.push_back({.name = "portfolio.concentration", .verb = Verb::get, .path = "/portfolio/concentration",
                   .permission = {"portfolio", Action::read}, .answer = Answer::shape, .output = &shape_of<ConcentrationReport>(),
                   .read = get_concentration});
    all.push_back({.name = "portfolio.loss", .verb = Verb::get, .path = "/portfolio/loss", .permission = {"portfolio", Action::read},
                   .answer = Answer::shape, .output = &shape_of<LossReport>(), .read = get_loss});
}

void add_team(std::vector<Operation>& all) {
    const Entity& assignment = entity_of<AccountAssignment>();
    all.push_back(create_operation<AccountAssignment, assign>());
    all.push_back({.name = "account_assignment.end", .verb = Verb::put, .path = "/account_assignments/{id}/end",
                   .permission = {"account_assignment", Action::edit}, .entity = &assignment,
                   .input = &shape_of<accounts::AssignmentEnding>(), .write = put_end});
    all.push_back({.name = "team.load", .verb = Verb::get, .path = "/team/load", .permission = {"team", Action::read},
                   .answer = Answer::shape, .output = &shape_of<TeamLoad>(), .read = get_team_load});
    all.push_back({.name = "team.user_load", .verb = Verb::get, .path = "/team/load/{id}", .permission = {"team", Action::read},
                   .answer = Answer::shape, .output = &shape_of<UserLoad>(), .read = get_user_load});
    all.push_back({.name = "team.preview_load", .verb = Verb::post, .path = "/team/load/preview", .permission = {"team", Action::edit},
                   .input = &shape_of<LoadMoves>(), .answer = Answer::shape, .output = &shape_of<LoadPreview>(), .read = post_load_preview});
    all.push_back({.name = "team.accepted_risks", .verb = Verb::get, .path = "/team/accepted_risks",
                   .permission = {"account_assignment", Action::read}, .entity = &assignment, .answer = Answer::list,
                   .read = get_accepted_risks});
}

}  // namespace

Result<std::optional<ledger::rules::MonthWindow>> read_window(const Reader& reader, std::string_view from, std::string_view to) {
    if (from.empty() && to.empty()) return std::optional<ledger::rules::MonthWindow>{};
    std::vector<FieldError> errors;
    const auto first = parse_month(from);
    const auto last = parse_month(to);
    if (!from.empty() && !first) errors.push_back({"from", "bad_month"});
    if (!to.empty() && !last) errors.push_back({"to", "bad_month"});
    if (!errors.empty()) return invalid(std::move(errors));
    const Month end = last ? *last : ledger::book_end(reader).value_or(month_of(reader.context().today));
    const ledger::rules::MonthWindow window{first ? *first : end + -11, end};
    if (window.last < window.first) return invalid("to", "before_start");
    if (window.months() > 1200) return invalid("from", "out_of_range");
    return std::optional(window);
}

std::vector<Operation> operations() {
    std::vector<Operation> all;
    add_models(all);
    add_scores(all);
    add_portfolio(all);
    add_team(all);
    return all;
}

}  // namespace segmentation

}  // namespace klicnik
