#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/enum_names.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "platform/db/connection.hpp"

/// One fact table per entity. A Field is a small run-time record made from a pointer to member, so that validation,
/// storage, filters, JSON, CSV, OpenAPI and audit are compiled once and work for every entity (decisions/0001).
namespace klicnik {

enum class Kind {
    id,         ///< the record's own id
    reference,  ///< the id of another record
    text,
    integer,
    boolean,
    date,       ///< calendar day
    month,      ///< calendar month
    timestamp,  ///< instant
    choice,     ///< one enumerator
    choices,    ///< a set of enumerators
    texts,      ///< a few short texts
    decimal,    ///< exact, four places
    currency,   ///< ISO 4217
    list,       ///< child values of a Shape, stored as JSON text
    object,     ///< one child value of a Shape, stored the same way
};

/// What a text must look like, beyond its length.
enum class Format { plain, multiline, email, phone, url, country, language, vat_no, reg_no };

/// Facts about a field. Behaviour does not belong here; rules do that.
struct FieldSpec {
    bool required = false;    ///< a create without it is refused; an empty text counts as missing
    bool read_only = false;   ///< set by actions, never by input
    bool immutable = false;   ///< may be given at creation only
    bool derived = false;     ///< kept by the system: read-only, not audited, does not raise the version
    bool searchable = false;  ///< part of the search text of its record
    bool sensitive = false;   ///< only for roles that may read sensitive facts of the entity
    bool keyed = false;       ///< has a `<name>_key` column with the Czech sort key
    bool sortable = false;    ///< has an index that ends in the id
    std::int32_t max_length = 200;  ///< code points
    std::int64_t min = std::numeric_limits<std::int64_t>::min();  ///< integers, and decimals in ten-thousandths
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
    Format format = Format::plain;
};

struct Shape;

/// One member of one struct, without its type.
struct Field {
    std::string_view name;
    Kind kind = Kind::text;
    bool nullable = false;
    FieldSpec spec;
    std::span<const std::string_view> choices = {};  ///< of choice and choices
    std::string_view references = {};                ///< entity name behind an id or a reference
    std::string_view prefix = {};                    ///< prefix of those ids

    db::Value (*get)(const void* record) = nullptr;
    /// False when the stored value is none of this field (an unknown enumerator).
    bool (*set)(void* record, const db::Value& value) = nullptr;

    // Kind::list and Kind::object only; an object counts 0 (null) or 1.
    const Shape& (*element)() = nullptr;
    std::size_t (*count)(const void* record) = nullptr;
    const void* (*at)(const void* record, std::size_t index) = nullptr;
    void* (*append)(void* record) = nullptr;
    void (*clear)(void* record) = nullptr;

    bool writable() const { return kind != Kind::id && !spec.read_only && !spec.derived; }
};

/// A named list of fields: an entity, an input, a report line.
struct Shape {
    std::string_view name;
    std::span<const Field> fields;

