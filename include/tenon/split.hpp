// Splits of record numbers into training and test parts, the same for the same seed everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"

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
Split split_rows(std::int64_t rows, const SplitOptions& options = {}, const Context& context = {});
// The same share within every class of `strata` (any integer codes): each class sends its share
// rounded down or up, so that the whole is round(rows * test_share), by largest remainder (the
// smaller code first among equals); class k in ascending order is shuffled with stream 1 + k.
Split split_stratified(std::span<const std::int64_t> strata, const SplitOptions& options = {},
                       const Context& context = {});

// ---- Folds: every record is left out once (a round) ----
//
// Entry i is the fold of record i, 0 to folds - 1. Each fold has at least one record. The same seed
// gives the same folds on every platform; round r of repeated folds draws from streams of its own.

struct FoldOptions {
    std::int32_t folds = 5;  // at least 2, and no more than there are records (or groups)
    std::uint64_t seed = 42;
    std::int32_t round = 0;  // of repeated folds, from 0
    bool shuffle = true;     // off: consecutive records go together
};

// Sizes differ by one at most. Errors here and below: argument (options), data (fewer records,
// groups or times than folds; a class with one record only cannot be in every training part and is
// allowed).
std::vector<std::int32_t> fold_rows(std::int64_t rows, const FoldOptions& options = {},
                                    const Context& context = {});
// The same for every class of `strata`: each class's records are dealt to the folds in turn, one
// class going on where the class before it stopped, so that counts of a class differ by one at most
// among folds, and so do the sizes.
std::vector<std::int32_t> fold_stratified(std::span<const std::int64_t> strata,
                                          const FoldOptions& options = {},
                                          const Context& context = {});
// Records of a group stay together: the largest group left goes to the fold with the fewest records,
// the first of equals; with shuffle a group counts once to twice its size, drawn anew each round.
std::vector<std::int32_t> fold_grouped(std::span<const std::int64_t> groups,
                                       const FoldOptions& options = {},
                                       const Context& context = {});

// ---- Splits by time: the past foretells the future ----

struct TimeSplitOptions {
    std::int32_t splits = 5;  // at least 1
    // Records whose time lies closer than `gap` before the first time of the test part are in
    // neither part, so that nothing known only after that (a label of the following hour) leaks. In
    // the unit of the times; at least 0.
    double gap = 0;
    // 0: all the past. Else only records less than so long before the gap (not exactly so long).
    double longest_training = 0;
};

// Records sorted by time are cut into splits + 1 stretches of equal count (a time stays in one
// piece: the one where its first record falls); split k tests stretch k + 1 and trains on what is
// before it less the gap. Times need not be sorted. Errors: argument (options, a time that is NaN),
// data (too few different times, or a training part that gap and longest_training leave empty).
std::vector<Split> split_by_time(std::span<const double> times,
                                 const TimeSplitOptions& options = {}, const Context& context = {});

// Train and test part of every fold, fold after fold; -1 in fold_of is in every training part.
std::vector<Split> splits_of(std::span<const std::int32_t> fold_of, const Context& context = {});

}  // namespace tenon
