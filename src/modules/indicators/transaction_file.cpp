#include "modules/indicators/transaction_file.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/decimal.hpp"
#include "platform/csv/document.hpp"
#include "platform/csv/reader.hpp"
#include "platform/csv/values.hpp"
#include "records/import_mapping.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::size_t sample_bytes = 256 * 1024;
constexpr std::size_t block_bytes = 4 * 1024 * 1024;

/// Numbers for keys, in the order in which they come. One open table of numbers with a part of the hash beside each, because a
/// look-up is made for every row.
class KeyNumbers {
  public:
    explicit KeyNumbers(std::vector<std::string>& keys) : keys_(keys), slots_(1024) {}

    std::uint32_t number_of(std::string_view key) {
        if (const std::uint32_t* const direct = direct_slot(key)) {
            if (*direct == 0) {
                keys_.emplace_back(key);
                direct_[static_cast<std::size_t>(direct - direct_.data())] = static_cast<std::uint32_t>(keys_.size());
            }
            return *direct - 1;
        }
        const std::size_t hash = std::hash<std::string_view>{}(key);
        const auto tag = static_cast<std::uint32_t>(hash >> 32U);
        std::size_t at = hash & (slots_.size() - 1);
        for (; slots_[at].number != 0; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at].tag == tag && keys_[slots_[at].number - 1] == key) return slots_[at].number - 1;
        }
        keys_.emplace_back(key);
        slots_[at] = {static_cast<std::uint32_t>(keys_.size()), tag};
        hashed_.push_back(static_cast<std::uint32_t>(keys_.size()));
        if (hashed_.size() * 2 > slots_.size()) grow();
        return static_cast<std::uint32_t>(keys_.size() - 1);
    }

  private:
    struct Slot {
        std::uint32_t number = 0;  // 0 = free, else the number + 1
        std::uint32_t tag = 0;
    };
    void grow() {
        slots_.assign(slots_.size() * 4, {});
        for (const std::uint32_t number : hashed_) {
            const std::size_t hash = std::hash<std::string_view>{}(keys_[number - 1]);
            std::size_t at = hash & (slots_.size() - 1);
            while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = {number, static_cast<std::uint32_t>(hash >> 32U)};
        }
    }

    /// Keys that are whole numbers of up to six digits, as most customers have, find their number without a hash.
    const std::uint32_t* direct_slot(std::string_view key) {
        if (key.empty() || key.size() > 6 || (key[0] == '0' && key.size() > 1)) return nullptr;
        std::size_t number = 0;
        for (const char c : key) {
            const auto digit = static_cast<unsigned>(c - '0');
            if (digit > 9) return nullptr;
            number = number * 10 + digit;
        }
        if (number >= direct_.size()) direct_.resize(number + number / 2 + 1024);
        return &direct_[number];
    }

    std::vector<std::string>& keys_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> hashed_;  // numbers + 1 of the keys in the slots
    std::vector<std::uint32_t> direct_;
};

/// Lines whose columns are apart by blanks: runs of blanks become one tabulator.
std::string with_tabulators(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool begun = false;
    bool blank = false;
    for (const char c : text) {
        if (c == ' ') {
            blank = true;
            continue;
        }
        if (c == '\n' || c == '\r') begun = blank = false;
        else if (blank && begun) out.push_back('\t');
        if (c != '\n' && c != '\r') begun = true;
        blank = false;
        out.push_back(c);
    }
    return out;
}

/// How the file is written and which columns count.
struct Layout {
    text::Encoding encoding = text::Encoding::utf_8;
    csv::Dialect dialect;
    bool blanks = false;
    std::size_t customer = 0;
    std::size_t day = 0;
    std::size_t amount = 0;
    std::optional<std::size_t> quantity;  ///< then `amount` is a price
    csv::DateOrder order = csv::DateOrder::unknown;
    csv::DecimalMark mark = csv::DecimalMark::unknown;
    csv::DecimalMark quantity_mark = csv::DecimalMark::unknown;
    std::vector<std::string> names;
};

std::string name_of(const csv::ColumnProfile& column) {
    return column.heading.empty() ? std::to_string(column.index + 1) : column.heading;
}

