#pragma once

// Tables of the single-byte encodings: inside of platform/text only.

#include <array>
#include <cstdint>

#include "platform/text/encoding.hpp"

namespace klicnik::text {

/// The code points of the bytes 0x80..0xFF; 0 for a byte without meaning (the C1 controls are taken
/// for that, because no text file holds them on purpose).
struct SingleByteTable {
    std::array<char32_t, 128> codes{};
};

/// `encoding` must be one of the single-byte ones.
const SingleByteTable& single_byte_table(Encoding encoding);

}  // namespace klicnik::text
