// Messages in the wire format of Protocol Buffers, written field by field: numbers as varints
// or by their bits, texts and messages behind their length.
// https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

class ProtoMessage {
  public:
    void integer(int field, std::int64_t value) {
        tag(field, 0);
        varint(static_cast<std::uint64_t>(value));
    }
    void real32(int field, float value) {
        tag(field, 5);
        fixed(std::bit_cast<std::uint32_t>(value), 4);
    }
    void text(int field, std::string_view value) {
        tag(field, 2);
        varint(value.size());
        bytes_ += value;
    }
    void message(int field, const ProtoMessage& value) { text(field, value.bytes_); }

    const std::string& bytes() const noexcept { return bytes_; }

  private:
    void tag(int field, unsigned type) { varint(static_cast<std::uint64_t>(field) << 3 | type); }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
        bytes_.push_back(static_cast<char>(value));
    }
    void fixed(std::uint64_t value, int bytes) {
        for (int k = 0; k < bytes; ++k) bytes_.push_back(static_cast<char>(value >> (8 * k)));
    }

    std::string bytes_;
};

}  // namespace tenon