/// The column that was asked for, by heading or number.
std::optional<std::size_t> asked_column(const csv::TableProfile& table, const std::string& asked) {
    for (const csv::ColumnProfile& column : table.columns) {
        if (column.heading == asked || std::to_string(column.index + 1) == asked) return column.index;
    }
    return std::nullopt;
}

struct Guess {
    std::optional<std::size_t> customer;
    std::optional<std::size_t> day;
    std::optional<std::size_t> amount;
    std::optional<std::size_t> quantity;
};

/// By the headings, with the targets of an import of invoices.
Guess guess_by_headings(const csv::TableProfile& table) {
    Guess guess;
    const auto& targets = invoice_import_targets();
    const MappingProposal proposal = propose_mapping(targets, table);
    const auto column = [&](std::string_view name) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (targets[i].name == name) return proposal.column_of(i);
        }
        return std::nullopt;
    };
    guess.customer = column("account_code");
    if (!guess.customer) guess.customer = column("account_name");
    guess.day = column("document_date");
    guess.amount = column("amount");
    if (guess.amount) return guess;
    guess.quantity = column("quantity");
    if (guess.quantity) guess.amount = column("unit_price");
    if (!guess.amount) guess.quantity.reset();
    return guess;
}

bool is_day(const csv::ColumnProfile& column) {
    return column.filled > 0 && column.dates.dates == column.filled;
}

bool is_number(const csv::ColumnProfile& column) {
    return column.filled > 0 && column.numbers.numbers == column.filled && !is_day(column);
}

/// Where headings do not tell: the first column of dates, the last of numbers with decimals (or the last of numbers), and as
/// customer the first that is neither.
void guess_by_cells(const csv::TableProfile& table, Guess& guess) {
    const auto taken = [&](std::size_t index) { return guess.customer == index || guess.day == index || guess.amount == index; };
    for (const csv::ColumnProfile& column : table.columns) {
        if (!guess.day && !taken(column.index) && is_day(column)) guess.day = column.index;
    }
    std::optional<std::size_t> whole;
    for (const csv::ColumnProfile& column : table.columns) {
        if (guess.amount || taken(column.index) || !is_number(column)) continue;
        if (column.numbers.max_places > 0) guess.amount = column.index;
        else whole = column.index;
    }
    if (!guess.amount && whole != std::optional<std::size_t>(0)) guess.amount = whole;
    for (const csv::ColumnProfile& column : table.columns) {
        if (!guess.customer && !taken(column.index) && column.filled > 0) guess.customer = column.index;
    }
}

Result<Layout> layout_of(std::string& sample, bool whole_file, const TransactionColumns& asked) {
    // The last line of a sample is cut off.
    if (!whole_file) sample.resize(sample.rfind('\n') == std::string::npos ? sample.size() : sample.rfind('\n') + 1);
    Layout layout;
    const std::string_view first = std::string_view(sample).substr(0, 4096);
    layout.blanks = first.find_first_of(",;\t|") == std::string_view::npos && first.find("  ") != std::string_view::npos;
    const std::string spread = layout.blanks ? with_tabulators(sample) : std::string();
    TRY(const csv::Document document, csv::Document::open(layout.blanks ? std::string_view(spread) : std::string_view(sample)));
    layout.encoding = document.encoding();
    layout.dialect = document.dialect();
    const csv::TableProfile table = document.profile();
    Guess guess;
    std::vector<FieldError> errors;
    const auto take = [&](const std::string& name, const std::string& wanted, std::optional<std::size_t>& column) {
        if (wanted.empty()) return;
        column = asked_column(table, wanted);
        if (!column) errors.push_back({name, "column_missing", {{"column", wanted}}});
    };
    take("customer", asked.customer, guess.customer);
    take("day", asked.day, guess.day);
    take("amount", asked.amount, guess.amount);
    take("quantity", asked.quantity, guess.quantity);
    if (!errors.empty()) return invalid(std::move(errors));
    if (layout.dialect.has_header) {
        const Guess named = guess_by_headings(table);
        if (!guess.customer) guess.customer = named.customer;
        if (!guess.day) guess.day = named.day;
        if (!guess.amount && !guess.quantity) guess.quantity = named.quantity;
        if (!guess.amount) guess.amount = named.amount;
    }
    guess_by_cells(table, guess);
    if (!guess.customer) errors.push_back({"customer", "column_missing", {{"column", ""}}});
    if (!guess.day) errors.push_back({"day", "column_missing", {{"column", ""}}});
    if (!guess.amount) errors.push_back({"amount", "column_missing", {{"column", ""}}});
    if (!errors.empty()) return invalid(std::move(errors));
    layout.customer = *guess.customer;
    layout.day = *guess.day;
    layout.amount = *guess.amount;
    layout.order = table.columns[layout.day].dates.order;
    layout.mark = table.columns[layout.amount].numbers.mark;
    if (table.columns[layout.day].dates.ambiguous) return invalid("day", "date.ambiguous");
    layout.names = {name_of(table.columns[layout.customer]), name_of(table.columns[layout.day]), name_of(table.columns[layout.amount])};
    layout.quantity = guess.quantity;
    if (layout.quantity) {
        layout.quantity_mark = table.columns[*layout.quantity].numbers.mark;
        layout.names.push_back(name_of(table.columns[*layout.quantity]));
    }
    return layout;
}

