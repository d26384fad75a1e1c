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
    days,          // int32 since 1970
    milliseconds,  // of a date; int64
    timestamp,     // int64 in a unit of its own
};

struct ArrowField {
    std::string name;
    ArrowKind kind = ArrowKind::null;   // of the cells; of the codes where there is a dictionary
    std::int64_t ticks_per_second = 0;  // timestamps only
    bool has_dictionary = false;
    ArrowKind dictionary_kind = ArrowKind::null;
    std::int64_t dictionary_ticks_per_second = 0;

    Type type() const noexcept;  // of the column it becomes
};

bool is_integer(ArrowKind kind) noexcept;

// The fields of a struct schema, whose release stays with the caller. Throws Error: data (malformed
// schema, names empty, repeated or not UTF-8), unsupported (a type without a column type).
std::vector<ArrowField> arrow_fields(const ArrowSchema& schema);

}  // namespace tenon
