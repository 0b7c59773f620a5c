#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/accounts/account.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::intake {

/// Hash tables that are asked with views.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

/// What a file says of a client. Empty = nothing.
struct ClientKey {
    std::string code;
    std::string reg_no;
    std::string name;
    std::string country;  ///< ISO code

    bool empty() const { return code.empty() && reg_no.empty() && name.empty(); }
};

/// By what a client is looked for first.
enum class MatchBy { code, reg_no, name };

/// All clients by code, IČO, name and further names (legal and other): read once, asked for every row.
class ClientBook {
  public:
    explicit ClientBook(MatchBy match_by) : match_by_(match_by) {}

    void load(const Reader& reader);

    /// By code, else IČO, else the folded name, else a further name that one client alone has, as invoices have it, else another
    /// spelling of any (`firm_key`) that one client alone has; never one whose code or IČO is known and another.
    std::optional<Id<Account>> find(const ClientKey& key) const;

    /// A client made in this transaction.
    void add(Id<Account> id, const ClientKey& key);

    /// Everything added since is forgotten by take_back(), when a transaction is run again.
    void set_mark() { added_.clear(); }
    void take_back();

  private:
    struct Entry {
        Id<Account> id;
        std::string code;
        std::string reg_no;
    };
    bool contradicts(const Entry& entry, const ClientKey& key) const;
    std::optional<Id<Account>> by_code(const ClientKey& key) const;
    std::optional<Id<Account>> by_reg_no(const ClientKey& key) const;
    std::optional<Id<Account>> by_name(const ClientKey& key) const;
    std::optional<Id<Account>> by_further_name(const ClientKey& key) const;
    std::optional<Id<Account>> by_spelling(const ClientKey& key) const;
    void insert(std::size_t index, const ClientKey& key);
    const TextMap<std::vector<std::size_t>>& spellings() const;

    MatchBy match_by_;
    std::vector<Entry> entries_;
    TextMap<std::size_t> codes_;
    TextMap<std::size_t> reg_nos_;
    TextMap<std::vector<std::size_t>> names_;
    TextMap<std::vector<std::size_t>> further_names_;
    /// Made when first asked for: a file that has codes never needs it.
    mutable std::optional<TextMap<std::vector<std::size_t>>> spellings_;
    std::vector<ClientKey> added_;
};

/// "12345678", "CZ 123 456 78 " … as it is stored.
std::string normalised_reg_no(std::string_view text);

/// The name, else the code, else the IČO.
const std::string& shown_name(const ClientKey& key);

/// Makes a client of what a file of invoices or people says.
Result<Id<Account>> create_client(UnitOfWork& work, const ClientKey& key);

}  // namespace klicnik::intake