// --- cells

/// "2026-11-03" without the general reader, which a file of ten million rows would feel.
std::optional<Date> plain_day(std::string_view cell) {
    if (cell.size() != 10 || cell[4] != '-' || cell[7] != '-') return std::nullopt;
    std::array<std::int32_t, 3> parts{};
    for (const auto& [from, to, part] : {std::array{0, 4, 0}, std::array{5, 7, 1}, std::array{8, 10, 2}}) {
        for (int i = from; i < to; ++i) {
            const auto digit = static_cast<unsigned>(cell[static_cast<std::size_t>(i)] - '0');
            if (digit > 9) return std::nullopt;
            parts[static_cast<std::size_t>(part)] = parts[static_cast<std::size_t>(part)] * 10 + static_cast<std::int32_t>(digit);
        }
    }
    return make_date(parts[0], static_cast<unsigned>(parts[1]), static_cast<unsigned>(parts[2]));
}

/// "-1234.56" with a point and at most four places.
std::optional<std::int64_t> plain_amount(std::string_view cell) {
    if (cell.empty() || cell.size() > 13) return std::nullopt;  // longer ones could overflow: the general reader says so
    const bool negative = cell.front() == '-';
    std::int64_t number = 0;
    int places = -1;
    for (const char c : cell.substr(negative ? 1 : 0)) {
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        const auto digit = static_cast<unsigned>(c - '0');
        if (digit > 9 || places == 4) return std::nullopt;
        number = number * 10 + static_cast<std::int64_t>(digit);
        places += places >= 0;
    }
    if (places == 0 || cell.size() == (negative ? 1U : 0U)) return std::nullopt;
    for (int i = std::max(places, 0); i < 4; ++i) number *= 10;
    return negative ? -number : number;
}

class Rows {
  public:
    Rows(const Layout& layout, Transactions& transactions) : layout_(layout), transactions_(transactions), numbers_(transactions.keys) {}

    void take(const csv::Row& row) {
        ++transactions_.rows;
        const std::string_view key = row.cell(layout_.customer);
        if (key.empty()) {
            ++transactions_.without_customer;
            return;
        }
        const std::string_view day_cell = row.cell(layout_.day);
        auto day = plain_day(day_cell);
        if (!day) {
            const auto parsed = csv::parse_date_cell(day_cell, layout_.order);
            if (!parsed) return refuse("day", day_cell.empty() ? "required" : parsed.problem, day_cell);
            day = parsed.value;
        }
        auto amount = number("amount", row.cell(layout_.amount), layout_.mark);
        if (amount && layout_.quantity) {
            const auto quantity = number("quantity", row.cell(*layout_.quantity), layout_.quantity_mark);
            if (!quantity) return;
            const auto product = multiply(Decimal{*amount}, Decimal{*quantity});
            if (!product) return refuse("amount", "too_large", row.cell(layout_.amount));
            amount = product->units;
        }
        if (!amount) return;
        transactions_.customers.push_back(numbers_.number_of(key));
        transactions_.days.push_back(*day);
        transactions_.amounts.push_back(*amount);
    }

