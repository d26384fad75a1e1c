// Quantiles of a stream in bounded memory (Z. Karnin, K. Lang, E. Liberty, Optimal Quantile
// Approximation in Streams, 2016).
//
// Values of level h stand for 2^h values each. A level that is full is sorted and every other
// value, from the first or the second on, moves up a level; the others are dropped. Lower levels
// are smaller by 2/3 each. Whether the first or the second is chosen comes from a hash of a
// counter, so that the same stream gives the same sketch.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace tenon {

class QuantileSketch {
  public:
    static constexpr std::size_t top_capacity = 800;
    // The rank of an answer is off by at most this share of the count with 99 percent probability,
    // by the fit 2.296 / k^0.9021 of the Apache DataSketches library for this sketch.
    static constexpr double rank_error = 0.0056;

    void add(double value);  // not NaN
    void merge(const QuantileSketch& other);
    std::int64_t count() const noexcept { return count_; }
    bool exact() const noexcept { return levels_.size() == 1; }

    // Values with the number of values each stands for, in order.
    std::vector<std::pair<double, std::int64_t>> sorted() const;

  private:
    std::size_t capacity(std::size_t level) const noexcept;
    void compress();

    std::vector<std::vector<double>> levels_{1};
    std::int64_t count_ = 0;
    std::uint64_t coin_ = 0;
};

// The least value v of sorted() such that at least share of all stand at or below it.
double value_at_share(const std::vector<std::pair<double, std::int64_t>>& sorted, double share);
// On the line between the values of the two ranks around share * (n - 1), from 0, as profile() has
// its quartiles: of a sketch that is exact.
double value_between_ranks(const std::vector<std::pair<double, std::int64_t>>& sorted,
                           double share);

}  // namespace tenon