    const Field* find(std::string_view field_name) const {
        for (const Field& field : fields) {
            if (field.name == field_name) return &field;
        }
        return nullptr;
    }
};

namespace field_detail {

template <auto member>
constexpr std::string_view member_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    const auto from = text.find("member = ") + 9;
    text = text.substr(from, text.find_first_of(";]", from) - from);
    return text.substr(text.rfind(':') + 1);
}

template <class M>
struct MemberOf;
template <class T, class M>
struct MemberOf<M T::*> {
    using Owner = T;
    using Type = M;
};

/// How one C++ type is stored. Each codec has `kind`, `get` and `set`.
template <class T>
struct Codec;

template <>
struct Codec<std::string> {
    static constexpr Kind kind = Kind::text;
    static db::Value get(const std::string& value) { return value; }
    static bool set(std::string& member, const db::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        if (text) member = *text;
        return text != nullptr;
    }
};
template <>
struct Codec<bool> {
    static constexpr Kind kind = Kind::boolean;
    static db::Value get(bool value) { return value; }
    static bool set(bool& member, const db::Value& value) {
        const auto* flag = std::get_if<bool>(&value);
        if (flag) member = *flag;
        return flag != nullptr;
    }
};
template <class Integer>
    requires std::is_same_v<Integer, std::int64_t> || std::is_same_v<Integer, std::int32_t>
struct Codec<Integer> {
    static constexpr Kind kind = Kind::integer;
    static db::Value get(Integer value) { return std::int64_t{value}; }
    static bool set(Integer& member, const db::Value& value) {
        const auto* number = std::get_if<std::int64_t>(&value);
        if (!number || *number < std::numeric_limits<Integer>::min() || *number > std::numeric_limits<Integer>::max()) return false;
        member = static_cast<Integer>(*number);
        return true;
    }
};

/// Types that are one integer inside.
template <class T, Kind kind_, auto inner>
struct IntegerCodec {
    static constexpr Kind kind = kind_;
    static db::Value get(const T& value) { return std::int64_t{value.*inner}; }
    static bool set(T& member, const db::Value& value) {
        const auto* number = std::get_if<std::int64_t>(&value);
        if (number) member.*inner = static_cast<std::remove_reference_t<decltype(member.*inner)>>(*number);
        return number != nullptr;
    }
};
template <> struct Codec<Date> : IntegerCodec<Date, Kind::date, &Date::days> {};
template <> struct Codec<Month> : IntegerCodec<Month, Kind::month, &Month::index> {};
template <> struct Codec<Timestamp> : IntegerCodec<Timestamp, Kind::timestamp, &Timestamp::micros> {};
template <> struct Codec<Decimal> : IntegerCodec<Decimal, Kind::decimal, &Decimal::units> {};

template <>
struct Codec<Currency> {
    static constexpr Kind kind = Kind::currency;
    static db::Value get(const Currency& value) { return std::string(value.view()); }
    static bool set(Currency& member, const db::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        const auto currency = text ? parse_currency(*text) : std::nullopt;
        if (currency) member = *currency;
        return currency.has_value();
    }
};
template <class E>
    requires std::is_enum_v<E>
struct Codec<E> {
    static constexpr Kind kind = Kind::choice;
    static db::Value get(E value) { return std::string(to_text(value)); }
    static bool set(E& member, const db::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        const auto choice = text ? parse_enum<E>(*text) : std::nullopt;
        if (choice) member = *choice;
        return choice.has_value();
    }
};
template <class T>
struct Codec<Id<T>> {
    static constexpr Kind kind = Kind::reference;
    static db::Value get(const Id<T>& value) { return value.value; }
    static bool set(Id<T>& member, const db::Value& value) {
        const auto* uuid = std::get_if<Uuid>(&value);
        if (uuid) member.value = *uuid;
        return uuid != nullptr;
    }
};
/// A set of enumerators, stored as "account_manager,owner".
template <class E>
    requires std::is_enum_v<E>
struct Codec<std::vector<E>> {
    static constexpr Kind kind = Kind::choices;
    static db::Value get(const std::vector<E>& values) {
        std::string text;
        for (const E value : values) {
            if (!text.empty()) text.push_back(',');
            text.append(to_text(value));
        }
        return text;
    }
    static bool set(std::vector<E>& member, const db::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        if (!text) return false;
        member.clear();
        std::string_view rest = *text;
        while (!rest.empty()) {
            const auto choice = parse_enum<E>(rest.substr(0, rest.find(',')));
            if (!choice) return false;
            member.push_back(*choice);
            rest = rest.find(',') == std::string_view::npos ? std::string_view{} : rest.substr(rest.find(',') + 1);
        }
        return true;
    }
};

/// A few short texts, joined by U+001F, which no valid text contains.
template <>
struct Codec<std::vector<std::string>> {
    static constexpr Kind kind = Kind::texts;
    static db::Value get(const std::vector<std::string>& values) {
        std::string text;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) text.push_back('\x1F');
            text.append(values[i]);
        }
        return text;
    }
    static bool set(std::vector<std::string>& member, const db::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        if (!text) return false;
        member.clear();
        if (text->empty()) return true;
        std::string_view rest = *text;
        while (true) {
            const auto at = rest.find('\x1F');
            member.emplace_back(rest.substr(0, at));
            if (at == std::string_view::npos) return true;
            rest.remove_prefix(at + 1);
        }
    }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
    using Inner = T;
};
template <class T>
struct IsId : std::false_type {};
template <class T>
struct IsId<Id<T>> : std::true_type {
    using Target = T;
};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {
    using Element = T;
};

template <class T>
constexpr bool is_child_list = false;
template <class T>
constexpr bool is_child_list<std::vector<T>> = !std::is_enum_v<T> && !std::is_same_v<T, std::string>;

template <class T>
concept HasCodec = requires { Codec<T>::kind; };

/// A struct with a Shape of its own, or an optional one.
template <class T>
constexpr bool is_object = !is_child_list<T> && !HasCodec<T>;
template <class T>
constexpr bool is_object<std::optional<T>> = is_object<T>;

template <class T>
constexpr void describe_type(Field& field) {
    if constexpr (std::is_enum_v<T>) {
        field.choices = enum_names<T>();
    } else if constexpr (IsId<T>::value) {
        field.references = EntityName<typename IsId<T>::Target>::name;
        field.prefix = EntityName<typename IsId<T>::Target>::prefix;
    } else if constexpr (IsVector<T>::value) {
        if constexpr (std::is_enum_v<typename IsVector<T>::Element>) field.choices = enum_names<typename IsVector<T>::Element>();
    }
}

}  // namespace field_detail