  private:
    /// Nothing when the cell was refused.
    std::optional<std::int64_t> number(std::string_view column, std::string_view cell, csv::DecimalMark mark) {
        const auto plain = mark == csv::DecimalMark::comma ? std::nullopt : plain_amount(cell);
        if (plain) return plain;
        const auto parsed = csv::parse_number_cell(cell, mark);
        if (parsed) return parsed.value.value.units;
        refuse(column, cell.empty() ? "required" : parsed.problem, cell);
        return std::nullopt;
    }
    void refuse(std::string_view column, std::string_view code, std::string_view value) {
        ++transactions_.refused;
        if (transactions_.refusals.size() == Transactions::most_listed) return;
        transactions_.refusals.push_back({transactions_.rows, std::string(column), std::string(code), std::string(value.substr(0, 80))});
    }

    const Layout& layout_;
    Transactions& transactions_;
    KeyNumbers numbers_;
};

/// The end of the last whole line of a piece: a line end within quotes is none.
std::size_t end_of_lines(std::string_view piece, char quote) {
    const char line_feed = '\n';
    std::size_t end = piece.rfind(line_feed);
    if (end == std::string_view::npos) return 0;
    if (quote == '\0') return end + 1;
    auto quotes = std::count(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(end), quote);
    while (quotes % 2 != 0) {
        const std::size_t before = end == 0 ? std::string_view::npos : piece.rfind(line_feed, end - 1);
        if (before == std::string_view::npos) return 0;
        quotes -= std::count(piece.begin() + static_cast<std::ptrdiff_t>(before), piece.begin() + static_cast<std::ptrdiff_t>(end), quote);
        end = before;
    }
    return end + 1;
}

Result<> read_piece(std::string_view piece, csv::Dialect dialect, const Layout& layout, Rows& rows) {
    const std::string spread = layout.blanks ? with_tabulators(piece) : std::string();
    csv::Reader reader(layout.blanks ? std::string_view(spread) : piece, dialect);
    for (csv::Step step = reader.next(); step != csv::Step::end; step = reader.next()) {
        if (step == csv::Step::failed) return reader.error();
        rows.take(reader.row());
    }
    return {};
}

}  // namespace

Result<Transactions> read_transactions(const std::filesystem::path& file, const TransactionColumns& columns) {
    std::ifstream stream(file, std::ios::binary);
    std::error_code problem;
    const auto size = std::filesystem::file_size(file, problem);
    if (!stream || problem) return Error{ErrorKind::not_found, "file.cannot_read", {{"file", file.string()}}};
    return read_transactions(stream, size, columns);
}

Result<Transactions> read_transactions(std::istream& stream, std::uint64_t size, const TransactionColumns& columns) {
    std::string block(sample_bytes, '\0');
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    block.resize(static_cast<std::size_t>(stream.gcount()));
    const bool whole_file = stream.eof();
    std::string sample = block;
    TRY(const Layout layout, layout_of(sample, whole_file, columns));
    Transactions transactions;
    transactions.columns = layout.names;
    Rows rows(layout, transactions);
    text::Decoder decoder(layout.encoding);
    const bool as_it_is = layout.encoding == text::Encoding::utf_8;
    csv::Dialect dialect = layout.dialect;
    std::string piece;
    bool reserved = false;
    const auto add = [&] {
        if (as_it_is) piece.append(block);
        else decoder.append(block, piece);
    };
    if (as_it_is && block.starts_with("\xEF\xBB\xBF")) block.erase(0, 3);
    add();
    while (true) {
        const bool last = stream.eof();
        const std::size_t end = last ? piece.size() : end_of_lines(piece, dialect.quote);
        if (end > 0 || last) {
            CHECK_OK(read_piece(std::string_view(piece).substr(0, end), dialect, layout, rows));
            piece.erase(0, end);
            if (!reserved) {
                // Columns that grow by doubling would need half as much again for a moment.
                const auto expected = static_cast<double>(size) / static_cast<double>(end) * static_cast<double>(transactions.customers.size()) * 1.02;
                transactions.customers.reserve(static_cast<std::size_t>(expected));
                transactions.days.reserve(static_cast<std::size_t>(expected));
                transactions.amounts.reserve(static_cast<std::size_t>(expected));
                reserved = true;
            }
            dialect.has_header = false;
            dialect.skipped_lines = 0;
        }
        if (last) break;
        block.resize(block_bytes);
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        block.resize(static_cast<std::size_t>(stream.gcount()));
        add();
    }
    return transactions;
}

}  // namespace klicnik::indicators
