// One struct array as a table: what single arrays and streams share.
#pragma once

#include <memory>
#include <vector>

#include "table/arrow_abi.hpp"
#include "table/arrow_column.hpp"
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

// `losses`: of each column in the batches before, `rows` in all; those of this one are added.
Table import_batch(const Context& context, const std::shared_ptr<const KeptArray>& kept,
                   const std::vector<ArrowField>& fields, std::int64_t rows,
                   std::vector<ArrowLosses>& losses);

// The table with a finding for each column that had a time zone, or lost digits or parts of a
// microsecond.
Table with_arrow_findings(Table table, const std::vector<ArrowField>& fields,
                          const std::vector<ArrowLosses>& losses);

}  // namespace tenon
