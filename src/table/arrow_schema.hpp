// What a column arriving through Arrow is, and what it becomes here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "table/arrow_abi.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class ArrowKind : std::uint8_t {
    null,
    boolean,
    int8,
    uint8,
    int16,
    uint16,
    int32,
    uint32,
    int64,
    uint64,
    float16,
    float32,
    float64,
    utf8,
    large_utf8,
    utf8_view,     // 16 bytes a cell: short text itself, or where it lies in one of several buffers
    decimal128,    // 16 bytes a cell, least significant first
    days,          // int32 since 1970
    milliseconds,  // of a date; int64
    timestamp,     // int64 in a unit of its own
};

// What an Arrow format string says.
struct ArrowType {
    ArrowKind kind = ArrowKind::null;
    std::int64_t ticks_per_second = 0;  // timestamps only
    std::int32_t scale = 0;             // decimals only: digits behind the point
    std::string zone;                   // timestamps only; empty: as written
};

struct ArrowField {
    std::string name;
    ArrowType cells;  // or the codes, where there is a dictionary
    bool has_dictionary = false;
    ArrowType dictionary;
    std::string left_out = {};  // why it is no column of the table; empty: it is one

    const ArrowType& values() const noexcept { return has_dictionary ? dictionary : cells; }
    Type type() const noexcept;  // of the column it becomes
};

bool is_integer(ArrowKind kind) noexcept;

// The fields of a struct schema, whose release stays with the caller. Throws Error: data (malformed
// schema, names empty, repeated or not UTF-8), unsupported (a type without a column type).
// With `leave_out` fields of such a type are marked instead; one at least must be left.
std::vector<ArrowField> arrow_fields(const ArrowSchema& schema, bool leave_out = false);

}  // namespace tenon