/// `field<&Account::name>({.required = true})`: the one line that declares a member.
template <auto member>
constexpr Field field(FieldSpec spec = {}) {
    using namespace field_detail;
    using Owner = typename MemberOf<decltype(member)>::Owner;
    using Type = typename MemberOf<decltype(member)>::Type;
    Field made;
    made.name = member_name<member>();
    made.spec = spec;
    if constexpr (is_child_list<Type>) {
        using Element = typename IsVector<Type>::Element;
        made.kind = Kind::list;
        made.element = []() -> const Shape& { return shape_of<Element>(); };
        made.count = [](const void* record) { return (static_cast<const Owner*>(record)->*member).size(); };
        made.at = [](const void* record, std::size_t index) -> const void* {
            return &(static_cast<const Owner*>(record)->*member)[index];
        };
        made.append = [](void* record) -> void* { return &(static_cast<Owner*>(record)->*member).emplace_back(); };
        made.clear = [](void* record) { (static_cast<Owner*>(record)->*member).clear(); };
    } else if constexpr (is_object<Type> && IsOptional<Type>::value) {
        made.kind = Kind::object;
        made.nullable = true;
        made.element = []() -> const Shape& { return shape_of<typename IsOptional<Type>::Inner>(); };
        made.count = [](const void* record) -> std::size_t { return (static_cast<const Owner*>(record)->*member).has_value() ? 1 : 0; };
        made.at = [](const void* record, std::size_t) -> const void* { return &*(static_cast<const Owner*>(record)->*member); };
        made.append = [](void* record) -> void* { return &(static_cast<Owner*>(record)->*member).emplace(); };
        made.clear = [](void* record) { (static_cast<Owner*>(record)->*member).reset(); };
    } else if constexpr (is_object<Type>) {
        made.kind = Kind::object;
        made.element = []() -> const Shape& { return shape_of<Type>(); };
        made.count = [](const void*) -> std::size_t { return 1; };
        made.at = [](const void* record, std::size_t) -> const void* { return &(static_cast<const Owner*>(record)->*member); };
        made.append = [](void* record) -> void* { return &(static_cast<Owner*>(record)->*member); };
        made.clear = [](void* record) { static_cast<Owner*>(record)->*member = Type{}; };
    } else if constexpr (IsOptional<Type>::value) {
        using Inner = typename IsOptional<Type>::Inner;
        describe_type<Inner>(made);
        made.kind = Codec<Inner>::kind;
        made.nullable = true;
        made.get = [](const void* record) -> db::Value {
            const auto& value = static_cast<const Owner*>(record)->*member;
            return value ? Codec<Inner>::get(*value) : db::Value{};
        };
        made.set = [](void* record, const db::Value& value) {
            auto& target = static_cast<Owner*>(record)->*member;
            if (std::holds_alternative<std::monostate>(value)) {
                target.reset();
                return true;
            }
            Inner inner{};
            if (!Codec<Inner>::set(inner, value)) return false;
            target = std::move(inner);
            return true;
        };
    } else {
        describe_type<Type>(made);
        made.kind = Codec<Type>::kind;
        made.get = [](const void* record) -> db::Value { return Codec<Type>::get(static_cast<const Owner*>(record)->*member); };
        made.set = [](void* record, const db::Value& value) { return Codec<Type>::set(static_cast<Owner*>(record)->*member, value); };
        if constexpr (IsId<Type>::value) {
            if (std::is_same_v<typename IsId<Type>::Target, Owner> && made.name == "id") made.kind = Kind::id;
        }
    }
    return made;
}

namespace field_detail {

struct AnyMember {
    std::size_t ignored;
    template <class T>
    operator T&() const;  // NOLINT(google-explicit-constructor): never defined, only counted
};
template <class T, std::size_t... index>
constexpr bool takes(std::index_sequence<index...>) {
    return requires { T{AnyMember{index}...}; };
}

}  // namespace field_detail

/// The number of members of an aggregate, for the check that none was forgotten.
template <class T, std::size_t count = 0>
constexpr std::size_t member_count() {
    if constexpr (!field_detail::takes<T>(std::make_index_sequence<count + 1>{})) {
        return count;
    } else {
        return member_count<T, count + 1>();
    }
}

/// After each table of fields.
#define KLICNIK_EVERY_MEMBER(Type, table) \
    static_assert(std::size(table) == klicnik::member_count<Type>(), "every member of " #Type " needs exactly one field<> line")

}  // namespace klicnik
