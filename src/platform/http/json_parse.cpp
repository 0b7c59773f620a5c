#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>

#include "platform/http/json.hpp"

namespace klicnik::json {

namespace bj = boost::json;

/// Receives the events of Boost.JSON's parser and builds our tree. Containers under construction
/// lie on one flat stack of values, so that each vector is allocated once at its final size.
class TreeBuilder {
  public:
    // Boost wants compile-time limits; ours are given at run time and checked in `admit`.
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit TreeBuilder(const Limits& limits) : limits_(limits) {}

    const char* reason() const { return reason_; }
    Value take() { return std::move(values_.front()); }

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }

    bool on_array_begin(bj::error_code& error) { return open(error); }
    bool on_object_begin(bj::error_code& error) { return open(error); }

    bool on_array_end(std::size_t count, bj::error_code&) {
        const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
        Value list;
        list.data_ = std::vector<Value>(std::make_move_iterator(first),
                                        std::make_move_iterator(values_.end()));
        values_.erase(first, values_.end());
        values_.push_back(std::move(list));
        counts_.pop_back();
        return true;
    }

    bool on_object_end(std::size_t count, bj::error_code& error) {
        const std::size_t first_value = values_.size() - count;
        const std::size_t first_key = keys_.size() - count;
        if (has_duplicate(first_key)) {
            return fail(error, "duplicate_key");
        }
        std::vector<Member> members;
        members.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            members.push_back(
                {std::move(keys_[first_key + i]), std::move(values_[first_value + i])});
        }
        keys_.resize(first_key);
        values_.resize(first_value);
        values_.emplace_back().data_ = std::move(members);
        counts_.pop_back();
        return true;
    }

    bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
        text_.append(part.data(), part.size());
        if (text_.find('\0') != std::string::npos) {
            return fail(error, "nul");
        }
        return add(error, Value::string(std::exchange(text_, {})));
    }

    bool on_key_part(bj::string_view part, std::size_t size, bj::error_code& error) {
        return on_string_part(part, size, error);
    }

    bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
        text_.append(part.data(), part.size());
        if (text_.find('\0') != std::string::npos) {
            return fail(error, "nul");
        }
        keys_.push_back(std::exchange(text_, {}));
        return true;
    }

    bool on_number_part(bj::string_view part, bj::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool on_int64(std::int64_t, bj::string_view part, bj::error_code& error) {
        return on_number(part, error);
    }
    bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& error) {
        return on_number(part, error);
    }
    bool on_double(double value, bj::string_view part, bj::error_code& error) {
        // Nobody can compute with what does not even fit a double.
        return std::isfinite(value) ? on_number(part, error) : fail(error, "number");
    }

    bool on_bool(bool value, bj::error_code& error) { return add(error, Value::boolean(value)); }
    bool on_null(bj::error_code& error) { return add(error, Value()); }

    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }

  private:
    bool fail(bj::error_code& error, const char* reason) {
        reason_ = reason;
        error = bj::error::exception;
        return false;
    }

    bool on_number(bj::string_view part, bj::error_code& error) {
        text_.append(part.data(), part.size());
        if (text_.size() > limits_.number_length) {
            return fail(error, "number");
        }
        Value value;
        value.data_ = Value::Number{std::exchange(text_, {})};
        return add(error, std::move(value));
    }

    /// Counts a value that begins in the current container.
    bool admit(bj::error_code& error) {
        if (++total_ > limits_.values) {
            return fail(error, "elements");
        }
        return counts_.empty() || ++counts_.back() <= limits_.elements || fail(error, "elements");
    }

    bool open(bj::error_code& error) {
        if (!admit(error)) {
            return false;
        }
        counts_.push_back(0);
        return true;
    }

    bool add(bj::error_code& error, Value&& value) {
        if (!admit(error)) {
            return false;
        }
        values_.push_back(std::move(value));
        return true;
    }

    /// Small objects are compared pairwise; a hostile object with thousands of keys is sorted, so
    /// that the check stays below quadratic.
    bool has_duplicate(std::size_t first) const {
        constexpr std::size_t pairwise_limit = 16;
        const std::size_t count = keys_.size() - first;
        if (count <= pairwise_limit) {
            for (std::size_t i = first; i < keys_.size(); ++i) {
                for (std::size_t j = first; j < i; ++j) {
                    if (keys_[i] == keys_[j]) {
                        return true;
                    }
                }
            }
            return false;
        }
        std::vector<std::string_view> sorted(keys_.begin() + static_cast<std::ptrdiff_t>(first),
                                             keys_.end());
        std::sort(sorted.begin(), sorted.end());
        return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    }

    Limits limits_;
    std::vector<Value> values_;
    std::vector<std::string> keys_;
    std::vector<std::size_t> counts_;  // elements so far, one per open container
    std::string text_;
    std::size_t total_ = 0;
    const char* reason_ = nullptr;
};

namespace {

const char* reason_of(const bj::error_code& code, const TreeBuilder& builder,
                      std::string_view unread) {
    if (builder.reason() != nullptr) {
        return builder.reason();
    }
    if (code == bj::error::too_deep) {
        return "depth";
    }
    if (code == bj::error::incomplete) {
        return "incomplete";
    }
    if (code == bj::error::exponent_overflow) {
        return "number";
    }
    if (code == bj::error::illegal_leading_surrogate ||
        code == bj::error::illegal_trailing_surrogate || code == bj::error::expected_utf16_escape) {
        return "utf8";
    }
    // Boost reports broken UTF-8 as a syntax error; outside strings no such byte is legal anyway.
    const bool beyond_ascii = !unread.empty() && static_cast<unsigned char>(unread.front()) >= 0x80;
    return beyond_ascii ? "utf8" : "syntax";
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
    bj::parse_options options;
    options.max_depth = limits.depth;
    bj::basic_parser<TreeBuilder> parser(options, limits);
    bj::error_code code;
    const std::size_t used = parser.write_some(/*more=*/false, text.data(), text.size(), code);
    if (!code && used < text.size()) {
        code = bj::error::extra_data;
    }
    if (code) {
        const char* reason = reason_of(code, parser.handler(), text.substr(used));
        Error error{ErrorKind::invalid, "json.invalid"};
        error.params = {{"position", std::to_string(used)}, {"reason", reason}};
        return error;
    }
    return parser.handler().take();
}

}  // namespace klicnik::json
