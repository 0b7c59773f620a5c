#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace klicnik {

/// 16 bytes of a UUIDv7: sorts by time of creation, unique without asking anybody.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    bool is_nil() const { return *this == Uuid{}; }
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), 16}; }
    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

struct Entity;
struct Shape;

/// The declaration of a stored type and of any listed type; records/ says what they are. Declared here so that plain
/// entity headers need no machinery.
template <class T>
const Entity& entity_of();
template <class T>
const Shape& shape_of();

/// The entity behind an id: its name ("account") and the prefix of its ids ("acc"). Specialised by KLICNIK_ENTITY.
template <class T>
struct EntityName;

/// `KLICNIK_ENTITY(Account, "account", "acc")` after the struct, inside namespace klicnik.
#define KLICNIK_ENTITY(Type, name_text, prefix_text)                \
    template <>                                                     \
    struct EntityName<Type> {                                       \
        static constexpr std::string_view name = name_text;         \
        static constexpr std::string_view prefix = prefix_text;     \
    };                                                              \
    KLICNIK_SHAPE(Type);                                            \
    template <>                                                     \
    const Entity& entity_of<Type>()

/// After a struct that is an input, an output or an element of a list.
#define KLICNIK_SHAPE(Type) \
    template <>             \
    const Shape& shape_of<Type>()

/// An id that cannot be mistaken for the id of another entity.
template <class T>
struct Id {
    Uuid value{};

    bool is_nil() const { return value.is_nil(); }
    friend auto operator<=>(const Id&, const Id&) = default;
};

/// 26 characters of Crockford base32, lower case.
std::string base32(const Uuid& uuid);

/// The reverse of base32(); nothing when the text is not exactly such a code.
std::optional<Uuid> uuid_from_base32(std::string_view text);

/// "acc" + '_' + base32.
std::string format_id(std::string_view prefix, const Uuid& uuid);

/// Accepts only an id with this very prefix.
std::optional<Uuid> parse_id(std::string_view prefix, std::string_view text);

template <class T>
std::string to_text(Id<T> id) {
    return format_id(EntityName<T>::prefix, id.value);
}

/// A UUIDv7 of the given moment (microseconds since 1970) with random bits from the operating system. Ids made by one
/// process never go backwards.
Uuid new_uuid(std::int64_t unix_micros);

/// The lowest id of the millisecond of that moment: everything made before sorts below it.
Uuid lowest_uuid_at(std::int64_t unix_micros);

/// The moment at which an id was made, to the millisecond, in microseconds since 1970.
std::int64_t micros_of(const Uuid& uuid);

}  // namespace klicnik

template <>
struct std::hash<klicnik::Uuid> {
    std::size_t operator()(const klicnik::Uuid& uuid) const noexcept {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        std::memcpy(&high, uuid.bytes.data(), 8);
        std::memcpy(&low, uuid.bytes.data() + 8, 8);
        return static_cast<std::size_t>((high * 0x9E3779B97F4A7C15ULL) ^ low);
    }
};
template <class T>
struct std::hash<klicnik::Id<T>> {
    std::size_t operator()(const klicnik::Id<T>& id) const noexcept {
        return std::hash<klicnik::Uuid>{}(id.value);
    }
};
