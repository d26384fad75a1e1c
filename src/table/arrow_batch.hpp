// One struct array as a table: what single arrays and streams share.
#pragma once

#include <memory>
#include <vector>

#include "table/arrow_abi.hpp"
#include "table/arrow_schema.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Releases what it holds once, whatever happens.
template <class Struct>
struct Released {
    Struct* held = nullptr;
    explicit Released(Struct* s) noexcept : held(s) {}
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() {
        if (held && held->release) held->release(held);
    }
};

// An array moved here, kept by the columns that share its memory.
struct KeptArray {
    ArrowArray array{};
    KeptArray() = default;
    KeptArray(const KeptArray&) = delete;
    KeptArray& operator=(const KeptArray&) = delete;
    ~KeptArray() {
        if (array.release) array.release(&array);
    }
};
std::shared_ptr<const KeptArray> keep(ArrowArray& array);

Table import_batch(const Context& context, const std::shared_ptr<const KeptArray>& kept,
                   const std::vector<ArrowField>& fields);

// The table with a finding for each column that had a time zone.
Table with_zones(Table table, const std::vector<ArrowField>& fields);

}  // namespace tenon
