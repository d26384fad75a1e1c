// Which bytes of a text are structural (a delimiter or a line end) and which are quotes, as one bit
// a byte, 64 bytes a step.
//
// The idea of scanning text for structure many bytes at a time is from G. Langdale and D. Lemire,
// Parsing Gigabytes of JSON per Second (2019). There is one form for every machine and wider ones
// for those that have them; all give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tenon {

struct StructuralMasks {
    std::uint64_t stops = 0;   // delimiters, '\n' and '\r'
    std::uint64_t quotes = 0;  // none where there is no quote character
};

// `text` points to 64 * blocks readable bytes; quote '\0': none.
using StructuralScan = void (*)(const char* text, std::size_t blocks, char delimiter, char quote,
                                StructuralMasks* out);

// How many lines end in 64 * blocks bytes: LF, CR, and CRLF as one. `returned`: whether the byte
// before is a '\r', then whether the last one is.
using LineCount = std::int64_t (*)(const char* text, std::size_t blocks, bool& returned);

struct StructuralForm {
    const char* name;
    StructuralScan scan;
    LineCount lines;
};

// What this machine can run, the fastest last.
std::span<const StructuralForm> structural_forms() noexcept;

inline const StructuralForm& fastest_structural_form() noexcept {
    return structural_forms().back();
}

}  // namespace tenon
