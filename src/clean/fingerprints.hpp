// Rows known by 128 bits each, where the rows themselves are no longer there.
//
// Two different rows among n have the same fingerprint with a chance of about n^2 / 2^129: less
// than 10^-18 for ten thousand million rows. Equality is that of RowIndex: missing equals missing,
// NaN equals NaN, 0.0 equals -0.0, and missing differs from NaN.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct Fingerprint {
    std::uint64_t low = 0, high = 0;
    bool operator==(const Fingerprint&) const = default;
};

// Of each row, over columns of equal length.
std::vector<Fingerprint> fingerprints_of(const Context& context,
                                         std::span<const Column* const> columns);

// A set with linear probing, at most three quarters full. It grows twofold, and its memory counts
// against the budget of the context.
class FingerprintSet {
  public:
    // False where it was there.
    bool add(const Context& context, Fingerprint fingerprint);
    std::int64_t size() const noexcept { return used_; }

  private:
    void grow(const Context& context);

    LargeArray<Fingerprint> slots_;  // all zeros: empty
    std::optional<Charge> charge_;
    std::int64_t used_ = 0;
    bool has_zero_ = false;  // the one fingerprint that marks an empty slot
};

}  // namespace tenon::clean
