// Splits of record numbers into training and test parts, the same for the same seed everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon {

struct SplitOptions {
    double test_share = 0.2;  // in (0, 1)
    std::uint64_t seed = 42;
};

struct Split {
    std::vector<std::int64_t> train, test;  // ascending record numbers
};

// round(rows * test_share) records, at least one on each side, go to the test part: the first ones
// after a Fisher-Yates shuffle with Random(seed). Errors: data (fewer than two records), argument
// (share out of range).
Split split_rows(std::int64_t rows, const SplitOptions& options = {});
// The same share within every class of `strata` (any integer codes): each class sends its share
// rounded down or up, so that the whole is round(rows * test_share), by largest remainder (the
// smaller code first among equals); class k in ascending order is shuffled with stream 1 + k.
Split split_stratified(std::span<const std::int64_t> strata, const SplitOptions& options = {});

}  // namespace tenon
