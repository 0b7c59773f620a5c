#pragma once

// JSON in and out. The writer appends straight to a buffer, because building a document first and
// then printing it costs three times as much for the lists this product answers with. The reader
// keeps numbers as text: money and decimals must never pass through a double.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace klicnik::json {

/// Writes one JSON text. Commas are placed automatically; nesting must be balanced by the caller.
/// The output is always valid UTF-8: a broken sequence in a string becomes U+FFFD.
class Writer {
  public:
    /// `expected_size` in bytes spares reallocations; it is a hint, not a limit.
    explicit Writer(std::size_t expected_size = 0);

    Writer& begin_object() { return open('{'); }
    Writer& end_object() { return close('}'); }
    Writer& begin_array() { return open('['); }
    Writer& end_array() { return close(']'); }

    Writer& key(std::string_view name);
    /// A key that is a declared name, so that nothing in it needs escaping.
    Writer& member(std::string_view name);
    Writer& string(std::string_view text);
    Writer& integer(std::int64_t value);
    /// Shortest text that reads back as the same double; infinities and NaN become null.
    Writer& real(double value);
    Writer& boolean(bool value);
    Writer& boolean(const void* value) = delete;  // a string literal would silently be `true`
    Writer& null();
    /// `json` must be one complete, valid JSON value; it is copied unchecked.
    Writer& raw(std::string_view json);

    /// Number of bytes written so far.
    std::size_t size() const { return size_; }
    std::string_view view() const { return {buffer_.data(), size_}; }
    /// Returns the text and leaves the writer empty, ready for the next one.
    std::string take();

  private:
    char* room(std::size_t bytes);
    void grow(std::size_t bytes);
    Writer& open(char bracket);
    Writer& close(char bracket);
    void quoted(std::string_view text, std::size_t extra);

    std::string buffer_;
    std::size_t size_ = 0;
    bool comma_ = false;
};

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

class Value;
struct Member;

/// One JSON value. Objects keep the order of their members.
class Value {
  public:
    Value() noexcept;
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();
    static Value boolean(bool value);
    static Value boolean(const void* value) = delete;
    static Value integer(std::int64_t value);
    static Value real(double value);
    static Value string(std::string text);
    static Value array();
    static Value object();

    Kind kind() const { return static_cast<Kind>(data_.index()); }
    bool is_null() const { return kind() == Kind::null; }
    bool is_number() const { return kind() == Kind::number; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_object() const { return kind() == Kind::object; }

    // Each of these yields nothing when the value is of another kind: no conversion is guessed.
    std::optional<bool> as_boolean() const;
    /// Also nothing for a number with a fraction, an exponent, or beyond 64 bits.
    std::optional<std::int64_t> as_integer() const;
    /// Nothing when the number does not fit a finite double.
    std::optional<double> as_real() const;
    const std::string* as_string() const;
    /// The number exactly as it was written, for reading decimals; empty for other kinds.
    std::string_view raw_number() const;

    /// Elements of an array; empty for other kinds.
    std::span<const Value> items() const;
    /// Members of an object; empty for other kinds.
    std::span<const Member> members() const;
    /// The member of that name, or null when this is no object or has none. Linear.
    const Value* find(std::string_view key) const;

    /// Appends to an array; a null value becomes an array first.
    Value& push(Value item);
    /// Sets or replaces a member; a null value becomes an object first.
    Value& set(std::string_view key, Value value);
    Value& set(std::string_view key);
    /// Removes a member and says whether it was there.
    bool erase(std::string_view key);

    friend bool operator==(const Value& left, const Value& right);

  private:
    friend class TreeBuilder;
    struct Number {
        std::string text;
        bool operator==(const Number&) const = default;
    };
    std::variant<std::monostate, bool, Number, std::string, std::vector<Value>, std::vector<Member>>
        data_;
};

struct Member {
    std::string key;
    Value value;

    friend bool operator==(const Member& left, const Member& right) {
        return left.key == right.key && left.value == right.value;
    }
};

// Only here, where Member is complete, can these be defined.
inline Value::Value() noexcept = default;
inline Value::Value(const Value& other) = default;
inline Value::Value(Value&& other) noexcept = default;
inline Value& Value::operator=(const Value& other) = default;
inline Value& Value::operator=(Value&& other) noexcept = default;
inline Value::~Value() = default;

/// What a text from outside may contain at most. `values` bounds the memory of the whole tree.
struct Limits {
    std::size_t depth = 32;
    std::size_t elements = 10'000;  // per array and per object
    std::size_t number_length = 100;
    std::size_t values = 500'000;
};

/// Reads exactly one JSON value (RFC 8259, UTF-8, no comments, no trailing commas). Also refused:
/// duplicate keys, NUL in strings, and what exceeds `limits`.
/// Error `json.invalid` with `position` (byte offset) and `reason`: `syntax`, `incomplete`, `utf8`,
/// `nul`, `duplicate_key`, `depth`, `elements`, `number`.
Result<Value> parse(std::string_view text, const Limits& limits = {});

/// Writes a value; numbers keep their text.
void write(Writer& writer, const Value& value);
std::string to_text(const Value& value);

}  // namespace klicnik::json
