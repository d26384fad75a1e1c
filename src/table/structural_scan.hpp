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

struct StructuralForm {
    const char* name;
    StructuralScan scan;
};

// What this machine can run, the fastest last.
std::span<const StructuralForm> structural_forms() noexcept;

inline StructuralScan fastest_structural_scan() noexcept {
    return structural_forms().back().scan;
}

}  // namespace tenon
