#include "modules/indicators/family_books.hpp"

#include <algorithm>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "modules/indicators/cube_loading.hpp"
#include "modules/ledger/queries.hpp"
#include "records/memory.hpp"

namespace klicnik::indicators {

namespace {

/// Beyond that many clients reading everything anew is quicker.
constexpr std::size_t most_clients_followed = 2'000;

void read_families(const Reader& reader, FamilyBooks& books) {
    struct Node {
        Uuid parent;
        std::string name;
    };
    std::unordered_map<Uuid, Node> tree;
    reader.connection().query("SELECT id, parent_id, name FROM offering", [&](const db::Row& row) {
        tree.emplace(row.uuid(0), Node{row.uuid(1), std::string(row.text(2))});
    });
    const auto root_of = [&](Uuid id) {
        // The tree has no cycles: the writer refuses them.
        for (auto at = tree.find(id); at != tree.end() && !at->second.parent.is_nil(); at = tree.find(id)) id = at->second.parent;
        return id;
    };
    std::vector<Uuid> roots;
    for (const auto& [id, node] : tree) {
        if (!node.parent.is_nil()) roots.push_back(root_of(id));
    }
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    books.families = {Uuid{}};
    books.names = {std::string()};
    for (const Uuid& root : roots) {
        books.families.push_back(root);
        books.names.push_back(tree.at(root).name);
    }
    for (const auto& [id, node] : tree) {
        if (const auto family = books.find(root_of(id))) books.family_of.emplace(id, *family);
    }
}

/// Adds entries up per client.
class Adding {
  public:
    Adding(const Reader& reader, const FamilyBooks& families) : reader_(reader), families_(families), base_(ledger::base_currency(reader)) {}

    void read(const std::optional<Uuid>& client) {
        Sql sql("SELECT account_id, offering_id, service_month, document_date, currency, entry_kind, amount FROM ledger_entry");
        if (client) sql.add(" WHERE account_id = ").bind(*client);
        reader_.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
            if (row.is_null(0)) return true;  // asked of the database, it would look up each entry by the index of clients
            const auto kind = parse_enum<ledger::EntryKind>(row.text(5));
            if (!kind) return true;
            const auto figure = ledger::rules::figure_of(*kind);
            if (figure != ledger::rules::Figure::revenue && figure != ledger::rules::Figure::direct_cost) return true;
            const Month month = row.is_null(2) ? month_of(Date{static_cast<std::int32_t>(row.integer(3))}) : Month{static_cast<std::int32_t>(row.integer(2))};
            sums_[{row.uuid(0), month.index, families_.family_of_offering(row.uuid(1)), parse_currency(row.text(4)).value_or(base_), figure}] +=
                row.integer(6);
            return true;
        });
    }

    /// The sums in order, into the books.
    void finish(FamilyBooks& books) const {
        std::vector<std::pair<Key, std::int64_t>> ordered(sums_.begin(), sums_.end());
        std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first.rank() < b.first.rank(); });
        for (const auto& [key, amount] : ordered) {
            if (books.accounts.empty() || books.accounts.back() != key.account) {
                books.accounts.push_back(key.account);
                books.offsets.push_back(static_cast<std::uint32_t>(books.sums.size()));
            }
            books.sums.push_back({Month{key.month}, key.family, key.currency, key.figure, amount});
        }
        books.offsets.push_back(static_cast<std::uint32_t>(books.sums.size()));
    }

  private:
    struct Key {
        Uuid account;
        std::int32_t month = 0;
        std::uint32_t family = 0;
        Currency currency;
        ledger::rules::Figure figure = ledger::rules::Figure::revenue;
        auto rank() const { return std::tie(account, month, family, currency, figure); }
        friend bool operator==(const Key& a, const Key& b) { return a.rank() == b.rank(); }
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            const auto place = static_cast<std::uint64_t>(static_cast<std::uint32_t>(key.month)) << 32U | key.family << 4U | static_cast<unsigned>(key.figure);
            return std::hash<Uuid>{}(key.account) ^ static_cast<std::size_t>(place * 0x9E3779B97F4A7C15U);
        }
    };

    const Reader& reader_;
    const FamilyBooks& families_;
    Currency base_;
    std::unordered_map<Key, std::int64_t, KeyHash> sums_;
};

struct FamilyKeeper {
    std::mutex mutex;
    std::shared_ptr<const FamilyBooks> books;
    SeenState seen;
    struct Slice {
        std::uint64_t whole = 0;  ///< the stamp of the cube it was made from
        std::shared_ptr<const FamilyBooks> books;
        std::uint32_t family = 0;
        std::shared_ptr<const Cube> cube;
    } slice;
};

