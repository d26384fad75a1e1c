// GB 18030, the encoding of Chinese office and plant software (GBK and GB 2312 are parts of it).
#pragma once

#include <cstdint>
#include <string_view>

namespace tenon {

// Finds characters of GB 18030; made once for a whole text.
class Gb18030 {
  public:
    Gb18030();

    struct Character {
        std::uint32_t code_point = 0;
        int bytes = 0;  // 1, 2 or 4; 0: malformed
    };
    // The character at the front of `bytes`, which is not empty.
    Character front(std::string_view bytes) const noexcept;
    // Bytes a code point takes.
    int length_of(std::uint32_t code_point) const noexcept;

  private:
    // Four-byte codes of the basic plane number, in order, the code points from U+0080 on that no
    // two-byte code has. before_[i]: how many of those lie under code point 64 i.
    std::uint64_t two_byte_[1024];
    std::uint16_t before_[1025];
};

}  // namespace tenon
