// Bytes that were changed by someone who knows the checksum.
#pragma once

#include <cstdint>
#include <string>

namespace tenon::test {

// The last eight bytes become the FNV-1a sum of those before them.
inline std::string resealed(std::string bytes) {
    std::uint64_t sum = 0xcbf29ce484222325;
    const std::size_t end = bytes.size() - 8;
    for (std::size_t k = 0; k < end; ++k) {
        sum ^= static_cast<unsigned char>(bytes[k]);
        sum *= 0x100000001b3;
    }
    for (std::size_t k = 0; k < 8; ++k) bytes[end + k] = static_cast<char>(sum >> (8 * k));
    return bytes;
}

}  // namespace tenon::test
