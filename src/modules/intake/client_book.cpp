#include "modules/intake/client_book.hpp"

#include "base/identifiers.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/intake/firm_names.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::intake {

namespace {

using Places = TextMap<std::vector<std::size_t>>;

void add_place(Places& places, std::string key, std::size_t index) {
    std::vector<std::size_t>& found = places[std::move(key)];
    if (found.empty() || found.back() != index) found.push_back(index);
}

void drop_place(Places& places, std::string_view key, std::size_t index) {
    if (const auto found = places.find(key); found != places.end()) std::erase(found->second, index);
}

}  // namespace

void ClientBook::load(const Reader& reader) {
    entries_.clear();
    codes_.clear();
    reg_nos_.clear();
    names_.clear();
    further_names_.clear();
    spellings_.reset();
    added_.clear();
    reader.connection().query("SELECT id, code, reg_no, name, legal_name, other_names FROM account ORDER BY id", [&](const db::Row& row) {
        const ClientKey key{std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)), {}};
        entries_.push_back({Id<Account>{row.uuid(0)}, key.code, key.reg_no});
        insert(entries_.size() - 1, key);
        if (!row.text(4).empty()) add_place(further_names_, text::fold(row.text(4)), entries_.size() - 1);
        for (const std::string_view name : names_in(row.text(5))) add_place(further_names_, text::fold(name), entries_.size() - 1);
    });
}

void ClientBook::insert(std::size_t index, const ClientKey& key) {
    if (!key.code.empty()) codes_.emplace(key.code, index);
    if (!key.reg_no.empty()) reg_nos_.emplace(key.reg_no, index);
    if (key.name.empty()) return;
    names_[text::fold(key.name)].push_back(index);
    if (spellings_) add_place(*spellings_, firm_key(key.name), index);
}

void ClientBook::add(Id<Account> id, const ClientKey& key) {
    entries_.push_back({id, key.code, key.reg_no});
    insert(entries_.size() - 1, key);
    added_.push_back(key);
}

void ClientBook::take_back() {
    for (auto key = added_.rbegin(); key != added_.rend(); ++key) {
        const std::size_t index = entries_.size() - 1;
        if (const auto found = codes_.find(key->code); found != codes_.end() && found->second == index) codes_.erase(found);
        if (const auto found = reg_nos_.find(key->reg_no); found != reg_nos_.end() && found->second == index) reg_nos_.erase(found);
        drop_place(names_, text::fold(key->name), index);
        if (spellings_) drop_place(*spellings_, firm_key(key->name), index);
        entries_.pop_back();
    }
    added_.clear();
}

bool ClientBook::contradicts(const Entry& entry, const ClientKey& key) const {
    return (!entry.code.empty() && !key.code.empty() && entry.code != key.code) ||
           (!entry.reg_no.empty() && !key.reg_no.empty() && entry.reg_no != key.reg_no);
}

std::optional<Id<Account>> ClientBook::by_code(const ClientKey& key) const {
    if (key.code.empty()) return std::nullopt;
    const auto found = codes_.find(key.code);
    return found == codes_.end() ? std::nullopt : std::optional(entries_[found->second].id);
}

std::optional<Id<Account>> ClientBook::by_reg_no(const ClientKey& key) const {
    if (key.reg_no.empty()) return std::nullopt;
    const auto found = reg_nos_.find(key.reg_no);
    if (found == reg_nos_.end()) return std::nullopt;
    const Entry& entry = entries_[found->second];
    return contradicts(entry, key) ? std::nullopt : std::optional(entry.id);
}

std::optional<Id<Account>> ClientBook::by_name(const ClientKey& key) const {
    if (key.name.empty()) return std::nullopt;
    const auto found = names_.find(text::fold(key.name));
    if (found == names_.end()) return std::nullopt;
    for (const std::size_t index : found->second) {
        if (!contradicts(entries_[index], key)) return entries_[index].id;
    }
    return std::nullopt;
}

std::optional<Id<Account>> ClientBook::by_further_name(const ClientKey& key) const {
    if (key.name.empty()) return std::nullopt;
    const auto found = further_names_.find(text::fold(key.name));
    // Branches of one firm share its name: then it tells nothing.
    if (found == further_names_.end() || found->second.size() != 1) return std::nullopt;
    const Entry& entry = entries_[found->second.front()];
    return contradicts(entry, key) ? std::nullopt : std::optional(entry.id);
}

const Places& ClientBook::spellings() const {
    if (spellings_) return *spellings_;
    spellings_.emplace();
    for (const Places* places : {&names_, &further_names_}) {
        for (const auto& [name, indexes] : *places) {
            for (const std::size_t index : indexes) add_place(*spellings_, firm_key(name), index);
        }
    }
    return *spellings_;
}

std::optional<Id<Account>> ClientBook::by_spelling(const ClientKey& key) const {
    const std::string wanted = firm_key(key.name);
    if (wanted.empty()) return std::nullopt;
    const auto found = spellings().find(wanted);
    if (found == spellings().end()) return std::nullopt;
    std::optional<std::size_t> only;
    for (const std::size_t index : found->second) {
        if (only && *only != index) return std::nullopt;  // two firms are written so
        only = index;
    }
    if (!only || contradicts(entries_[*only], key)) return std::nullopt;
    return entries_[*only].id;
}

std::optional<Id<Account>> ClientBook::find(const ClientKey& key) const {
    std::optional<Id<Account>> found;
    if (match_by_ == MatchBy::code) found = by_code(key);
    if (!found && match_by_ != MatchBy::name) found = by_reg_no(key);
    if (!found) found = by_name(key);
    if (!found) found = by_further_name(key);
    return found ? found : by_spelling(key);
}

std::string normalised_reg_no(std::string_view text) {
    std::string compact;
    for (const char c : text) {
        if (c != ' ') compact.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    // Lost zeros come back, of very short numbers only when the check digit agrees.
    const auto padded = identifiers::normalised_ico(compact);
    return padded && (compact.size() >= 6 || identifiers::is_valid_ico(*padded)) ? *padded : compact;
}

const std::string& shown_name(const ClientKey& key) {
    return !key.name.empty() ? key.name : !key.code.empty() ? key.code : key.reg_no;
}

Result<Id<Account>> create_client(UnitOfWork& work, const ClientKey& key) {
    Account account;
    if (!key.code.empty()) account.code = key.code;
    if (!key.reg_no.empty()) account.reg_no = key.reg_no;
    if (!key.country.empty()) account.country = key.country;
    account.name = shown_name(key);
    TRY(const Account made, accounts::create_account(work, std::move(account)));
    return made.id;
}

}  // namespace klicnik::intake
