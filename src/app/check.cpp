#include "app/check.hpp"

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"

namespace klicnik {

namespace {

void check_chain(db::Connection& connection, std::vector<Fault>& faults) {
    std::string previous;
    std::int64_t expected = 1;
    connection.query("SELECT number, at, actor_id, origin, entity, entity_id, action, changes, hash FROM audit_event ORDER BY number",
                     [&](const db::Row& row) {
        const std::string where = "audit_event " + std::to_string(row.integer(0));
        if (row.integer(0) != expected) faults.push_back({"audit_chain", where, "rows are missing before this one"});
        const std::string hash = crypto::hex(crypto::view(crypto::sha256(
            audit_text(row.integer(0), row.integer(1), row.uuid(2), row.text(3), row.text(4), row.uuid(5), row.text(6), row.text(7), previous))));
        if (hash != row.text(8)) faults.push_back({"audit_chain", where, "the row was changed after it was written"});
        previous = row.text(8);
        expected = row.integer(0) + 1;
    });
    connection.query("SELECT number, hash FROM audit_head", [&](const db::Row& row) {
        if (row.integer(0) != expected - 1 || row.text(1) != previous) {
            faults.push_back({"audit_chain", "audit_head", "the newest rows are missing"});
        }
    });
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
    check_references(connection, faults);
    return faults;
}

std::vector<Fault> find_faults(const App& app) {
    std::vector<Fault> faults;
    app.database->read([&](db::Connection& connection) {
        faults = find_damage(connection);
        check_sums(connection, faults);
    });
    return faults;
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