bool has_tree_changed(const Reader& reader, std::int64_t since) {
    return reader.connection()
        .integer("SELECT 1 FROM audit_event WHERE number > $1 AND entity IN ('offering', 'sample', 'workspace') LIMIT 1", since)
        .has_value();
}

/// The books with some clients read anew.
FamilyBooks with_clients_anew(const Reader& reader, const FamilyBooks& before, std::span<const Uuid> clients) {
    FamilyBooks fresh;
    Adding adding(reader, before);
    for (const Uuid& client : clients) adding.read(client);
    adding.finish(fresh);
    FamilyBooks books{before.families, before.names, before.family_of, {}, {}, {}};
    const auto take = [&](const FamilyBooks& from, std::size_t at) {
        books.accounts.push_back(from.accounts[at]);
        books.offsets.push_back(static_cast<std::uint32_t>(books.sums.size()));
        books.sums.insert(books.sums.end(), from.sums.begin() + from.offsets[at], from.sums.begin() + from.offsets[at + 1]);
    };
    std::size_t next = 0;
    for (std::size_t i = 0; i < before.accounts.size(); ++i) {
        for (; next < fresh.accounts.size() && fresh.accounts[next] < before.accounts[i]; ++next) take(fresh, next);
        if (!std::binary_search(clients.begin(), clients.end(), before.accounts[i])) take(before, i);
    }
    for (; next < fresh.accounts.size(); ++next) take(fresh, next);
    books.offsets.push_back(static_cast<std::uint32_t>(books.sums.size()));
    return books;
}

}  // namespace

std::optional<std::uint32_t> FamilyBooks::find(const Uuid& family) const {
    const auto at = std::lower_bound(families.begin(), families.end(), family);
    if (at == families.end() || *at != family) return std::nullopt;
    return static_cast<std::uint32_t>(at - families.begin());
}

std::uint32_t FamilyBooks::family_of_offering(const Uuid& offering) const {
    const auto at = family_of.find(offering);
    return at == family_of.end() ? 0 : at->second;
}

FamilyBooks load_family_books(const Reader& reader) {
    FamilyBooks books;
    read_families(reader, books);
    Adding adding(reader, books);
    if (books.has_families()) adding.read(std::nullopt);
    adding.finish(books);
    return books;
}

std::shared_ptr<const FamilyBooks> current_family_books(const Reader& reader) {
    FamilyKeeper& keeper = reader.memory().of<FamilyKeeper>();
    const std::lock_guard lock(keeper.mutex);
    const SeenState now = state_of(reader);
    if (keeper.books && keeper.seen.covers(now)) return keeper.books;
    const bool anew = !keeper.books || has_tree_changed(reader, keeper.seen.audit);
    const auto clients = anew ? std::nullopt : clients_changed_since(reader, keeper.seen.revision, most_clients_followed);
    if (!clients) keeper.books = std::make_shared<const FamilyBooks>(load_family_books(reader));
    else if (!clients->empty() && keeper.books->has_families()) keeper.books = std::make_shared<const FamilyBooks>(with_clients_anew(reader, *keeper.books, *clients));
    keeper.seen = now;
    return keeper.books;
}

Cube with_family_money(const Reader& reader, const Cube& whole, const FamilyBooks& books, std::uint32_t family) {
    return with_money(reader, whole, [&](OnSum on_sum) {
        for (std::size_t i = 0; i < books.accounts.size(); ++i) {
            for (std::uint32_t at = books.offsets[i]; at < books.offsets[i + 1]; ++at) {
                const FamilySum& sum = books.sums[at];
                if (sum.family == family) on_sum({books.accounts[i], sum.month, sum.currency, sum.figure, sum.amount});
            }
        }
    });
}

std::shared_ptr<const Cube> cube_of_family(const Reader& reader, const Cube& whole, const std::shared_ptr<const FamilyBooks>& books, std::uint32_t family) {
    FamilyKeeper& keeper = reader.memory().of<FamilyKeeper>();
    {
        const std::lock_guard lock(keeper.mutex);
        const FamilyKeeper::Slice& slice = keeper.slice;
        if (slice.cube && slice.whole == whole.stamp.number && slice.books == books && slice.family == family) return slice.cube;
    }
    auto cube = std::make_shared<const Cube>(with_family_money(reader, whole, *books, family));
    const std::lock_guard lock(keeper.mutex);
    keeper.slice = {whole.stamp.number, books, family, cube};
    return cube;
}

}  // namespace klicnik::indicators
