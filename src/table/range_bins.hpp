// An exact histogram of a stream whose range nobody knows ahead.
//
// A bin holds the numbers from i w up to (i + 1) w, w a power of two. Where they no longer fit into
// the most bins there may be, w is doubled and neighbours are added up, which loses nothing: so the
// counts are those of the numbers themselves, and neither the order of the numbers nor that of
// merged parts makes a difference.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon {

class RangeBins {
  public:
    static constexpr std::int64_t most_bins = 1024;

    // `whole`: of integers, whose bins are no narrower than one.
    explicit RangeBins(bool whole) : whole_(whole) { set_width(whole ? 0 : least_of_doubles); }

    void add(double value);  // finite
    void merge(const RangeBins& other);

    // Of at most `bins` equal widths, the first one with the least number in it and the last one
    // with the greatest: edges, one more than counts. Empty without numbers.
    void finish(std::int64_t bins, std::vector<double>& edges,
                std::vector<std::int64_t>& counts) const;

  private:
    static constexpr int least_of_doubles = -1074;

    std::int64_t place(double value) const;
    double edge(std::int64_t index) const;
    void set_width(int exponent);
    void coarsen(int exponent);
    void make_room(std::int64_t first, std::int64_t last);

    bool whole_;
    int exponent_ = 0;                   // w = 2^exponent
    double per_width_ = 1, beyond_ = 0;  // 1 / w where that is a double; 2^53 w
    std::int64_t first_ = 0;             // of counts_[0]
    std::vector<std::int64_t> counts_;   // the first and the last are not zero
};

}  // namespace tenon
