#include "base/id.hpp"

#include <sys/random.h>

#include <mutex>

namespace klicnik {

namespace {

constexpr std::string_view base32_digits = "0123456789abcdefghjkmnpqrstvwxyz";

constexpr std::array<std::int8_t, 256> make_base32_values() {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < base32_digits.size(); ++i) {
        values[static_cast<unsigned char>(base32_digits[i])] = static_cast<std::int8_t>(i);
    }
    return values;
}
constexpr auto base32_values = make_base32_values();

/// Random bytes in blocks: one system call for 64 ids.
class RandomPool {
  public:
    void take(std::uint8_t* out, std::size_t count) {
        if (used_ + count > sizeof(block_)) refill();
        std::memcpy(out, block_ + used_, count);
        used_ += count;
    }

  private:
    void refill() {
        std::size_t got = 0;
        while (got < sizeof(block_)) {
            const ssize_t count = getrandom(block_ + got, sizeof(block_) - got, 0);
            if (count > 0) got += static_cast<std::size_t>(count);
        }
        used_ = 0;
    }

    std::uint8_t block_[640]{};
    std::size_t used_ = sizeof(block_);
};

}  // namespace

std::string base32(const Uuid& uuid) {
    std::string text(26, '0');
    // 128 bits are 26 digits of 5 bits with two leading zero bits.
    unsigned __int128 number = 0;
    for (const std::uint8_t byte : uuid.bytes) number = (number << 8) | byte;
    for (std::size_t i = 26; i-- > 0;) {
        text[i] = base32_digits[static_cast<std::size_t>(number & 31)];
        number >>= 5;
    }
    return text;
}

std::optional<Uuid> uuid_from_base32(std::string_view text) {
    if (text.size() != 26 || text[0] > '7') return std::nullopt;
    unsigned __int128 number = 0;
    for (const char c : text) {
        const std::int8_t digit = base32_values[static_cast<unsigned char>(c)];
        if (digit < 0) return std::nullopt;
        number = (number << 5) | static_cast<unsigned>(digit);
    }
    Uuid uuid;
    for (std::size_t i = 16; i-- > 0;) {
        uuid.bytes[i] = static_cast<std::uint8_t>(number & 255);
        number >>= 8;
    }
    return uuid;
}

std::string format_id(std::string_view prefix, const Uuid& uuid) {
    std::string text;
    text.reserve(prefix.size() + 27);
    text.append(prefix);
    text.push_back('_');
    text.append(base32(uuid));
    return text;
}

std::optional<Uuid> parse_id(std::string_view prefix, std::string_view text) {
    if (text.size() != prefix.size() + 27 || !text.starts_with(prefix) || text[prefix.size()] != '_') {
        return std::nullopt;
    }
    return uuid_from_base32(text.substr(prefix.size() + 1));
}

std::int64_t micros_of(const Uuid& uuid) {
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | uuid.bytes[i];
    return milliseconds * 1000;
}

Uuid lowest_uuid_at(std::int64_t unix_micros) {
    const std::int64_t millis = unix_micros / 1000;
    Uuid uuid;
    for (std::size_t i = 0; i < 6; ++i) {
        uuid.bytes[i] = static_cast<std::uint8_t>((millis >> (40 - 8 * i)) & 255);
    }
    return uuid;
}

Uuid new_uuid(std::int64_t unix_micros) {
    static std::mutex mutex;
    static RandomPool pool;
    static std::int64_t last_micros = 0;
    const std::lock_guard lock(mutex);
    // One microsecond is one id: within a burst the stamp runs ahead of the clock by the length of the burst, so ids of
    // one process sort in the order of creation and inserts stay at the right edge of the index.
    last_micros = unix_micros > last_micros ? unix_micros : last_micros + 1;
    const auto fraction = static_cast<std::uint16_t>(last_micros % 1000 * 4);  // 0..3996 in 12 bits
    Uuid uuid = lowest_uuid_at(last_micros);
    pool.take(uuid.bytes.data() + 8, 8);
    uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (fraction >> 8));
    uuid.bytes[7] = static_cast<std::uint8_t>(fraction & 255);
    uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3F));
    return uuid;
}

}  // namespace klicnik
