#include "app/check.hpp"

#include "modules/accounts/team_check.hpp"
#include "modules/ledger/figure_check.hpp"
#include "records/audit_chain.hpp"
#include "records/search_check.hpp"

namespace klicnik {

namespace {

void check_chain(db::Connection& connection, std::vector<Fault>& faults) {
    std::string previous;
    std::int64_t expected = 1;
    AuditForm form = AuditForm::without_request;
    connection.query("SELECT number, at, actor_id, origin, request_id, entity, entity_id, account_id, action, changes, hash FROM audit_event ORDER BY number",
                     [&](const db::Row& row) {
        const std::string where = "audit_event " + std::to_string(row.integer(0));
        if (row.integer(0) != expected) faults.push_back({"audit_chain", where, "rows are missing before this one"});
        const AuditLine line{row.integer(0), row.integer(1), row.uuid(2), row.text(3), row.text(4), row.text(5),
                             row.uuid(6), row.is_null(7) ? Uuid{} : row.uuid(7), row.text(8), row.text(9)};
        // Once lines are covered whole, none that covers less can follow.
        if (audit_form(row.text(10)) == AuditForm::whole) form = AuditForm::whole;
        if (audit_hash(line, previous, form) != row.text(10)) faults.push_back({"audit_chain", where, "the row was changed after it was written"});
        previous = row.text(10);
        expected = row.integer(0) + 1;
    });
    bool has_head = false;
    connection.query("SELECT number, hash FROM audit_head", [&](const db::Row& row) {
        has_head = true;
        if (row.integer(0) != expected - 1 || row.text(1) != previous) {
            faults.push_back({"audit_chain", "audit_head", "the newest rows are missing"});
        }
    });
    if (!has_head) faults.push_back({"audit_chain", "audit_head", "the end of the chain is missing"});
}

/// The firm and its people are made by nothing but a change that is audited: a chain that was begun anew does not know them.
void check_beginnings(db::Connection& connection, std::vector<Fault>& faults) {
    for (const std::string_view entity : {"workspace", "user"}) {
        const std::string sql = "SELECT COUNT(*) FROM \"" + std::string(entity) + "\" e WHERE NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.entity_id = e.id "
                                "AND a.entity = $1 AND a.action = 'created')";
        const auto unknown = connection.integer(sql, entity).value_or(0);
        if (unknown > 0) faults.push_back({"audit_chain", std::string(entity), std::to_string(unknown) + " rows of which the audit does not know the beginning"});
    }
}

void check_references(db::Connection& connection, std::vector<Fault>& faults) {
    for (const Entity* entity : all_entities()) {
        for (const Field& field : entity->fields) {
            if (field.kind != Kind::reference) continue;
            const std::string sql = "SELECT COUNT(*) FROM \"" + std::string(entity->name) + "\" e WHERE e.\"" + std::string(field.name) +
                                    "\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"" + std::string(field.references) + "\" t WHERE t.id = e.\"" +
                                    std::string(field.name) + "\")";
            const auto lost = connection.integer(sql).value_or(0);
            if (lost > 0) {
                faults.push_back({"reference", std::string(entity->name) + "." + std::string(field.name), std::to_string(lost) + " rows refer to nothing"});
            }
        }
    }
}

void check_sums(db::Connection& connection, std::vector<Fault>& faults) {
    const auto sums = [&](std::string_view table, std::string_view columns) {
        std::string text;
        connection.query("SELECT currency, entry_kind, SUM(amount), SUM(" + std::string(columns) + ") FROM " + std::string(table) +
                             " GROUP BY currency, entry_kind ORDER BY currency, entry_kind",
                         [&](const db::Row& row) {
            if (row.integer(3) == 0) return;
            text.append(row.text(0)).append(" ").append(row.text(1)).append(" ").append(std::to_string(row.integer(2))).append(" ");
            text.append(std::to_string(row.integer(3))).append("; ");
        });
        return text;
    };
    const std::string entries = sums("ledger_entry", "1");
    const std::string months = sums("ledger_month", "entries");
    if (entries != months) faults.push_back({"sum", "ledger_month", "roll-ups differ from their entries: " + months + " instead of " + entries});
    const auto differing = [&](const std::string& sql) { return connection.integer(sql).value_or(0); };
    if (differing("SELECT COUNT(*) FROM (SELECT account_id, month, currency, entry_kind, SUM(amount) AS amount FROM ledger_known "
                  "GROUP BY account_id, month, currency, entry_kind) k FULL JOIN ledger_month m ON m.account_id = k.account_id AND m.month = k.month "
                  "AND m.currency = k.currency AND m.entry_kind = k.entry_kind WHERE COALESCE(k.amount, 0) <> COALESCE(m.amount, 0)") > 0) {
        faults.push_back({"sum", "ledger_known", "what was known on the days does not add up to the months"});
    }
    if (differing("SELECT COUNT(*) FROM (SELECT SUM(amount) AS amount FROM ledger_day) d, (SELECT SUM(amount) AS amount FROM ledger_entry "
                  "WHERE entry_kind = 'revenue' AND account_id IS NOT NULL) e WHERE COALESCE(d.amount, 0) <> COALESCE(e.amount, 0)") > 0) {
        faults.push_back({"sum", "ledger_day", "the days of purchases do not add up to the entries"});
    }
}

void check_engine(db::Connection& connection, std::vector<Fault>& faults) {
    if (connection.engine() != db::Engine::sqlite) return;
    connection.query("PRAGMA integrity_check", [&](const db::Row& row) {
        if (row.text(0) != "ok") faults.push_back({"engine", "integrity_check", std::string(row.text(0))});
    });
}

}  // namespace

std::vector<Fault> find_damage(db::Connection& connection) {
    std::vector<Fault> faults;
    check_engine(connection, faults);
    check_chain(connection, faults);
    check_beginnings(connection, faults);
    check_references(connection, faults);
    return faults;
}

std::vector<Fault> find_faults(const Reader& reader) {
    std::vector<Fault> faults = find_damage(reader.connection());
    check_sums(reader.connection(), faults);
    const auto add = [&](std::string_view check, const std::vector<Differences>& found) {
        for (const Differences& one : found) faults.push_back({std::string(check), one.where, one.what()});
    };
    add("figure", ledger::differing_figures(reader));
    add("team", accounts::differing_teams(reader));
    add("search", differing_search_texts(reader));
    return faults;
}

std::vector<Fault> find_faults(const App& app) {
    return app.store->read(system_context(app), [](const Reader& reader) { return find_faults(reader); });
}

std::string faults_json(const std::vector<Fault>& faults) {
    json::Writer out;
    out.begin_object().key("faults").begin_array();
    for (const Fault& fault : faults) {
        out.begin_object().key("check").string(fault.check).key("where").string(fault.where).key("what").string(fault.what).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

}  // namespace klicnik
