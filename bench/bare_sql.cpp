#include "bench/bare_sql.hpp"

#include <time.h>

#include <functional>
#include <string>

#include "modules/accounts/account.hpp"
#include "records/entity.hpp"

namespace klicnik::bench {

namespace {

double cpu_ms(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Processor time of this thread for one run of the statement that answers the same rows, in milliseconds.
double bare_sql(App& app, const std::function<void(db::Connection&, int)>& query) {
    constexpr int rounds = 200;
    double spent = 0;
    app.database->read([&](db::Connection& connection) {
        for (int i = 0; i < 20; ++i) query(connection, i);
        const double begin = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
        for (int i = 0; i < rounds; ++i) query(connection, i);
        spent = (cpu_ms(CLOCK_THREAD_CPUTIME_ID) - begin) / rounds;
    });
    return spent;
}

void touch(const db::Row& row, int columns) {
    volatile std::size_t sum = 0;
    for (int i = 0; i < columns; ++i) sum = sum + row.text(i).size();
}

class Bare {
  public:
    explicit Bare(App& app) : app_(app) {
        app_.database->read([&](db::Connection& connection) {
            connection.query("SELECT id FROM account ORDER BY revenue_12m DESC LIMIT 200", [&](const db::Row& row) { ids_.push_back(row.uuid(0)); });
            connection.query("SELECT name_key, id FROM account ORDER BY name_key, id LIMIT 1 OFFSET 9999", [&](const db::Row& row) {
                deep_key_ = row.text(0);
                deep_id_ = row.uuid(1);
            });
        });
    }

    double list() {
        static constexpr std::string_view tiers[] = {"A", "B", "C", "D"};
        return bare_sql(app_, [&](db::Connection& connection, int i) {
            rows(connection, "SELECT * FROM account WHERE tier = $1 AND NOT archived AND revenue_12m IS NOT NULL ORDER BY revenue_12m DESC, id DESC LIMIT 51",
                 columns_, tiers[i % 4]);
        });
    }
    double deep_page() {
        return bare_sql(app_, [&](db::Connection& connection, int) {
            rows(connection, "SELECT * FROM account WHERE NOT archived AND (name_key, id) > ($1, $2) ORDER BY name_key, id LIMIT 51", columns_, deep_key_, deep_id_);
        });
    }
    double record() {
        return bare_sql(app_, [&](db::Connection& connection, int i) { rows(connection, "SELECT * FROM account WHERE id = $1", columns_, id_of(i)); });
    }
    double search(const std::function<std::string(int)>& asked) {
        return bare_sql(app_, [&](db::Connection& connection, int i) {
            rows(connection, "SELECT t.body_key FROM search_index i CROSS JOIN search_text t ON t.number = i.rowid WHERE search_index MATCH $1 LIMIT 200", 1,
                 "\"" + asked(i) + "\"");
        });
    }
    /// The mean of the five questions of the page, each in turn.
    double client_page() {
        return bare_sql(app_, [&](db::Connection& connection, int i) {
            const Uuid id = id_of(i / 5);
            switch (i % 5) {
                case 0: return rows(connection, "SELECT * FROM account WHERE id = $1", columns_, id);
                case 1: return rows(connection, "SELECT * FROM contact WHERE account_id = $1 AND NOT archived", 10, id);
                case 2: return rows(connection, "SELECT * FROM account_assignment WHERE account_id = $1 ORDER BY from_on DESC", 6, id);
                case 3: return rows(connection, "SELECT month, currency, entry_kind, amount FROM ledger_month WHERE account_id = $1", 4, id);
                default: return rows(connection, "SELECT * FROM ledger_entry WHERE account_id = $1 ORDER BY document_date DESC, id DESC LIMIT 20", 12, id);
            }
        });
    }
    /// One row of account in a durable transaction of its own: neither audit nor search nor event. The writer has a thread of
    /// its own, so the time is that of the process.
    double create() {
        std::string columns, values;
        app_.database->read([&](db::Connection& connection) {
            connection.query("SELECT name FROM pragma_table_info('account')", [&](const db::Row& row) {
                const std::string name(row.text(0));
                columns.append(columns.empty() ? "" : ", ").append(name);
                values.append(values.empty() ? "" : ", ").append(name == "id" ? "$1" : name == "code" ? "NULL" : name);
            });
        });
        const std::string sql = "INSERT INTO account (" + columns + ") SELECT " + values + " FROM account WHERE id = $2";
        constexpr int rounds = 200;
        const std::int64_t now = system_context(app_).now.micros;
        const double begin = cpu_ms(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < rounds; ++i) {
            app_.database->write([&](db::Connection& connection) {
                connection.exec(sql, new_uuid(now), ids_.front());
                return db::Outcome::commit;
            });
        }
        return (cpu_ms(CLOCK_PROCESS_CPUTIME_ID) - begin) / rounds;
    }

  private:
    template <class... Args>
    static void rows(db::Connection& connection, std::string_view sql, int columns, const Args&... args) {
        connection.query(sql, [&](const db::Row& row) { touch(row, columns); }, args...);
    }
    Uuid id_of(int i) const { return ids_[static_cast<std::size_t>(i) % ids_.size()]; }

    App& app_;
    const int columns_ = static_cast<int>(entity_of<Account>().fields.size());
    std::vector<Uuid> ids_;
    std::string deep_key_;
    Uuid deep_id_;
};

}  // namespace

std::vector<double> measure_bare(App& app) {
    Bare bare(app);
    return {bare.list(), bare.deep_page(), bare.record(), bare.search([](int i) { return "novak" + std::to_string(10'000 + i); }),
            bare.search([](int i) { return std::string(i % 2 == 0 ? "pivovar" : "s.r.o"); }), bare.client_page(), bare.create()};
}

}  // namespace klicnik::bench
